"""Whoever must know of a report hears of it, once: those who confirm, the sender, the standing office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tinhso.base import clock
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.notify.models import Message
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal
from tinhso.people.queries import principal_for
from tinhso.steering import actions
from tinhso.steering.models import TaskRequest
from tinhso.steering.schemas import ReportDraft, RequestDraft
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def somebody(role: Role, agency: Agency) -> Principal:
    """A person in a post, with an account."""
    code = f"{role}-{agency.code}"
    person = Person.objects.create(code=code, full_name=code)
    position = Position.objects.create(agency=agency, title=code, role=role)
    Post.objects.create(person=person, position=position)
    return principal_for(Account.objects.create(username=code, person=person))


def told(kind: str) -> set[object]:
    return set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_a_report_is_told_to_those_who_confirm_then_to_its_sender() -> None:
    target = make.target(due="80")
    assert target.lead is not None
    officer, head = somebody(Role.REPORTING_OFFICER, target.lead), somebody(Role.HEAD_OF_AGENCY, target.lead)
    office = somebody(Role.STANDING_OFFICE, make.agency("thuong-truc"))
    draft = ReportDraft(value=Decimal(75), period="2026-10", done="Đã làm")
    report = actions.submit_report(officer, target, draft)
    dispatch_waiting()
    dispatch_waiting()
    assert told("steering.report_submitted") == {head.person_id, office.person_id}
    report = actions.return_report(office, report.pk, reason="Thiếu minh chứng")
    dispatch_waiting()
    assert told("steering.report_returned") == {officer.person_id}
    message = Message.objects.get(kind="steering.report_returned")
    assert (message.values["reason"], message.href, message.urgent) == (
        "Thiếu minh chứng",
        target.get_absolute_url(),
        True,
    )
    report = actions.resubmit(officer, report.pk, draft, version=report.version)
    dispatch_waiting()
    assert Message.objects.filter(kind="steering.report_submitted").count() == 4, "sent again, told again"
    actions.confirm_report(office, report.pk, version=report.version)
    dispatch_waiting()
    assert told("steering.report_confirmed") == {officer.person_id}


def test_what_is_asked_about_a_task_is_told_to_the_standing_office() -> None:
    task = make.task(deadline=TODAY + timedelta(days=10))
    assert task.lead is not None
    officer = somebody(Role.REPORTING_OFFICER, task.lead)
    office = somebody(Role.STANDING_OFFICE, make.agency("thuong-truc"))
    until = TODAY + timedelta(days=30)
    actions.ask(
        officer, task.pk, RequestDraft(kind=TaskRequest.Kind.EXTENSION, until=until, grounds="Bão lũ")
    )
    dispatch_waiting()
    assert told("steering.asked") == {office.person_id}
    assert Message.objects.get(kind="steering.asked").values["grounds"] == "Bão lũ"
