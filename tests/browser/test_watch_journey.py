"""Watch an indicator from its page in two clicks, confirm a figure below the threshold, read the alert."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind

pytestmark = [pytest.mark.browser, pytest.mark.system]
INDICATOR: Final = "minh-hoa-ky-nang-so"
COMMUNE: Final = "06325"
OFFICE: Final = "Trần Thị Ví Dụ"


@pytest.fixture
def office(desk: Page) -> Page:
    """The standing office at its desk."""
    sign_in(desk, OFFICE)
    return desk


def _confirm(page: Page, value: str) -> None:
    """A figure of the running month, entered and confirmed."""
    month = Period.of(PeriodKind.MONTH, clock.today())
    page.goto(f"/entry/?period={month.code}&indicator={INDICATOR}")
    page.locator(f"input[name='c:{COMMUNE}:{INDICATOR}:value']").fill(value)
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Đã gửi 1 số liệu.")).to_be_visible()
    page.goto(f"/entry/waiting/?indicator={INDICATOR}")
    page.get_by_role("button", name="Xác nhận các số đã chọn").click()
    expect(page.get_by_text(re.compile("đã xác nhận 1 số liệu", re.IGNORECASE))).to_be_visible()


def _told(page: Page, address: str, words: str) -> None:
    """Open the page anew until it says so."""
    for _try in range(60):
        page.goto(address)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    expect(page.get_by_text(words).first).to_be_visible()


def test_watch_confirm_and_be_told(office: Page) -> None:
    office.goto(f"/indicators/{INDICATOR}/")
    office.get_by_role("link", name="Theo dõi", exact=True).click()
    assert violations(office) == []
    form = office.locator("main form")
    form.get_by_label(re.compile("^Ngưỡng")).fill("20")
    form.get_by_role("button", name="Theo dõi").click()
    expect(office.get_by_text("Đã thêm vào danh mục theo dõi")).to_be_visible()
    expect(office.get_by_text("Chưa có cảnh báo nào.")).to_be_visible()
    assert violations(office) == []
    address = office.url

    _confirm(office, "5")
    _told(office, "/my-work/", "1 cảnh báo mới")
    office.goto("/explore/watches/")
    assert violations(office) == []
    alert = office.locator(".alerts li").first
    expect(alert).to_contain_text(re.compile(r"Bắc Sơn: 5(,0)? %"))
    alert.get_by_role("link").click()
    expect(office.locator("main")).to_contain_text("Bắc Sơn")

    office.goto("/explore/watches/")
    office.get_by_role("button", name="Đã xem tất cả").click()
    expect(office.get_by_role("heading", name=re.compile("Cảnh báo mới"))).to_have_count(0)
    office.goto(address)
    office.get_by_role("button", name="Bỏ theo dõi").click()
    office.get_by_role("button", name="Hoàn tác").click()
    expect(office.locator(".watches li")).to_have_count(1)
