"""Scores from the history of tasks, and the command line's table of what would be told."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner

from tinhso.base.actions import acting
from tinhso.base.calendar.periods import Period
from tinhso.cli.verbs import urge
from tinhso.notify.models import Message
from tinhso.people.models import Agency
from tinhso.steering.models import Task, TaskEvent
from tinhso.steering.tests import scene
from tinhso.urging import scoring
from tinhso.urging.models import Run, Scoring, TaskClass
from tinhso.urging.scoring import Standing, ranked
from tinhso.urging.tests.conftest import TODAY, Urged

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


@pytest.mark.django_db
def test_the_command_line_says_what_would_be_told_and_then_tells_it(urged: Urged) -> None:
    urged.task("cham", TODAY - timedelta(days=40))
    shown = CliRunner().invoke(urge.run, ["--dry-run"], standalone_mode=False)
    assert shown.exception is None and "Vi Văn Lực" in shown.output and "3 steps for 3 people" in shown.output
    assert not Run.objects.exists() and not Message.objects.exists()
    told = json.loads(CliRunner().invoke(urge.run, ["--dry-run", "--json"], standalone_mode=False).output)
    assert {line["track"] for line in told["lines"]} == {"officer", "head", "deputy"}
    earlier = CliRunner().invoke(
        urge.run, ["--dry-run", "--json", "--on", "2026-09-01"], standalone_mode=False
    )
    assert json.loads(earlier.output)["steps"] == 0
    assert CliRunner().invoke(urge.run, ["--on", "2026-09-01"], standalone_mode=False).exception is not None
    CliRunner().invoke(urge.run, [], standalone_mode=False)
    assert Run.objects.get().steps == 3 and Message.objects.filter(kind="urging.digest").count() == 3
