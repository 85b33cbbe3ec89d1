"""Plan a meeting, fill its agenda, invite, answer, take attendance, open and follow the item that is on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import violations
from tests.browser import convening
from tests.browser.signing import at_desk
from tests.system.product import Product
from tinhso.base import clock

pytestmark = [pytest.mark.browser, pytest.mark.system]
OFFICE: Final = "Trần Thị Ví Dụ"
MEMBER: Final = "Nguyễn Văn Mẫu"


def _checks_in(office: Page, member: Page, at: str) -> None:
    """The code of the room, opened on a phone: one button, then who was noted."""
    office.goto(f"{at}code")
    code = office.get_by_role("link", name="Không quét được? Mở địa chỉ này").get_attribute("href") or ""
    member.goto(code)
    assert violations(member) == []
    assert member.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    member.get_by_role("button", name="Điểm danh").click()
    expect(member.get_by_text(re.compile(f"{MEMBER}: có mặt", re.IGNORECASE)).first).to_be_visible()


def test_plan_invite_answer_attend_and_follow_the_agenda(browser: Browser, product: Product) -> None:
    office = at_desk(browser, product.port, OFFICE)
    office.goto("/meetings/")
    expect(office.get_by_role("link", name="Lập phiên họp").first).to_be_visible()
    office.goto("/meetings/new")
    assert violations(office) == []
    at = convening.plan(office, "Phiên họp hành trình", clock.today() + timedelta(days=60))
    convening.fill_agenda(office, at, "Báo cáo tiến độ", "Thảo luận giải pháp")
    expect(office.locator(".agenda__item")).to_have_count(2)
    office.get_by_role("link", name=re.compile("Thảo luận giải pháp")).click()
    expect(office.get_by_role("region", name="Tài liệu phục vụ họp")).to_be_visible()
    convening.invite(office, at)
    assert violations(office) == []

    member = at_desk(browser, product.port, MEMBER, width=360)
    member.goto("/my-work/")
    member.get_by_role("link", name=re.compile("^Trả lời giấy mời: Phiên họp hành trình")).first.click()
    assert violations(member) == []
    assert member.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    member.locator("#answer").get_by_role("button", name="Dự họp").click()
    expect(member.locator("#answer").get_by_text("Dự họp", exact=True).first).to_be_visible()

    office.goto(at)
    office.get_by_role("button", name="Khai mạc").click()
    expect(office.get_by_role("heading", name="Chưa đủ thành viên để khai mạc")).to_be_visible()
    _checks_in(office, member, at)
    convening.attend(office, at, 4)
    office.goto(at)
    office.get_by_role("button", name="Khai mạc").click()
    expect(office.get_by_role("button", name="Bế mạc")).to_be_visible()
    expect(member.locator(".agenda__item--on")).to_contain_text("Báo cáo tiến độ")

    office.get_by_role("link", name=re.compile("Thảo luận giải pháp")).click()
    office.get_by_role("button", name="Chuyển sang nội dung này").click()
    expect(member.locator(".agenda__item--on")).to_contain_text("Thảo luận giải pháp")
    office.get_by_role("button", name="Bế mạc").click()
    expect(office.locator("#meeting-line")).to_contain_text("Đã kết thúc")
    for page in (office, member):
        page.context.close()
