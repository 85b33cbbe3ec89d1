"""Watch an indicator from its page in two clicks, confirm a figure below the threshold, read the alert."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tests.system.product import Product, is_alive, start_prepared
from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind

pytestmark = [pytest.mark.browser, pytest.mark.system]
INDICATOR: Final = "minh-hoa-ky-nang-so"
COMMUNE: Final = "06325"
OFFICE: Final = "Trần Thị Ví Dụ"
LONG: Final = 60_000
"""Patience in milliseconds on a busy machine."""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A demo of its own, on data that was prepared once."""
    running = start_prepared(tmp_path_factory, "watch")
    yield running
    if is_alive(running.process.pid):
        running.end(signal.SIGTERM)
        running.process.wait(30)


@pytest.fixture
def desk(browser: Browser, product: Product) -> Iterator[Page]:
    """The standing office at its desk."""
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", base_url=f"http://127.0.0.1:{product.port}"
    )
    context.set_default_timeout(LONG)
    page = context.new_page()
    sign_in(page, OFFICE)
    yield page
    context.close()


def _confirm(page: Page, value: str) -> None:
    """A figure of the running month, entered and confirmed."""
    month = Period.of(PeriodKind.MONTH, clock.today())
    page.goto(f"/entry/?period={month.code}&indicator={INDICATOR}")
    page.locator(f"input[name='c:{COMMUNE}:{INDICATOR}:value']").fill(value)
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Đã gửi 1 số liệu.")).to_be_visible(timeout=LONG)
    page.goto(f"/entry/waiting/?indicator={INDICATOR}")
    page.get_by_role("button", name="Xác nhận các số đã chọn").click()
    expect(page.get_by_text(re.compile("đã xác nhận 1 số liệu", re.IGNORECASE))).to_be_visible(timeout=LONG)


def _told(page: Page, address: str, words: str) -> None:
    """Open the page anew until it says so."""
    for _try in range(60):
        page.goto(address)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    expect(page.get_by_text(words).first).to_be_visible()


def test_watch_confirm_and_be_told(desk: Page) -> None:
    desk.goto(f"/indicators/{INDICATOR}/")
    desk.get_by_role("link", name="Theo dõi", exact=True).click()
    assert violations(desk) == []
    form = desk.locator("main form")
    form.get_by_label(re.compile("^Ngưỡng")).fill("20")
    form.get_by_role("button", name="Theo dõi").click()
    expect(desk.get_by_text("Đã thêm vào danh mục theo dõi")).to_be_visible()
    expect(desk.get_by_text("Chưa có cảnh báo nào.")).to_be_visible()
    assert violations(desk) == []
    address = desk.url

    _confirm(desk, "5")
    _told(desk, "/my-work/", "1 cảnh báo mới")
    desk.goto("/explore/watches/")
    assert violations(desk) == []
    alert = desk.locator(".alerts li").first
    expect(alert).to_contain_text(re.compile(r"Bắc Sơn: 5(,0)? %"))
    alert.get_by_role("link").click()
    expect(desk.locator("main")).to_contain_text("Bắc Sơn")

    desk.goto("/explore/watches/")
    desk.get_by_role("button", name="Đã xem tất cả").click()
    expect(desk.get_by_role("heading", name=re.compile("Cảnh báo mới"))).to_have_count(0)
    desk.goto(address)
    desk.get_by_role("button", name="Bỏ theo dõi").click()
    desk.get_by_role("button", name="Hoàn tác").click()
    expect(desk.locator(".watches li")).to_have_count(1)
