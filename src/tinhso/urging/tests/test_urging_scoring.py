"""Scores from the history of tasks."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from tinhso.base.actions import acting
from tinhso.base.calendar.periods import Period
from tinhso.people.models import Agency
from tinhso.steering.models import Task, TaskEvent
from tinhso.steering.tests import scene
from tinhso.urging import scoring
from tinhso.urging.models import Scoring, TaskClass
from tinhso.urging.scoring import Standing, ranked
from tinhso.urging.tests.conftest import Urged

Q3 = Period.parse("2026-Q3")


def _way(**told: object) -> Scoring:
    values: dict[str, object] = {
        "code": "dung-han",
        "name": "Đúng hạn",
        "good": ["on_time"],
        "counted": ["on_time", "done_late", "open_late"],
        "valid_from": date(2022, 1, 1),
    }
    return Scoring(**(values | told))


def _event(task: Task, day: date, state: str, done_on: date | None = None) -> None:
    with acting(scene.ROBOT, "test"):
        TaskEvent.objects.create(task=task, dated=day, state=state, deadline=task.deadline, done_on=done_on)


@pytest.mark.django_db
def test_a_past_period_is_told_by_the_events_of_its_time(urged: Urged) -> None:
    in_time = urged.task("dung", date(2026, 8, 1))
    _event(in_time, date(2026, 7, 20), "done", date(2026, 7, 20))
    late = urged.task("muon", date(2026, 8, 1))
    _event(late, date(2026, 7, 1), "in_progress")
    _event(late, date(2026, 9, 1), "done", date(2026, 9, 1))
    after = urged.task("sau-ky", date(2026, 8, 1))
    _event(after, date(2026, 7, 1), "in_progress")
    _event(after, date(2026, 11, 1), "done", date(2026, 11, 1))
    before = urged.task("truoc-ky", date(2026, 6, 1))
    _event(before, date(2026, 5, 1), "done", date(2026, 5, 1))
    paused = urged.task("dung-lai", date(2026, 8, 1))
    _event(paused, date(2026, 7, 1), "paused")
    coming = urged.task("chua-den", date(2026, 12, 1))
    _event(coming, date(2026, 7, 1), "in_progress")
    row = scoring.standings(Q3, _way(), with_illustrative=True)[0]
    assert row.agency == urged.industry
    assert row.classes == {
        TaskClass.ON_TIME: 1,
        TaskClass.DONE_LATE: 1,
        TaskClass.OPEN_LATE: 1,
        TaskClass.OPEN_IN_TIME: 1,
    }
    assert (row.good, row.counted, row.rate) == (1, 3, Decimal("33.3"))
    due = scoring.standings(Q3, _way(basis="due"), with_illustrative=True)[0]
    assert due.total == 3, "what falls due in the period, paused left out"


def test_equal_rates_share_a_rank_and_no_rate_has_none() -> None:
    rows = [
        Standing(Agency(code=str(n), name="x", sort_key=str(n)), Counter(), good, counted)
        for n, (good, counted) in enumerate([(1, 2), (2, 4), (0, 0), (3, 3)])
    ]
    assert [(row.agency.code, row.rank) for row in ranked(rows)] == [
        ("3", 1),
        ("1", 2),
        ("0", 2),
        ("2", None),
    ]
