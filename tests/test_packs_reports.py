"""Lào Cai's summary of 2022 from its pack to the issued paper: the figures as the news prints them."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from pytest_django import Settings

from tinhso.base.packs.load import load
from tinhso.people.models import Role
from tinhso.reports import printing
from tinhso.reports.actions import beginning, freezing, issuing, writing
from tinhso.reports.models import Issued, PeriodicReport
from tinhso.reports.schemas import IssueDraft, ReportDraft
from tinhso.steering.tests import factories as make

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
TOLD = (
    "Trong số 20 mục tiêu do Ban Chỉ đạo đề ra, tỉnh đã thực hiện đạt và vượt chỉ tiêu 13 mục tiêu (13/20",
    "Hạ tầng số: 1 mục tiêu",
    "Chính quyền số: 6 mục tiêu",
    "Kinh tế số và xã hội số: 6 mục tiêu",
    "Cộng các nhóm: 13 mục tiêu.",
    "1.542/1.562 thôn, tổ dân phố",
    "Còn 52 thôn chưa có hạ tầng",
    "20 thôn “trắng” sóng 2G; 52 thôn “trắng” sóng 3G, 4G; 323 thôn chưa có dịch vụ truy nhập internet",
    "1.761/1.966 thủ tục hành chính, đạt 89,5% (≠ 89,6% tính từ 1.761/1.966)",
    "cấp tỉnh 89%/85%, cấp huyện 88%/82%, cấp xã 93%/82%.",
    "hóa đơn điện tử đạt 100%. Đưa 137/139 sản phẩm OCOP",
    "để đạt được 23 mục tiêu quan trọng của năm 2023",
)


def _issued() -> PeriodicReport:
    """The report, issued on the day after its year, without a number of the demo."""
    office = make.principal(Role.STANDING_OFFICE)
    row = beginning.begin(office, ReportDraft(template="laocai-tong-ket-2022", period="2022"))
    if row.state == "collecting":
        writing.assemble(office, row.pk)
    freezing.freeze(office, row.pk, knowingly=True)
    issuing.issue(office, row.pk, IssueDraft(date=date(2023, 1, 12), signer="Người ký"))
    row.refresh_from_db()
    return row


@pytest.fixture
def issued(settings: Settings, tmp_path: Path) -> PeriodicReport:
    """Both packs without their demo, then the report."""
    settings.FILES = tmp_path / "files"
    for code in ("national", "laocai"):
        load(code, demo=False)
    return _issued()


def _paragraphs(row: PeriodicReport) -> tuple[list[str], list[list[str]]]:
    word = docx.Document(io.BytesIO(printing.file_of(printing.paper(row), "docx")))
    rows = [[cell.text for cell in line.cells] for table in word.tables for line in table.rows]
    return [one.text for one in word.paragraphs], rows


def test_the_issued_summary_says_what_the_news_printed(issued: PeriodicReport) -> None:
    paragraphs, rows = _paragraphs(issued)
    text = "\n".join(paragraphs)
    assert [told for told in TOLD if told not in text] == []
    pairs = {row[1]: row for row in rows if "môi trường mạng" in " ".join(row)}
    flat = [" ".join(row) for row in pairs.values()]
    for pair in (("89", "85"), ("88", "82"), ("93", "82")):
        assert any(all(re.search(rf"\b{one}\b", line) for one in pair) for line in flat), pair
    cells = {cell for row in rows for cell in row}
    assert {"1.542/1.562", "1.761/1.966", "137/139"} <= {cell.split(" ")[0] for cell in cells}
    assert "chưa có số liệu" not in text


def test_it_stands_in_the_register_with_its_files(issued: PeriodicReport) -> None:
    document = Issued.objects.get(frozen__report=issued).document
    assert document.notation == "01/BC-BCĐ"
    assert document.date == date(2023, 1, 12)
    kinds = {one.file.name.rpartition(".")[2]: one.file for one in document.attachments.all()}
    assert set(kinds) == {"docx", "pdf", "xlsx"}
    book = load_workbook(io.BytesIO(printing.file_of(printing.paper(issued), "xlsx")))
    values = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
    assert any("1.761/1.966" in value for value in values)
