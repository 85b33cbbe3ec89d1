"""Longer periods made of shorter ones: by the rule, whatever the order, and saying how much is told."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.indicators.aggregation import Part
from tinhso.indicators.derivation.over_time import Rhythm, inside, over_time, year_to_date
from tinhso.indicators.models import OverTime

YEAR = Period.parse("2026")
MONTHS = [one.code for one in YEAR.split(PeriodKind.MONTH)]
QUARTERS = YEAR.split(PeriodKind.QUARTER)
COUNTS = st.decimals(0, 10**6, places=2)
PARTS = st.one_of(
    st.lists(COUNTS.map(Part), min_size=12, max_size=12),
    st.lists(st.builds(Part, st.none(), COUNTS, COUNTS.filter(bool)), min_size=12, max_size=12),
)
RULES = [rule for rule in OverTime if rule is not OverTime.NONE]


def _rule_fits(rule: OverTime, part: Part) -> bool:
    if rule is OverTime.SUM:
        return part.value is not None
    return rule is not OverTime.RATIO_OF_SUMS or part.value is None


@given(st.sampled_from(RULES), PARTS, st.randoms(use_true_random=False))
def test_the_order_of_telling_plays_no_part(rule: OverTime, parts: list[Part], chance: Random) -> None:
    pairs = list(zip(MONTHS, parts, strict=True))
    shuffled = chance.sample(pairs, len(pairs))
    rhythm = Rhythm(PeriodKind.MONTH, rule=rule)
    assert over_time(rhythm, YEAR, dict(pairs)) == over_time(rhythm, YEAR, dict(shuffled))


@given(st.sampled_from([rule for rule in RULES if rule is not OverTime.AVERAGE]), PARTS)
def test_a_year_from_its_quarters_is_the_year_from_its_months(rule: OverTime, parts: list[Part]) -> None:
    if not _rule_fits(rule, parts[0]):
        return
    rhythm, told = Rhythm(PeriodKind.MONTH, rule=rule), dict(zip(MONTHS, parts, strict=True))
    quarters = {one.code: over_time(rhythm, one, told).part for one in QUARTERS}
    known = {code: part for code, part in quarters.items() if part}
    assert over_time(rhythm, YEAR, known).part == over_time(rhythm, YEAR, told).part


@given(st.lists(st.integers(0, 1000).map(lambda n: Part(Decimal(n * 3))), min_size=12, max_size=12))
def test_a_mean_weighs_a_quarter_as_three_months(parts: list[Part]) -> None:
    rhythm = Rhythm(PeriodKind.MONTH, rule=OverTime.AVERAGE)
    told = dict(zip(MONTHS, parts, strict=True))
    first = over_time(rhythm, QUARTERS[0], told).part
    assert first is not None
    mixed = {"2026-Q1": first} | {code: told[code] for code in MONTHS[3:]}
    one, other = over_time(rhythm, YEAR, mixed), over_time(rhythm, YEAR, told)
    assert (one.told, one.expected, one.is_complete) == (12, 12, True)
    values = [found.part.value for found in (one, other) if found.part and found.part.value is not None]
    assert len(values) == 2
    assert abs(values[0] - values[1]) <= Decimal("0.000001")


def _told(**values: int) -> dict[str, Part]:
    return {code.replace("_", "-"): Part(Decimal(value)) for code, value in values.items()}


def _over(
    rule: OverTime, period: str, told: dict[str, int], frequency: PeriodKind | None = PeriodKind.MONTH
) -> object:
    parts = {code: Part(Decimal(value)) for code, value in told.items()}
    found = over_time(Rhythm(frequency, rule=rule), Period.parse(period), parts)
    return found.part and found.part.value, found.told, found.expected


def test_completeness_is_told_in_the_shortest_periods() -> None:
    months = {"2026-07": 5, "2026-08": 7}
    assert _over(OverTime.SUM, "2026-Q3", months) == (12, 2, 3)
    assert _over(OverTime.LAST, "2026-Q3", months) == (7, 2, 3)
    assert _over(OverTime.FIRST, "2026-Q3", months) == (5, 2, 3)
    assert _over(OverTime.MAX, "2026-Q3", months) == (7, 2, 3)
    assert _over(OverTime.MIN, "2026-Q3", months) == (5, 2, 3)
    assert _over(OverTime.AVERAGE, "2026-Q3", months) == (6, 2, 3)
    assert _over(OverTime.NONE, "2026-Q3", months) == (None, 0, 3)
    assert _over(OverTime.SUM, "2026", {"2026-Q1": 5, "2026-04": 1}, None) == (6, 4, 12)
    assert _over(OverTime.SUM, "2026", {"2026-Q1": 5}, PeriodKind.YEAR) == (None, 0, 1)


def test_what_was_told_for_the_period_itself_speaks_and_nothing_counts_twice() -> None:
    assert _over(OverTime.SUM, "2026-Q3", {"2026-Q3": 100, "2026-07": 5}) == (100, 1, 1)
    halves = {"2026-H1": 50, "2026-01": 7, "2026-Q1": 20, "2026-07": 1}
    assert _over(OverTime.SUM, "2026", halves) == (51, 7, 12)


@pytest.mark.parametrize(
    ("period", "frequency", "cut_off", "own"),
    [
        ("2026-05", PeriodKind.YEAR, False, "2026"),
        ("2026-Q3", PeriodKind.MONTH, False, "2026-Q3"),
        ("2026-05", PeriodKind.MONTH, True, "R2026-05"),
        ("R2026-05", PeriodKind.QUARTER, False, "2026-Q2"),
        ("R2026-01", PeriodKind.YEAR, True, "R2026"),
        ("2026-05-04", None, True, "2026-05-04"),
        ("2021..2025", PeriodKind.YEAR, True, "2021..2025"),
    ],
)
def test_the_period_at_hand(period: str, frequency: PeriodKind | None, cut_off: bool, own: str) -> None:
    assert Rhythm(frequency, cut_off).own(Period.parse(period)).code == own


def test_the_year_to_date_begins_with_the_years_first_period() -> None:
    assert [one.code for one in year_to_date(Period.parse("2026-03"))] == MONTHS[:3]
    reporting = [one.code for one in year_to_date(Period.parse("R2026-Q2"))]
    assert reporting == ["R2026-Q1", "R2026-Q2"]
    assert [one.code for one in year_to_date(Period.parse("2021..2025"))] == ["2021..2025"]


def test_periods_inside_are_of_every_kind_down_to_the_shortest() -> None:
    codes = [one.code for one in inside(Period.parse("R2026-H1"), PeriodKind.QUARTER)]
    assert codes == ["R2026-H1", "R2026-Q1", "R2026-Q2"]
    assert [one.code for one in inside(Period.parse("2026-05"), PeriodKind.YEAR)] == ["2026-05"]
