"""Files as they come: encodings, separators, cells; what has two readings is named, never guessed."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tinhso.base.errors import Invalid, Problem
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.exchange import writing
from tinhso.indicators.exchange.columns import FIGURES, exact, guarded, unguarded
from tinhso.indicators.exchange.drafting import WANTED, drafted
from tinhso.indicators.exchange.lines import Line
from tinhso.indicators.exchange.reading import opened
from tinhso.indicators.exchange.seen import Seen

HEAD = "indicator,place,period,value"
ROW = {"indicator": "a", "place": "06184", "period": "2026-Q3"}


def lines(path: Path, content: str | bytes, encoding: str | None = None) -> list[Line]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(opened(path, WANTED, encoding=encoding))


def read(path: Path, content: str | bytes) -> list[RowDraft | Problem]:
    return [drafted(line, illustrative=False) for line in lines(path, content)]


def refused(path: Path, content: str | bytes, encoding: str | None = None) -> Invalid:
    with pytest.raises(Invalid) as told:
        lines(path, content, encoding)
    return told.value


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_mark_separator_and_line_ends_do_not_matter(tmp_path: Path, mark: bytes, sign: str, end: str) -> None:
    text = end.join((HEAD, "tổ,06184,2026-Q3,7", "", "b,20,2026,8")).replace(",", sign)
    told = lines(tmp_path / "a.csv", mark + text.encode())
    assert [(line.number, line.fields["indicator"]) for line in told] == [(2, "tổ"), (4, "b")]


def test_utf_16_says_so_itself_and_windows_1258_is_said(tmp_path: Path) -> None:
    text = f"{HEAD}\ntổ,20,2026,7\n"
    assert lines(tmp_path / "a.csv", text.encode("utf-16"))[0].fields["indicator"] == "tổ"
    old = f"{HEAD},note\nb,20,2026,7,\nb,20,2026,8,đươ\u0300ng\n".encode("windows-1258")
    told = refused(tmp_path / "a.csv", old)
    assert (told.code, told.field) == ("wrong_encoding", "a.csv")
    assert "Dòng 3, ký tự thứ 13:" in str(told)
    assert lines(tmp_path / "a.csv", old, "windows-1258")[1].fields["note"] == "đường", "composed"


def test_utf_16_without_a_mark_and_workbooks_in_disguise_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "a.csv", HEAD.encode("utf-16-le")).code == "wrong_encoding"
    assert ".xlsx" in str(refused(tmp_path / "a.csv", b"PK\x03\x04rest"))
    assert "XLSX" in str(refused(tmp_path / "a.xlsx", HEAD))
    assert "dạng nào" in str(refused(tmp_path / "a.pdf", HEAD))


def test_the_first_wrong_byte_of_a_long_file_is_found(tmp_path: Path) -> None:
    long = (HEAD + "\n" + "tổ,20,2026,7\n" * 120_000).encode() + b"x\xff\n"
    assert "Dòng 120002, ký tự thứ 2:" in str(refused(tmp_path / "a.csv", long))


@pytest.mark.parametrize(
    ("head", "field", "said"),
    [
        ("indicator,place,perod,value", "perod", "Không có cột"),
        ("indicator,place,value", "period", "Thiếu cột"),
        ("indicator,place,period,value,value", "value", "hai lần"),
        ("indicator,place,period,boundaries,how", "boundaries", "địa giới"),
    ],
)
def test_a_head_that_cannot_be_names_the_column(tmp_path: Path, head: str, field: str, said: str) -> None:
    told = refused(tmp_path / "a.csv", head + "\na,20,2026,1,1\n")
    assert (told.field, said in str(told)) == (field, True)
    if field == "perod":
        assert "period" in str(told.hint)


def test_lines_that_cannot_be_read_are_listed_and_the_next_ones_go_on(tmp_path: Path) -> None:
    text = f'{HEAD}\na,20,2026,89,5\n"a"b,20,2026,7\na,20\n"two\nlines",20,2026,7\na,20,2026,"89,5"\n'
    told = lines(tmp_path / "a.csv", text)
    assert [(line.number, line.problem.code if line.problem else "") for line in told] == [
        (2, "wrong_cells"),
        (3, "unreadable_line"),
        (4, "wrong_cells"),
        (5, ""),
        (7, ""),
    ]
    assert told[3].fields["indicator"] == "two\nlines"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7"),
        ("89,5", "89.5"),
        ("89.5", "89.5"),
        ("1.2340", "1.234"),
        ("1.234.567", "1234567"),
        ("1,680.5", "1680.5"),
        ("-3", "-3"),
    ],
)
def test_numbers_with_one_reading_are_read(text: str, value: str) -> None:
    row = drafted(Line(2, {**ROW, "value": text}), illustrative=False)
    assert isinstance(row, RowDraft)
    assert row.value == Decimal(value)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"value": "1.680"}, "ambiguous_number", "value"),
        ({"value": "1,680"}, "ambiguous_number", "value"),
        ({"rank": "1.680"}, "ambiguous_number", "rank"),
        ({"value": "bảy"}, "not_a_number", "value"),
        ({"value": "#REF!"}, "not_a_number", "value"),
        ({"value": "1e3"}, "not_a_number", "value"),
        ({"rank": "1,5"}, "not_an_integer", "rank"),
        ({"dated": "31/02/2026"}, "invalid_date", "dated"),
        ({"is_target": "maybe"}, "bool_parsing", "is_target"),
        ({"value": "0.1234567"}, "decimal_max_places", "value"),
        ({"value": True}, "decimal_type", "value"),
        ({"place": 6184}, "string_type", "place"),
        ({"kind": "much"}, "enum", "kind"),
        ({"illustrative": "true"}, "illustrative", "illustrative"),
    ],
)
def test_what_has_two_readings_or_none_is_refused_at_its_column(
    fields: dict[str, Any], code: str, field: str
) -> None:
    told = drafted(Line(2, {**ROW, **fields}), illustrative=False)
    assert isinstance(told, Problem)
    assert (told.code, told.field) == (code, field)


def test_json_is_read_element_by_element(tmp_path: Path) -> None:
    rows = [{**ROW, "value": 1.5}, {**ROW, "valeu": 1}, 7, {**ROW, "value": "1.680"}, {**ROW, "of": None}]
    for text in (json.dumps(rows), json.dumps({"rows": rows}, indent=1), " \n[" + json.dumps(rows)[1:]):
        told = lines(tmp_path / "a.json", text)
        problems = [line.problem.code if line.problem else "" for line in told]
        assert problems == ["", "extra_forbidden", "invalid_json", "", ""]
        assert told[0].fields["value"] == Decimal("1.5")
        assert "of" not in told[4].fields
    assert lines(tmp_path / "a.json", "[\n\n]") == []


@pytest.mark.parametrize(
    "text", ["", "{}", "[", "[{]", '[{"a": 1} {"a": 2}]', "[1,]", '{"rows": 1}', '[{"value": NaN}]', "7"]
)
def test_json_that_breaks_off_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    told = refused(tmp_path / "a.json", "\n\n" + text)
    assert told.code == "invalid_json"
    assert str(told).startswith("Dòng 3")


def test_long_json_passes_through_a_window(tmp_path: Path) -> None:
    rows = [{**ROW, "note": "ghi chú " * (n % 50), "value": n} for n in range(5_000)]
    told = lines(tmp_path / "a.json", json.dumps(rows, ensure_ascii=False, indent=0))
    assert [line.fields["value"] for line in told] == list(range(5_000))
    assert [line.number for line in told[:3]] == [2, 9, 16], "the lines in which they begin"


def test_json_lines(tmp_path: Path) -> None:
    text = '{"indicator": "a"}\n\n{"indicator": "a", "indicator": "b"}\nnot json\n'
    told = lines(tmp_path / "a.jsonl", text)
    assert [(line.number, line.problem.code if line.problem else "") for line in told] == [
        (1, ""),
        (3, "invalid_json"),
        (4, "invalid_json"),
    ]


def _book(change: Any) -> bytes:
    book = Workbook()
    page: Any = book.worksheets[0]
    page.append(["indicator", "place", "period", "value", "dated", "note"])
    for number in range(2, 12):
        page.append(["a", "06184", "2026-Q3", number, dt.date(2026, 9, 30), "ghi chú"])
    change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bad_cells(page: Any) -> None:
    page.merge_cells("D3:D4")
    page["D5"] = "=B5*2"
    page["D6"], page["D6"].data_type = "#REF!", "e"
    page["D7"] = "1.680"
    page["B8"] = 6184
    page["C9"] = dt.date(2026, 9, 1)
    page["D10"], page["D10"].number_format = 0.895, "0.0%"
    page["D11"] = 0.1 + 0.2


def test_cells_of_a_workbook_that_cannot_be_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_book(_bad_cells))
    source = opened(path, WANTED)
    told = [(line.number, drafted(line, illustrative=False)) for line in source]
    wrong = {source.cell(n, row.field): str(row.message) for n, row in told if isinstance(row, Problem)}
    assert list(wrong) == ["D3", "D4", "D5", "D6", "D7", "B8", "C9", "D10"]
    said = ("gộp", "gộp", "công thức", "#REF!", "có thể hiểu", "số 0 ở đầu", "một ngày", "89.5")
    for expected, found in zip(said, wrong.values(), strict=True):
        assert expected in found
    good = [row for _n, row in told if isinstance(row, RowDraft)]
    assert [row.value for row in good] == [Decimal(2), Decimal("0.3")], "as a spreadsheet means a third tenth"
    assert good[0].dated == dt.date(2026, 9, 30)


def test_a_workbook_that_lies_about_its_size_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_book(lambda page: page.append(["b", "20", "2026", None, None, None])))
    assert [line.number for line in opened(path, WANTED)] == list(range(2, 13))


words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12).map(str.strip)
numbers = st.none() | st.decimals(-(10**15), 10**15, places=6, allow_nan=False)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.fixed_dictionaries({"text": words, "note": words, "value": numbers}), min_size=1, max_size=4)
)
@pytest.mark.parametrize("form", writing.FORMATS)
def test_what_is_written_reads_back(tmp_path: Path, form: str, told: list[dict[str, Any]]) -> None:
    path = tmp_path / f"a.{form}"
    rows = [{**ROW, **row, "is_target": True, "dated": dt.date(2026, 9, 30)} for row in told]
    with writing.replacing(path) as file:
        writing.write(file, form, FIGURES, rows)
    back = [drafted(line, illustrative=False) for line in opened(path, WANTED)]
    assert back == [RowDraft.model_validate(row) for row in rows]


@given(st.from_regex(r"\A'*[=+\-@\t]?[a-z]*\Z"))
def test_guarding_can_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


def test_three_decimals_are_never_written() -> None:
    assert [exact(Decimal(value)) for value in ("1.234", "1.680", "1E+3", "0.000001")] == [
        *("1.2340", "1.68", "1000", "0.000001")
    ]


def test_a_figure_told_twice_is_known_by_its_first_line() -> None:
    seen = Seen()
    for number in range(2, 100_000):
        assert seen.line(("a", number)) == 0
        seen.add(("a", number), number)
    seen.add(("a", 2), 7)
    assert (seen.line(("a", 2)), seen.line(("a", 99_999)), seen.line(("b", 2))) == (2, 99_999, 0)
