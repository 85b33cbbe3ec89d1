"""Pages of plans, targets, tasks, work and the month: what they say, to whom, in how many queries."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.steering.models import Plan, Report, ReportedTotal, Target
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
BACKEND = "tinhso.people.backends.Passwords"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


def _page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def _as(client: Client, username: str) -> Client:
    client.force_login(scene.account(username), backend=BACKEND)
    return client


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        _page(client, address)
    return len(seen)


def test_a_plan_answers_to_its_short_and_its_full_name(client: Client) -> None:
    scene.make(targets=2)
    for address in ("/plans/49-nq-tu", "/plans/langson-2021-49-nq-tu/"):
        page = _page(client, address)
        assert "18/30" in page and "31/12/2022" in page and "21/30" in page
        assert "chưa có danh mục chi tiết" in page


def test_a_short_name_of_two_plans_answers_with_both(client: Client) -> None:
    made = scene.make(targets=1)
    assert made.plan is not None
    with acting(scene.ROBOT, "test"):
        Plan.objects.create(
            slug="246-kh-ubnd",
            full_slug="langson-2025-246-kh-ubnd",
            pack="langson",
            place=made.province,
            kind="plan",
            title="Kế hoạch khác cùng số",
            short_title="Kế hoạch 246 khác",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
        )
    page = _page(client, "/plans/246-kh-ubnd", 300)
    assert "/plans/langson-2024-246-kh-ubnd" in page and "/plans/langson-2025-246-kh-ubnd" in page


def test_an_unknown_plan_leads_to_near_ones(client: Client) -> None:
    scene.make(targets=1)
    assert 'href="/plans/langson-2021-49-nq-tu"' in _page(client, "/plans/49-nq", 404)


def test_the_plan_page_asks_few_queries_whatever_its_size(client: Client) -> None:
    made = scene.make(targets=34, tasks=5, communes=2)
    few = _queries(client, "/plans/246-kh-ubnd")
    assert few <= MOST_QUERIES
    with acting(scene.ROBOT, "test"):
        scene.more_items(made, targets=40, tasks=60)
    assert _queries(client, "/plans/246-kh-ubnd") == few


def test_a_past_day_leaves_later_totals_out(client: Client) -> None:
    scene.make(targets=1)
    page = _page(client, "/plans/49-nq-tu?as_of=30/06/2023")
    assert "18/30" in page and "21/30" not in page and "Đang xem tình hình đến 30/06/2023" in page
    assert client.get("/plans/49-nq-tu?as_of=hom-qua").status_code == 422


def test_published_and_computed_totals_that_differ_are_said_to(client: Client) -> None:
    made = scene.make(targets=34)
    assert made.plan is not None
    page = _page(client, "/plans/246-kh-ubnd")
    assert "văn bản và danh mục khác nhau" in page and "đạt 23 ≠ 10" in page


def test_filters_of_a_plan_live_in_the_address(client: Client) -> None:
    scene.make(targets=16)
    told = json.loads(_page(client, "/plans/246-kh-ubnd?state=needs_push&format=json"))
    assert told["total"] == 2
    assert {item["outlook"] for item in told["items"]} == {"needs_push"}
    told = json.loads(_page(client, "/plans/246-kh-ubnd?pillar=cqs&format=json"))
    assert told["total"] == 3
    told = json.loads(_page(client, "/plans/246-kh-ubnd?part=tasks&late=1&format=json"))
    assert told["total"] == 4
    assert client.get("/plans/246-kh-ubnd?format=xlsx").headers["Content-Disposition"].endswith('.xlsx"')


def test_a_target_shows_its_way_and_its_source(client: Client) -> None:
    made = scene.make(targets=4)
    target = made.targets[3]
    page = _page(client, target.get_absolute_url())
    assert "Cần đẩy nhanh" in page and 'id="target-chart"' in page
    assert 'href="/documents/tong-ket-2022/"' in page
    told = json.loads(_page(client, f"{target.get_absolute_url()}?format=json"))
    assert told["code"] == target.code and told["figures"][0]["dated"] == "2025-06-30"
    assert _page(client, "/targets/kh246-0", 404)


def test_tasks_say_their_label_and_working_days(client: Client) -> None:
    made = scene.make(targets=1, tasks=6)
    assert "còn 1 ngày" in _page(client, made.tasks[3].get_absolute_url())
    assert "còn 10 ngày làm việc" in _page(client, made.tasks[5].get_absolute_url())
    assert "quá hạn 15 ngày làm việc" in _page(client, made.tasks[0].get_absolute_url())


def test_my_work_is_for_people_who_signed_in(client: Client) -> None:
    scene.make(targets=2, tasks=2)
    assert client.get("/my-work/").status_code == 302
    page = _page(_as(client, "thuongtruc"), "/my-work/")
    assert "Cần làm hôm nay" in page and "Trả lời" in page


def test_the_month_in_every_form(client: Client) -> None:
    scene.make(targets=5, tasks=10)
    page = _page(client, "/monthly/?month=2026-11")
    assert "Biểu theo dõi tháng 11/2026" in page and "Sở Công Thương" in page
    assert "Thủ trưởng đơn vị" in _page(client, "/monthly/?month=2026-11&print=1")
    told = json.loads(_page(client, "/monthly/?month=2026-11&format=json"))
    assert sum(item["targets"] for item in told["items"]) == 5
    assert client.get("/monthly/?month=2026-11&format=xlsx").status_code == 200
    assert client.get("/monthly/?month=thang-muoi").status_code == 422


def _send(client: Client, target: Target, **fields: str) -> int:
    values = {"period": "2026-10", "value": "61,5", "idempotency_key": "k1", **fields}
    return client.post(f"/targets/{target.code}/report", values).status_code


def test_a_report_is_sent_once_and_confirmed(client: Client) -> None:
    target = scene.make(targets=3).targets[2]
    _as(client, "baocao")
    assert _send(client, target) == 302
    assert _send(client, target) == 302
    report = Report.objects.get()
    assert report.observation is not None and report.observation.value == Decimal("61.5")
    assert "chờ xác nhận" in _page(client, target.get_absolute_url())
    _as(client, "thuongtruc")
    sent = client.post(f"/reports/{report.pk}/decide", {"confirm": "1", "version": str(report.version)})
    assert sent.status_code == 302
    report.refresh_from_db()
    assert report.state == Report.State.CONFIRMED


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(client: Client) -> None:
    target = scene.make(targets=3).targets[2]
    _as(client, "baocao")
    answer = client.post(
        f"/targets/{target.code}/report",
        {"period": "2026-10", "value": "1.680", "done": "Đã tập huấn 12 lớp", "idempotency_key": "k2"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-value-error"' in page and 'value="1.680"' in page and "Đã tập huấn 12 lớp" in page
    assert 'value="k2"' in page
    assert Report.objects.count() == 0


def test_somebody_elses_target_cannot_be_reported(client: Client) -> None:
    target = scene.make(targets=3).targets[0]
    assert client.get(f"/targets/{target.code}/report").status_code == 302
    assert _as(client, "baocao").get(f"/targets/{target.code}/report").status_code == 403


def test_the_public_reads_what_was_confirmed_but_not_by_whom(client: Client) -> None:
    target = scene.make(targets=3).targets[2]
    _send(_as(client, "baocao"), target)
    report = Report.objects.get()
    _as(client, "thuongtruc").post(f"/reports/{report.pk}/decide", {"confirm": "1", "version": "1"})
    report.refresh_from_db()
    names = {report.submitted_label, report.decided_label}
    assert report.state == Report.State.CONFIRMED and all(names)
    pages = [f"/targets/{target.code}", f"/reports/{report.pk}"]
    assert all(any(name in _page(client, page) for name in names) for page in pages)
    client.logout()
    assert not any(name in _page(client, page) for name in names for page in pages)


def test_a_returned_report_says_why_and_is_sent_again(client: Client) -> None:
    target = scene.make(targets=3).targets[2]
    assert _send(_as(client, "baocao"), target) == 302
    report = Report.objects.get()
    _as(client, "thuongtruc")
    empty = client.post(f"/reports/{report.pk}/decide", {"return": "1", "version": "1"})
    assert empty.status_code == 422 and 'id="f-reason-error"' in empty.content.decode()
    reason = {"reason_choice": "Sai kỳ báo cáo", "version": "1"}
    assert client.post(f"/reports/{report.pk}/decide", reason).status_code == 302
    _as(client, "baocao")
    page = _page(client, f"/reports/{report.pk}/mend")
    assert "Sai kỳ báo cáo" in page and 'value="61,5"' in page
    assert f'value="{report.dated:%d/%m/%Y}"' in page
    again = {"period": "2026-10", "value": "62", "version": "2"}
    assert client.post(f"/reports/{report.pk}/mend", again).status_code == 302
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED


def test_a_stale_form_shows_both_versions(client: Client) -> None:
    target = scene.make(targets=2).targets[0]
    _as(client, "thuongtruc")
    first = {"code": target.code, "title": "Tên mới thứ nhất", "direction": "up", "version": "1"}
    assert client.post(f"/targets/{target.code}/edit", first).status_code == 302
    stale = client.post(f"/targets/{target.code}/edit", {**first, "title": "Tên của người thứ hai"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Tên mới thứ nhất" in page and "Tên của người thứ hai" in page
    again = {**first, "title": "Tên của người thứ hai", "version": "2"}
    assert client.post(f"/targets/{target.code}/edit", again).status_code == 302
    target.refresh_from_db()
    assert target.title == "Tên của người thứ hai"


def test_plans_are_made_copied_and_put_in_order(client: Client) -> None:
    made = scene.make(targets=3, tasks=2)
    assert made.plan is not None
    _as(client, "thuongtruc")
    start = _page(client, "/plans/246-kh-ubnd/next")
    assert "chuyển đổi số tỉnh Lạng Sơn năm 2026" in start and 'value="Kế hoạch 246"' not in start
    assert "31/12/2026" in start
    draft = {
        "slug": "12-kh-ubnd",
        "kind": "plan",
        "title": "Kế hoạch năm 2026",
        "short_title": "Kế hoạch 12",
        "stage": "draft",
        "starts_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "place": "20",
    }
    assert client.post("/plans/246-kh-ubnd/next", draft).status_code == 302
    copy = Plan.objects.get(slug="12-kh-ubnd")
    assert copy.previous == made.plan and copy.targets.count() == 3
    bad = client.post("/plans/new", {**draft, "ends_on": "31/12/2025", "slug": "Không Hợp Lệ"})
    assert bad.status_code == 422 and 'id="f-slug-error"' in bad.content.decode()
    move = {"kind": "targets", "item": str(made.targets[1].pk), "way": "up"}
    assert client.post("/plans/246-kh-ubnd/arrange", move).status_code == 302
    assert _page(client, "/plans/246-kh-ubnd/arrange?kind=targets")


def test_editing_is_for_the_standing_office(client: Client) -> None:
    scene.make(targets=1)
    _as(client, "baocao")
    for address in ("/plans/new", "/plans/246-kh-ubnd/edit", "/targets/kh246-01/edit"):
        assert client.get(address).status_code == 403


def test_more_time_is_asked_and_granted(client: Client) -> None:
    made = scene.make(targets=1, tasks=2)
    page = _page(_as(client, "thuongtruc"), made.tasks[0].get_absolute_url())
    assert "Chờ hướng dẫn của Bộ" in page
    asked = made.tasks[0].requests.get()
    address = f"/tasks/{made.tasks[0].code}/requests/{asked.pk}"
    refused = client.post(address, {"refuse": "1"})
    assert refused.status_code == 422 and 'id="f-note-error"' in refused.content.decode()
    assert client.post(address, {"grant": "1"}).status_code == 302
    made.tasks[0].refresh_from_db()
    assert made.tasks[0].deadline == asked.until


def test_lists_of_a_reference_province_stay_apart(client: Client) -> None:
    made = scene.make(targets=1)
    assert made.document is not None
    with acting(scene.ROBOT, "test"):
        other = Plan.objects.create(
            slug="1-kh",
            full_slug="laocai-2022-1-kh",
            pack="laocai",
            place=made.province,
            kind="plan",
            title="Kế hoạch tỉnh khác",
            short_title="Kế hoạch Lào Cai",
            starts_on=date(2022, 1, 1),
            ends_on=date(2022, 12, 31),
        )
        ReportedTotal.objects.create(
            plan=other, dated=date(2022, 12, 31), total=20, met=13, document=made.document
        )
    assert "Kế hoạch Lào Cai" not in _page(client, "/plans/")
    assert "13/20" in _page(client, "/plans/?province=laocai")
    assert "nạp để tham khảo" in _page(client, other.get_absolute_url())


def _upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("danh-muc.xlsx", content)


def test_a_workbook_is_tried_then_brought_in(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.FILES = tmp_path
    made = scene.make(targets=3, tasks=2)
    address = "/plans/246-kh-ubnd/workbook"
    _as(client, "thuongtruc")
    sheet = client.get(f"{address}.xlsx")
    assert sheet.headers["Content-Disposition"].endswith('246-kh-ubnd.xlsx"')
    same = client.post(address, {"file": _upload(sheet.content), "try": "1"})
    assert "giữ nguyên 5 dòng" in same.content.decode()
    book = load_workbook(io.BytesIO(sheet.content))
    page = book.worksheets[0]
    column = next(
        cell.column for row in page.iter_rows() for cell in row if cell.value == made.targets[0].title
    )
    row = next(cell.row for row in page.iter_rows() for cell in row if cell.value == made.targets[0].title)
    page.cell(row, column).value = "Tên đổi trong tệp"
    out = io.BytesIO()
    book.save(out)
    tried = client.post(address, {"file": _upload(out.getvalue()), "try": "1"}).content.decode()
    assert "sửa 1" in tried and "<td>Chỉ tiêu</td>" in tried
    kept = re.search(r'name="tried" value="([^"]+)"', tried)
    assert kept and client.post(address, {"tried": kept[1], "load": "1"}).status_code == 302
    made.targets[0].refresh_from_db()
    assert made.targets[0].title == "Tên đổi trong tệp"
    assert client.post(address, {"try": "1"}).status_code == 422


def test_a_wrong_cell_is_named_and_nothing_is_brought_in(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.FILES = tmp_path
    made = scene.make(targets=2, tasks=1)
    address = "/plans/246-kh-ubnd/workbook"
    _as(client, "thuongtruc")
    book = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content))
    page = book.worksheets[0]
    lead = next(cell for row in page.iter_rows() for cell in row if cell.value == "langson-skhcn")
    lead.value = "khong-co-co-quan-nay"
    out = io.BytesIO()
    book.save(out)
    answer = client.post(address, {"file": _upload(out.getvalue()), "try": "1"})
    assert answer.status_code == 422
    assert f"!{lead.coordinate}" in answer.content.decode()
    assert Target.objects.filter(lead=made.agencies[0]).count() == 1


@pytest.mark.parametrize("address", ["/plans/", "/plans/246-kh-ubnd", "/targets/kh246-01", "/tasks/"])
def test_an_unchanged_page_answers_from_one_query(client: Client, address: str) -> None:
    scene.make(targets=3, tasks=2)
    tag = client.get(address).headers["ETag"]
    with CaptureQueriesContext(connection) as seen:
        again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304 and len(seen) == 1
    client.force_login(scene.account("thuongtruc"), backend=BACKEND)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
