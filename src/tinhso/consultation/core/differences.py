"""What changed between two texts, word by word, and between two lists of clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, Literal

_TOKEN: Final = re.compile(r"\s+|\w+|[^\w\s]")
_MOST: Final = 4_000
"""Tokens of a text that are compared word by word; longer ones are told as replaced."""

Op = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Stretch:
    """A run of text that stayed, is gone, or is new."""

    op: Op
    text: str


def words(old: str, new: str) -> tuple[Stretch, ...]:
    """How `old` became `new`. The same and gone runs spell `old`, the same and new ones `new`."""
    if old == new:
        return (Stretch("same", new),) if new else ()
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > _MOST:
        return _joined([Stretch("gone", old), Stretch("new", new)])
    found: list[Stretch] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Stretch("same", "".join(after[c:d])))
        else:
            found += [Stretch("gone", "".join(before[a:b])), Stretch("new", "".join(after[c:d]))]
    return _joined(found)


def _joined(found: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """A single space between two changed words belongs to the change, so that it reads as one."""
    rows: list[Stretch] = []
    gone = new = ""
    for index, one in enumerate(found):
        between = one.op == "same" and one.text.isspace() and 0 < index < len(found) - 1
        if between and (gone or new):
            gone, new = gone + one.text, new + one.text
        elif one.op == "gone":
            gone += one.text
        elif one.op == "new":
            new += one.text
        else:
            rows += _pair(gone, new)
            gone = new = ""
            rows.append(one)
    return tuple(one for one in (*rows, *_pair(gone, new)) if one.text)


def _pair(gone: str, new: str) -> list[Stretch]:
    return [Stretch("gone", gone), Stretch("new", new)]


class Change(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    DELETED = "deleted"


@dataclass(frozen=True)
class Side:
    """A clause as the comparison sees it: what it is recognised by, its label and its text."""

    anchor: str
    label: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line of the comparison: the clause on either side, and what changed between them."""

    old: Side | None
    new: Side | None
    change: Change
    stretches: tuple[Stretch, ...]


def clauses(old: Sequence[Side], new: Sequence[Side]) -> tuple[Row, ...]:
    """Every clause of both once, in the order of the new text; deleted ones after the one they followed."""
    before = {side.anchor: side for side in old}
    after = {side.anchor for side in new}
    still = _in_order(old, new)
    following: dict[str, list[Side]] = {"": []}
    last = ""
    for side in old:
        if side.anchor in after:
            last = side.anchor
        else:
            following.setdefault(last, []).append(side)
    rows = [_deleted(side) for side in following[""]]
    for side in new:
        rows.append(_row(before.get(side.anchor), side, still))
        rows += [_deleted(gone) for gone in following.get(side.anchor, ())]
    return tuple(rows)


def _deleted(side: Side) -> Row:
    return Row(side, None, Change.DELETED, (Stretch("gone", side.text),))


def _row(old: Side | None, new: Side, still: frozenset[str]) -> Row:
    if old is None:
        return Row(None, new, Change.ADDED, (Stretch("new", new.text),))
    told = words(old.text, new.text)
    if new.anchor not in still:
        return Row(old, new, Change.MOVED, told)
    alike = old.text == new.text and old.label == new.label
    return Row(old, new, Change.SAME if alike else Change.CHANGED, told)


def _in_order(old: Sequence[Side], new: Sequence[Side]) -> frozenset[str]:
    """The anchors that kept their order: the longest rising run; the others were moved."""
    at = {side.anchor: index for index, side in enumerate(old)}
    shared = [side.anchor for side in new if side.anchor in at]
    ends: list[int] = []
    tails: list[str] = []
    previous: dict[str, str | None] = {}
    for anchor in shared:
        place = bisect_left(ends, at[anchor])
        previous[anchor] = tails[place - 1] if place else None
        ends[place : place + 1] = [at[anchor]]
        tails[place : place + 1] = [anchor]
    kept: set[str] = set()
    walk = tails[-1] if tails else None
    while walk is not None:
        kept.add(walk)
        walk = previous[walk]
    return frozenset(kept)


def counted(rows: Sequence[Row]) -> Mapping[Change, int]:
    """How many of each."""
    return {change: sum(row.change is change for row in rows) for change in Change}
