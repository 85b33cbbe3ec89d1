"""Where a selected stretch of text stands, and whether it still stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["whole", "same", "moved", "changed", "gone"]
"""The clause as a whole; the stretch where it was; elsewhere in it; no longer in it; no clause any more."""


@dataclass(frozen=True)
class Span:
    """Letters `start` to `end` of a clause's text, the last one not counted."""

    start: int
    end: int


def locate(text: str, quote: str, start: int | None) -> Span | None:
    """Where `quote` stands in `text`, nearest to `start`; None where it does not."""
    if not quote:
        return None
    if start is not None and start >= 0 and text[start : start + len(quote)] == quote:
        return Span(start, start + len(quote))
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - (start or 0)))
    return Span(nearest, nearest + len(quote))


def standing(text: str | None, quote: str, start: int | None) -> tuple[Standing, Span | None]:
    """How a comment on `quote` stands towards a clause's text of today; `text` None: the clause is gone."""
    if text is None:
        return "gone", None
    if not quote:
        return "whole", None
    span = locate(text, quote, start)
    if span is None:
        return "changed", None
    return ("same" if span.start == start else "moved"), span
