"""Files for the tests, made here: all invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl

from tinhso.reading.sources.legacy import Legacy

REPORT = (
    "Thực hiện Kế hoạch chuyển đổi số năm 2022, đến nay toàn tỉnh có 1.761/1.966 thủ tục hành chính được"
    " cung cấp trực tuyến, đạt 89,5%; 18/30 xã đã có tổ công nghệ số cộng đồng.",
    "Trong tháng 4, các huyện tập huấn cho 2.350 lượt người; tỷ lệ hồ sơ xử lý trên môi trường mạng ở cấp"
    " tỉnh là 89%/85%, ở cấp huyện là 88%/82%.",
    "Kinh phí bố trí 12,5 tỷ đồng, tăng 11% so với năm trước. Còn 52 thôn chưa có sóng di động, phải hoàn"
    " thành trước ngày 30/6/2023.",
)
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH MẪU",
    "Số: 12/BC-UBND",
    "Mẫu, ngày 14 tháng 12 năm 2022",
    "BÁO CÁO",
    "Kết quả chuyển đổi số tỉnh Mẫu năm 2022",
)
WHOLE = "\n".join((*HEAD, *REPORT))


def written_in(legacy: Legacy, text: str) -> str:
    """The text as a legacy font needs it; of several ways to write a letter the first."""
    back: dict[str, str] = {}
    for signs, letter in legacy.meant.items():
        back.setdefault(letter, signs)
    return "".join(back.get(char, char) for char in text)


def word(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = (), font: str = "") -> bytes:
    """A DOCX of these paragraphs and one table; `font` is that of every run."""
    made = docx.Document()
    for words in paragraphs:
        run = made.add_paragraph().add_run(words)
        if font:
            run.font.name = font
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, words in zip(line.cells, row, strict=True):
                cell.text = words
    return saved(made)


def saved(made: object) -> bytes:
    """The bytes of a document or a workbook."""
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]  # documents and workbooks alike
    return out.getvalue()


def with_entry(content: bytes, name: str, entry: bytes) -> bytes:
    """The archive with one more entry."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, entry)
    return out.getvalue()


def workbook(rows: Sequence[Sequence[object]], title: str = "Phụ lục 1") -> openpyxl.Workbook:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return made
