"""Goals, targets and tasks of a text as a draft plan in steering."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from tinhso.base.errors import Invalid, NotAllowed
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.reading.actions.planning import ask_plan
from tinhso.reading.actions.teaching import teach_agency
from tinhso.reading.core.drafts import Source, WorkKind
from tinhso.reading.models import PlanRequest, Reading, Synonym
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


def _named(reading: Reading) -> list[str]:
    return [
        one.agency.code if one.agency else one.said for item in laid_down(reading)[1] for one in item.named
    ]


def test_a_name_is_taught_on_the_page_and_forgotten_again(
    scene: Scene, reading: Reading, signed_in: dict[str, Client]
) -> None:
    client = signed_in["can-bo-khac"]
    plan = f"/readings/{reading.pk}/plan/"
    page = client.get(plan).content.decode()
    assert '<option value="Sở Du lịch" selected>' in page
    assert '<option value="UBND các xã, phường"' not in page
    assert f'<option value="{scene.other.code}">Sở Nội vụ</option>' in page
    done = client.post(f"{plan}agencies/", {"phrase": "Sở Du lịch", "agency": scene.other.code})
    assert (done.status_code, done.headers["Location"]) == (302, f"{plan}#agency-names")
    assert laid_down(reading)[1][2].lead == scene.other
    assert laid_down(scene.read(PLAN.replace("12 lớp", "14 lớp")))[1][2].asked.lead == scene.other.code
    page = client.get(plan).content.decode()
    assert "“Sở Du lịch” → Sở Nội vụ" in page
    assert "chưa khớp với cơ quan nào" not in page
    assert client.post(f"{plan}agencies/", {"forget": "Sở Du lịch"}).status_code == 302
    assert laid_down(reading)[1][2].lead is None
    assert [row.code for row in Synonym.objects.all()] == ["", scene.other.code]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"phrase": "Sở Du lịch", "agency": ""}, "Chọn cơ quan."),
        ({"phrase": "Sở Du lịch", "agency": "khong-co"}, "Hiện không có cơ quan nào mang mã"),
        ({"phrase": " ", "agency": "so-noi-vu"}, "Nhập từ ngữ cần ghi nhớ."),
        ({"phrase": "Sở " * 200, "agency": "so-noi-vu"}, "không quá 300 ký tự"),
    ],
)
def test_a_name_that_cannot_be_taught_is_said_with_what_was_chosen(
    reading: Reading, signed_in: dict[str, Client], sent: dict[str, str], said: str
) -> None:
    answer = signed_in["thuong-truc"].post(f"/readings/{reading.pk}/plan/agencies/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Synonym.objects.exists()


def test_a_name_is_taught_by_the_api(scene: Scene, reading: Reading, signed_in: dict[str, Client]) -> None:
    address, told = "/api/v1/readings/agency-names", {"phrase": "Sở Du lịch", "agency": scene.other.code}
    refused = signed_in["lanh-dao"].post(address, told, content_type="application/json")
    assert refused.status_code == 403
    wrong = signed_in["can-bo"].post(address, {**told, "agency": "x"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "agency")
    for _again in range(2):
        answer = signed_in["can-bo"].post(address, told, content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, told)
    assert Synonym.objects.count() == 1
    assert _named(reading)[-1] == scene.other.code
    signed_in["can-bo"].post(address, {"phrase": "sở du lịch"}, content_type="application/json")
    assert _named(reading)[-1] == "Sở Du lịch"


def test_what_is_no_more_is_neither_offered_nor_meant(scene: Scene, reading: Reading) -> None:
    scene.agency.valid_to = date(2025, 2, 28)
    scene.agency.save()
    with pytest.raises(Invalid):
        teach_agency(scene.who["thuong-truc"], "Sở Du lịch", scene.agency.code)
    assert laid_down(reading)[1][1].lead is None


def test_the_page_asks_no_more_for_more_tasks(scene: Scene, signed_in: dict[str, Client]) -> None:
    many = "\n".join(f"{n}. Giao Sở Du lịch {n} chủ trì mở {n} lớp bồi dưỡng." for n in range(3, 40))
    short, long = scene.read(PLAN), scene.read(f"{PLAN}{many}")

    def cost(reading: Reading) -> int:
        with CaptureQueriesContext(connection) as captured:
            signed_in["thuong-truc"].get(f"/readings/{reading.pk}/plan/")
        return len(captured)

    cost(short)
    assert cost(long) == cost(short)
