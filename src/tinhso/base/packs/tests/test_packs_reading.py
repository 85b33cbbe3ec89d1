"""Reading: types, lines, and every wrong line named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tinhso.base import clock
from tinhso.base.packs import dates, source
from tinhso.base.packs.english import untold
from tinhso.base.packs.fields import Number
from tinhso.base.packs.info import Words
from tinhso.base.packs.load import check
from tinhso.base.packs.reading import Pack, read_pack
from tinhso.base.packs.section import Located, PackItem, Section
from tinhso.base.packs.source import read_items
from tinhso.base.packs.tests.conftest import Write


class Value(PackItem):
    year: int
    value: Number


class Item(PackItem):
    code: str
    name: Words
    since: date | None = None
    values: tuple[Value, ...] = ()
    tags: tuple[str, ...] = ()


class Items(Section[Item]):
    name, schema, files, key_field = "items", Item, ("items.yaml", "items/*.yaml", "items.csv"), "code"

    def key(self, item: Item) -> str:
        return item.code

    def current(self, pack: Any, keys: Any) -> dict[str, Item]:
        return {}

    def write(self, pack: Any, item: Any, act: Any, *, illustrative: bool) -> None:
        raise AssertionError("reading writes nothing")


def _read(folder: Path, demo: bool = False) -> Pack:
    return read_pack(folder, [Items()], demo=demo)


def test_scalars_stay_as_written_until_the_schema_types_them(write: Write) -> None:
    folder = write(
        "items.yaml",
        """
        - code: 04
          name: {vi: No}
          since: 2022-12-31
          values: [{year: 2024, value: 89.50}]
        """,
    ).parent
    item = _read(folder).items["items"]["04"].value
    assert item.code == "04"
    assert item.name.vi == "No"
    assert item.since == date(2022, 12, 31)
    assert item.values[0].value.as_tuple() == Decimal("89.50").as_tuple()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("- {code: a, name: {vi: A}}\n- {code: b, name: {vi: B}}\n", ["a", "b"]),
        ("a: {name: {vi: A}}\nb: {name: {vi: B}}\n", ["a", "b"]),
        ("defaults: {name: {vi: X}}\nitems:\n- code: a\n- code: b\n", ["a", "b"]),
        ("code: a\nname: {vi: A}\nsince: 2020-01-01\n", ["a"]),
        ("", []),
    ],
)
def test_the_four_shapes_of_a_yaml_file(write: Write, text: str, keys: list[str]) -> None:
    pack = _read(write("items.yaml", text).parent)
    assert (list(pack.items["items"]), pack.findings) == (keys, [])


def test_csv_nests_lists_and_leaves_empty_cells_out(write: Write) -> None:
    folder = write(
        "items.csv", 'code,name.vi,name.en,since,tags[]\n01,"Xã\nMột",,,x; y\n02,Hai,Two,2025-07-01,\n'
    ).parent
    items = _read(folder).items["items"]
    assert items["01"].value == Item(code="01", name=Words(vi="Xã\nMột"), tags=("x", "y"))
    assert (items["01"].line, items["02"].line) == (2, 4)


def test_every_wrong_line_is_named_with_field_expectation_and_what_stands_there(write: Write) -> None:
    folder = write(
        "items.yaml",
        """\
        - code: a
          name: {vi: A}
          since: 31/12/2022
        - code: b
          name:
            vi: B
            fr: Bé
          values:
            - {year: 2024, value: 1}
            - year: hai nghìn
              value: 1.680
        - code: a
          name: {vi: Again}
        - name: {vi: No code}
        """,
    ).parent
    found = {(f.line, f.field): (f.file, f.expected, f.found) for f in _read(folder).findings}
    file = "thunghiem/items.yaml"
    assert found[3, "since"] == (file, "ngày dạng 2024-12-31", "31/12/2022")
    assert found[7, "name.fr"] == (file, "không có trường này; các trường dùng được: vi, en", "Bé")
    assert found[10, "values.1.year"] == (file, "số nguyên", "hai nghìn")
    assert found[11, "values.1.value"][1].startswith("số viết rõ nghĩa")
    assert found[14, "code"] == (file, "bắt buộc phải có", "")
    assert len(found) == 5, "the second `a` is not a twin: the first was refused"


def test_a_key_written_twice_names_both_lines(write: Write) -> None:
    folder = write("items.yaml", "- {code: a, name: {vi: A}}\n- {code: a, name: {vi: A}}\n").parent
    (finding,) = _read(folder).findings
    assert finding.line == 2
    assert "thunghiem/items.yaml dòng 1" in finding.expected


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("items.yaml", "- code: a\n  name: {vi: A\n- code: b\n", 3),
        ("items.yaml", "- code: a\n  code: b\n", 2),
        ("items.csv", "code,name.vi\na,A,extra\n", 2),
        ("items.csv", 'code,name.vi\na,A\nb,"B\n', 3),
        ("items.csv", "code,code\n", 1),
    ],
)
def test_a_file_that_cannot_be_read_names_its_line(write: Write, name: str, text: str, line: int) -> None:
    (finding,) = _read(write(name, text).parent).errors
    assert (finding.file, finding.line) == (f"thunghiem/{name}", line)


def test_a_wrong_head_is_told_by_check(write: Write) -> None:
    write("pack.yaml", "code: khac\nname: {vi: Khác}\nkind: home\ncolor: red\n")
    assert [(f.line, f.field) for f in check("thunghiem")] == [(4, "color")]
    write("pack.yaml", "code: khac\nname: {vi: Khác}\nkind: home\n")
    assert [(f.line, f.field, f.found) for f in check("thunghiem")] == [(1, "code", "khac")]


def test_a_file_no_section_reads_is_a_warning(write: Write) -> None:
    write("calender.yaml", "[]")
    assert [(f.file, f.severity) for f in check("thunghiem")] == [("thunghiem/calender.yaml", "warning")]


def test_demo_files_are_illustrative_and_their_dates_move(write: Write) -> None:
    write("items.yaml", "- {code: a, name: {vi: today-1}}\n")
    folder = write("demo/items.yaml", "- {code: b, name: {vi: B}, since: today-30}\n").parents[1]
    assert list(_read(folder).items["items"]) == ["a"]
    read = []
    for day in (date(2026, 11, 20), date(2026, 11, 21)):
        with clock.standing_at(day):
            read.append(_read(folder, demo=True).items["items"])
    assert [items["b"].value.since for items in read] == [date(2026, 10, 21), date(2026, 10, 22)]
    assert read[0]["b"].digest == read[1]["b"].digest
    assert read[0]["b"].illustrative
    assert not read[0]["a"].illustrative
    assert read[0]["a"].value.name.vi == "today-1", "only demo files move"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2026-11-20"),
        ("today+10", "2026-11-30"),
        ("workday+1", "2026-11-23"),
        ("workday-5", "2026-11-13"),
        ("today-3 09:05", "2026-11-17T09:05:00+07:00"),
        ("today is fine", "today is fine"),
    ],
)
def test_relative_dates(text: str, meant: str) -> None:
    with clock.standing_at(date(2026, 11, 20)):
        assert dates.resolve({"a": [text]}) == {"a": [meant]}


def test_composed_and_decomposed_text_is_one_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("- Lạng Sơn\n- La\u0323ng Sơn\n", encoding="utf-8")
    first, second = read_items(path, "a.yaml")
    assert first.data == second.data
    assert first.digest() == second.digest()


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_only_plain_words_mean_what_yaml_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: str
) -> None:
    monkeypatch.setattr(source, "_LOADER", getattr(yaml, loader, yaml.SafeLoader))
    path = tmp_path / "a.yaml"
    written = ["true", "'true'", "null", "~", "'null'", "", "''", "yes", "010", "1:30"]
    path.write_text("".join(f"- {word}\n" for word in written), encoding="utf-8")
    values = [raw.data for raw in read_items(path, "a.yaml")]
    assert values == [True, "true", None, None, "null", None, "", "yes", "010", "1:30"]


class Part(PackItem):
    title: Words


class Measured(PackItem):
    code: str
    name: Words
    unit: str = ""
    unit_en: str = ""
    parts: tuple[Part, ...] = ()


def _untold(item: Measured) -> list[tuple[str, str, str]]:
    located = Located("measured", item.code, item, "thu/a.yaml", 3, "", lines={("name",): 4})
    return [(told.field, told.severity, told.found) for told in untold(located)]


def test_words_without_their_english_are_told() -> None:
    whole = Words(vi="Hồ sơ", en="Dossiers")
    item = Measured(code="a", name=Words(vi="Hồ sơ"), unit="hồ sơ", parts=(Part(title=whole),))
    assert _untold(item) == [("name.en", "warning", "Hồ sơ"), ("unit_en", "warning", "hồ sơ")]
    nested = Measured(code="a", name=whole, parts=(Part(title=whole), Part(title=Words(vi="Tệp"))))
    assert _untold(nested) == [("parts.1.title.en", "warning", "Tệp")]


def test_signs_need_no_english() -> None:
    item = Measured(code="a", name=Words(vi="Hồ sơ", en="Dossiers"), unit="%")
    assert _untold(item) == []
    assert _untold(item.model_copy(update={"unit": "hồ sơ", "unit_en": "dossiers"})) == []
