"""Reads: plans by name, totals now and then, series, work, the monthly table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.base.errors import Ambiguous, NotFound
from tinhso.people.models import Role
from tinhso.steering import actions, queries, state
from tinhso.steering.models import Plan, TargetStatus, TaskRequest, TaskState
from tinhso.steering.queries.owed import owed, reporting_month
from tinhso.steering.schemas import ReportDraft, RequestDraft
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def test_plans_by_name() -> None:
    home = make.plan("246-kh-ubnd", full_slug="langson-2024-246-kh-ubnd")
    other = make.plan("246-kh-ubnd", full_slug="laocai-2024-246-kh-ubnd", pack="laocai")
    assert queries.find_plan("246-kh-ubnd") == home
    assert queries.find_plan("laocai-2024-246-kh-ubnd") == other
    assert list(queries.plans_of_home()) == [home]
    make.plan("246-kh-ubnd", full_slug="langson-2025-246-kh-ubnd")
    with pytest.raises(Ambiguous) as several:
        queries.find_plan("246-kh-ubnd")
    assert len(several.value.candidates) == 2
    with pytest.raises(NotFound) as unknown:
        queries.find_plan("247-kh-ubnd")
    assert unknown.value.near


def test_published_totals_stand_beside_what_the_items_say() -> None:
    plan = make.plan("49-nq-tu", declared_targets=30, starts_on=date(2021, 1, 1))
    make.reported(plan, date(2022, 12, 31), 30, met=18)
    make.reported(plan, date(2024, 10, 31), 30, met=21)
    summary = queries.plan_summary(plan)
    assert (summary.targets.total, summary.targets.unknown, summary.targets.itemised) == (30, 30, 0)
    assert [(row.as_of.year, row.done, row.total) for row in summary.reported] == [
        (2022, 18, 30),
        (2024, 21, 30),
    ]
    assert summary.reported[0].not_met is None
    assert summary.comparison is None
    then = queries.plan_summary(plan, as_of=date(2023, 1, 1))
    assert [row.done for row in then.reported] == [18]


def test_differences_are_told_as_of_the_documents_day() -> None:
    plan = make.plan()
    for value in ("85", "80", "10"):
        target = make.target(plan)
        assert target.indicator is not None
        make.figure(target.indicator, plan.place, "2026-06", value)
        state.refresh([target])
    make.reported(plan, date(2026, 6, 30), 3, met=3, not_met=0)
    comparison = queries.plan_summary(plan).comparison
    assert comparison is not None
    assert {(one.part, one.reported, one.computed) for one in comparison.differences} == {
        ("met", 3, 2),
        ("not_met", 0, 1),
    }
    earlier = queries.plan_summary(plan, as_of=date(2026, 5, 31))
    assert (earlier.targets.unknown, earlier.comparison) == (3, None)


def test_a_past_day_and_what_was_known_of_it() -> None:
    target = make.target()
    assert target.indicator is not None
    with clock.standing_at(date(2026, 7, 5)):
        first = make.figure(target.indicator, target.place, "2026-06", "70")
    with clock.standing_at(date(2026, 8, 20)):
        make.figure(target.indicator, target.place, "2026-06", "82")
    make.figure(target.indicator, target.place, "2026-10", "79")

    def seen(as_of: date | None, known_at: datetime | None = None) -> Decimal | None:
        return queries.target_states(target.plan, as_of, known_at)[0].value

    assert seen(date(2026, 6, 29)) is None
    assert seen(date(2026, 6, 30)) == 82
    assert seen(date(2026, 6, 30), first.recorded_at + timedelta(days=1)) == 70
    assert seen(date(2026, 10, 31)) == 79
    state.refresh([target])
    assert seen(None) == 79


def test_days_at_the_ends_of_the_calendar() -> None:
    target = make.target()
    make.collector(target, at=make.place("06000", "commune"))
    assert target.indicator is not None
    target.indicator.adding = "sum"
    target.indicator.save()
    for day in (date.min, date.max):
        assert queries.target_states(target.plan, day)[0].status == TargetStatus.UNKNOWN


def test_illustrative_rows_are_apart() -> None:
    plan = make.plan()
    real, demo = make.target(plan), make.target(plan, illustrative=True)
    for target in (real, demo):
        assert target.indicator is not None
        make.figure(target.indicator, plan.place, "2026-10", "90", illustrative=True)
    state.refresh([real, demo])
    published = queries.plan_summary(plan)
    assert (published.targets.total, published.targets.exceeded) == (1, 0)
    shown = queries.plan_summary(plan, with_illustrative=True)
    assert (shown.targets.total, shown.targets.exceeded) == (2, 2)
    rows = queries.target_states(plan, with_illustrative=True)
    assert all(row.illustrative for row in rows)
    assert [row.status for row in queries.target_states(plan, TODAY)] == [TargetStatus.UNKNOWN]


def test_the_demos_collectors_take_no_part_in_published_figures() -> None:
    target = make.target(due="10", indicator=make.indicator(kind="count", adding="sum", decimals=0))
    assert target.indicator is not None
    for number, illustrative in enumerate((False, True)):
        agency = make.agency()
        commune = make.place(f"0600{number}", "commune")
        target.collectors.create(agency=agency, place=commune, illustrative=illustrative)
        make.figure(target.indicator, commune, "2026-10", "10", by=agency, illustrative=illustrative)
    state.refresh([target])
    published = queries.target_states(target.plan)[0]
    assert (published.status, published.value, published.expected) == (TargetStatus.MET, Decimal(10), 1)
    shown = queries.target_states(target.plan, with_illustrative=True)[0]
    assert (shown.value, shown.expected) == (Decimal(20), 2)
    assert {debt.agency for debt in owed(reporting_month(TODAY))} == {target.collectors.all()[0].agency}
    assert len(owed(reporting_month(TODAY), with_illustrative=True)) == 2


def test_tasks_then_and_now() -> None:
    plan = make.plan()
    task = make.task(plan, deadline=date(2026, 9, 30))
    with clock.standing_at(date(2026, 10, 5)):
        report = actions.submit_report(
            make.officer(task.lead), task, ReportDraft(task_state=TaskState.DONE, done="Xong")
        )
        actions.confirm_report(make.office(), report.pk)
    now = queries.plan_summary(plan).tasks
    assert (now.total, now.done, now.done_late, now.late) == (1, 1, 1, 0)
    then = queries.plan_summary(plan, as_of=date(2026, 10, 1)).tasks
    assert (then.not_started, then.late) == (1, 1)


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    plan = make.plan()
    make.reported(plan, date(2026, 6, 30), 20, met=3)
    for _number in range(20):
        make.target(plan)
        make.task(plan)
    state.rebuild_all()
    with django_assert_max_num_queries(9):
        assert queries.plan_summary(plan).comparison
    with django_assert_max_num_queries(12):
        queries.plan_summary(plan, as_of=date(2026, 10, 1))
    with django_assert_max_num_queries(10):
        queries.monthly_table(TODAY)
    with django_assert_max_num_queries(14):
        queries.my_work(make.officer(plan.targets.all()[0].lead))


def test_the_series_of_a_target() -> None:
    target = make.target(baseline=Decimal(20), baseline_on=date(2026, 1, 1))
    assert target.indicator is not None
    for month, value in (("2026-03", "30"), ("2026-06", "50")):
        make.figure(target.indicator, target.place, month, value, text=f"{value} %")
    series = queries.target_series(target)
    assert [(point.on.month, point.value, point.text) for point in series.actual] == [
        (3, Decimal(30), "30 %"),
        (6, Decimal(50), "50 %"),
    ]
    assert [point.value for point in series.needed] == [20, 80]
    assert series.baseline is not None
    assert series.due[0].value == 80


def test_my_work() -> None:
    plan = make.plan(stage=Plan.Stage.IN_FORCE)
    target = make.target(plan)
    task = make.task(plan, lead=target.lead, deadline=date(2026, 11, 3))
    soon = make.task(plan, lead=target.lead, deadline=date(2026, 11, 13))
    officer, office = make.officer(target.lead), make.office()
    work = queries.my_work(officer)
    assert [(item.action, item.code) for item in work.today] == [
        ("report", target.code),
        ("report", task.code),
    ]
    assert work.today[0].late
    assert {item.code for item in work.this_week} == {target.code, soon.code}
    assert not work.waiting

    report = actions.submit_report(
        officer, target, ReportDraft(value=Decimal(3), period="2026-10", done="Đã làm")
    )
    asked = actions.ask(
        officer,
        task.pk,
        RequestDraft(kind=TaskRequest.Kind.EXTENSION, grounds="Chờ vốn", until=date(2026, 12, 31)),
    )
    assert {(item.action, item.key) for item in queries.my_work(office).today} == {
        ("confirm", report.pk),
        ("decide", asked.pk),
    }
    assert {item.key for item in queries.my_work(officer).waiting} == {report.pk, asked.pk}
    actions.decide(office, asked.pk, granted=True)
    task.refresh_from_db()
    assert task.deadline == date(2026, 12, 31)
    actions.return_report(office, report.pk, reason="Ghi nhầm")
    returned = [item for item in queries.my_work(officer).today if item.action == "correct"]
    assert [item.detail for item in returned] == ["Ghi nhầm"]
    assert queries.my_work(make.principal(Role.LEADER)).total == 0


def test_what_is_owed() -> None:
    target = make.target()
    agencies = [make.collector(target), make.collector(target)]
    month = reporting_month(TODAY)
    assert (month.code, month.end) == ("R2026-11", date(2026, 11, 14))
    assert {debt.agency for debt in owed(month)} == set(agencies)
    actions.submit_report(make.officer(agencies[0]), target, ReportDraft(value=Decimal(3), period="2026-10"))
    assert [debt.agency for debt in owed(month)] == agencies[1:]


def test_the_monthly_table() -> None:
    target = make.target()
    assert target.indicator is not None
    make.figure(target.indicator, target.place, "2026-10", "90")
    state.refresh([target])
    make.task(target.plan, lead=target.lead, deadline=date(2026, 11, 2))
    table = queries.monthly_table(TODAY)
    assert len(table.rows) == 1
    row = table.rows[0]
    assert (row.targets, row.targets_done, row.tasks_late, row.reports_owed) == (1, 1, 1, 1)
    assert table.sum.targets == 1
    before = queries.monthly_table(date(2026, 9, 1))
    assert (before.as_of, before.rows[0].targets_unknown) == (date(2026, 9, 30), 1)


def test_an_agencys_panel() -> None:
    target = make.target()
    assert target.lead is not None
    task = make.task(target.plan, lead=target.lead)
    panel = queries.agency_panel(target.lead)
    assert [row.target for row in panel.targets] == [target]
    assert [row.task for row in panel.tasks] == [task]
    assert len(panel.owed) == 1
