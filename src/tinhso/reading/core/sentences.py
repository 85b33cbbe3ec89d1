"""Paragraphs and sentences. A line end is a paragraph's end; a full stop is not always a sentence's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tinhso.reading.core.model import Span
from tinhso.reading.core.tokens import Sort, Token

_ENDS: Final = frozenset(".!?…")
_ABBREVIATIONS: Final = frozenset(
    {
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "h",
        "ths",
        "th",
        "ts",
        "pgs",
        "gs",
        "bs",
        "ks",
        "cn",
        "đ",
        "ô",
        "st",
        "v",
        "vv",
        "tr",
    }
)
_CLOSERS: Final = frozenset('”’")]»')


def paragraphs_of(tokens: Sequence[Token]) -> tuple[range, ...]:
    """Ranges of token positions that stand between line ends."""
    found, start = [], 0
    for place, token in enumerate(tokens):
        if token.sort is Sort.BREAK:
            if place > start:
                found.append(range(start, place))
            start = place + 1
    if start < len(tokens):
        found.append(range(start, len(tokens)))
    return tuple(found)


def sentences_of(tokens: Sequence[Token], paragraph: range) -> tuple[range, ...]:
    """Ranges of token positions of the sentences of one paragraph."""
    found, start = [], paragraph.start
    for place in paragraph:
        if place >= start and _closes(tokens, place, paragraph.stop):
            end = place + 1
            while end < paragraph.stop and (tokens[end].text in _CLOSERS or tokens[end].text in _ENDS):
                end += 1
            found.append(range(start, end))
            start = end
    if start < paragraph.stop:
        found.append(range(start, paragraph.stop))
    return tuple(found)


def _closes(tokens: Sequence[Token], place: int, stop: int) -> bool:
    token = tokens[place]
    if token.text not in _ENDS:
        return False
    following = tokens[place + 1] if place + 1 < stop else None
    if following is None:
        return True
    if token.text == "." and following.start == token.end and following.text not in _CLOSERS | _ENDS:
        return _runs_on(tokens, place)
    before = tokens[place - 1] if place else None
    if (
        token.text == "."
        and before is not None
        and before.low in _ABBREVIATIONS
        and before.end == token.start
    ):
        return before.text == before.low and len(before.low) > 2
    if token.text in ".…" and following.sort is Sort.WORD and not following.is_title:
        return False
    return not (
        token.text == "." and before is not None and before.sort is Sort.NUMBER and _opens(tokens, place)
    )


def _runs_on(tokens: Sequence[Token], place: int) -> bool:
    """`…tỉnh.Ngày mai`: a stop without a space closes too where a small letter meets a capital."""
    before, after = tokens[place - 1] if place else None, tokens[place + 1]
    return (
        before is not None
        and before.sort is Sort.WORD
        and before.text == before.low
        and len(before.text) > 1
        and after.is_title
    )


def _opens(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number before this stop is the number of a paragraph: `1. Mục tiêu`."""
    return place < 2 or tokens[place - 2].sort is Sort.BREAK


def span_of(tokens: Sequence[Token], places: range) -> Span:
    """The characters from the first to the last token."""
    return Span(tokens[places.start].start, tokens[places.stop - 1].end) if places else Span(0, 0)
