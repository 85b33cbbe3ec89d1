"""One cycle from the first draft to the issued report: what one step makes is what the next one counts.

Draft, consultation, meeting, conclusion, notice, task, letter to who is late, answer, report, confirmation,
quarterly report. It follows the meeting of 07/03/2023 in Bắc Kạn, held here by the demo's people.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from docx import Document as Word
from playwright.sync_api import Page, expect

from tests.browser import consulting, convening
from tests.browser.signing import sign_in
from tinhso.base import clock

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(900)]
OFFICE, CHAIR, OFFICER = "Trần Thị Ví Dụ", "Bế Văn Cấp Trên", "Phạm Thị Thử Nghiệm"
LEAD: Final = "langson-so-cong-thuong"
SAID: Final = "Các sở, ngành, địa phương bổ sung danh mục nhiệm vụ cụ thể, xây dựng kế hoạch cơ sở dữ liệu."
STARTED: Final = "Đã lập danh mục 12 cơ sở dữ liệu"
TOLD: Final = re.compile(r"Trong (\d+)[^.]*? nhiệm vụ[^.]*?hoàn thành (\d+)[^.]*?còn (\d+)[^.]*?quá hạn")


class Counts(NamedTuple):
    """What the quarterly report says of tasks."""

    total: int
    done: int
    late: int


def _words(page: Page, address: str) -> str:
    """Every word of the DOCX at that address, tables and annexes too."""
    answer = page.request.get(address)
    assert answer.ok, address
    word = Word(io.BytesIO(answer.body()))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def _counted(text: str) -> Counts:
    found = TOLD.search(text)
    assert found, "no tasks are counted"
    return Counts(*(int(number) for number in found.groups()))


def _report(page: Page) -> str:
    """The address of this quarter's report, which is being collected."""
    page.goto("/periodic/")
    row = page.get_by_role("row", name=re.compile("Đang thu thập"))
    address = row.get_by_role("link").first.get_attribute("href") or ""
    page.goto(address)
    return address


def _consulted(page: Page, folder: Path) -> None:
    """The draft sent, five agencies heard, all answered; the table counts what they said."""
    draft = consulting.laid_down(page, consulting.docx_of(folder, *consulting.SEED))
    consulting.asked(page, draft)
    consulting.five_answer(page, draft)
    sign_in(page, OFFICE)
    consulting.answered(page, draft)
    rows = consulting.table(page, draft)
    assert len(rows) == 6 and "không có ý kiến" in rows[-1][3]


def _held(page: Page) -> str:
    """The meeting on the draft, thirty days ago: asked, without quorum refused, opened, closed."""
    at = convening.plan(page, "Phiên họp về dự thảo", clock.today() - timedelta(days=30))
    convening.fill_agenda(page, at, "Kết quả lấy ý kiến dự thảo", "Kết luận")
    convening.invite(page, at, "Ghi lại phiên họp đã họp")
    page.goto(at)
    page.get_by_role("button", name="Khai mạc").click()
    expect(page.get_by_role("heading", name="Chưa đủ thành viên để khai mạc")).to_be_visible()
    convening.attend(page, at, 4)
    page.goto(at)
    page.get_by_role("button", name="Khai mạc").click()
    page.get_by_role("button", name="Bế mạc").click()
    expect(page.locator("#meeting-line")).to_contain_text("Đã kết thúc")
    return f"/conclusions{at}"


def _concluded(page: Page, minutes: str) -> None:
    """Said, drafted from what was said, given a lead and a term that is over."""
    page.goto(minutes)
    page.get_by_label("Người phát biểu").fill(CHAIR)
    page.get_by_label("Ý kiến", exact=True).fill(SAID)
    page.get_by_label("Ý kiến", exact=True).press("Control+Enter")
    page.get_by_role("checkbox", name=re.compile("bổ sung danh mục nhiệm vụ")).check()
    page.get_by_role("button", name="Dự thảo kết luận từ ghi chép đã chọn").click()
    page.get_by_role("link", name=re.compile(r"^1\. Các sở")).click()
    page.get_by_role("link", name="Sửa", exact=True).first.click()
    page.locator("[name=lead]").select_option(LEAD)
    page.locator("[name=deadline]").fill(f"{clock.today() - timedelta(days=10):%d/%m/%Y}")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("main")).to_contain_text("Sở Công Thương")
    assert SAID in _words(page, f"{minutes}minutes/?format=docx")


def _given(page: Page, minutes: str) -> str:
    """Agreed to by who chairs, issued as a notice, given as a task; the answer is the task's code."""
    sign_in(page, CHAIR)
    page.goto(minutes)
    page.get_by_role("button", name="Thống nhất 1 dự thảo").click()
    expect(page.get_by_text("Đã thống nhất 1 kết luận").first).to_be_visible()
    sign_in(page, OFFICE)
    page.goto(minutes)
    page.get_by_role("button", name="Thành thông báo kết luận").click()
    expect(page.get_by_role("link", name=re.compile(r"Thông báo \d+.TB")).first).to_be_visible()
    page.get_by_role("button", name="Giao 1 nhiệm vụ").click()
    page.get_by_role("link", name=re.compile(r"^1\. Các sở")).click()
    task = page.locator("dl.facts").get_by_role("link", name=re.compile("-01$"))
    code = (task.get_attribute("href") or "").rstrip("/").rpartition("/")[2]
    task.click()
    expect(page.get_by_role("heading", name="Từ kết luận phiên họp")).to_be_visible()
    card = page.locator("section.card", has_text="Từ kết luận phiên họp")
    card.get_by_role("link", name=re.compile(r"Thông báo \d+.TB")).click()
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile(r"thong-bao-ket-luan-\d+\.docx")).click()
    word = Word(str(coming.value.path()))
    assert SAID[:-1] in "\n".join(one.text for one in word.paragraphs)
    return code


def _urged(page: Page, code: str) -> None:
    """The task stands in the letter to its lead, which answers it."""
    page.goto("/urging/letters/new/")
    for box in page.get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("value") == LEAD)
    page.get_by_role("button", name="Soạn dự thảo").click()
    expect(page.locator("article.paper")).to_contain_text(code)
    page.get_by_role("button", name="Cấp số và phát hành").click()
    expect(page.get_by_role("status").filter(has_text="Đã phát hành công văn")).to_be_visible()
    letter = re.sub(r"^https?://[^/]+", "", page.url)
    assert code in _words(page, f"{letter}docx/")
    sign_in(page, OFFICER)
    page.goto("/my-work/")
    page.get_by_role("link", name=re.compile("Trả lời công văn đôn đốc")).first.click()
    for field in page.get_by_label("Tiến độ, kết quả đến nay").all():
        field.fill(STARTED)
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_role("status").filter(has_text="Đã gửi trả lời")).to_be_visible()


def _confirmed(page: Page, code: str) -> None:
    """Reported as done by its lead, confirmed by the standing office."""
    page.goto(f"/tasks/{code}/report")
    page.locator("[name=task_state][value=done]").check()
    page.get_by_label("Kết quả thực hiện").fill(STARTED)
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("status").filter(has_text="Đã gửi báo cáo")).to_be_visible()
    sign_in(page, OFFICE)
    page.goto("/my-work/")
    page.get_by_role("link", name=re.compile("^Xác nhận.*bổ sung danh mục nhiệm vụ")).first.click()
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Đã xác nhận")).to_be_visible()


def _issued(page: Page, report: str) -> str:
    """Assembled, frozen although parts miss, issued; the words of its DOCX."""
    page.goto(report)
    page.get_by_role("button", name="Chuyển sang tổng hợp").click()
    page.get_by_role("link", name="Chốt báo cáo").click()
    page.get_by_role("button", name="Chốt báo cáo").click()
    if page.get_by_label("Vẫn chốt").count():
        page.get_by_label("Vẫn chốt").check()
        page.get_by_role("button", name="Chốt báo cáo").click()
    expect(page.get_by_text("Số liệu đã chốt")).to_be_visible()
    page.get_by_role("link", name="Ban hành", exact=True).click()
    page.get_by_label("Họ tên người ký").fill(CHAIR)
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_role("link", name=re.compile(r"\d+.BC-SKHCN")).first).to_be_visible()
    return _words(page, f"{report}files/docx")


def test_from_the_first_draft_to_the_issued_report(desk: Page, tmp_path: Path) -> None:
    sign_in(desk, OFFICE)
    report = _report(desk)
    before = _counted(desk.locator("main").inner_text())
    _consulted(desk, tmp_path)
    minutes = _held(desk)
    _concluded(desk, minutes)
    code = _given(desk, minutes)
    desk.goto(report)
    given = _counted(desk.locator("main").inner_text())
    assert given == (before.total + 1, before.done, before.late + 1)
    _urged(desk, code)
    _confirmed(desk, code)
    told = _issued(desk, report)
    assert _counted(told) == (given.total, given.done + 1, given.late - 1)
    assert SAID[:-1] in told
