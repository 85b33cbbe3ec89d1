"""The four faces of one table agree, and no cell becomes a formula."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tinhso.base.errors import Invalid
from tinhso.base.web import exports, listing, marks
from tinhso.base.web.filters import ChoiceFilter, DateFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table


@dataclass(frozen=True)
class Thing:
    name: str
    count: int | None = None
    share: Decimal | None = None
    day: date | None = None
    at: datetime | None = None
    state: str = "met"


TABLE = Table[Thing](
    name="vat",
    caption="Vật: a/b",
    columns=(
        Column("name", "Tên", lambda t: t.name, sort="name"),
        Column("count", "Số", lambda t: t.count, kind="integer", sort="count"),
        Column("share", "Tỷ lệ", lambda t: t.share, kind="percent", digits=1),
        Column("day", "Ngày", lambda t: t.day, kind="date"),
        Column("at", "Lúc", lambda t: t.at, kind="moment"),
        Column("state", "Trạng thái", lambda t: t.state, kind="status"),
    ),
)
ROWS = [
    Thing(
        'Xã "A", B', 1680, Decimal("89.5729"), date(2026, 11, 21), datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
    ),
    Thing("=SUM(A1:A9)", -3, None, None, None, "late"),
    Thing("Đỗ\nHai dòng", None, Decimal("100"), None, None, "unknown"),
]
FILTERS = (
    ChoiceFilter("state", "Trạng thái", (("met", "Đạt"), ("late", "Chậm"))),
    DateFilter("from", "Từ"),
    TextFilter("q", "Tên"),
    FlagFilter("late", "Quá hạn"),
)


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(exports.BOM))))


def test_csv_quotes_by_rfc_4180_and_defuses_formulas() -> None:
    text = "".join(exports.csv_lines(TABLE, ROWS))
    assert text.startswith("\ufeffTên,Số") and "\r\n" in text
    rows = read_csv(text)
    assert rows[1] == ['Xã "A", B', "1680", "89.5729", "2026-11-21", "2026-11-21T09:30:00+07:00", "Đạt"]
    assert rows[2][:2] == ["'=SUM(A1:A9)", "-3"]
    assert rows[3][0] == "Đỗ\nHai dòng"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=20))
def test_no_text_cell_of_a_csv_starts_a_formula(name: str) -> None:
    cell = read_csv("".join(exports.csv_lines(TABLE, [Thing(name)])))[1][0] if "\0" not in name else ""
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_xlsx_holds_numbers_dates_and_harmless_text() -> None:
    sheet = load_workbook(io.BytesIO(exports.xlsx(TABLE, ROWS))).active
    assert sheet is not None and sheet.title == "Vật  a b" and sheet.freeze_panes == "B2"
    name, count, share, day, at, state = next(sheet.iter_rows(min_row=2, max_row=2))
    assert (count.value, share.value, share.number_format) == (1680, 0.895729, "0.0##%")
    assert day.value == datetime(2026, 11, 21) and at.value == datetime(2026, 11, 21, 9, 30)  # noqa: DTZ001 - XLSX knows no zone
    assert state.value == "Đạt" and name.value == 'Xã "A", B'
    formula = sheet["A3"]
    assert formula.value == "=SUM(A1:A9)" and formula.data_type == "s"


def test_xlsx_survives_letters_that_xml_forbids_and_very_long_text() -> None:
    sheet = load_workbook(io.BytesIO(exports.xlsx(TABLE, [Thing("a\x0bb" + "x" * 40_000)]))).active
    assert sheet is not None and str(sheet["A2"].value).startswith("abx")


def respond(address: str) -> Any:
    request = RequestFactory().get(address)
    found = listing.build(request, TABLE, ROWS, declared=FILTERS, narrow=narrow, limit=2)
    return found.respond("web/parts/listing.html")


def narrow(rows: list[Thing], filters: Filters) -> list[Thing]:
    state = filters.get("state")
    return [row for row in rows if state in (None, row.state)]


def test_json_pages_and_filters() -> None:
    first = json.loads(respond("/vat?format=json").content)
    assert (len(first["items"]), first["total"]) == (2, 3)
    assert first["items"][0]["share"] == "89.5729" and first["items"][0]["day"] == "2026-11-21"
    assert first["next"] == "http://testserver/vat?format=json&page=2"
    last = json.loads(respond("/vat?format=json&page=2").content)
    assert last["next"] is None and last["items"][0]["count"] is None
    late = json.loads(respond("/vat?format=json&state=late").content)
    assert [item["name"] for item in late["items"]] == ["=SUM(A1:A9)"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=x", "state"),
        ("from=31/02/2026", "from"),
        ("limit=1001", "limit"),
        ("page=0", "page"),
        ("late=2", "late"),
    ],
)
def test_a_program_is_told_which_parameter_is_wrong(query: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        respond(f"/vat?format=json&{query}")
    assert refused.value.field == field


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        respond("/vat?format=pdf")
    assert refused.value.field == "format"


def test_the_whole_list_is_exported_not_one_page() -> None:
    response = respond("/vat?format=csv&page=2")
    assert len(read_csv(b"".join(response).decode())) == 4
    assert 'filename="vat-' in response["Content-Disposition"]


def test_sorting_toggles_and_puts_the_empty_last() -> None:
    request = RequestFactory().get("/vat?sort=-count&state=&page=2")
    found = listing.build(request, TABLE, ROWS, declared=FILTERS, narrow=narrow)
    assert [row.count for row in found.page.items] == [1680, -3, None]
    head = {head.column.key: head for head in found.heads}
    assert head["count"].sorted == "descending" and head["count"].url == "/vat?sort=count&state="
    assert head["share"].url == ""


def test_chips_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/vat?state=met&from=21/11/2026&page=3&sort=name")
    found = listing.build(request, TABLE, ROWS, declared=FILTERS, narrow=narrow)
    chips = {chip.filter.key: chip for chip in found.filters.chips}
    assert chips["state"].on and chips["state"].text == "Đạt"
    assert chips["state"].off_url == "/vat?from=21%2F11%2F2026&sort=name"
    assert chips["from"].text == "21/11/2026" and found.filters.get("from") == date(2026, 11, 21)
    assert found.filters.clear_url == "/vat?sort=name"


@given(st.integers(0, 500), st.integers(1, 60), st.integers(1, 40))
def test_pages_cover_every_row_once(total: int, limit: int, number: int) -> None:
    rows = [Thing(str(index)) for index in range(total)]
    request = RequestFactory().get(f"/vat?page={number}&limit={limit}")
    page = listing.build(request, TABLE, rows).page
    assert 1 <= page.number <= page.last and page.last_row <= total
    assert page.items == rows[(page.number - 1) * limit : page.number * limit]
    offered = [entry for entry, _url in page.around if entry]
    assert offered[0] == 1 and offered[-1] == page.last and page.number in offered


def test_rows_are_escaped_and_labelled_for_cards() -> None:
    table = Table[Thing](
        name="x",
        caption="X",
        columns=(
            Column("name", "Tên", lambda t: t.name),
            Column("link", 'Nối "x"', lambda t: t.name, kind="link", href=lambda t: f'/x?"={t.count}'),
            Column("state", "Trạng thái", lambda t: t.state, kind="status", word=lambda _t: "<i>"),
            Column("count", "Số", lambda t: t.count, kind="integer", essential=False),
        ),
        href=lambda t: f"/t/{t.count}?a&b",
    )
    found = listing.build(RequestFactory().get("/x"), table, [Thing("<script>", 5)])
    html = marks.rows(found.lines)
    assert "<script>" not in html and "<i>" not in html and 'href="/x?&quot;=5"' in html
    assert '<tr data-href="/t/5?a&amp;b">' in html and 'data-label="Nối &quot;x&quot;"' in html
    assert '<td data-label="Số" class="num is-extra">5</td>' in html


def test_columns_can_be_put_away_but_not_the_first() -> None:
    request = RequestFactory().get("/vat?hide=count,name&page=1")
    found = listing.build(request, TABLE, ROWS)
    assert [head.column.key for head in found.heads] == ["name", "share", "day", "at", "state"]
    assert len(found.lines[0].cells) == 5
    back, away = found.chooser[0], found.chooser[1]
    assert (back.current, back.url) == (False, "/vat?page=1")
    assert (away.current, away.url) == (True, "/vat?hide=count%2Cshare&page=1")
    assert (
        "hide=" in found.export_links[0][1] and len(read_csv("".join(exports.csv_lines(TABLE, ROWS)))[0]) == 6
    )
