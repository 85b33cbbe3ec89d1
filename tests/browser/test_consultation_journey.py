"""A draft plan sent as DOCX, five agencies, every answer, the synthesis table opened again, the document.

The targets are those of the draft that was discussed in Bắc Kạn on 07/03/2023.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.browser import consulting
from tests.browser.signing import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.system]
OFFICE: Final = "Trần Thị Ví Dụ"


def live(page: Page, folder: Path) -> None:
    """The whole of it."""
    sign_in(page, OFFICE)
    draft = consulting.laid_down(page, consulting.docx_of(folder, *consulting.SEED))
    consulting.asked(page, draft)
    consulting.five_answer(page, draft)
    sign_in(page, OFFICE)
    page.goto(draft)
    assert not violations(page)
    expect(page.get_by_text("5/5 nơi được hỏi đã trả lời").first).to_be_visible()
    consulting.answered(page, draft)
    rows = consulting.table(page, draft)
    assert len(rows) == 6
    said = {row[2]: (row[3], row[4]) for row in rows[1:]}
    assert "Đề nghị nêu danh sách dịch vụ." in said["Sở Công Thương"][0]
    assert said["Sở Công Thương"][1].startswith("Tiếp thu.")
    assert sum("Giải trình. Đã có trong kế hoạch vốn" in row[4] for row in rows) == 3
    assert "không có ý kiến" in rows[-1][3]
    page.goto(f"{draft}versions")
    changed = [line.replace("50% số", "60% số") for line in consulting.SEED[2:]]
    page.get_by_label("Hoặc dán toàn văn").fill("\n".join(changed))
    page.get_by_role("button", name="Thêm bản").click()
    page.get_by_role("link", name="So với bản 1").click()
    expect(page.locator("ins")).to_have_text(["60"])
    page.goto(f"{draft}finish")
    page.get_by_label("Ký hiệu").fill("KH-SKHCN")
    page.get_by_label("Người ký").fill("Lãnh đạo Sở (minh hoạ)")
    page.get_by_role("button", name="Ban hành và vào sổ").click()
    expect(page.get_by_text("Đã ban hành Kế hoạch").first).to_be_visible()
    expect(page.locator(".clause__taken")).to_contain_text("#1")
    page.get_by_role("link", name=re.compile("KH-SKHCN")).first.click()
    expect(page.get_by_text("tong-hop-y-kien.docx")).to_be_visible()


def test_a_draft_plan_from_the_file_to_the_document(desk: Page, tmp_path: Path) -> None:
    live(desk, tmp_path)
