"""The count beside the inbox says what the list of my work says, in one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.indicators import actions as figures
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.models import Reminder
from tinhso.people.models import Role
from tinhso.people.principals import ANONYMOUS, Principal
from tinhso.steering import actions, queries
from tinhso.steering.models import Plan, TaskRequest
from tinhso.steering.pages.work import address
from tinhso.steering.queries import inbox
from tinhso.steering.schemas import ReportDraft, RequestDraft
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 14)
"""The closing day of a reporting month: its figures are due today, the former month's are late."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def _agree(number: int, *people: Principal) -> None:
    counted = [inbox.count_today(who) for who in people]
    assert counted == [len(queries.my_work(who).today) for who in people]
    assert sum(counted) == number


def test_the_count_follows_the_list() -> None:
    plan = make.plan(stage=Plan.Stage.IN_FORCE)
    target = make.target(plan)
    parted = make.target(plan)
    assert target.lead is not None
    collector = make.collector(parted)
    make.collector(parted)
    task = make.task(plan, lead=target.lead, deadline=date(2026, 11, 3))
    make.task(plan, lead=target.lead, deadline=date(2026, 11, 20))
    make.task(plan, lead=make.agency(), deadline=date(2026, 11, 3))
    officer, other, office = make.officer(target.lead), make.officer(collector), make.office()
    leader = make.principal(Role.LEADER)
    everybody = (officer, other, office, leader)
    _agree(5, *everybody)  # two months of each one's figures, and a task past its day
    report = actions.submit_report(officer, target, ReportDraft(value=Decimal(3), period="2026-10"))
    _agree(5, *everybody)  # this month's is sent, the standing office has it
    asked = actions.ask(
        officer,
        task.pk,
        RequestDraft(kind=TaskRequest.Kind.EXTENSION, grounds="Chờ vốn", until=date(2026, 12, 31)),
    )
    _agree(5, *everybody)
    actions.decide(office, asked.pk, granted=True)
    _agree(4, *everybody)
    actions.return_report(office, report.pk, reason="Ghi nhầm")
    _agree(5, *everybody)  # it came back, and is owed again


def test_a_successor_answers_for_what_was_left(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    target = make.target(make.plan(stage=Plan.Stage.IN_FORCE))
    assert target.lead is not None
    middle, heir = make.agency(), make.agency()
    make.succession(target.lead, middle)
    make.succession(middle, heir)
    officer = make.officer(heir)
    _agree(2, officer)
    with django_assert_num_queries(1):
        inbox.count_today(officer)


def test_nobody_costs_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert inbox.count_today(ANONYMOUS) == 0


def test_figures_that_an_agency_was_reminded_of_are_work(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agency = make.agency()
    officer = make.officer(agency)
    for period, due, settled in (
        ("2026-09", date(2026, 10, 5), None),
        ("2026-10", date(2026, 11, 14), None),
        ("R2026-11", date(2026, 11, 17), None),
        ("2026-08", date(2026, 9, 7), clock.now()),
    ):
        Reminder.objects.create(
            agency=agency, period=period, due_on=due, owed=2, reminded_at=clock.now(), settled_at=settled
        )
    _agree(2, officer, make.officer(make.agency()))
    work = queries.my_work(officer)
    assert [(item.code, item.late) for item in work.today] == [("2026-09", True), ("2026-10", False)]
    assert [item.code for item in work.this_week] == ["R2026-11"]
    assert address(work.today[0]) == f"/reporting/owed/#{agency.pk}.2026-09"
    with django_assert_num_queries(1):
        inbox.count_today(officer)


def test_figures_that_wait_for_a_level_or_came_back_are_work(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    target = make.target(make.plan(stage=Plan.Stage.IN_FORCE))
    indicator = target.indicator
    assert indicator is not None
    assert target.lead is not None
    indicator.approvals = ["head"]
    indicator.save()
    indicator.definitions.update(approvals=["head"])
    officer, office = make.officer(target.lead), make.office()
    head = make.principal(Role.HEAD_OF_AGENCY, target.lead)
    everybody = (officer, head, office)
    before = [inbox.count_today(who) for who in everybody]
    rows = [
        bulk.RowDraft(
            indicator=indicator.code, place=target.place.pk, agency=target.lead.code, period=month, value=3
        )
        for month in ("2026-08", "2026-09")
    ]
    sent = bulk.write(officer, rows, submit=True)
    work = [item for item in queries.my_work(head).today if item.kind == "figures"]
    assert [(item.action, item.code) for item in work] == [
        ("confirm", f"{indicator.code}/2026-08"),
        ("confirm", f"{indicator.code}/2026-09"),
    ]
    assert address(work[0]) == f"/entry/waiting/?indicator={indicator.code}&period=2026-08"
    figures.return_(head, next(UUID(str(row.figure)) for row in sent.rows), "Thiếu")
    back = [item for item in queries.my_work(officer).today if item.kind == "figures"]
    assert [(item.action, item.code) for item in back] == [("correct", f"{indicator.code}/2026-08")]
    for who, was, more in zip(everybody, before, (1, 1, 0), strict=True):
        with django_assert_num_queries(1):
            assert inbox.count_today(who) == was + more
        assert inbox.count_today(who) == len(queries.my_work(who).today)
