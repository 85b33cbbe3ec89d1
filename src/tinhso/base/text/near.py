"""Guesses at what was meant when a code or a name is unknown."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from difflib import SequenceMatcher

from tinhso.base.text.folding import fold
from tinhso.base.text.order import sort_key

_ENOUGH = 0.6
_LONGEST = 100
_CONTAINED = 0.9


def _likeness(matcher: SequenceMatcher[str], wanted: str, candidate: str) -> float:
    """Between 0 and 1; a text that holds the other from a word's start is near whatever its length."""
    if wanted == candidate:
        return 1.0
    if f" {candidate}".find(f" {wanted}") >= 0 or f" {wanted} ".find(f" {candidate} ") >= 0:
        return _CONTAINED
    matcher.set_seq1(candidate)
    if matcher.real_quick_ratio() < _ENOUGH or matcher.quick_ratio() < _ENOUGH:
        return 0.0
    return matcher.ratio()


def near_matches(word: str, candidates: Iterable[str], limit: int = 5) -> list[str]:
    """At most `limit` of `candidates` that `word` may have meant, nearest first. Tones do not count."""
    wanted = fold(word[:_LONGEST])
    if not wanted or limit < 1:
        return []
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    scored = (
        (likeness, candidate)
        for candidate in dict.fromkeys(candidates)
        if (folded := fold(candidate)) and (likeness := _likeness(matcher, wanted, folded)) >= _ENOUGH
    )
    best = heapq.nsmallest(limit, scored, key=lambda pair: (-pair[0], sort_key(pair[1])))
    return [candidate for _, candidate in best]
