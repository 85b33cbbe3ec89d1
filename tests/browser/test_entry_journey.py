"""A block from a spreadsheet: pasted, one cell doubtful, mended, sent, confirmed, read among the figures."""

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
from tinhso.indicators.models import EntryDraft, Observation
from tinhso.steering.tests import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRID = "/entry/?period=2026-10&indicator=to-cnscd&indicator=cs-00"
TEAMS, SHARES = "input[name$='to-cnscd:value']", "input[name$='cs-00:value']"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    scene.make(targets=2, tasks=1, communes=65)
    yield


def _paste(page: Page, text: str) -> None:
    """What a browser does with Ctrl+V in the cell that has the focus."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_a_block_travels_from_a_spreadsheet_to_the_figures(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    sign_in(page, "Nông Thị Hạnh")
    page.goto(GRID)
    lines = [f"{1000 + n}\t{n + 20},5" for n in range(65)]
    lines[2] = "1.680\t1.680"
    page.locator(TEAMS).first.focus()
    _paste(page, "\r\n".join(lines) + "\r\n")
    expect(page.locator("[data-entry-saved]")).to_be_visible()
    bad = page.locator(SHARES).nth(2)
    expect(bad).to_have_attribute("aria-invalid", "true")
    expect(page.locator(TEAMS).nth(2)).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("đã đủ các ô")).to_be_visible()
    assert EntryDraft.objects.count() == 130
    assert violations(page) == []
    screenshot("pasted")

    page.locator(TEAMS).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(TEAMS).nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(TEAMS).nth(2)).to_be_focused()
    page.reload()
    expect(page.locator(SHARES).nth(2)).to_have_value("1.680")
    expect(page.locator(SHARES).nth(2)).to_have_attribute("aria-invalid", "true")
    page.locator(SHARES).nth(2).fill("16,8")
    expect(page.locator(SHARES).nth(2)).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Đã gửi 130 số liệu.")).to_be_visible()
    assert Observation.objects.filter(period="2026-10", state="submitted").count() == 130

    page.goto("/entry/waiting/")
    assert violations(page) == []
    screenshot("waiting")
    page.get_by_role("button", name="Xác nhận các số đã chọn").click()
    expect(page.get_by_text(re.compile("đã xác nhận 130 số liệu", re.IGNORECASE))).to_be_visible()
    page.goto("/figures/?indicator=to-cnscd&place=06002&period=2026-10")
    expect(page.locator("main").get_by_text("1.680").first).to_be_visible()


def test_without_scripts_the_grid_is_a_plain_form(
    browser: Any, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    sign_in(page, "Vi Văn Lực")
    page.goto(GRID)
    page.get_by_role("textbox", name=re.compile("Tổ công nghệ số cộng đồng")).fill("abc")
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_role("alert")).to_contain_text("không phải là số")
    page.get_by_role("textbox", name=re.compile("Tổ công nghệ số cộng đồng")).fill("1.680")
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Đã gửi 1 số liệu.")).to_be_visible()
    context.close()


def test_a_cell_comes_back_with_a_reason_and_is_corrected(
    page: Page, browser: Any, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    mine = page.get_by_role("textbox", name=re.compile("Tổ công nghệ số cộng đồng"))
    cell = page.locator("td", has=mine)
    context = browser.new_context(base_url=live_server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    office = context.new_page()
    sign_in(office, "Nông Thị Hạnh")
    sign_in(page, "Vi Văn Lực")
    page.goto(GRID)
    mine.fill("1680")
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Đã gửi 1 số liệu.")).to_be_visible()

    office.goto("/entry/waiting/")
    office.get_by_label("lý do trả lại").fill("Thiếu các tổ lập sau ngày 01/7")
    office.get_by_role("button", name="Trả lại các số đã chọn").click()
    expect(office.get_by_text(re.compile("đã trả lại 1 số liệu", re.IGNORECASE))).to_be_visible()

    page.goto(GRID)
    expect(cell).to_contain_text("bị trả lại: Thiếu các tổ lập sau ngày 01/7")
    expect(mine).to_have_value("1680")
    assert violations(page) == []
    screenshot("returned")
    mine.fill("1702")
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Đã gửi 1 số liệu.")).to_be_visible()
    expect(cell).to_contain_text("đã gửi")

    office.goto("/entry/waiting/")
    expect(office.locator("main")).to_contain_text("1.702")
    office.get_by_role("button", name="Xác nhận các số đã chọn").click()
    expect(office.get_by_text(re.compile("đã xác nhận 1 số liệu", re.IGNORECASE))).to_be_visible()
    context.close()
    page.reload()
    expect(cell).to_contain_text("đã xác nhận")
    told = Observation.objects.filter(period="2026-10").order_by("recorded_at")
    assert [row.state for row in told] == ["submitted", "returned", "submitted", "confirmed"]
    assert told[1].reason == "Thiếu các tổ lập sau ngày 01/7"
