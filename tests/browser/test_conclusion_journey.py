"""From minutes to conclusions, to the notice as a DOCX, to tasks, to the next agenda; and a secret paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from docx import Document as WordFile
from playwright.sync_api import Browser, expect

from tests.accessibility import violations
from tests.browser.signing import at_desk
from tests.system.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.system]
OFFICE: Final = "Trần Thị Ví Dụ"
CHAIR: Final = "Bế Văn Cấp Trên"
MEMBER: Final = "Nguyễn Văn Mẫu"
HELD: Final = "/conclusions/meetings/bcd-cds-lang-son-2026-p1/"
COMING: Final = "/meetings/bcd-cds-lang-son-2026-p2/"


def test_from_minutes_to_tasks_and_the_next_agenda(
    browser: Browser, product: Product, tmp_path: Path
) -> None:
    office = at_desk(browser, product.port, OFFICE)
    office.goto(HELD)
    assert violations(office) == []
    words = "Sở Công Thương rà soát phần mềm chuyên ngành trong quý I/2027, báo cáo Ban Chỉ đạo."
    office.get_by_label("Người phát biểu").fill("Bế Văn Cấp Trên")
    office.get_by_label("Ý kiến", exact=True).fill("chữ đang gõ")
    office.reload()
    expect(office.get_by_label("Ý kiến", exact=True)).to_have_value("chữ đang gõ")
    office.get_by_label("Ý kiến", exact=True).fill(words)
    office.get_by_label("Ý kiến", exact=True).press("Control+Enter")
    expect(office.get_by_text(words).first).to_be_visible()

    office.get_by_role("checkbox", name=re.compile("rà soát phần mềm chuyên ngành")).check()
    office.get_by_role("button", name="Dự thảo kết luận từ ghi chép đã chọn").click()
    draft = office.get_by_role("link", name=re.compile(r"^5\. Sở Công Thương rà soát"))
    expect(draft).to_be_visible()

    chair = at_desk(browser, product.port, CHAIR, width=360)
    chair.goto("/my-work/")
    chair.get_by_role("link", name=re.compile("^Thống nhất kết luận")).first.click()
    assert violations(chair) == []
    assert chair.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    chair.get_by_role("button", name=re.compile(r"^Thống nhất \d+ dự thảo")).click()
    expect(chair.get_by_text("Đã thống nhất").first).to_be_visible()

    office.goto(HELD)
    office.get_by_role("button", name="Thành thông báo kết luận").click()
    notice = office.get_by_role("link", name=re.compile(r"Thông báo \d+.TB"))
    expect(notice.first).to_be_visible()
    office.get_by_role("button", name=re.compile(r"^Giao \d+ nhiệm vụ")).click()
    expect(
        office.get_by_text(re.compile("Kết luận 4 .* chưa có cơ quan chủ trì và thời hạn")).first
    ).to_be_visible()

    office.goto(HELD)
    office.get_by_role("link", name=re.compile(r"^5\. Sở Công Thương rà soát")).click()
    office.locator("dl.facts").get_by_role("link", name=re.compile("-05$")).click()
    expect(office.get_by_role("heading", name="Từ kết luận phiên họp")).to_be_visible()
    expect(office.get_by_role("link", name="Phiên họp lần thứ nhất năm 2026").first).to_be_visible()
    assert violations(office) == []

    office.locator("section.card", has_text="Từ kết luận phiên họp").get_by_role(
        "link", name=re.compile(r"Thông báo \d+.TB")
    ).click()
    with office.expect_download() as coming:
        office.get_by_role("link", name=re.compile(r"thong-bao-ket-luan-\d+\.docx")).click()
    kept = tmp_path / "thong-bao.docx"
    coming.value.save_as(kept)
    told = "\n".join(paragraph.text for paragraph in WordFile(str(kept)).paragraphs)
    assert "rà soát phần mềm chuyên ngành" in told and "(31/03/2027)" in told
    assert "danh mục cơ sở dữ liệu dùng chung" in told

    office.goto(COMING)
    expect(
        office.get_by_text("Việc thực hiện kết luận phiên họp lần thứ nhất năm 2026").first
    ).to_be_visible()
    for page in (office, chair):
        page.context.close()


def test_a_secret_paper_is_changed_with_its_receipt(browser: Browser, product: Product) -> None:
    member = at_desk(browser, product.port, MEMBER, width=360)
    member.goto("/conclusions/ballots/")
    member.get_by_role("link", name=re.compile("^Giới thiệu tập thể")).first.click()
    assert violations(member) == []
    assert member.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    member.get_by_role("radio", name="Không đồng ý").check()
    member.get_by_role("button", name="Gửi phiếu").click()
    receipt = member.locator(".receipt__code").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", receipt)
    member.get_by_role("radio", name="Đồng ý", exact=True).check()
    member.get_by_label(re.compile("^Mã biên nhận")).fill("SAI")
    member.get_by_role("button", name="Gửi phiếu thay thế").click()
    expect(member.locator(".field__error").first).to_contain_text("mã biên nhận")
    member.get_by_label(re.compile("^Mã biên nhận")).fill(receipt.lower())
    member.get_by_role("button", name="Gửi phiếu thay thế").click()
    expect(member.get_by_text("Đã đổi phiếu.")).to_be_visible()
    member.context.close()
