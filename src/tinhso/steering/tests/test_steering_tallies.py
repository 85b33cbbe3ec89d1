"""What the database counts is what the rows say one by one, whatever happened to targets and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.people.models import Agency
from tinhso.steering.models import (
    Goal,
    IllustrativeState,
    Outlook,
    Pillar,
    Report,
    TargetState,
    TargetStatus,
    TaskEvent,
    TaskRequest,
    TaskState,
)
from tinhso.steering.queries import boards, tallies
from tinhso.steering.queries.doings import task_states_of
from tinhso.steering.queries.shapes import TargetRow, TaskRow
from tinhso.steering.queries.standings import target_states_of
from tinhso.steering.queries.tallies import AgencyLine, PillarLine
from tinhso.steering.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def _met(rows: Sequence[TargetRow]) -> int:
    return sum(row.status in boards.SETTLED for row in rows)


def _by_pillar(rows: Sequence[TargetRow]) -> list[PillarLine]:
    """One line a pillar, in the pillars' order."""
    groups: dict[UUID | None, list[TargetRow]] = {}
    pillars: dict[UUID | None, Pillar | None] = {}
    for row in rows:
        pillar = boards.pillar_of(row)
        key = pillar.pk if pillar else None
        pillars[key] = pillar
        groups.setdefault(key, []).append(row)
    lines = [
        PillarLine(
            pillars[key], boards.looks(found), len(found), sum(row.status in boards.SETTLED for row in found)
        )
        for key, found in groups.items()
    ]
    return sorted(lines, key=lambda line: (line.pillar is None, line.pillar.order if line.pillar else 0))


def _by_agency(rows: Iterable[TaskRow]) -> list[AgencyLine]:
    """One line a lead agency, those with most late tasks first."""
    groups: dict[str, list[TaskRow]] = {}
    leads: dict[str, Agency | None] = {}
    for row in rows:
        lead = row.task.lead
        code = lead.code if lead else ""
        leads[code] = lead
        groups.setdefault(code, []).append(row)
    lines = {code: _agency_line(code, str(leads[code] or ""), found) for code, found in groups.items()}
    order = {code: lead.sort_key if lead else "~" for code, lead in leads.items()}
    return sorted(lines.values(), key=lambda line: (-line.late, -line.total, order[line.code], line.code))


def _agency_line(code: str, name: str, rows: Sequence[TaskRow]) -> AgencyLine:
    late = sum(boards.is_overdue(row) for row in rows)
    ended = sum(row.state in boards.ENDED for row in rows)
    return AgencyLine(code, name, late, len(rows) - late - ended, ended)


def _targets(dice: Random) -> list[UUID]:
    plans = [factories.plan() for _ in range(2)]
    leads = [factories.agency(), factories.agency(short_name=""), None]
    pillars = [factories.pillar(order=order) for order in range(3)]
    goals = [
        Goal.objects.create(plan=plan, pillar=pillar, code=pillar.code, title="Mục tiêu")
        for plan in plans
        for pillar in (*pillars[:2],)
    ]
    for number in range(30):
        plan = dice.choice(plans)
        target = factories.target(
            plan,
            lead=dice.choice(leads),
            pillar=dice.choice([None, None, pillars[2]]),
            goal=dice.choice([None, *(goal for goal in goals if goal.plan == plan)]),
            illustrative=number == 7,
        )
        TargetState.objects.filter(target=target).delete()
        for kind, share in ((TargetState, 0.8), (IllustrativeState, 0.2)):
            if dice.random() < share:
                kind.objects.create(
                    target=target,
                    status=dice.choice(TargetStatus.values),
                    outlook=dice.choice(["", *Outlook.values]),
                    reported=dice.randrange(3),
                    expected=2,
                    changed_at=clock.now(),
                )
    return [plan.pk for plan in plans]


def _tasks(dice: Random) -> list[UUID]:
    plans = [factories.plan() for _ in range(2)]
    leads = [factories.agency(), factories.agency(), None]

    def some_day() -> date | None:
        return dice.choice([None, *(TODAY + timedelta(days=days) for days in (-40, -1, 0, 1, 29, 30, 31))])

    def some_state() -> dict[str, object]:
        state = dice.choice(TaskState.values)
        return {"state": state, "done_on": TODAY - timedelta(days=3) if state == TaskState.DONE else None}

    for number in range(40):
        task = factories.task(
            dice.choice(plans),
            lead=dice.choice(leads),
            deadline=some_day(),
            retired_on=dice.choice([None, None, None, TODAY - timedelta(days=1), TODAY + timedelta(days=1)]),
            illustrative=number == 3,
            **some_state(),
        )
        for _ in range(dice.randrange(3)):
            TaskEvent.objects.create(
                task=task,
                dated=TODAY + timedelta(days=dice.choice([-5, -4, 0, 2])),
                deadline=some_day(),
                illustrative=dice.random() < 0.5,
                **some_state(),
            )
        if dice.random() < 0.3:
            TaskRequest.objects.create(
                task=task,
                kind=dice.choice(TaskRequest.Kind.values),
                agency=factories.agency(),
                until=TODAY + timedelta(days=60),
                grounds="Chờ hướng dẫn.",
                asked_at=clock.now(),
                decision=dice.choice(["open", "open", "granted"]),
                decided_at=clock.now(),
            )
    return [plan.pk for plan in plans]


@pytest.mark.parametrize("seed", range(6))
def test_targets_are_counted_as_their_rows_say(seed: int) -> None:
    with clock.standing_at(TODAY):
        plans = _targets(Random(seed))
        rows = target_states_of(plans, with_illustrative=True)
        found = tallies.tally_targets(plans)
    assert list(found.pillars) == _by_pillar(rows)
    assert found.looks == boards.looks(rows)
    assert (found.total, found.met) == (len(rows), _met(rows))
    assert set(found.owing) == {
        str(row.target.lead)
        for row in rows
        if row.target.lead and row.status != TargetStatus.DROPPED and row.reported < row.expected
    }
    assert found.illustrative == any(row.illustrative for row in rows)


@pytest.mark.parametrize("seed", range(6))
def test_tasks_are_counted_as_their_rows_say(seed: int) -> None:
    with clock.standing_at(TODAY):
        plans = _tasks(Random(seed))
        rows = task_states_of(plans, with_illustrative=True)
        found = tallies.tally_tasks(plans)
        urgent = tallies.pressing(plans, plans, requests=True)
        published = tallies.pressing(plans, plans, requests=False)
    assert list(found.agencies) == _by_agency(rows)
    assert (found.total, found.late) == (len(rows), sum(boards.is_overdue(row) for row in rows))
    assert found.illustrative == any(row.illustrative for row in rows)
    soon = sorted(
        (row.deadline, row.task.code)
        for row in rows
        if row.deadline and row.state not in boards.ENDED and TODAY <= row.deadline <= TODAY + tallies.SOON
    )
    assert [(one.deadline, one.code) for one in urgent.soon] == soon[: tallies.MOST_SOON]
    assert [one.code for one in published.soon] == [one.code for one in urgent.soon]
    asked = {row.task.code: row.label for row in rows if row.open_requests}
    assert len(urgent.requests) == min(len(asked), tallies.MOST_REQUESTS)
    for one in urgent.requests:
        assert one.label is not None and one.code in asked
        assert asked[one.code] in {one.label, "done_in_time", "done_late", "dropped"}
    assert published.requests == ()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("back", [1, 4, 5, 30])
def test_tasks_of_a_past_day_are_counted_as_their_rows_say(seed: int, back: int) -> None:
    day = TODAY - timedelta(days=back)
    with clock.standing_at(TODAY):
        plans = _tasks(Random(seed))
        rows = task_states_of(plans, day, with_illustrative=True)
        found = tallies.tally_tasks(plans, day)
    assert list(found.agencies) == _by_agency(rows)
    assert found.illustrative == any(row.illustrative for row in rows)


def test_reports_that_wait_are_counted_for_those_who_may_read_them() -> None:
    with clock.standing_at(TODAY):
        plan, other = factories.plan(), factories.plan()
        for state, subject in (
            ("submitted", {"target": factories.target(plan)}),
            ("submitted", {"task": factories.task(plan)}),
            ("confirmed", {"target": factories.target(plan)}),
            ("submitted", {"task": factories.task(other)}),
        ):
            Report.objects.create(
                state=state,
                dated=TODAY,
                agency=factories.agency(),
                submitted_at=clock.now(),
                decided_at=clock.now(),
                **subject,
            )
        assert tallies.pressing([plan.pk], [plan.pk], requests=True).waiting == 2
        assert tallies.pressing([plan.pk], [plan.pk, other.pk], requests=True).waiting == 3
        assert tallies.pressing([plan.pk], [plan.pk], requests=False).waiting == 0


def test_each_is_one_query_and_nothing_is_no_plan() -> None:
    with clock.standing_at(TODAY), CaptureQueriesContext(connection) as seen:
        assert tallies.tally_targets([]).total == 0
        assert tallies.tally_tasks([]).total == 0
        assert tallies.pressing([], [], requests=True) == tallies.Pressing((), ())
    assert len(seen) == 3
