"""Workbooks and previews: figures that add up, words that are never formulas, nothing unescaped."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from tinhso.papers import html, xlsx
from tinhso.papers.content import Column, Heading, Paper, Table
from tinhso.papers.tests import samples


def opened(paper: Paper) -> Any:
    """The paper's workbook, opened again."""
    return load_workbook(io.BytesIO(xlsx.render(paper)))


def test_a_sheet_for_each_table_chart_and_annex() -> None:
    book = opened(samples.PLAN)
    assert book.sheetnames[0] == "Biểu 1. Kết quả các chỉ tiêu" and len(book.sheetnames) == 8
    sheet = book[book.sheetnames[0]]
    assert [cell.value for cell in sheet[3]] == ["STT", "Chỉ tiêu", "Kết quả", "Ghi chú"]
    assert sheet["C4"].value == 7.5 and sheet["C4"].number_format == "#,##0.0" and sheet["A4"].value == "1"
    assert sheet.print_title_rows == "$3:$3" and sheet.page_setup.paperSize == 9
    annex = book["Phụ lục I. Danh mục nhiệm vụ"]
    assert annex.page_setup.orientation == "landscape"
    assert sum(annex.cell(row, 3).value for row in range(5, 65)) == sum(n * 7 + 0.5 for n in range(1, 61))


def test_merged_heads_stay_merged() -> None:
    sheet = opened(samples.PLAN)["Bảng 2"]
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == [
        "A3:A4",
        "B3:B4",
        "B5:D5",
        "B6:B7",
        "C3:D3",
    ]


@pytest.mark.parametrize(
    ("words", "value", "shown"),
    [
        ("1.680", Decimal(1680), "#,##0"),
        ("89,5 %", Decimal("0.895"), "0.0%"),
        ("-3", Decimal(-3), "#,##0"),
        ("1.68", "1.68", "General"),
        ("01/07", "01/07", "General"),
        ("=1+1", "=1+1", "General"),
        ("–", "–", "General"),
    ],
)
def test_figures_are_numbers_and_nothing_else_is(words: str, value: object, shown: str) -> None:
    table = Table((Column("Tên"), Column("Số", align="right")), (("=HYPERLINK(1)", words),))
    sheet = opened(Paper("Bảng", None, (table,), made_at=samples.MADE_AT)).worksheets[0]
    found = sheet.cell(4, 2)
    assert (
        found.value == (float(value) if isinstance(value, Decimal) else value)
        and found.number_format == shown
    )
    assert sheet.cell(4, 1).data_type == "s" and sheet.cell(4, 1).value == "=HYPERLINK(1)"


def test_centred_figures_are_numbers_but_the_number_of_a_row_is_none() -> None:
    columns = (Column("STT", align="center"), Column("Quá hạn", align="center"), Column("Mã", align="left"))
    table = Table(columns, (("1", "1.680", "247"), ("2", "90,5%", "02/11/2026")))
    sheet = opened(Paper("Bảng", None, (table,), made_at=samples.MADE_AT)).worksheets[0]
    assert [cell.value for cell in sheet[4]] == ["1", 1680, "247"]
    assert [cell.value for cell in sheet[5]] == ["2", 0.905, "02/11/2026"]


def test_hostile_names_of_sheets_are_made_fit() -> None:
    book = opened(samples.HOSTILE)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert opened(samples.LETTER).sheetnames == ["Công văn đôn đốc"]


def test_headings_of_a_page_leave_no_level_out() -> None:
    deep = Paper(
        "Biên bản", samples.FORM, (Heading("I. MỘT", 2), Heading("1. Hai", 3)), made_at=samples.MADE_AT
    )
    shown = html.render(deep)
    assert '<h3 class="paper-h2">I. MỘT</h3>' in shown and '<h4 class="paper-h3">1. Hai</h4>' in shown
    assert '<h3 class="paper-h1">I. MỤC ĐÍCH, YÊU CẦU</h3>' in html.render(samples.PLAN)


@pytest.mark.parametrize("paper", [samples.PLAN, samples.LETTER, samples.PARTY, samples.HOSTILE])
def test_previews_are_escaped_and_carry_no_style(paper: Paper) -> None:
    shown = html.render(paper)
    assert (
        "<script" not in shown
        and " style=" not in shown
        and not re.search(r"\son\w+=", shown.split("alert")[0])
    )
    assert shown.count("<article") == shown.count("</article>") == 1


def test_a_preview_shows_form_tables_and_charts() -> None:
    shown = html.render(samples.PLAN)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown and "Số: 247/KH-UBND" in shown
    assert shown.count("<svg") == 5 and shown.count("<details") == 5
    assert 'rowspan="2"' in shown and 'colspan="3"' in shown and "Nguyễn Văn Mẫu" in shown
