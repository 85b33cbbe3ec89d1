"""Walking the lineage: parts of parts, there and back, and what stays unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tinhso.places.descent import Span, Step, Ways, correspond

TURNS = [date(2000 + 10 * generation, 1, 1) for generation in range(1, 4)]


@dataclass
class World:
    """Generations of units: all of one end on the eve of the next."""

    spans: dict[UUID, Span] = field(default_factory=dict)
    edges: list[tuple[UUID, UUID, Decimal | None]] = field(default_factory=list)
    generations: list[list[UUID]] = field(default_factory=list)

    def fetch(self, rows: Collection[UUID], forward: bool) -> Iterable[Step]:
        for old, new, share in self.edges:
            if forward and old in rows:
                yield Step(old, new, share, True)
            if not forward and new in rows:
                yield Step(new, old, share, True)

    def known(self, rows: Collection[UUID]) -> Mapping[UUID, Span]:
        return {row: self.spans[row] for row in rows}

    def ask(self, rows: Iterable[UUID], day: date) -> Ways:
        return correspond({row: self.spans[row] for row in rows}, day, self.fetch, self.known)


def _day(generation: int) -> date:
    return (TURNS[generation] if generation < len(TURNS) else date(2040, 1, 1)) - timedelta(days=1)


@st.composite
def worlds(draw: st.DrawFn, unknown: bool = True) -> World:
    world, number = World(), 0
    for generation in range(draw(st.integers(2, 4))):
        units = []
        for _ in range(draw(st.integers(1, 4))):
            number += 1
            unit = UUID(int=number)
            start = TURNS[generation - 1] if generation else None
            world.spans[unit] = Span(start, None)
            units.append(unit)
        if world.generations:
            _connect(draw, world, world.generations[-1], units, TURNS[generation - 1], unknown)
        world.generations.append(units)
    return world


def _connect(
    draw: st.DrawFn, world: World, old: list[UUID], new: list[UUID], turn: date, unknown: bool
) -> None:
    for unit in old:
        world.spans[unit] = Span(world.spans[unit].start, turn - timedelta(days=1))
        parts = draw(st.lists(st.sampled_from(new), min_size=1, max_size=len(new), unique=True))
        weights = [draw(st.integers(1, 9)) for _ in parts]
        told = not (unknown and draw(st.booleans()))
        for part, weight in zip(parts, weights, strict=True):
            world.edges.append((unit, part, Decimal(weight) / Decimal(sum(weights)) if told else None))


ZERO = Decimal(0)
NEARLY = Decimal("1e-20")


@given(worlds(unknown=False))
def test_all_of_a_unit_arrives_somewhere(world: World) -> None:
    last = len(world.generations) - 1
    for row, ends in world.ask(world.generations[0], _day(last)).items():
        total = sum((way.share or Decimal(0) for way in ends.values()), Decimal(0))
        assert abs(total - 1) < NEARLY, row
        assert set(ends) <= set(world.generations[last])


@given(worlds(unknown=False))
def test_the_way_back_tells_the_same_parts(world: World) -> None:
    last = len(world.generations) - 1
    forth = world.ask(world.generations[0], _day(last))
    back = world.ask(world.generations[last], _day(0))
    there = {(a, b): way.share for a, ends in forth.items() for b, way in ends.items()}
    again = {(a, b): way.share for b, ends in back.items() for a, way in ends.items()}
    assert there.keys() == again.keys()
    assert all(abs((there[pair] or ZERO) - (again[pair] or ZERO)) < NEARLY for pair in there)


@given(worlds())
def test_unknown_parts_stay_unknown_and_known_ones_never_exceed_the_whole(world: World) -> None:
    unknown = {old for old, _new, share in world.edges if share is None}
    last = len(world.generations) - 1
    for row, ends in world.ask(world.generations[0], _day(last)).items():
        known = [way.share for way in ends.values() if way.share is not None]
        assert sum(known, Decimal(0)) <= 1 + NEARLY
        if row in unknown:
            assert not known


@given(worlds(), st.integers(0, 3))
def test_a_unit_of_the_day_is_itself(world: World, generation: int) -> None:
    units = world.generations[min(generation, len(world.generations) - 1)]
    day = _day(min(generation, len(world.generations) - 1))
    for row, ends in world.ask(units, day).items():
        assert set(ends) == {row}
        assert ends[row].share == 1


def test_a_row_that_led_nowhere_is_left_out() -> None:
    world = World({UUID(int=1): Span(None, date(2020, 1, 1))})
    assert world.ask(world.spans, date(2021, 1, 1)) == {}
