"""What a draft goes through before it is answered, step by step: for the journeys that begin with one.

The targets are those of the draft that was discussed in Bắc Kạn on 07/03/2023.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from docx import Document as Word
from playwright.sync_api import Page, expect

from tests.browser.signing import sign_in
from tinhso.base import clock
from tinhso.base.calendar import national_calendar

AGENCIES: Final = (
    "langson-so-cong-thuong",
    "langson-so-nnmt",
    "langson-so-vhttdl",
    "langson-ubnd-05977",
    "langson-ubnd-06325",
)
SEED: Final = (
    "KẾ HOẠCH",
    "Chuyển đổi số năm 2023",
    "I. MỤC TIÊU",
    "1. 100% thủ tục hành chính có đủ điều kiện được cung cấp dịch vụ công trực tuyến toàn trình.",
    "2. 50% số dịch vụ công trực tuyến toàn trình được tích hợp với Cổng Dịch vụ công quốc gia.",
    "3. 100% hồ sơ công việc được xử lý trên môi trường mạng, trừ hồ sơ bí mật nhà nước.",
    "4. 100% kết quả giải quyết thủ tục hành chính tại Bộ phận một cửa các cấp được số hóa.",
    "II. NHIỆM VỤ",
    "1. Các sở, ngành, địa phương xây dựng danh mục cơ sở dữ liệu trong tháng 4.",
)


def docx_of(folder: Path, *lines: str) -> Path:
    word = Word()
    for line in lines:
        word.add_paragraph(line)
    path = folder / "du-thao-ke-hoach.docx"
    word.save(str(path))
    return path


def laid_down(page: Page, file: Path) -> str:
    """The draft's address after the form was sent."""
    page.goto("/drafts/new")
    page.get_by_label("Tên dự thảo").fill("Chuyển đổi số năm 2023 theo phiên họp 07/03/2023")
    page.get_by_label("Cơ quan soạn thảo").select_option("langson-so-khcn")
    page.get_by_label("Tệp dự thảo").set_input_files(file)
    page.get_by_role("button", name="Lập dự thảo").click()
    expect(page.get_by_text("100% kết quả giải quyết")).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url)


def asked(page: Page, draft: str) -> None:
    day = national_calendar().add_working_days(clock.today() + timedelta(days=7), 1)
    page.goto(f"{draft}open")
    page.get_by_label("Hạn trả lời").fill(f"{day:%d/%m/%Y}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for code in AGENCIES:
        page.locator(f"input[name=agencies][value='{code}']").check()
    page.get_by_role("button", name="Mở đợt lấy ý kiến").click()
    expect(page.get_by_text("Đã mở đợt lấy ý kiến")).to_be_visible()


def _writes_in_the_margin(page: Page, draft: str, words: str, text: str) -> None:
    """Select the first words of a clause by keyboard, comment on them, wait until it is kept."""
    page.goto(draft)
    clause = page.locator("[data-clause]", has_text=words)
    clause.focus()
    for _word in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    form = page.locator("form.say")
    expect(form.locator("[data-quote]")).to_be_visible()
    form.get_by_label("Ý kiến").fill(text)
    expect(form.locator("[data-saved]")).to_contain_text("Đã lưu")
    form.get_by_role("button", name="Lưu ý kiến").click()
    expect(page.locator(".said--mine")).to_contain_text(text)


def _sends(page: Page, draft: str, button: str) -> None:
    page.goto(f"{draft}opinion")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Đã gửi ý kiến chính thức.")).to_be_visible()


def _comments(page: Page, draft: str, who: str, text: str, *, sends: bool = True) -> None:
    """Write on the form and send."""
    sign_in(page, who)
    page.goto(f"{draft}opinion")
    expect(page.locator("#soan")).to_be_visible()
    page.locator("#soan").get_by_label("Ý kiến").fill(text)
    page.locator("#soan").get_by_role("button", name="Lưu ý kiến").click()
    expect(page.get_by_text("1 ý kiến đang soạn")).to_be_visible()
    if sends:
        _sends(page, draft, "Gửi 1 ý kiến")


def five_answer(page: Page, draft: str) -> None:
    sign_in(page, "Phạm Thị Thử Nghiệm")
    _writes_in_the_margin(page, draft, "50% số dịch vụ", "Đề nghị nêu danh sách dịch vụ.")
    sign_in(page, "Lê Văn Minh Hoạ")
    _sends(page, draft, "Gửi 1 ý kiến")
    _comments(page, draft, "Hoàng Văn Giả Định", "Bổ sung kinh phí.")
    _comments(page, draft, "Vi Thị Làm Mẫu", "Thêm nhiệm vụ số hóa di tích.")
    _comments(page, draft, "Nông Văn Ví Dụ", "Lùi đến hết quý II.", sends=False)
    sign_in(page, "Lương Thị Thử Duyệt")
    _sends(page, draft, "Gửi 1 ý kiến")
    sign_in(page, "Dương Thị Mẫu")
    _sends(page, draft, "Thống nhất, không có ý kiến")


def answered(page: Page, draft: str) -> None:
    """Publishing is refused by name; then one is taken up, the others get one answer together."""
    page.goto(f"{draft}progress")
    page.get_by_role("button", name="Kết thúc đợt lấy ý kiến").click()
    expect(page.get_by_text("Đã kết thúc đợt lấy ý kiến.")).to_be_visible()
    page.goto(f"{draft}finish")
    expect(page.get_by_role("link", name=re.compile("Ý kiến số 1 của Sở Công Thương"))).to_be_visible()
    page.goto(f"{draft}answers")
    page.locator("input[name=comments][value='1']").check()
    page.get_by_label("Tiếp thu", exact=True).check()
    page.locator("select[name=clause]").select_option(index=3)
    page.get_by_role("button", name="Lưu trả lời").click()
    expect(page.get_by_text("Đã trả lời 1 ý kiến.")).to_be_visible()
    for number in (2, 3, 4):
        page.locator(f"input[name=comments][value='{number}']").check()
    page.get_by_label("Giải trình", exact=True).check()
    page.get_by_label("Nội dung tiếp thu, giải trình").fill("Đã có trong kế hoạch vốn và phụ lục.")
    page.get_by_role("button", name="Lưu trả lời").click()
    expect(page.get_by_text("Đã trả lời 3 ý kiến.")).to_be_visible()


def table(page: Page, draft: str) -> list[list[str]]:
    """The synthesis table as Word opens it."""
    page.goto(f"{draft}synthesis")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="DOCX").click()
    word = Word(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    return next(rows for rows in tables if len(rows[0]) == 5)
