"""A text made ready for the grammar: tokens, sentences, and what stands where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tinhso.base.text import fold
from tinhso.reading.core.lexicon import Lexicon, toneless
from tinhso.reading.core.sentences import paragraphs_of, sentences_of
from tinhso.reading.core.tokens import Sort, Token, tokens_of, value_of


@dataclass(frozen=True)
class Scan:
    """Tokens of an NFC text with its sentences; `years` are the years it names, the most frequent first."""

    text: str
    tokens: tuple[Token, ...]
    lexicon: Lexicon
    dated: date | None = None
    paragraphs: tuple[range, ...] = ()
    sentences: tuple[range, ...] = ()
    year: int | None = None
    _sentence_at: dict[int, int] = field(default_factory=dict)
    _paragraph_at: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, lexicon: Lexicon, dated: date | None) -> Scan:
        """Cut `text`."""
        tokens = tokens_of(text)
        paragraphs = paragraphs_of(tokens)
        sentences = tuple(one for paragraph in paragraphs for one in sentences_of(tokens, paragraph))
        return cls(
            text,
            tokens,
            lexicon,
            dated,
            paragraphs,
            sentences,
            dated.year if dated else _main_year(tokens),
            {place: number for number, one in enumerate(sentences) for place in one},
            {place: number for number, one in enumerate(paragraphs) for place in one},
        )

    def __len__(self) -> int:
        return len(self.tokens)

    def token(self, place: int) -> Token | None:
        """The token there, None beyond both ends."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def is_mark(self, place: int, marks: str) -> bool:
        """Whether one of these signs stands there."""
        token = self.token(place)
        return token is not None and token.sort is Sort.MARK and token.low in marks

    def is_word(self, place: int, *words: str) -> bool:
        """Whether a word stands there; with `words`, one of them, spelled so or without any marks."""
        token = self.token(place)
        if token is None or token.sort is not Sort.WORD:
            return False
        return not words or token.low in words

    def says(self, place: int, *words: str) -> bool:
        """Whether one of these words stands there, its tone lost or not: what is around settles it."""
        token = self.token(place)
        if token is None or token.sort is not Sort.WORD:
            return False
        return token.low in words or any(token.low in (toneless(word), fold(word)) for word in words)

    def is_number(self, place: int) -> bool:
        """Whether digits stand there."""
        token = self.token(place)
        return token is not None and token.sort is Sort.NUMBER

    def is_break(self, place: int) -> bool:
        """Whether the text or the line ends there."""
        token = self.token(place)
        return token is None or token.sort is Sort.BREAK

    def value(self, place: int) -> Decimal | None:
        """What the digits there mean."""
        token = self.token(place)
        return value_of(token.text) if token is not None and token.sort is Sort.NUMBER else None

    def integer(self, place: int) -> int | None:
        """Plain digits there, as an int."""
        token = self.token(place)
        if token is None or token.sort is not Sort.NUMBER or not token.text.isdigit():
            return None
        return int(token.text)

    def touches(self, place: int) -> bool:
        """Whether no space stands between that token and the one before."""
        before, token = self.token(place - 1), self.token(place)
        return before is not None and token is not None and before.end == token.start

    def said(self, name: str, place: int, stop: int | None = None) -> tuple[int, Any] | None:
        """The longest phrase of that list that starts there."""
        return self.lexicon[name].at(self.tokens, place, stop)

    def said_before(self, name: str, place: int, start: int = 0) -> tuple[int, Any] | None:
        """The longest phrase of that list that ends right before."""
        return self.lexicon[name].before(self.tokens, place, start)

    def sentence(self, place: int) -> range:
        """The sentence that token stands in."""
        return self.sentences[self._sentence_at[place]]

    def paragraph(self, place: int) -> range:
        """The paragraph that token stands in."""
        return self.paragraphs[self._paragraph_at[place]]

    def paragraph_number(self, place: int) -> int:
        """Its number in the text."""
        return self._paragraph_at[place]

    def starts_line(self, place: int) -> bool:
        """Whether the line begins there, or after a dash or a plus of a list."""
        before = place - 1
        if self.is_mark(before, "-+*•|"):
            before -= 1
        return self.is_break(before)

    def slice(self, places: range) -> str:
        """The text of these tokens."""
        if not places:
            return ""
        return self.text[self.tokens[places.start].start : self.tokens[places.stop - 1].end]


def _main_year(tokens: Iterable[Token]) -> int | None:
    """The year that is named first among the most frequent."""
    seen: dict[int, int] = {}
    for token in tokens:
        if token.sort is Sort.NUMBER and len(token.text) == 4 and token.text.isdigit():
            year = int(token.text)
            if 1990 <= year <= 2100:
                seen[year] = seen.get(year, 0) + 1
    return max(seen, key=lambda year: seen[year]) if seen else None
