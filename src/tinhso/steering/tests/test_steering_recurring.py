"""Recurring tasks: which turns, due when, made once, changed and stopped for the coming ones only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tinhso.base import clock
from tinhso.base.calendar import national_calendar
from tinhso.base.errors import Invalid
from tinhso.steering.depth import recurring, spans
from tinhso.steering.depth.drafts import RecurrenceDraft
from tinhso.steering.errors import StaleForm
from tinhso.steering.jobs import recur
from tinhso.steering.models import Recurrence
from tinhso.steering.tests import factories as make

TODAY = date(2026, 11, 20)


def _draft(**more: object) -> RecurrenceDraft:
    told = {"code": "bao-cao", "title": "Báo cáo", "every": "month", "starts_on": TODAY, **more}
    return RecurrenceDraft.model_validate(told)


def _rule(**more: object) -> Recurrence:
    return Recurrence(every="month", **more)


@settings(deadline=None)
@given(
    every=some.sampled_from(Recurrence.Every.values),
    day=some.dates(date(2020, 1, 1), date(2035, 12, 31)),
    due=some.sampled_from(Recurrence.Due.values),
    number=some.integers(0, 40),
    shift=some.sampled_from(Recurrence.Shift.values),
)
def test_turns_follow_each_other_and_due_days_are_worked(
    every: str, day: date, due: str, number: int, shift: str
) -> None:
    span = spans.span_of(every, day)
    following = spans.after(every, span)
    assert span.start <= day <= span.end and following.start == span.end + timedelta(days=1)
    assert spans.read(every, span.code) == span and span.code < following.code
    calendar = national_calendar()
    told = spans.due_on(calendar, Recurrence(every=every, due=due, due_number=number, shift=shift), span)
    if due == Recurrence.Due.WORKING_DAY:
        assert span.start <= told <= span.end
    elif shift != Recurrence.Shift.STAY:
        assert calendar.is_working(told)


def test_due_days_by_the_calendar_with_tet() -> None:
    calendar = national_calendar()
    february = spans.span_of("month", date(2026, 2, 10))  # Tết: 14–22/02/2026
    assert spans.due_on(calendar, _rule(due="working_day", due_number=0), february) == date(2026, 2, 27)
    before = spans.due_on(calendar, _rule(due="day", due_number=17, shift="before"), february)
    after = spans.due_on(calendar, _rule(due="day", due_number=17, shift="after"), february)
    assert before < date(2026, 2, 17) < after
    assert calendar.is_working(before) and calendar.is_working(after)
    assert spans.due_on(calendar, _rule(due="day", due_number=17, shift="stay"), february).day == 17


@pytest.mark.django_db
def test_tasks_are_made_ahead_once_and_none_is_left_out() -> None:
    plan, lead, joint = make.plan(ends_on=date(2027, 12, 31)), make.agency(), make.agency()
    with clock.standing_at(TODAY):
        draft = _draft(lead=lead.code, joint=(joint.code,), deliverable="Báo cáo", ahead_days=10)
        row = recurring.create(make.office(), plan.pk, draft)
        assert list(row.tasks.values_list("occurs", flat=True)) == ["2026-11"]
        recur()
        assert row.tasks.count() == 1
    with clock.standing_at(date(2026, 11, 21)):
        recur()
        assert row.tasks.count() == 2
    with clock.standing_at(date(2027, 3, 5)):
        recur()
        recur()
    made = row.tasks.order_by("occurs")
    assert [task.occurs for task in made] == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    for task in made:
        assert task.lead == lead and [agency.pk for agency in task.joint.all()] == [joint.pk]
        assert task.deliverables.count() == 1 and task.deadline is not None
        assert national_calendar().is_working(task.deadline) and task.events.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "made"), [(date(2026, 11, 20), ["2026-W47", "2026-W48"]), (date(2026, 11, 21), ["2026-W48"])]
)
def test_no_task_is_born_late(begins: date, made: list[str]) -> None:
    plan = make.plan(ends_on=date(2027, 12, 31))
    with clock.standing_at(begins):  # a Friday, on which the week's work is due, and the Saturday after it
        draft = _draft(every="week", starts_on=begins, due="working_day", due_number=0, ahead_days=7)
        row = recurring.create(make.office(), plan.pk, draft)
        recur()
    assert list(row.tasks.order_by("occurs").values_list("occurs", flat=True)) == made


@pytest.mark.django_db
def test_a_change_and_a_stop_apply_to_the_coming_ones() -> None:
    plan = make.plan(ends_on=date(2027, 12, 31))
    with clock.standing_at(TODAY):
        row = recurring.create(make.office(), plan.pk, _draft(ahead_days=0))
        first = row.tasks.get()
        changed = _draft(title="Báo cáo mới", ahead_days=0)
        recurring.edit(make.office(), row.pk, changed, version=1)
        with pytest.raises(StaleForm):
            recurring.edit(make.office(), row.pk, changed, version=1)
        with pytest.raises(Invalid):
            recurring.edit(make.office(), row.pk, _draft(every="year"), version=2)
        recurring.stop(make.office(), row.pk, date(2026, 12, 15))
    with clock.standing_at(date(2027, 5, 1)):
        recur()
    titles = dict(row.tasks.values_list("occurs", "title"))
    assert set(titles) == {"2026-11", "2026-12"}
    assert titles["2026-11"] == first.title and titles["2026-12"].startswith("Báo cáo mới")
