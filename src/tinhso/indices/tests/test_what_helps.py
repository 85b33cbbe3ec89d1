"""Gains, the cheapest way, and the interval of a rank, each against a slower and simpler way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.indices.core import chance
from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.gains import Step, cheapest, gains
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.scoring import Entry, score
from tinhso.indices.tests.editions import edition, entries


def test_points_lost_and_what_reaching_the_most_would_bring() -> None:
    dti = edition("2022")
    row = score(dti, entries())[1]
    found = gains(dti, row)
    assert [gain.node.code for gain in found][:2] == ["xa-hoi-so", "an-toan-thong-tin-mang"]
    assert found[0].lost == Fraction(150) * (1 - Fraction("0.3590"))
    assert sum(gain.value for gain in found) == 1 - row.value
    better = {**entries()[1].shares, "xa-hoi-so": Decimal(1)}
    assert score(dti, [Entry("79", better)])[0].value == row.value + found[0].value


_STEPS = st.lists(
    st.tuples(st.decimals(0, 30, places=1), st.decimals(0, 20, places=2)), min_size=1, max_size=9
)


@given(_STEPS, st.decimals("0.1", 60, places=1))
def test_the_cheapest_way_is_as_cheap_as_trying_all(
    rows: list[tuple[Decimal, Decimal]], wanted: Decimal
) -> None:
    steps = [Step(str(number), points, effort) for number, (points, effort) in enumerate(rows)]
    enough = [
        sum((step.effort for step in some), start=Decimal(0))
        for size in range(len(steps) + 1)
        for some in combinations(steps, size)
        if sum((step.points for step in some), start=Decimal(0)) >= wanted
    ]
    if not enough:
        with pytest.raises(Unscorable):
            cheapest(steps, wanted)
        return
    way = cheapest(steps, wanted)
    assert way.points >= wanted
    assert way.effort == min(enough)


def test_nothing_wanted_needs_nothing() -> None:
    assert cheapest([Step("a", Decimal(1), Decimal(1))], Decimal(0)).steps == ()


def _random(places: int, nodes: int) -> tuple[chance.Matrix, chance.Matrix]:
    generator = np.random.default_rng(7)
    weights = generator.integers(1, 30, nodes).astype(np.float32)
    return weights, generator.random((places, nodes)).round(4).astype(np.float32)


def test_ten_thousand_draws_rank_63_places_by_98_nodes() -> None:
    weights, shares = _random(63, 98)
    drawn = chance.simulate(weights, shares, 0.5e-4, chance.DRAWS)
    assert drawn.shape == (10_000, 63)
    assert drawn.min() == 1 and drawn.max() <= 63


def test_the_draws_agree_with_a_plain_simulation() -> None:
    weights, shares = _random(12, 9)
    width = 0.02
    ours = chance.simulate(weights, shares, width, 6000)
    generator = np.random.default_rng(11)
    low, high = np.clip(shares - width, 0, 1), np.clip(shares + width, 0, 1)
    plain = []
    for _draw in range(3000):
        moved = weights * generator.uniform(0.75, 1.25, 9)
        values = (generator.uniform(low, high) * moved).sum(axis=1)
        plain.append([1 + int((values > value).sum()) for value in values])
    assert np.abs(ours.mean(axis=0) - np.mean(plain, axis=0)).max() < 0.12
    for level in (5, 95):
        told = np.percentile(ours, level, axis=0) - np.percentile(plain, level, axis=0)
        assert np.abs(told).max() <= 1


def test_the_same_question_has_the_same_answer_and_holds_the_rank() -> None:
    dti = edition("2022")
    scored = score(dti, entries())
    once, count = chance.intervals(dti, scored, 0.5e-4)
    assert (once, count) == chance.intervals(dti, scored, 0.5e-4)
    assert count == 10_000
    for row, interval in zip(scored, once, strict=True):
        assert interval.low <= row.rank <= interval.high
    assert (once[0].low, once[0].high) == (1, 1)
    assert once[2].high > 3 or once[3].low < 4  # 0.7024 and 0.6975 are not far apart


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 1000), st.integers(1, 98))
def test_more_places_get_fewer_draws(places: int, nodes: int) -> None:
    count = chance.draws_for(places, nodes)
    assert chance.FEWEST <= count <= chance.DRAWS
    assert count == chance.FEWEST or count * places * nodes <= chance.DRAWS * 63 * 98


def test_equal_places_tie_in_every_draw_where_nothing_was_rounded() -> None:
    tree = Edition("x", "1", (Node("a", "A", points=Decimal(1)), Node("b", "B", points=Decimal(2))))
    same = {"a": Decimal("0.5"), "b": Decimal("0.25")}
    scored = score(tree, [Entry("p", same), Entry("q", same)])
    found, _count = chance.intervals(tree, scored, 0)
    assert [(one.low, one.high) for one in found] == [(1, 1), (1, 1)]
