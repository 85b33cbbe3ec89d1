"""Rules: jumps by robust score, sums, pairs, ranges; and that each is the formula it says it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from tinhso.indicators.checks.core import Fallen, Inside, judge, operands, read_rule, tree_of
from tinhso.indicators.checks.core.robust import Spread, median, usual
from tinhso.indicators.formula import compile_formula
from tinhso.indicators.formula.evaluation import Value
from tinhso.indicators.formula.nodes import Reference

D = Decimal
numbers = st.decimals(-(10**9), 10**9, places=2)
several = st.lists(numbers, min_size=3, max_size=25)
positive = st.decimals("0.01", 10**6, places=2)
THRESHOLD = D("3.5")


@dataclass
class Figures:
    """Figures of one place and period."""

    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    before: Sequence[Decimal] = ()
    children: Inside | None = None

    def value(self, operand: str) -> Decimal | None:
        return self.values.get(operand)

    def looked_up(self, reference: Reference) -> Value:
        return self.values.get(reference.key)

    def earlier(self, operand: str, last: int, *, seasonal: bool) -> Sequence[Decimal]:
        del operand, seasonal
        return self.before[:last]

    def inside(self, operand: str) -> Inside | None:
        del operand
        return self.children


def found(rule: Mapping[str, Any], **values: object) -> Fallen | None:
    told = {name: None if value is None else D(str(value)) for name, value in values.items()}
    return judge(read_rule(rule), Figures(told))


def jumped(value: object, before: Sequence[object], **rule: Any) -> Fallen | None:
    figures = Figures({"a": D(str(value))}, [D(str(one)) for one in before])
    return judge(read_rule({"kind": "jump", "indicator": "a"} | rule), figures)


@given(several, numbers, positive, numbers)
def test_a_score_knows_neither_scale_nor_shift(
    values: list[Decimal], value: Decimal, scale: Decimal, shift: Decimal
) -> None:
    spread = Spread.of(values)
    assume(not spread.steady)
    moved = Spread.of([one * scale + shift for one in values])
    here, there = spread.score(value), moved.score(value * scale + shift)
    assert here is not None
    assert there is not None
    assert abs(here - there) <= max(here, D(1)) * D("1e-25")


@given(several, numbers, positive)
def test_even_a_steady_row_knows_no_scale(values: list[Decimal], value: Decimal, scale: Decimal) -> None:
    here, there = Spread.of(values), Spread.of([one * scale for one in values])
    away = D("0.25")
    assert here.beyond(value, THRESHOLD) is there.beyond(value * scale, THRESHOLD)
    assert here.beyond(value, THRESHOLD, away) is there.beyond(value * scale, THRESHOLD, away * scale)


@given(several, st.randoms())
def test_the_order_of_what_came_before_does_not_matter(values: list[Decimal], chance: Any) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)
    assert Spread.of(shuffled) == Spread.of(values)
    assert median(shuffled) == median(values)


@given(several, st.lists(numbers, min_size=1))
def test_what_is_usual_was_told(values: list[Decimal], more: list[Decimal]) -> None:
    low, high = usual(values, Spread.of(values), THRESHOLD)
    assert low <= high
    assert {low, high} <= set(values)
    assert min(values) <= Spread.of(values).middle <= max(values)
    del more


def test_a_leap_is_found_with_what_is_usual() -> None:
    before = [690, 700, 710, 680, 720, 700]
    said = jumped(4210, before)
    assert said is not None
    assert (said.low, said.high, said.middle, said.among) == (D(680), D(720), D(700), 6)
    assert said.score is not None
    assert said.score > 200
    assert jumped(730, before) is None
    assert jumped(4210, before[:4]) is None, "four figures are too few"
    assert jumped(4210, before[:4], needed=4) is not None


def test_one_odd_figure_before_does_not_hide_the_next() -> None:
    before = [700, 690, 5000, 710, 680, 720, 700]
    said = jumped(4900, before)
    assert said is not None
    assert (said.low, said.high) == (D(680), D(720))
    assert jumped(715, before) is None


def test_the_edge_itself_is_no_jump() -> None:
    before = [8, 9, 10, 11, 12]
    edge = D(10) + THRESHOLD * D("1.4826")
    assert jumped(edge, before) is None
    assert jumped(edge + D("0.000001"), before) is not None


def test_where_more_than_half_are_alike_the_mean_deviation_measures() -> None:
    before = [3, 3, 3, 4, 3]
    assert Spread.of([D(one) for one in before]) == Spread(D(3), D("1.2533") * D("0.2"))
    assert jumped(4, before) is not None
    assert jumped(4, before, smallest=2) is None, "a small change is none, whatever its score"
    assert jumped(6, before, smallest=2) is not None


def test_where_all_are_alike_half_as_much_again_is_a_jump() -> None:
    steady = [200] * 6
    assert Spread.of([D(200)] * 6).score(D(300)) is None
    assert [jumped(value, steady) is not None for value in (200, 300, 301, 100, 99)] == [
        False,
        False,
        True,
        False,
        True,
    ]
    assert jumped(1, [0] * 6) is not None, "after nothing but zeros everything is new"
    assert jumped(0, [0] * 6) is None


def test_a_pair_misses_its_other_half() -> None:
    rule = {"kind": "pair", "first": "a", "others": ["b", "c"]}
    assert found(rule, a=1, b=2, c=3) is None
    assert found(rule, b=2) is None
    said = found(rule, a=1, c=3)
    assert said is not None
    assert said.missing == ("b",)


def test_bounds_belong_to_the_range() -> None:
    rule = {"kind": "range", "indicator": "a", "least": 0, "most": "100"}
    assert [found(rule, a=value) is None for value in (0, 100, "-0.01", "100.01")] == [
        True,
        True,
        False,
        False,
    ]
    said = found(rule, a=104)
    assert said is not None
    assert said.off == 4


def test_what_is_not_told_is_not_judged() -> None:
    below = {"kind": "below", "lesser": "a", "greater": "b"}
    parts = {"kind": "parts", "total": "t", "parts": ["a", "b"]}
    stated = {"kind": "formula", "formula": "#{a} / #{b} < 2"}
    assert found(below, a=9) is None
    assert found(parts, a=9, t=1) is None
    assert found(stated, a=9) is None
    assert found(stated, a=9, b=0) is None, "division by zero is no value"
    assert found(stated, a=9, b=3) is not None
    assert found(below, a=9, b=8) is not None


@given(st.lists(numbers, min_size=2, max_size=12), st.randoms())
def test_a_sum_knows_no_order(values: list[Decimal], chance: Any) -> None:
    codes = [f"p{number}" for number in range(len(values))]
    told = dict(zip(codes, values, strict=True)) | {"t": sum(values, D(0))}
    shuffled = list(codes)
    chance.shuffle(shuffled)
    for order in (codes, shuffled):
        assert judge(read_rule({"kind": "parts", "total": "t", "parts": order}), Figures(told)) is None
    off = told | {"t": told["t"] + 1}
    said = judge(read_rule({"kind": "parts", "total": "t", "parts": shuffled}), Figures(off))
    assert said is not None
    assert said.off == 1
    within = {"kind": "parts", "total": "t", "parts": shuffled, "tolerance": 1}
    assert judge(read_rule(within), Figures(off)) is None


def test_places_inside_make_the_whole() -> None:
    rule = read_rule({"kind": "children", "indicator": "a"})

    def of(total: int, told: int) -> Fallen | None:
        return judge(rule, Figures({"a": D(100)}, children=Inside(D(total), told, 3)))

    assert of(100, 3) is None
    assert of(99, 3) is not None
    assert of(99, 2) is None, "somebody has not told yet"
    assert of(101, 2) is not None, "more already than the whole"
    assert judge(rule, Figures({"a": D(100)})) is None


codes = st.sampled_from(("a", "b", "c"))
optional = st.none() | st.decimals(-5, 5, places=1)
small = st.decimals(-5, 5, places=1)
formulas = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("pair"), "first": codes, "others": st.lists(codes, min_size=1, max_size=3)}
    ),
    st.tuples(small, small).map(
        lambda ends: {"kind": "range", "indicator": "a", "least": min(ends), "most": max(ends)}
    ),
    st.just({"kind": "below", "lesser": "a", "greater": "b"}),
    small.map(lambda off: {"kind": "parts", "total": "c", "parts": ["a", "b"], "tolerance": abs(off)}),
)


@given(formulas, optional, optional, optional)
def test_each_rule_is_its_formula(
    stored: dict[str, Any], a: Decimal | None, b: Decimal | None, c: Decimal | None
) -> None:
    rule = read_rule(stored)
    values = {"a": a, "b": b, "c": c}
    tree = tree_of(rule)
    assert tree is not None
    assert (judge(rule, Figures(values)) is not None) is (compile_formula(tree)(values) is False)
    assert set(operands(rule)) <= set(values)


@pytest.mark.parametrize(
    "stored",
    [
        {"kind": "range", "indicator": "a"},
        {"kind": "range", "indicator": "a", "least": 5, "most": 4},
        {"kind": "jump", "indicator": "a", "last": 4, "needed": 5},
        {"kind": "jump", "indicator": "a", "threshold": 0},
        {"kind": "below", "lesser": "a:nowhere", "greater": "b"},
        {"kind": "parts", "total": "a", "parts": ["b"]},
        {"kind": "leap", "indicator": "a"},
    ],
)
def test_what_is_no_rule_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read_rule(stored)


def test_operands_name_who_is_blamed_first() -> None:
    assert operands(read_rule({"kind": "pair", "first": "a", "others": ["b"]})) == ("b", "a")
    assert operands(read_rule({"kind": "formula", "formula": "#{x.4g} <= #{y:denominator}"})) == (
        "x.4g",
        "y:denominator",
    )
    assert operands(read_rule({"kind": "below", "lesser": "a", "greater": "a"})) == ("a",)
