"""Figures under other boundaries: exact, in any order, in one step or two, sums kept."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.indicators.aggregation import Part
from tinhso.indicators.boundaries.pieces import Edge, Flows, Piece, advance, flow, gather
from tinhso.indicators.boundaries.readings import How, Reading, Why, read
from tinhso.indicators.models import Adding

START = date(2022, 12, 31)
TURNS = (date(2023, 7, 1), date(2025, 7, 1), date(2026, 4, 30))
END = date(2026, 11, 21)


def unit(number: int) -> UUID:
    """A row of places."""
    return UUID(int=number)


def edge(old: int, new: int, share: str | Fraction | None = "1", on: date = TURNS[1]) -> Edge:
    """What became of a unit."""
    known = None if share is None else Fraction(share)
    basis = "none" if known is None else "whole" if known == 1 else "population"
    return Edge(unit(old), unit(new), known, basis, on)


def reading(
    rule: Adding,
    target: Iterable[int],
    figures: dict[int, Part],
    edges: Sequence[Edge],
    *,
    units: Iterable[int] = (),
    days: tuple[date, date] = (START, END),
) -> Reading:
    """The figure of `target` on the second day, from figures of the first."""
    origins = {*figures, *units}
    flows = Flows.of(flow([unit(one) for one in origins], edges, *days))
    return read(
        rule,
        gather(frozenset(unit(one) for one in target), flows),
        {unit(key): part for key, part in figures.items()},
    )


def count(value: str) -> Part:
    return Part(Decimal(value))


def ratio(above: int, below: int) -> Part:
    return Part(None, Decimal(above), Decimal(below))


def test_whole_mergers_are_exact_sums_and_measured() -> None:
    found = reading(Adding.SUM, [9], {1: count("1.1"), 2: count("2.2")}, [edge(1, 9), edge(2, 9)])
    assert found.amount is not None
    assert (found.how, found.amount.value) == (How.MEASURED, Fraction(33, 10))
    assert found.portions.measured == 1


def test_ratios_flow_by_numerator_and_denominator() -> None:
    edges = [edge(1, 8, "0.25"), edge(1, 9, "0.75"), edge(2, 9)]
    found = reading(Adding.RATIO_OF_SUMS, [9], {1: ratio(40, 80), 2: ratio(10, 40)}, edges)
    assert found.amount is not None
    assert (found.how, found.amount.numerator, found.amount.denominator) == (
        How.APPORTIONED,
        Fraction(40),
        Fraction(100),
    )
    assert (found.portions.measured, found.portions.apportioned) == (Fraction(2, 5), Fraction(3, 5))


def test_an_unknown_share_is_never_split_the_group_keeps_the_total() -> None:
    """As Bính Xá → Đình Lập + Kiên Mộc, Kiên Mộc → Châu Sơn + Kiên Mộc in 2025, with whole neighbours."""
    edges = [edge(1, 11, None), edge(1, 12, None), edge(2, 12, None), edge(2, 13, None)]
    edges += [edge(3, 11), edge(4, 13), edge(5, 14)]
    figures = {one: count(str(one)) for one in range(1, 6)}
    found = reading(Adding.SUM, [12], figures, edges)
    assert (found.how, found.why, found.amount) == (How.NOT_COMPARABLE, Why.SHARE_UNKNOWN, None)
    assert found.total is not None
    assert (found.total.value, found.gathered.group) == (Fraction(10), frozenset(map(unit, (11, 12, 13))))
    assert [member.is_divided for member in found.gathered.members] == [True, True, True, True]
    together = reading(Adding.SUM, [11, 12, 13], figures, edges)
    assert together.amount is not None
    assert (together.how, together.amount.value) == (How.MEASURED, Fraction(10))
    assert reading(Adding.SUM, [14], figures, edges).how == How.MEASURED


def test_backwards_a_merged_unit_is_not_split_but_parts_of_one_unit_are_summed() -> None:
    merged = [edge(1, 9), edge(2, 9)]
    back = (END, START)
    found = reading(Adding.SUM, [1], {9: count("30")}, merged, days=back)
    assert found.total is not None
    assert (found.how, found.total.value) == (How.NOT_COMPARABLE, Fraction(30))
    assert found.gathered.group == frozenset({unit(1), unit(2)})
    split = [edge(1, 8, None), edge(1, 9, None)]
    exact = reading(Adding.SUM, [1], {8: count("10"), 9: count("20")}, split, days=back)
    assert exact.amount is not None
    assert (exact.how, exact.amount.value) == (How.MEASURED, Fraction(30))


def test_units_of_unknown_shares_that_merge_again_are_known_again() -> None:
    edges = [edge(1, 8, None, TURNS[0]), edge(1, 9, None, TURNS[0]), edge(8, 5), edge(9, 5)]
    found = reading(Adding.SUM, [5], {1: count("7")}, edges)
    assert found.amount is not None
    assert (found.how, found.amount.value) == (How.MEASURED, Fraction(7))


def test_the_rest_of_known_shares_goes_to_the_only_unknown_one_and_says_so() -> None:
    edges = [edge(1, 8, "0.6"), edge(1, 9, None)]
    found = reading(Adding.SUM, [9], {1: count("10")}, edges)
    assert found.amount is not None
    assert (found.how, found.amount.value) == (How.APPORTIONED, Fraction(4))
    assert found.gathered.members[0].bases == {"rest"}


def test_a_single_successor_of_unknown_share_is_not_comparable() -> None:
    found = reading(Adding.SUM, [8], {1: count("10")}, [edge(1, 8, None)])
    assert (found.how, found.why) == (How.NOT_COMPARABLE, Why.SHARE_UNKNOWN)


def test_rounded_thirds_make_the_whole() -> None:
    edges = [edge(1, new, "0.33333333") for new in (7, 8, 9)]
    parts = [reading(Adding.SUM, [new], {1: count("1")}, edges).amount for new in (7, 8, 9)]
    assert sum(part.value or 0 for part in parts if part) == 1


def test_a_merger_with_a_member_that_tells_nothing_is_not_complete() -> None:
    """Lào Cai (10) has a figure of 2022, Yên Bái (15) none: the new Lào Cai has none either."""
    found = reading(Adding.RATIO_OF_SUMS, [9], {1: ratio(1542, 1562)}, [edge(1, 9), edge(2, 9)], units=[2])
    assert (found.how, found.why, found.amount) == (How.NOT_COMPARABLE, Why.MISSING, None)
    assert found.missing == (unit(2),)
    assert found.total is not None
    assert (found.total.numerator, found.total.denominator) == (Fraction(1542), Fraction(1562))


@pytest.mark.parametrize(
    ("rule", "value"),
    [(Adding.AVERAGE, Fraction(45)), (Adding.MAX, 60), (Adding.MIN, 30), (Adding.NONE, None)],
)
def test_other_rules_speak_of_whole_members(rule: Adding, value: Fraction | None) -> None:
    found = reading(rule, [9], {1: count("30"), 2: count("60")}, [edge(1, 9), edge(2, 9)])
    assert (found.amount.value if found.amount else None) == value
    assert (found.why == Why.RULE) == (value is None)


def test_greatest_of_a_part_is_not_known() -> None:
    edges = [edge(1, 8, "0.5"), edge(1, 9, "0.5"), edge(2, 9)]
    assert reading(Adding.MAX, [9], {1: count("30"), 2: count("60")}, edges).why == Why.RULE


def test_a_mean_weighs_what_lies_inside() -> None:
    edges = [edge(1, 8, "0.5"), edge(1, 9, "0.5"), edge(2, 9)]
    found = reading(Adding.AVERAGE, [9], {1: count("30"), 2: count("60")}, edges)
    assert found.amount is not None
    assert found.amount.value == 50


@st.composite
def histories(draw: st.DrawFn, *, known: bool) -> tuple[list[int], list[Edge]]:
    """Units of the start, and three arrangements after it: units split and merge, a number for each row."""
    living = list(range(draw(st.integers(1, 5))))
    first, edges, fresh = list(living), list[Edge](), 100
    for day in TURNS:
        ending = draw(st.lists(st.sampled_from(living), unique=True, max_size=len(living)))
        new = list(range(fresh, fresh + draw(st.integers(1, 4)))) if ending else []
        fresh += 10
        followed = set[int]()
        for old in ending:
            ends = draw(st.lists(st.sampled_from(new), unique=True, min_size=1, max_size=3))
            weights = [draw(st.integers(1, 9)) for _end in ends]
            hidden = not known and len(ends) > 1 and draw(st.booleans())
            for end, weight in zip(ends, weights, strict=True):
                share = None if hidden else Fraction(weight, sum(weights))
                edges.append(edge(old, end, share, day))
                followed.add(end)
        living = [one for one in living if one not in ending] + sorted(followed)
    return first, edges


EVE = TURNS[1] - timedelta(days=1)
DAYS = st.sampled_from((START, date(2024, 1, 1), EVE, TURNS[1], date(2025, 12, 31), END))


def at(first: Sequence[int], edges: Sequence[Edge], day: date) -> list[UUID]:
    """The units of a day."""
    rows = {unit(one) for one in first} | {one.new for one in edges if one.on <= day}
    return sorted(rows - {one.old for one in edges if one.on <= day})


@given(histories(known=False), DAYS, DAYS, DAYS, st.randoms())
def test_two_steps_in_one_direction_are_one_and_order_is_nothing(
    history: tuple[list[int], list[Edge]], one: date, two: date, three: date, chance: random.Random
) -> None:
    first, edges = history
    days = sorted((one, two, three), reverse=chance.random() < 0.5)
    units = at(first, edges, days[0])
    mixed = list(edges)
    chance.shuffle(mixed)
    direct = flow(units, edges, days[0], days[2])
    assert advance(flow(units, mixed, days[0], days[1]), mixed, days[1], days[2]) == direct
    assert flow(list(reversed(units)), mixed, days[0], days[2]) == direct


@given(histories(known=False), DAYS)
def test_on_the_figures_own_date_everything_is_itself(
    history: tuple[list[int], list[Edge]], day: date
) -> None:
    first, edges = history
    units = at(first, edges, day)
    assert flow(units, edges, day, day) == {one: (Piece(frozenset({one})),) for one in units}


@given(histories(known=False), DAYS, DAYS)
def test_nothing_is_lost_and_nothing_made(
    history: tuple[list[int], list[Edge]], one: date, two: date
) -> None:
    first, edges = history
    for pieces in flow(at(first, edges, one), edges, one, two).values():
        assert sum(piece.weight for piece in pieces) == 1
        assert all(set(piece.units) <= set(at(first, edges, two)) for piece in pieces)


def test_the_new_arrangement_holds_from_the_day_of_the_change() -> None:
    edges = [edge(1, 9)]
    assert flow([unit(1)], edges, START, EVE)[unit(1)][0].units == {unit(1)}
    assert flow([unit(1)], edges, START, TURNS[1])[unit(1)][0].units == {unit(9)}
    assert flow([unit(9)], edges, TURNS[1], END)[unit(9)][0].units == {unit(9)}
    assert flow([unit(9)], edges, END, TURNS[1])[unit(9)][0].units == {unit(9)}
    assert flow([unit(9)], edges, TURNS[1], EVE)[unit(9)][0].units == {unit(1)}


@given(histories(known=True), DAYS, st.data())
def test_children_sum_to_their_parent_under_any_later_boundaries(
    history: tuple[list[int], list[Edge]], day: date, data: st.DataObject
) -> None:
    first, edges = history
    figures = {unit(one): Part(Decimal(data.draw(st.integers(0, 999)))) for one in first}
    flows = Flows.of(flow(figures, edges, START, day))
    children = [read(Adding.SUM, gather(frozenset({one}), flows), figures) for one in at(first, edges, day)]
    parent = read(Adding.SUM, gather(frozenset(at(first, edges, day)), flows), figures)
    assert parent.amount is not None
    assert all(child.amount is not None for child in children)
    assert sum(child.amount.value or 0 for child in children if child.amount) == parent.amount.value
    assert parent.amount.value == sum(part.value or 0 for part in figures.values())
    assert parent.portions.measured == 1


@given(histories(known=False), DAYS, DAYS, st.data())
def test_whatever_is_unknown_the_comparable_and_the_groups_make_the_total(
    history: tuple[list[int], list[Edge]], one: date, two: date, data: st.DataObject
) -> None:
    first, edges = history
    figures = {row: Part(Decimal(data.draw(st.integers(0, 99)))) for row in at(first, edges, one)}
    flows = Flows.of(flow(figures, edges, one, two))
    groups = {frozenset(gather(frozenset({row}), flows).group) for row in at(first, edges, two)}
    told = [read(Adding.SUM, gather(group, flows), figures) for group in groups]
    assert all(found.how != How.NOT_COMPARABLE for found in told)
    assert sum((found.amount.value or 0) for found in told if found.amount) == sum(
        part.value or 0 for part in figures.values()
    )
    portions = [replace(found.portions) for found in told if found.counted]
    assert all(p.measured + p.apportioned + p.not_comparable == 1 for p in portions)
