"""A company declares, the line is steered, a driver follows the place, and anybody sees the board."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.browser.signing import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.system]
TRADER: Final = "Mạc Văn Xuất Nhập"
OFFICE: Final = "Trần Thị Ví Dụ"


def _declare(page: Page, plate: str) -> str:
    """Take a place for that vehicle; its code."""
    page.goto("/gates/company/")
    page.get_by_role("link", name="Khai báo chuyến mới").click()
    page.get_by_label("Cửa khẩu", exact=True).select_option("TT")
    page.get_by_label("Xe đầu kéo").select_option(plate)
    page.get_by_label("Mã HS").fill("08106000")
    page.get_by_label("Tên hàng").fill("Sầu riêng")
    page.get_by_label("Khối lượng tịnh (kg)").fill("18.500")
    page.get_by_label("Họ và tên").fill("Hoàng Văn Tài Xế")
    page.get_by_label("Số CCCD, hộ chiếu hoặc giấy thông hành").fill("020099001234")
    assert violations(page) == []
    page.get_by_role("button", name="Gửi tờ khai, nhận lượt").click()
    page.wait_for_url(re.compile(r"/gates/places/TTX-\d{6}/"))
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def test_from_a_declaration_to_the_barrier(desk: Page) -> None:
    sign_in(desk, TRADER)
    first, second = _declare(desk, "12C-000.01"), _declare(desk, "12C-000.02")
    expect(desk.get_by_role("heading", name=f"Lượt {second}")).to_be_visible()
    assert violations(desk) == []
    desk.goto("/gates/company/")
    row = desk.locator(".turn").filter(has_text=second)
    row.get_by_role("combobox").select_option("6")
    row.get_by_role("button", name="Lùi").click()
    expect(desk.get_by_text(f"Đã lùi giờ lượt {second}.")).to_be_visible()

    sign_in(desk, OFFICE)
    desk.goto("/gates/TT/export/line/")
    expect(desk.get_by_text(first)).to_be_visible()
    waiting = desk.get_by_role("listitem").filter(has_text=second)
    waiting.get_by_text("Xử lý").click()
    waiting.get_by_label("Lý do").fill("kiểm tra niêm phong")
    waiting.get_by_role("button", name="Tạm giữ").click()
    expect(desk.get_by_text(f"Đã ghi nhận lượt {second}.")).to_be_visible()
    expect(desk.get_by_role("listitem").filter(has_text=second)).to_contain_text("đang tạm giữ")
    assert violations(desk) == []

    desk.goto("/gates/?run=live")
    expect(desk.get_by_role("heading", name="Cửa khẩu Tân Thanh")).to_be_visible()
    assert "Tài Xế" not in desk.content() and "12C" not in desk.content()
    desk.get_by_label("Tra cứu lượt").fill(second.lower())
    desk.get_by_role("button", name="Xem", exact=True).click()
    expect(desk.get_by_text("Lượt đang bị tạm giữ, không mất chỗ.")).to_be_visible()
