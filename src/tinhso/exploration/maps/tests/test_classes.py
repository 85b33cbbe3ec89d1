"""Classes: every value has one, none overlaps, equal counts are about equal, steps are equal and round."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.exploration.maps.classes import MOST, of_options, scale
from tinhso.exploration.spec import Classes

VALUES = st.lists(
    st.decimals(-100000, 100000, places=2, allow_nan=False, allow_infinity=False), min_size=1, max_size=120
)
LEGEND = [
    {"to": 80, "tone": "late", "vi": "Kém"},
    {"from": 80, "to": 95, "tone": "push", "vi": "Vừa"},
    {"from": 95, "tone": "met", "vi": "Tốt"},
]


@settings(deadline=None)
@given(VALUES, st.sampled_from([Classes.COUNTS, Classes.INTERVALS]))
def test_every_value_has_a_class_and_order_is_kept(values: list[Decimal], scheme: Classes) -> None:
    found = scale(values, scheme)
    numbers = [found.place(value) for value in sorted(values)]
    assert None not in numbers
    assert numbers == sorted(number for number in numbers if number is not None)
    assert 1 <= len(found.bands) <= MOST
    assert len({band.tone for band in found.bands}) == len(found.bands)


@settings(deadline=None)
@given(VALUES)
def test_equal_counts_part_distinct_values_evenly(values: list[Decimal]) -> None:
    distinct = sorted(set(values))
    found = scale(distinct, Classes.COUNTS)
    sizes = Counter(found.place(value) for value in distinct)
    assert max(sizes.values()) - min(sizes.values()) <= 1
    for number, band in enumerate(found.bands):
        inside = [value for value in distinct if found.place(value) == number]
        assert (band.low, band.high) == (inside[0], inside[-1])


@settings(deadline=None)
@given(VALUES)
def test_intervals_are_equal_and_next_to_each_other(values: list[Decimal]) -> None:
    bands = scale(values, Classes.INTERVALS).bands
    if len(set(values)) == 1:
        assert len(bands) == 1
        return
    steps = {(band.high or 0) - (band.low or 0) for band in bands}
    assert len(steps) == 1
    assert all(one.high == other.low for one, other in pairwise(bands))


def test_the_own_scale_keeps_its_edges_and_its_words() -> None:
    found = scale([Decimal(10)], Classes.OWN, LEGEND)
    assert [found.place(Decimal(one)) for one in ("0", "79.9", "80", "94.9", "95", "100")] == [
        0,
        0,
        1,
        1,
        2,
        2,
    ]
    assert [band.tone for band in found.bands] == ["fill-late", "fill-push", "fill-met"]
    assert found.bands[0].word == LEGEND[0]


def test_what_the_own_scale_does_not_reach_has_no_class() -> None:
    found = scale([], Classes.OWN, LEGEND[1:2])
    assert found.place(Decimal(79)) is None
    assert found.place(Decimal(95)) is None


def test_without_an_own_scale_counts_are_taken() -> None:
    assert scale([Decimal(1)], Classes.OWN).scheme is Classes.COUNTS
    assert scale([], Classes.COUNTS).bands == []


def test_options_are_classes_of_their_own() -> None:
    found = of_options([{"value": 1, "vi": "Có"}, {"value": 0, "vi": "Không"}])
    assert [found.place(Decimal(one)) for one in (0, 1, 2)] == [0, 1, None]
    seven = of_options([{"value": one, "vi": str(one)} for one in range(7)])
    assert {band.tone for band in seven.bands} <= {f"map-q{one}" for one in range(1, 6)}
