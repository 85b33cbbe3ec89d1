"""The words the reader goes by: phrases as data, found in a text also where diacritics were lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, Generic, TypeVar

import yaml

from tinhso.base.text import nfc
from tinhso.reading.core.tokens import Sort, Token, tokens_of

T = TypeVar("T")


@dataclass
class _Node(Generic[T]):
    """What may follow: by the fold of the next word, then each spelling of it."""

    after: dict[str, list[tuple[str, _Node[T]]]] = field(default_factory=dict)
    value: T | None = None
    ends: bool = False


class Phrases(Generic[T]):
    """Phrases and what they mean, found from a position: the longest that stands there.

    A word is the phrase's word when it is spelled so, or when it lost its tone and is no word of its own:
    “đat” is “đạt”, “đất” is not. Where `strict`, only when it is spelled so.
    """

    def __init__(
        self, meanings: Mapping[str, T], apart: frozenset[str] = frozenset(), strict: str = ""
    ) -> None:
        self._root: _Node[T] = _Node()
        self._apart = apart
        self._strict = strict
        for phrase, meaning in meanings.items():
            node = self._root
            for token in tokens_of(nfc(phrase)):
                node = self._step(node, token)
            node.value, node.ends = meaning, True

    @staticmethod
    def _step(node: _Node[T], token: Token) -> _Node[T]:
        known = node.after.setdefault(token.plain, [])
        for low, following in known:
            if low == token.low:
                return following
        following = _Node[T]()
        known.append((token.low, following))
        return following

    def at(self, tokens: Sequence[Token], place: int, stop: int | None = None) -> tuple[int, T] | None:
        """Where the longest phrase that starts at `place` ends, and what it means."""
        node, best = self._root, None
        limit = len(tokens) if stop is None else min(stop, len(tokens))
        while place < limit:
            following = self._next(node, tokens[place], opens=node is self._root)
            if following is None:
                break
            node, place = following, place + 1
            if node.ends:
                best = (place, node.value)
        return best  # type: ignore[return-value]  # a node that ends holds a value of T

    def _next(self, node: _Node[T], token: Token, *, opens: bool) -> _Node[T] | None:
        if token.sort is Sort.BREAK:
            return None
        known = node.after.get(token.plain)
        if not known:
            return None
        for low, following in known:
            if low == token.low:
                return following
        if self._strict:
            return None
        found = next((after for low, after in known if token.low in (toneless(low), token.plain)), None)
        whole = found is not None and opens and found.ends
        return None if whole and token.low in self._apart else found

    def before(
        self, tokens: Sequence[Token], place: int, start: int = 0, longest: int = 6
    ) -> tuple[int, T] | None:
        """Where the longest phrase that ends right before `place` begins, and what it means."""
        for first in range(max(start, place - longest), place):
            found = self.at(tokens, first, place)
            if found is not None and found[0] == place:
                return first, found[1]
        return None

    def within(self, tokens: Sequence[Token], places: range) -> list[tuple[range, T]]:
        """Every phrase within `places`, left to right, none over another."""
        found, place = [], places.start
        while place < places.stop:
            hit = self.at(tokens, place, places.stop)
            if hit is None:
                place += 1
                continue
            found.append((range(place, hit[0]), hit[1]))
            place = hit[0]
        return found


_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


@cache
def toneless(word: str) -> str:
    """The word with its hats and hooks and without its tone: `số` is `sô`."""
    kept = "".join(char for char in unicodedata.normalize("NFD", word) if char not in _TONES)
    return unicodedata.normalize("NFC", kept)


_STRICT: Final = frozenset({"words_of_numbers", "ordinal_words", "provinces", "place_kinds", "heads"})
_LOOSE: Final = frozenset(
    {
        "scales",
        "currencies",
        "places_of_rank",
        "comparisons",
        "tails",
        "falls",
        "levels",
        "day_cues",
        "gained",
        "lost",
    }
)
"""Lists whose words stand beside a number: there, no other word than a damaged one of theirs is meant."""
_SETS: Final = (
    *("rises", "falls", "places_of_rank", "rank_cues", "ordinal_cues", "levels", "before_a_name"),
    *("legal_parts", "phone_cues", "day_cues", "until_cues", "told_now", "span_cues", "deadline_cues"),
    *("reaching", "heads", "openers", "stops", "parts", "results", "targets"),
    *("issuers", "place_kinds", "hard_stops", "measures", "events", "bases", "agency_kinds"),
    *("agency_groups", "committees_below", "work_verbs", "assigning", "leading", "joining", "products"),
    *("gained", "lost", "some_parts", "regards"),
)
_MAPPINGS: Final = (
    *("scales", "currencies", "words_of_numbers", "comparisons", "tails", "ordinal_words", "document_types"),
    "pillars",
)
_PIPED: Final = ("units", "provinces", "fields")


@dataclass(frozen=True)
class Lexicon:
    """All phrases by the name of their list."""

    sets: Mapping[str, Phrases[str]]
    meanings: Mapping[str, Phrases[Any]]

    def __getitem__(self, name: str) -> Phrases[Any]:
        return self.sets.get(name) or self.meanings[name]


def _listed(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [" ".join(part.split()) for part in value.split("|")]
    return value if isinstance(value, list) else []


def _how(name: str, apart: frozenset[str]) -> tuple[frozenset[str], str]:
    return frozenset() if name in _LOOSE else apart, "strict" if name in _STRICT else ""


@cache
def standard() -> Lexicon:
    """The lexicon of the product."""
    source = files("tinhso.reading.core").joinpath("lexicon.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(source)
    apart = frozenset(f"{told['apart']} {told['common']}".split())
    sets = {
        name: Phrases({word: word for word in _listed(told[name])}, *_how(name, apart))
        for name in (*_SETS, *_PIPED)
    }
    meanings: dict[str, Phrases[Any]] = {name: Phrases(told[name], *_how(name, apart)) for name in _MAPPINGS}
    return Lexicon(sets, meanings)
