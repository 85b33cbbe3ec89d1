"""Plan a meeting, fill its agenda, invite, answer, take attendance, open and follow the item that is on."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tests.system.product import Product, is_alive, start_prepared
from tinhso.base import clock

pytestmark = [pytest.mark.browser, pytest.mark.system]
OFFICE: Final = "Trần Thị Ví Dụ"
MEMBER: Final = "Nguyễn Văn Mẫu"
LONG: Final = 60_000
"""Patience in milliseconds on a busy machine."""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A demo of its own, on data that was prepared once."""
    running = start_prepared(tmp_path_factory, "meeting")
    yield running
    if is_alive(running.process.pid):
        running.end(signal.SIGTERM)
        running.process.wait(30)


def _desk(browser: Browser, product: Product, name: str, width: int = 1366) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        base_url=f"http://127.0.0.1:{product.port}",
    )
    context.set_default_timeout(LONG)
    page = context.new_page()
    sign_in(page, name)
    return page


def _plan(page: Page) -> str:
    """A session in sixty days; the answer is its address."""
    page.goto("/meetings/")
    page.get_by_role("link", name="Lập phiên họp").first.click()
    assert violations(page) == []
    form = page.locator("main form.form")
    form.get_by_label("Ban chỉ đạo").select_option("bcd-cds-lang-son")
    form.get_by_label(re.compile("^Tên")).fill("Phiên họp hành trình")
    form.get_by_label(re.compile("^Ngày họp")).fill(f"{clock.today() + timedelta(days=60):%d/%m/%Y}")
    form.get_by_label(re.compile("^Địa điểm chính")).fill("Phòng họp hành trình")
    form.get_by_role("button", name="Lập phiên họp").click()
    page.wait_for_url(re.compile(r"/meetings/bcd-cds-lang-son-"))
    return page.url


def _fill_agenda(page: Page, at: str) -> None:
    for title in ("Báo cáo tiến độ", "Thảo luận giải pháp"):
        page.goto(at)
        page.get_by_role("link", name="Thêm nội dung").click()
        page.get_by_label(re.compile("^Nội dung")).fill(title)
        page.get_by_role("button", name="Lưu nội dung").click()
        page.wait_for_url(re.compile("/items/"))
    page.goto(at)
    expect(page.locator(".agenda__item")).to_have_count(2)


def _invite(page: Page, at: str) -> None:
    page.goto(f"{at}people")
    page.get_by_role("button", name="Mời thành viên của ban").click()
    page.get_by_role("button", name=re.compile(r"^Gửi \d+ giấy mời")).click()
    expect(page.get_by_text("Đã gửi giấy mời.")).to_be_visible(timeout=LONG)
    assert violations(page) == []


def test_plan_invite_answer_attend_and_follow_the_agenda(browser: Browser, product: Product) -> None:
    office = _desk(browser, product, OFFICE)
    at = _plan(office)
    _fill_agenda(office, at)
    _invite(office, at)

    member = _desk(browser, product, MEMBER, width=360)
    member.goto("/my-work/")
    member.get_by_role("link", name=re.compile("^Trả lời giấy mời: Phiên họp hành trình")).first.click()
    assert violations(member) == []
    assert member.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    member.locator("#answer").get_by_role("button", name="Dự họp").click()
    expect(member.locator("#answer").get_by_text("Dự họp", exact=True).first).to_be_visible()

    office.goto(at)
    office.get_by_role("button", name="Khai mạc").click()
    expect(office.get_by_role("heading", name="Chưa đủ thành viên để khai mạc")).to_be_visible(timeout=LONG)
    office.goto(f"{at}people")
    for number in range(4):
        office.get_by_role("button", name=re.compile("^Có mặt")).nth(number).click()
        office.wait_for_load_state("networkidle")
    office.goto(at)
    office.get_by_role("button", name="Khai mạc").click()
    expect(office.get_by_role("button", name="Bế mạc")).to_be_visible(timeout=LONG)
    expect(member.locator(".agenda__item--on")).to_contain_text("Báo cáo tiến độ", timeout=LONG)

    office.get_by_role("link", name=re.compile("Thảo luận giải pháp")).click()
    office.get_by_role("button", name="Chuyển sang nội dung này").click()
    expect(member.locator(".agenda__item--on")).to_contain_text("Thảo luận giải pháp", timeout=LONG)
    office.get_by_role("button", name="Bế mạc").click()
    expect(office.locator("#meeting-line")).to_contain_text("Đã kết thúc", timeout=LONG)
    for page in (office, member):
        page.context.close()
