"""What is open in a post is listed where the post is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client

from tinhso.base import clock
from tinhso.people import open_work
from tinhso.people.models import Agency, Person, Position, Post, Role
from tinhso.steering import actions
from tinhso.steering.models import Target, TaskRequest, TaskState
from tinhso.steering.schemas import ReportDraft, RequestDraft
from tinhso.steering.tests import factories as make
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
PROVIDER = "tinhso.steering.pages.handing_over.open_work_of"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 10)):
        yield


def _post(agency: Agency | None, role: Role) -> Post:
    assert agency is not None
    chair = Position.objects.create(agency=agency, title="Chuyên viên", role=role)
    return Post.objects.create(
        person=Person.objects.create(code=f"p{chair.pk}", full_name="A"), position=chair
    )


def _texts(post: Post) -> list[str]:
    return [work.text for work in open_work.of(post)]


def _sent(target: Target, period: str = "2026-10") -> None:
    draft = ReportDraft(value=Decimal(50), period=period, done="Đã làm")
    actions.submit_report(make.officer(target.lead), target, draft)


def test_the_room_is_asked() -> None:
    assert PROVIDER in settings.TINHSO_OPEN_WORK


def test_a_reporting_officer_leaves_debts_reports_tasks_and_targets() -> None:
    lead = make.agency()
    plan = make.plan()
    owed = make.target(plan, lead=lead, title="Nợ báo cáo")
    waiting = make.target(plan, lead=lead, title="Đã gửi")
    returned = make.target(plan, lead=lead, title="Bị trả")
    for target in (waiting, returned):
        _sent(target)
    report = returned.reports.get()
    actions.return_report(make.office(), report.pk, reason="Thiếu tài liệu")
    make.task(plan, lead=lead, title="Việc xa", deadline=date(2027, 3, 1))
    make.task(plan, lead=lead, title="Việc không hạn")
    make.task(plan, lead=lead, title="Việc xong", state=TaskState.DONE, done_on=date(2026, 3, 1))
    make.task(plan, title="Việc của đơn vị khác")
    found = {work.text: work for work in open_work.of(_post(lead, Role.REPORTING_OFFICER))}
    assert "Báo cáo: Nợ báo cáo" in found
    assert f"/targets/{owed.code}/report" in found["Báo cáo: Nợ báo cáo"].href
    assert found["Sửa, gửi lại: Bị trả"].note == "Thiếu tài liệu"
    assert "Đang chờ: Đã gửi" in found
    assert found["Nhiệm vụ: Việc xa"].note == "hạn 01/03/2027"
    assert "Nhiệm vụ: Việc không hạn" in found
    assert not {text for text in found if "xong" in text or "khác" in text}


def test_the_standing_office_leaves_what_waits_for_its_decision() -> None:
    target, task = make.target(title="Chờ xác nhận"), make.task(title="Xin thêm ngày")
    _sent(target)
    asked = RequestDraft(kind=TaskRequest.Kind.EXTENSION, grounds="Chờ vốn", until=date(2026, 12, 31))
    actions.ask(make.officer(task.lead), task.pk, asked)
    found = _texts(_post(make.agency(), Role.STANDING_OFFICE))
    assert sorted(found) == ["Trả lời: Xin thêm ngày", "Xác nhận: Chờ xác nhận"]
    assert _texts(_post(make.agency(), Role.AUDITOR)) == []


def test_a_head_leaves_what_the_agency_leads() -> None:
    target = make.target(title="Của đơn vị")
    assert _texts(_post(target.lead, Role.HEAD_OF_AGENCY)) == ["Chỉ tiêu: Của đơn vị"]


def test_the_page_lists_it(client: Client) -> None:
    made = scene.make(targets=2)
    post = Post.objects.get(person=scene.account("baocao").person)
    make.task(made.plan, lead=post.position.agency, title="Xây dựng kho dữ liệu")
    manager = scene.account("lanhdao").person
    assert manager is not None
    Post.objects.create(
        person=manager,
        position=Position.objects.create(agency=made.agencies[0], title="Quản trị", role=Role.ADMINISTRATOR),
    )
    client.force_login(scene.account("lanhdao"), backend="tinhso.people.backends.Passwords")
    page = client.get(f"/manage/posts/{post.pk}/hand-over/").content.decode()
    assert "Nhiệm vụ: Xây dựng kho dữ liệu" in page
