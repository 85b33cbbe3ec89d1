"""A report is pasted, its figures decided on by the keyboard, and each leads back to its sentence."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import violations
from tests.browser.signing import at_desk, sign_in
from tests.conftest import ARTEFACTS
from tests.system.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.system]
OFFICE: Final = "Trần Thị Ví Dụ"
TEXT: Final = """BÁO CÁO
Kết quả chuyển đổi số đợt thử

Theo Kế hoạch số 951/KH-UBND ngày 14/12/2025 của UBND tỉnh Lạng Sơn, tính đến ngày 31/10/2026, toàn tỉnh đã \
thành lập 1.701 tổ công nghệ số cộng đồng. Có 1.761/1.966 thủ tục hành chính được cung cấp dịch vụ công trực \
tuyến, đạt 89,5%.
Trong quý III năm 2026, tỉnh tổ chức 14 lớp tập huấn cho cán bộ cơ sở.
"""


PLAN: Final = """ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN
Số: 953/KH-UBND
KẾ HOẠCH
Chuyển đổi số năm 2027
I. MỤC TIÊU
- Phấn đấu 90% hồ sơ công việc cấp xã được xử lý trên môi trường mạng.
II. NHIỆM VỤ
1. Giao Công an tỉnh chủ trì, phối hợp với UBND các xã cấp định danh điện tử, xong trước ngày 30/6/2027.
"""


def _read(page: Page, text: str) -> str:
    """Paste it; the address of its reading."""
    page.goto("/readings/new/")
    page.get_by_label("Nội dung văn bản").fill(text)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url(re.compile(r"/readings/[0-9a-f-]{36}/"))
    page.wait_for_load_state("networkidle")
    return page.url.split("#")[0].split("?")[0]


def _press(page: Page, key: str, now: str) -> None:
    """A key of the page, and what the sheet then shows big."""
    page.keyboard.press(key)
    expect(page.locator("#sheet .figure__value")).to_contain_text(now)


def test_figures_are_decided_on_by_keys_and_lead_to_their_sentence(desk: Page) -> None:
    sign_in(desk, OFFICE)
    address = _read(desk, TEXT)
    sheet = desk.locator("#sheet")
    expect(sheet.locator(".figure__value")).to_contain_text("1.701")
    assert violations(desk) == []
    _press(desk, "n", "1.761/1.966")
    expect(sheet.locator(".band--warning")).to_contain_text("89,6%")
    _press(desk, "p", "1.701")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    desk.keyboard.press("Escape")

    _press(desk, "a", "1.761/1.966")
    expect(desk.locator(".found--accepted")).to_contain_text("1.701")
    _press(desk, "u", "1.701")
    expect(desk.locator(".found--accepted")).to_have_count(0)
    _press(desk, "a", "1.761/1.966")
    _press(desk, "r", "14")
    expect(desk.locator(".found--rejected")).to_contain_text("1.761/1.966")

    desk.keyboard.press("c")
    expect(desk.get_by_label("Nội dung")).to_be_visible()
    desk.get_by_label("Hoặc lập chỉ số mới mang tên").fill("Lớp tập huấn cho cán bộ cơ sở")
    desk.get_by_role("button", name="Lưu và nhận").click()
    expect(desk.locator(".found--accepted")).to_have_count(2)
    expect(desk.locator(".review__bar")).to_contain_text("Đã xử lý xong")

    desk.locator(".found--accepted").first.click()
    expect(sheet.locator(".figure__value")).to_contain_text("1.701")
    desk.get_by_role("link", name="Mở số liệu đã ghi").click()
    expect(desk.locator("blockquote")).to_contain_text(
        "toàn tỉnh đã thành lập 1.701 tổ công nghệ số cộng đồng"
    )
    desk.get_by_role("link", name="Mở câu này trong văn bản").click()
    expect(desk).to_have_url(re.compile(re.escape(address) + r".*#f\d+$"))
    expect(desk.locator(".found.is-current")).to_contain_text("1.701")
    desk.screenshot(path=ARTEFACTS / "reading.png", full_page=True)


def test_contradictions_mark_both_figures_and_details_are_corrected(desk: Page) -> None:
    sign_in(desk, OFFICE)
    _read(desk, f"{TEXT}\nToàn tỉnh có 137/139 sản phẩm OCOP lên sàn; 100% sản phẩm OCOP lên sàn.")
    dispute = desk.locator(".disputes a").last
    dispute.click()
    expect(desk.locator(".found.is-named").first).to_be_visible()
    desk.get_by_role("link", name="Sửa thông tin").click()
    assert violations(desk) == []
    desk.get_by_label("Tên văn bản").fill("Báo cáo đợt thử hai")
    desk.get_by_label("Ngày văn bản").fill("05/11/2026")
    desk.get_by_role("button", name="Lưu").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Báo cáo đợt thử hai")
    desk.get_by_role("button", name=re.compile("^Vào sổ.*951.KH-UBND")).click()
    expect(desk.get_by_text(re.compile("Đã vào sổ"))).to_be_visible()
    desk.get_by_label("Nhận mọi số liệu khớp từ").fill("90")
    desk.get_by_role("button", name="Nhận hàng loạt").click()
    expect(desk.locator(".band").filter(has_text="Đã nhận")).to_be_visible()
    expect(desk.locator(".found--accepted").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1366])
def test_what_a_plan_lays_down_becomes_a_draft(browser: Browser, product: Product, width: int) -> None:
    page = at_desk(browser, product.port, OFFICE, width=width)
    number = f"{953 + width}/KH-UBND"
    try:
        _read(page, PLAN.replace("953/KH-UBND", number))
        page.get_by_role("link", name="Mục tiêu, nhiệm vụ").click()
        expect(page.get_by_text("90% hồ sơ công việc cấp xã")).to_be_visible()
        expect(page.get_by_text("30/06/2027")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Lập dự thảo kế hoạch").click()
        expect(page.get_by_text("Đã đề nghị lập dự thảo kế hoạch")).to_be_visible()
        drafted = page.locator(".band a[href^='/plans/']")
        for _look in range(50):
            if drafted.count():
                break
            page.wait_for_timeout(200)
            page.reload()
        drafted.first.click()
        expect(page.get_by_text("Dự thảo", exact=True).first).to_be_visible()
    finally:
        page.context.close()


def test_a_name_of_an_agency_is_taught_and_its_figures_are_its_own(
    browser: Browser, product: Product
) -> None:
    page = at_desk(browser, product.port, OFFICE, width=360)
    state = page.context.storage_state()
    page.context.close()
    context = browser.new_context(
        java_script_enabled=False, storage_state=state, base_url=f"http://127.0.0.1:{product.port}"
    )
    plain = context.new_page()
    names = plain.locator("#agency-names")
    try:
        _read(plain, PLAN.replace("Công an tỉnh", "Sở Thử nghiệm").replace("953", "4953"))
        plain.get_by_role("link", name="Mục tiêu, nhiệm vụ").click()
        names.get_by_label("Tên trong văn bản").select_option(index=0)
        names.get_by_label("Là cơ quan").select_option(label="Sở Y tế")
        names.get_by_role("button", name="Ghi nhớ").click()
        expect(plain.get_by_text("Đã ghi nhớ")).to_be_visible()
        expect(names.get_by_role("listitem")).to_contain_text("Sở Y tế")
        names.get_by_role("button", name="Quên").click()
        expect(plain.get_by_text("Đã quên nghĩa")).to_be_visible()
        _read(plain, "BÁO CÁO\nSở Y tế tiếp nhận 1.204 hồ sơ thủ tục hành chính trong quý III năm 2026.")
        expect(plain.locator("#sheet")).to_contain_text("Sở Y tế (tên cơ quan trong câu)")
    finally:
        context.close()


def test_an_officer_sends_from_a_phone(browser: Browser, product: Product) -> None:
    page = at_desk(browser, product.port, "Vi Thị Làm Mẫu", width=360)
    try:
        _read(page, TEXT.replace("1.701", "1.702"))
        sheet = page.locator("#sheet")
        page.locator(".found--proposed").first.click()
        expect(sheet.get_by_role("button", name="Nhận", exact=True)).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations(page) == []
        sheet.get_by_role("button", name="Nhận", exact=True).click()
        expect(page.locator(".found--accepted")).to_contain_text("1.702")
    finally:
        page.context.close()


def test_it_works_without_scripts(browser: Browser, product: Product) -> None:
    page = at_desk(browser, product.port, OFFICE)
    state = page.context.storage_state()
    page.context.close()
    context = browser.new_context(
        java_script_enabled=False, storage_state=state, base_url=f"http://127.0.0.1:{product.port}"
    )
    plain = context.new_page()
    try:
        _read(plain, TEXT.replace("1.701", "1.703"))
        plain.locator("#sheet").get_by_role("button", name="Nhận", exact=True).click()
        expect(plain.locator(".found--accepted")).to_contain_text("1.703")
        plain.locator("#sheet").get_by_role("button", name="Hoàn tác").click()
        expect(plain.locator(".found--accepted")).to_have_count(0)
    finally:
        context.close()
