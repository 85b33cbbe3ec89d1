"""Expected positions: the published order while nobody comes, and who is passed when somebody does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core.forecasting.kernel import poisson
from tinhso.bordergate.core.forecasting.overtaking import expected_positions
from tinhso.bordergate.core.forecasting.shapes import Steps
from tinhso.bordergate.core.opening import Closure
from tinhso.bordergate.core.streams import Cycle, Stream, turn
from tinhso.bordergate.core.tests.gate_days import START, declared

F, P, G = Stream.FRESH, Stream.SPECIAL, Stream.GENERAL
CYCLE = Cycle.parse("F,F,G")
GATE = declared([])
NOW = START + timedelta(days=1, hours=8)


def positions(
    waiting: Mapping[Stream, int],
    arrivals: Mapping[Stream, Steps] | None = None,
    *,
    pointer: int = 0,
    called: int = 0,
    now: datetime = NOW,
) -> dict[Stream, tuple[int, ...]]:
    """At gate T, 30 an hour."""
    return expected_positions(
        waiting, CYCLE, pointer, called=called, capacity=GATE, now=now, arrivals=arrivals
    )


def test_scenario_1_the_positions_are_the_order_of_the_cycle() -> None:
    """A(G) B(F) C(F) D(F) E(G) are called B, C, A, D, E."""
    assert positions({F: 3, G: 2}) == {F: (1, 2, 4), G: (3, 5), P: ()}
    assert positions({G: 2}) == {F: (), G: (1, 2), P: ()}
    assert positions({F: 1, G: 2, P: 2}) == {P: (1, 2), F: (3,), G: (4, 5)}
    assert positions({F: 2, G: 2}, pointer=2, called=12) == {G: (13, 16), F: (14, 15), P: ()}


@given(st.integers(0, 40), st.integers(0, 6), st.integers(0, 40), st.integers(0, 2), st.integers(0, 20))
def test_with_nobody_to_come_every_position_is_given_once(
    fresh: int, special: int, general: int, pointer: int, called: int
) -> None:
    found = positions({F: fresh, P: special, G: general}, pointer=pointer, called=called)
    together = sorted(place for places in found.values() for place in places)
    assert together == list(range(called + 1, called + fresh + special + general + 1))
    assert all(list(places) == sorted(places) for places in found.values())


def test_fresh_goods_to_come_pass_general_ones_but_not_each_other() -> None:
    coming = {F: Steps((0.0,), (25.0,))}
    found = positions({F: 20, G: 10}, coming)
    assert found[F] == positions({F: 20, G: 10})[F]
    assert found[G] == tuple(3 * number for number in range(1, 11))
    assert positions({F: 2, G: 10})[G] == (3, *range(4, 13))


def test_special_vehicles_to_come_pass_everybody() -> None:
    found = positions({F: 30}, {P: Steps((0.0,), (10.0,))})
    assert found[F][0] == 1
    assert found[F][-1] == pytest.approx(45, abs=1)


def test_whom_nobody_lets_through_gets_no_position() -> None:
    assert len(positions({G: 3}, {P: Steps((0.0,), (60.0,))})[G]) <= 1
    shut = GATE.with_closure(Closure(NOW + timedelta(minutes=10), None, "dừng"))
    found = expected_positions({G: 9}, CYCLE, 0, called=0, capacity=shut, now=NOW)
    assert found[G] == (1, 2, 3, 4, 5)


def test_the_pointer_starts_anew_each_day() -> None:
    evening = START + timedelta(days=1, hours=18, minutes=58)
    assert positions({F: 3, G: 3}, pointer=2, now=evening)[G] == (1, 4, 6)
    assert positions({F: 3, G: 3}, pointer=1, now=evening)[F] == (1, 2, 3)


def test_expected_positions_are_the_mean_of_what_chance_brings() -> None:
    rates = {F: Steps((0.0,), (14.0,)), P: Steps((0.0,), (2.0,)), G: Steps((0.0,), (9.0,))}
    waiting = {F: 15, G: 25}
    seen: list[int] = []
    for seed in range(400):
        random = Random(seed)
        joins = {stream: poisson(rate, 0.0, 10.0, random) for stream, rate in rates.items()}
        served, pointer = dict.fromkeys(Stream, 0), 0
        for number in range(1, 300):
            there = [
                stream
                for stream in Stream
                if waiting.get(stream, 0) + sum(time <= number / 30 for time in joins[stream])
                > served[stream]
            ]
            now = turn(CYCLE, pointer, there)
            if now is None:
                continue
            served[now.stream] += 1
            pointer = now.after
            if served[G] == waiting[G]:
                seen.append(number)
                break
    assert positions(waiting, rates)[G][-1] == pytest.approx(fmean(seen), rel=0.04)
