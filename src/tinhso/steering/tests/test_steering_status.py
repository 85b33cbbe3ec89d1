"""Status and outlook: golden examples, and what must hold for any figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.indicators.models import Direction
from tinhso.steering.models import Outlook, TargetStatus
from tinhso.steering.status import (
    Due,
    Figure,
    Situation,
    Standing,
    Stated,
    Thresholds,
    due_for,
    needed_on,
    standing,
)

START, END = date(2026, 1, 1), date(2026, 12, 31)
ORDER = [TargetStatus.NOT_MET, TargetStatus.MET, TargetStatus.EXCEEDED]
HEADING = [Outlook.BACKWARD, Outlook.SLOW, Outlook.NEEDS_PUSH, Outlook.ON_TRACK]


def situation(
    value: str | None = None, *, on: date = date(2026, 7, 2), due: str = "80", **rest: Any
) -> Situation:
    figure = None if value is None else Figure(on, Decimal(value))
    base = Situation(as_of=END, starts_on=START, direction=Direction.UP, figure=figure)
    return replace(base, dues=[Due(END, Decimal(due))], **rest)


@pytest.mark.parametrize(
    ("value", "due", "decimals", "expected"),
    [
        ("79.94", "80", 1, TargetStatus.NOT_MET),
        ("79.95", "80", 1, TargetStatus.MET),
        ("80.04", "80", 1, TargetStatus.MET),
        ("80.05", "80", 1, TargetStatus.EXCEEDED),
        ("80.4", "80", 0, TargetStatus.MET),
        ("0.44", "0.5", 0, TargetStatus.NOT_MET),
    ],
)
def test_the_printed_precision_decides(value: str, due: str, decimals: int, expected: TargetStatus) -> None:
    assert standing(situation(value, due=due, decimals=decimals)).status is expected


def test_the_lower_the_better() -> None:
    assert standing(situation("4", due="5", direction=Direction.DOWN)).status is TargetStatus.EXCEEDED
    assert standing(situation("6", due="5", direction=Direction.DOWN)).status is TargetStatus.NOT_MET
    assert standing(situation("4", due="5", direction=Direction.NONE)).status is TargetStatus.NOT_MET


def test_a_ratio_is_judged_by_its_parts() -> None:
    figure = Figure(date(2026, 6, 30), None, Decimal(1761), Decimal(1966))
    assert figure.exact is not None
    judged = standing(replace(situation(due="89.6"), figure=figure))
    assert judged.status is TargetStatus.MET
    assert standing(replace(situation(due="89.57"), figure=figure)).status is TargetStatus.MET
    assert standing(replace(situation(due="89.58"), figure=figure)).status is TargetStatus.NOT_MET


def test_nothing_known() -> None:
    assert standing(situation()).status is TargetStatus.UNKNOWN
    assert standing(replace(situation("3"), dues=())).status is TargetStatus.UNKNOWN
    partial = Figure(date(2026, 6, 30), Decimal(99), complete=False)
    assert standing(replace(situation(), figure=partial)) == Standing(
        TargetStatus.UNKNOWN, due=Due(END, Decimal(80))
    )


def test_the_value_due_is_that_of_the_figures_own_time() -> None:
    dues = [Due(date(2025, 12, 31), Decimal(70)), Due(END, Decimal(80))]
    last_year = Figure(date(2025, 12, 31), Decimal(72))
    judged = standing(replace(situation(), dues=dues, figure=last_year, starts_on=date(2025, 1, 1)))
    assert (judged.status, judged.due) == (TargetStatus.EXCEEDED, dues[0])
    this_year = Figure(date(2026, 1, 31), Decimal(72))
    assert standing(replace(situation(), dues=dues, figure=this_year)).status is TargetStatus.NOT_MET
    assert due_for(dues, date(2030, 1, 1)) == dues[1]
    assert due_for((), START) is None


def test_retired_and_stated() -> None:
    assert standing(situation("99", retired_on=END)).status is TargetStatus.DROPPED
    assert standing(situation("99", retired_on=END + timedelta(days=1))).status is TargetStatus.EXCEEDED
    stated = Stated(TargetStatus.MET, date(2026, 7, 2))
    judged = standing(situation("3", stated=stated))
    assert (judged.status, judged.by_statement) == (TargetStatus.MET, True)
    later = standing(situation("3", on=date(2026, 7, 3), stated=stated))
    assert (later.status, later.by_statement) == (TargetStatus.NOT_MET, False)
    assert standing(situation(stated=stated)).status is TargetStatus.MET


@pytest.mark.parametrize(
    ("value", "expected"),
    [("38", Outlook.ON_TRACK), ("37.9", Outlook.NEEDS_PUSH), ("24", Outlook.NEEDS_PUSH),
     ("23.9", Outlook.SLOW), ("0", Outlook.SLOW), ("-1", Outlook.BACKWARD)],
)  # fmt: skip
def test_thresholds(value: str, expected: Outlook) -> None:
    halfway = START + (END - START) / 2
    judged = standing(situation(value, on=halfway))
    assert judged.outlook is expected
    assert judged.pace == Decimal(value) / 40 * 100


def test_the_line_begins_at_the_baseline() -> None:
    known: dict[str, Any] = {"baseline": Decimal(60), "baseline_on": date(2026, 7, 1)}
    judged = standing(situation("60", on=date(2026, 9, 30), **known))
    assert (judged.outlook, judged.pace) == (Outlook.SLOW, Decimal(0))
    assert standing(situation("59", on=date(2026, 9, 30), **known)).outlook is Outlook.BACKWARD
    assert standing(situation("59", on=date(2026, 6, 30), **known)).outlook is None
    falling = situation("7", due="5", direction=Direction.DOWN)
    assert standing(falling).outlook is None
    keeping = situation("79", baseline=Decimal(80), baseline_on=START)
    assert standing(keeping).outlook is Outlook.BACKWARD
    assert standing(replace(keeping, figure=Figure(END, Decimal(80)))).outlook is Outlook.ON_TRACK


def test_own_thresholds() -> None:
    halfway = START + (END - START) / 2
    assert standing(situation("30", on=halfway), Thresholds(70, 50, 10)).outlook is Outlook.ON_TRACK


def test_pace_needed() -> None:
    halfway = START + (END - START) / 2
    assert needed_on(situation(), halfway, Due(END, Decimal(80))) == 40
    assert needed_on(situation(), END + timedelta(days=90), Due(END, Decimal(80))) == 80


figures = st.decimals(-10_000, 10_000, places=3)
days = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@given(figures, figures, figures, figures, days, st.sampled_from([Direction.UP, Direction.DOWN]))
def test_a_better_value_is_never_worse(
    one: Decimal, other: Decimal, due: Decimal, base: Decimal, day: date, direction: Direction
) -> None:
    worse, better = sorted((one, other), reverse=direction is Direction.DOWN)
    made = [
        standing(Situation(END, START, direction, [Due(END, due)], 1, base, START, Figure(day, value)))
        for value in (worse, better)
    ]
    assert ORDER.index(made[0].status) <= ORDER.index(made[1].status)
    if made[0].outlook and made[1].outlook:
        assert HEADING.index(made[0].outlook) <= HEADING.index(made[1].outlook)


@given(figures, figures, figures.filter(bool), days, st.integers(0, 3))
def test_up_and_down_are_mirror_images(
    value: Decimal, due: Decimal, base: Decimal, day: date, decimals: int
) -> None:
    up = Situation(END, START, Direction.UP, [Due(END, due)], decimals, base, START, Figure(day, value))
    down = Situation(
        END, START, Direction.DOWN, [Due(END, -due)], decimals, -base, START, Figure(day, -value)
    )
    one, other = standing(up), standing(down)
    assert (one.status, one.outlook, one.pace) == (other.status, other.outlook, other.pace)


@given(figures, days, st.lists(st.tuples(days, figures), max_size=4))
def test_a_status_needs_no_calendar(value: Decimal, day: date, dues: list[tuple[date, Decimal]]) -> None:
    figure = Figure(day, value)
    known = [Due(on, wanted) for on, wanted in dues]
    now = Situation(day, START, Direction.UP, known, figure=figure)
    assert standing(now) == standing(replace(now, as_of=date(2040, 1, 1)))
