"""From a late task to an answered letter: previewed, told, issued, opened again as DOCX, answered."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.calendar.queries import current_calendar
from tinhso.steering.models import Task
from tinhso.steering.tests import scene
from tinhso.urging.models import Letter, Rule, Run
from tinhso.urging.running.running import run_by_clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICER, OFFICE = "Vi Văn Lực", "Nông Thị Hạnh"


@pytest.fixture(autouse=True)
def _demo(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO = True
    settings.FILES = tmp_path
    made = scene.make(targets=0, tasks=0)
    with acting(scene.ROBOT, "test"):
        assert made.plan is not None
        Rule.objects.create(
            code="nhiem-vu",
            name="Nhiệm vụ",
            before=[5, 1],
            every=1,
            head_after=5,
            valid_from=date(2022, 1, 1),
        )
        for number in (1, 2):
            Task.objects.create(
                plan=made.plan,
                code=f"cham-{number}",
                title=f"Đưa kho dữ liệu số {number} vào sử dụng",
                lead=made.agencies[2],
                deadline=clock.today() - timedelta(days=20 + number),
                state="in_progress",
            )
    yield


def _run_on_a_working_day() -> None:
    """The clock's run of the last working day: tests may run on a Sunday."""
    day = clock.today()
    while not current_calendar().is_working(day):
        day -= timedelta(days=1)
    with clock.standing_at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.TZ)):
        assert run_by_clock() is not None


def test_a_late_task_is_urged_written_about_and_answered(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    sign_in(page, OFFICE)
    page.goto("/urging/runs/coming/")
    expect(page.get_by_role("row", name=re.compile(OFFICER))).to_contain_text("2")
    _run_on_a_working_day()
    page.goto("/urging/runs/")
    page.goto(Run.objects.get().get_absolute_url())
    expect(page.get_by_role("row", name=re.compile(OFFICER))).to_be_visible()
    assert violations(page) == []

    page.goto("/urging/")
    page.get_by_role("link", name="Soạn công văn đôn đốc").click()
    expect(page.get_by_role("checkbox", name=re.compile("Sở Công Thương"))).to_be_checked()
    assert violations(page) == []
    page.get_by_role("button", name="Soạn dự thảo").click()
    expect(page.locator("article.paper")).to_contain_text("Kính gửi")
    page.get_by_role("link", name="Sửa", exact=True).click()
    page.get_by_label("Họ tên người ký").fill("Nguyễn Văn Mẫu")
    assert violations(page) == []
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.locator("article.paper")).to_contain_text("Nguyễn Văn Mẫu")
    page.get_by_role("button", name="Cấp số và phát hành").click()
    expect(page.get_by_role("status").filter(has_text="Đã phát hành công văn")).to_be_visible()
    assert violations(page) == []
    screenshot("issued")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="DOCX").click()
    opened = docx.Document(io.BytesIO(Path(downloading.value.path()).read_bytes()))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    assert "cham-1" in cells and "cham-2" in cells
    letter = Letter.objects.get()

    sign_in(page, OFFICER)
    page.goto("/notices/")
    expect(page.locator("main")).to_contain_text("Đôn đốc ngày")
    expect(page.locator("main")).to_contain_text("Công văn 01/")
    page.goto("/my-work/")
    page.get_by_role("link", name=re.compile("Trả lời công văn đôn đốc")).first.click()
    page.get_by_label("Tiến độ, kết quả đến nay").first.fill("Đạt 60%")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator(".error-summary")).to_contain_text("cham-1")
    assert page.get_by_label("Tiến độ, kết quả đến nay").first.input_value() == "Đạt 60%"
    assert violations(page) == []
    page.get_by_label("Tiến độ, kết quả đến nay").nth(1).fill("Đang đấu thầu")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_role("status").filter(has_text="Đã gửi trả lời")).to_be_visible()
    letter.refresh_from_db()
    assert letter.state == "answered" and OFFICER in letter.read_label

    sign_in(page, OFFICE)
    page.goto("/urging/")
    expect(page.get_by_role("row", name=re.compile("Sở Công Thương"))).to_contain_text("Đã trả lời")
    page.goto("/urging/answers/")
    expect(page.locator("main")).to_contain_text("Đang đấu thầu")
    assert violations(page) == []
    screenshot("answers")


def test_leaders_read_today_on_the_first_fold(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(page, "Hoàng Văn Thành")
    page.goto("/")
    page.get_by_role("link", name="Hôm nay").click()
    expect(page.get_by_role("heading", name="Chờ quyết định hôm nay")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Cơ quan còn nợ")).to_be_in_viewport()
    assert violations(page) == []
    screenshot("today")
    page.get_by_role("row", name=re.compile("Sở Công Thương")).get_by_role("link", name="2").first.click()
    expect(page.get_by_role("row", name=re.compile("kho dữ liệu số"))).to_have_count(2)
