"""From a figure typed in a department to the leaders' screen: sent, returned, corrected, confirmed, seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tinhso.steering.tests import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICER, OFFICE = "Vi Văn Lực", "Nông Thị Hạnh"
TARGET = "/targets/kh246-03"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    scene.make(targets=5, tasks=4, communes=4)
    yield


def _press(page: Page, name: str) -> None:
    """Reach a button or link by Tab alone and press Enter."""
    for _step in range(120):
        page.keyboard.press("Tab")
        words = page.evaluate(
            "(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()"
        )
        if name in words:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    pytest.fail(f"Tab never reached “{name}” on {page.url}")


def _type_into(page: Page, field: str, text: str) -> None:
    """Reach a field by Tab alone and type over what it holds."""
    for _step in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || ''") == field:
            page.keyboard.press("Control+a")
            page.keyboard.type(text)
            return
    pytest.fail(f"Tab never reached the field {field} on {page.url}")


def test_a_figure_travels_from_a_department_to_the_leaders(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    page.goto("/?plan=246-kh-ubnd")
    before = page.locator("h1").inner_text()
    assert "2/5 chỉ tiêu đạt" in before

    sign_in(page, OFFICER)
    page.goto(TARGET)
    page.get_by_role("link", name="Báo cáo số liệu").click()
    page.get_by_label("Số đạt được (%)").fill("1.680")
    page.get_by_label("Kết quả thực hiện").fill("Đã tập huấn 12 lớp cho cán bộ cấp xã.")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.get_by_label("Kết quả thực hiện").input_value().startswith("Đã tập huấn")
    assert violations(page) == []
    screenshot("refused")
    page.get_by_label("Số đạt được (%)").fill("81")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("status").filter(has_text="Đã gửi báo cáo")).to_be_visible()

    sign_in(page, OFFICE)
    page.goto("/my-work/")
    page.get_by_role("link", name=re.compile("^Xác nhận")).first.click()
    assert violations(page) == []
    screenshot("deciding")
    page.get_by_role("button", name="Số liệu không khớp tài liệu kèm theo").click()
    expect(page.get_by_role("status").filter(has_text="Đã trả lại")).to_be_visible()

    sign_in(page, OFFICER)
    page.goto("/my-work/")
    page.get_by_role("link", name=re.compile("^Sửa, gửi lại")).first.click()
    expect(page.get_by_text("Số liệu không khớp tài liệu kèm theo").first).to_be_visible()
    page.get_by_label("Số đạt được (%)").fill("82,5")
    page.get_by_role("button", name="Gửi lại").click()

    sign_in(page, OFFICE)
    page.goto("/my-work/")
    page.get_by_role("link", name=re.compile("^Xác nhận")).first.click()
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Đã xác nhận")).to_be_visible()

    page.goto("/?plan=246-kh-ubnd")
    assert "3/5 chỉ tiêu đạt" in page.locator("h1").inner_text()
    expect(page.locator("#l-week ~ ul, .leaders__week ul").first).to_contain_text("82,5")
    assert violations(page) == []
    screenshot("leaders")


def test_the_same_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    page.goto("/sign-in/")
    page.evaluate("document.activeElement.blur()")
    _press(page, OFFICER)
    page.wait_for_url(re.compile("^(?!.*sign-in).*$"))
    page.goto(f"{TARGET}/report")
    _type_into(page, "value", "81")
    _type_into(page, "done", "Đã tập huấn")
    _press(page, "Gửi báo cáo")
    expect(page.get_by_role("status").filter(has_text="Đã gửi báo cáo")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/sign-in/")
    _press(page, OFFICE)
    page.wait_for_url(re.compile("^(?!.*sign-in).*$"))
    page.goto("/my-work/")
    _press(page, "Xác nhận")
    page.wait_for_url(re.compile("/reports/"))
    _press(page, "Xác nhận")
    expect(page.get_by_role("status").filter(has_text="Đã xác nhận")).to_be_visible()
    page.goto("/?plan=246-kh-ubnd")
    assert "3/5 chỉ tiêu đạt" in page.locator("h1").inner_text()


@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_every_page_is_accessible_and_fits(page: Page, live_server: LiveServer, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    sign_in(page, OFFICE)
    for address in (
        "/", "/?wall=1", "/plans/", "/plans/246-kh-ubnd", "/plans/246-kh-ubnd?part=tasks", "/plans/49-nq-tu",
        "/targets/", TARGET, f"{TARGET}/edit", "/tasks/", "/tasks/kh246-nv01", "/tasks/kh246-nv01/report",
        "/my-work/", "/monthly/", "/monthly/?print=1", "/search?q=so", "/plans/246-kh-ubnd/arrange",
    ):  # fmt: skip
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.evaluate("document.querySelectorAll('details.disclosure').forEach(one => { one.open = true })")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_first_fold_of_the_leaders_screen_needs_no_scrolling(page: Page, live_server: LiveServer) -> None:
    sign_in(page, "Hoàng Văn Thành")
    page.goto("/")
    page.evaluate("document.fonts.ready")
    bottoms = page.evaluate(
        "[...document.querySelectorAll('.leaders > .card')].map(c => c.getBoundingClientRect().bottom)"
    )
    assert len(bottoms) == 6 and max(bottoms) <= 768
