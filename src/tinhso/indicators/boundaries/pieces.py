"""Figures under the boundaries of another date (đọc theo địa giới ngày khác). Pure and exact.

A figure is known for one unit. Along the edges of lineage it becomes *pieces*: a part of it that is known to
lie in a set of units, undivided. A set of one unit is a known value; a larger one comes from a split with
unknown shares or, read backwards, from a merger. Sets that later merge into one unit are known again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final
from uuid import UUID

ONE: Final = Fraction(1)
WHOLE: Final = "whole"
REST: Final = "rest"
"""Basis of the one part whose share follows from the shares of all others."""
_ROUNDED: Final = Fraction(1, 10**6)
"""Shares are kept to eight decimals: three thirds may lack so much of one."""


@dataclass(frozen=True)
class Edge:
    """`share` is the part of `old` that went to `new` on that day; None: unknown."""

    old: UUID
    new: UUID
    share: Fraction | None
    basis: str
    on: date


@dataclass(frozen=True)
class Piece:
    """`weight` of a unit's figure lies in `units`, undivided among them; `bases` of the shares on the way."""

    units: frozenset[UUID]
    weight: Fraction = ONE
    bases: frozenset[str] = frozenset()


Pieces = tuple[Piece, ...]
Ways = Mapping[UUID, Pieces]
"""For every unit of one date: where its figure lies at the other."""


@dataclass(frozen=True)
class _Move:
    """What becomes of one unit on one day: known parts, and the rest over units of unknown shares."""

    known: tuple[tuple[UUID, Fraction, str], ...]
    rest: frozenset[UUID] = frozenset()
    ends: frozenset[UUID] = frozenset()

    def of(self, piece: Piece) -> Iterable[Piece]:
        """The pieces that a known value of the unit becomes."""
        for end, share, basis in self.known:
            yield Piece(frozenset({end}), piece.weight * share, piece.bases | {basis})
        if self.rest:
            left = ONE - sum((share for _end, share, _basis in self.known), Fraction(0))
            if left > 0:
                yield Piece(self.rest, piece.weight * left, piece.bases | {REST})


def _onward(unit: UUID, leaving: Collection[Edge]) -> _Move:
    """Towards later days: by the shares. A rest that no edge places stays at the unit that has ended."""
    ends = frozenset(edge.new for edge in leaving)
    known = [(edge.new, edge.share, edge.basis) for edge in leaving if edge.share is not None]
    unknown = frozenset(edge.new for edge in leaving if edge.share is None)
    placed = sum((share for _end, share, _basis in known), Fraction(0))
    if unknown:
        return _Move(tuple(known), unknown if len(ends) > 1 else unknown | {unit}, ends)
    if abs(ONE - placed) <= _ROUNDED:
        return _Move(tuple((end, share / placed, basis) for end, share, basis in known), ends=ends)
    return _Move(tuple(known), frozenset({unit}), ends)


def _back(arriving: Collection[Edge]) -> _Move:
    """Towards earlier days: a unit with one predecessor lay in it; one that was merged lies in all."""
    ends = frozenset(edge.old for edge in arriving)
    if len(ends) == 1:
        return _Move(tuple((end, ONE, WHOLE) for end in ends), ends=ends)
    return _Move((), ends, ends)


def _turns(edges: Iterable[Edge], start: date, end: date) -> list[dict[UUID, _Move]]:
    """What happens on each day between the two, in the order in which it is walked."""
    forward = end >= start
    first, last = min(start, end), max(start, end)
    days: dict[date, dict[UUID, list[Edge]]] = {}
    for edge in edges:
        if first < edge.on <= last:
            unit = edge.old if forward else edge.new
            days.setdefault(edge.on, {}).setdefault(unit, []).append(edge)
    return [
        {unit: _onward(unit, found) if forward else _back(found) for unit, found in days[day].items()}
        for day in sorted(days, reverse=not forward)
    ]


def _turn(piece: Piece, moves: Mapping[UUID, _Move]) -> Iterable[Piece]:
    moved = [unit for unit in piece.units if unit in moves]
    if not moved:
        return (piece,)
    if len(piece.units) == 1:
        return moves[moved[0]].of(piece)
    units = piece.units.difference(moved).union(*(moves[unit].ends for unit in moved))
    return (Piece(units, piece.weight, piece.bases),)


def _together(pieces: Iterable[Piece]) -> Pieces:
    """One piece for each set of units, in an order of its own."""
    found: dict[frozenset[UUID], Piece] = {}
    for piece in pieces:
        other = found.get(piece.units)
        found[piece.units] = (
            Piece(piece.units, piece.weight + other.weight, piece.bases | other.bases) if other else piece
        )
    return tuple(sorted(found.values(), key=lambda piece: sorted(piece.units)))


def advance(ways: Ways, edges: Iterable[Edge], start: date, end: date) -> dict[UUID, Pieces]:
    """`ways` that reach the units of `start`, walked on to the units of `end`, later or earlier."""
    walked = dict(ways)
    for moves in _turns(edges, start, end):
        walked = {
            unit: _together(after for piece in pieces for after in _turn(piece, moves))
            for unit, pieces in walked.items()
        }
    return walked


def flow(units: Iterable[UUID], edges: Iterable[Edge], start: date, end: date) -> dict[UUID, Pieces]:
    """Where the figure of each unit of `start` lies under the boundaries of `end`."""
    return advance({unit: (Piece(frozenset({unit})),) for unit in units}, edges, start, end)


@dataclass(frozen=True)
class Flows:
    """Ways with an index: which units of the figures' date touch a unit of the other."""

    ways: Ways
    touching: Mapping[UUID, tuple[UUID, ...]]

    @classmethod
    def of(cls, ways: Ways) -> Flows:
        """With the index made."""
        found: dict[UUID, list[UUID]] = {}
        for origin, pieces in ways.items():
            for unit in frozenset[UUID]().union(*(piece.units for piece in pieces)):
                found.setdefault(unit, []).append(origin)
        return cls(ways, {unit: tuple(origins) for unit, origins in found.items()})


@dataclass(frozen=True)
class Member:
    """One unit of the figures' date and what of it lies in the target, and in the group around it."""

    unit: UUID
    inside: Fraction
    grouped: Fraction
    bases: frozenset[str]

    @property
    def is_divided(self) -> bool:
        """Whether how much of it lies in the target is not known."""
        return self.grouped > self.inside


@dataclass(frozen=True)
class Gathered:
    """What makes up a target: `group` is the smallest set of units around it that no figure straddles."""

    target: frozenset[UUID]
    group: frozenset[UUID]
    members: tuple[Member, ...]

    @property
    def is_divisible(self) -> bool:
        """Whether every figure lies inside the target by a known share."""
        return self.group == self.target


def gather(target: frozenset[UUID], flows: Flows) -> Gathered:
    """The units whose figures make up `target`, a set of units of the other date."""
    group, origins = set(target), set[UUID]()
    waiting = list(target)
    while waiting:
        for origin in flows.touching.get(waiting.pop(), ()):
            origins.add(origin)
            for piece in flows.ways[origin]:
                if not piece.units.isdisjoint(group):
                    waiting.extend(piece.units - group)
                    group |= piece.units
    members = (_member(origin, flows.ways[origin], target, frozenset(group)) for origin in sorted(origins))
    return Gathered(target, frozenset(group), tuple(member for member in members if member.grouped))


def _member(unit: UUID, pieces: Pieces, target: frozenset[UUID], group: frozenset[UUID]) -> Member:
    touching = [piece for piece in pieces if piece.units <= group]
    within = [piece for piece in touching if piece.units <= target]
    bases = frozenset[str]().union(*(piece.bases for piece in touching))
    return Member(unit, _weight(within), _weight(touching), bases)


def _weight(pieces: Iterable[Piece]) -> Fraction:
    weights = [piece.weight for piece in pieces]
    return weights[0] if len(weights) == 1 else sum(weights, Fraction(0))
