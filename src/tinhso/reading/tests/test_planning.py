"""Goals, targets and tasks of a text as a draft plan in steering."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.formats import date_format

from tinhso.base.errors import Invalid, NotAllowed
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.reading.actions.planning import ask_plan
from tinhso.reading.core.drafts import Source, WorkKind
from tinhso.reading.models import PlanRequest, Reading
from tinhso.reading.planning import heading, laid_down
from tinhso.reading.schemas import AskedPlan
from tinhso.reading.tests.conftest import Scene
from tinhso.steering.models import Plan

pytestmark = pytest.mark.django_db
PLAN = """ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN
Số: 300/KH-UBND
KẾ HOẠCH
Chuyển đổi số năm 2027
I. MỤC TIÊU
- Phấn đấu 90% hồ sơ công việc cấp xã được xử lý trên môi trường mạng.
II. NHIỆM VỤ
1. Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với UBND các xã, phường xây dựng kho dữ liệu trước ngày \
30/6/2027.
2. Giao Sở Du lịch chủ trì mở 12 lớp bồi dưỡng.
"""


def asked(reading: Reading, **changes: object) -> AskedPlan:
    found, items = laid_down(reading)
    told = {**vars(heading(reading, found.source)), "items": tuple(range(len(items))), **changes}
    return AskedPlan.model_validate(told)


@pytest.fixture
def reading(scene: Scene) -> Reading:
    return scene.read(PLAN)


def test_what_a_plan_lays_down_is_told_with_its_agencies(scene: Scene, reading: Reading) -> None:
    found, items = laid_down(reading)
    assert found.source is Source.PLAN
    assert [one.work.kind for one in items] == [WorkKind.TARGET, WorkKind.TASK, WorkKind.TASK]
    aim, known, unknown = items
    assert (aim.value, aim.due_on) == (Decimal(90), date(2027, 12, 31))
    assert aim.asked.value == "90"
    assert known.lead is not None
    assert (known.lead.pk, known.work.deadline) == (scene.agency.pk, date(2027, 6, 30))
    assert unknown.lead is None
    head = heading(reading, found.source)
    assert (head.kind, head.slug, head.starts_on) == (Plan.Kind.PLAN, "300-kh-ubnd", date(2027, 1, 1))


def test_a_draft_plan_is_asked_for_and_its_address_comes_back(scene: Scene, reading: Reading) -> None:
    row = ask_plan(scene.who["thuong-truc"], reading.pk, asked(reading, items=(0, 1)))
    assert (row.address, row.refused) == ("", "")
    dispatch_waiting()
    dispatch_waiting()
    row.refresh_from_db()
    assert row.plan is not None
    plan = Plan.objects.get(pk=row.plan)
    assert (plan.stage, row.address) == (Plan.Stage.DRAFT, plan.get_absolute_url())
    assert plan.tasks.count() == 1
    assert [row.value for row in plan.targets.get().values.all()] == [90]
    assert plan.tasks.get().lead == scene.agency


def test_what_steering_refuses_is_told(scene: Scene, reading: Reading) -> None:
    first, second = (ask_plan(scene.who["thuong-truc"], reading.pk, asked(reading)) for _ in range(2))
    dispatch_waiting()
    dispatch_waiting()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.plan and not second.plan
    assert "300-kh-ubnd" in second.refused


def test_only_who_may_edit_plans_asks(scene: Scene, reading: Reading) -> None:
    officer = scene.who["can-bo-khac"]
    with pytest.raises(NotAllowed):
        ask_plan(officer, reading.pk, asked(reading))
    assert not PlanRequest.objects.exists()


def test_nothing_chosen_is_refused(scene: Scene, reading: Reading) -> None:
    with pytest.raises(Invalid) as refused:
        ask_plan(scene.who["thuong-truc"], reading.pk, asked(reading, items=(999,)))
    assert refused.value.field == "items"


def test_a_text_of_no_known_place_is_refused(scene: Scene, reading: Reading) -> None:
    told = asked(reading)
    Reading.objects.filter(pk=reading.pk).update(place=None)
    with pytest.raises(Invalid) as refused:
        ask_plan(scene.who["thuong-truc"], reading.pk, told)
    assert refused.value.field == "place"


def test_the_page_offers_the_items_and_asks(reading: Reading, signed_in: dict[str, Client]) -> None:
    client = signed_in["thuong-truc"]
    address = f"/readings/{reading.pk}/plan/"
    page = client.get(address).content.decode()
    assert "90% hồ sơ công việc cấp xã" in page
    assert "chưa khớp với cơ quan nào" in page
    sent = {
        "kind": "plan",
        "title": "Kế hoạch chuyển đổi số năm 2027",
        "short_title": "KH 300",
        "slug": "300-kh-ubnd",
        "starts_on": date_format(date(2027, 1, 1), "d/m/Y"),
        "ends_on": date_format(date(2027, 12, 31), "d/m/Y"),
    }
    refused = client.post(address, {**sent, "title": "", "item": ["0"]})
    assert refused.status_code == 422
    assert client.post(address, {**sent, "item": ["0", "1"]}).status_code == 302
    assert "Đang lập dự thảo" in client.get(address).content.decode()
    dispatch_waiting()
    dispatch_waiting()
    assert PlanRequest.objects.get().address in client.get(address).content.decode()
