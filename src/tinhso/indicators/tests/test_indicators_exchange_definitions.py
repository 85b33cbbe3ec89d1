"""Definitions to a file and in again, through the door by which they are laid down."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.indicators.definitions.laying import define
from tinhso.indicators.definitions.rows import Version
from tinhso.indicators.definitions.shapes import DefinitionDraft
from tinhso.indicators.exchange import definitions, writing
from tinhso.indicators.exchange.importing import Import
from tinhso.indicators.exchange.telling import Counts, Told
from tinhso.indicators.models import Definition, Indicator
from tinhso.indicators.tests.conftest import World

OFFICE = SystemActor("kiểm thử")
RICH: dict[str, Any] = {
    "name": "Vùng phủ; “băng rộng”",
    "name_en": "=Coverage",
    "kind": "ratio",
    "unit": "thôn",
    "factor": Decimal("1000"),
    "adding": "ratio_of_sums",
    "over_time": "last",
    "decimals": 0,
    "frequency": "quarter",
    "cut_off": True,
    "disaggregations": [
        {
            "code": "cong-nghe",
            "vi": "Công nghệ",
            "options": [{"code": "4g", "vi": "4G"}, {"code": "5g", "vi": "5G"}],
        }
    ],
    "reporters": {"agencies": ["so-khcn"]},
    "due_days": 0,
    "approvals": ["head"],
    "legend": [{"to": "89.5", "tone": "late", "vi": "Thấp"}, {"from": "89.5", "tone": "met", "vi": "Cao"}],
    "clause": "điểm a\nkhoản 1",
}


def lay_down(code: str, valid_from: date | None, why: str = "", **said: Any) -> Definition:
    return define(OFFICE, code, DefinitionDraft.model_validate(said), valid_from, why, "247-kh-ubnd")


def told_of() -> list[tuple[str, Version, Any]]:
    rows = Definition.objects.select_related("indicator").order_by("indicator__code", "valid_from")
    return [(row.indicator.code, Version.of(row), Version.of(row).columns) for row in rows]


def exported(path: Path) -> Path:
    with writing.replacing(path) as file:
        writing.write(file, path.suffix[1:], definitions.COLUMNS, definitions.exported())
    return path


def bring(path: Path, told: list[Told] | None = None, **more: Any) -> Counts:
    return definitions.lay_down(OFFICE, path, (told if told is not None else []).append, **more)


def _nobody(told: Told) -> None:
    """Nobody listens."""


def put(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", writing.FORMATS)
def test_what_is_exported_comes_in_again_as_the_same(world: World, tmp_path: Path, form: str) -> None:
    known = Definition.objects.count()
    with transaction.atomic():
        lay_down("phu-song", None, **RICH)
        lay_down("phu-song", date(2027, 1, 1), "thêm 6G", **(RICH | {"in_use": False, "factor": 100}))
        lay_down("muc", None, name="Mức", kind="choice", options=[{"value": n, "vi": f"{n}"} for n in (0, 1)])
        lay_down("suy-ra", None, name="Suy ra", kind="percent", formula="#{phu-song} * 100")
        path = exported(tmp_path / f"a.{form}")
        before = told_of()
        assert bring(path) == Counts(unchanged=known + 4)
        transaction.set_rollback(True)
    assert not Indicator.objects.filter(code="phu-song").exists()
    assert bring(path) == Counts(created=4, unchanged=known)
    assert told_of() == before
    assert Indicator.objects.filter(whole__code="phu-song").count() == 2, "cells follow from their whole"
    assert bring(path) == Counts(unchanged=known + 4)


def test_a_formula_may_name_what_a_later_line_lays_down(world: World, tmp_path: Path) -> None:
    derived = {"code": "hai-lan", "name": "Hai lần", "kind": "count", "formula": "#{mot-lan} * 2"}
    path = put(tmp_path / "a.json", derived, {"code": "mot-lan", "name": "Một lần", "kind": "count"})
    told: list[Told] = []
    assert bring(path, told) == Counts(created=2)
    assert [one.line for one in told] == [1, 1]


def test_bad_lines_are_told_at_their_column(world: World, tmp_path: Path) -> None:
    good = {"code": "a", "name": "A", "kind": "count"}
    path = put(
        tmp_path / "a.json",
        good,
        good | {"code": "Không đúng"},
        good | {"code": "b", "kind": "much"},
        good | {"code": "c", "decimals": "1.680"},
        good | {"code": "d", "in_use": "maybe"},
        good | {"code": "e", "formula": "#{to-cns} * 2"},
        good | {"code": "f", "legend": "[{"},
        good | {"code": "g", "kind": "choice", "options": [{"value": 1, "vi": ""}, {"value": 2, "vi": "x"}]},
        good | {"valid_from": "2026-01-01", "name": "B"},
        good | {"code": "h", "document": "247-kh-ubn"},
    )
    told: list[Told] = []
    assert bring(path, told) == Counts(created=1, refused=9)
    assert [one.column for one in told[1:]] == [
        *("code", "kind", "decimals", "in_use", "formula", "legend", "options", "why", "document")
    ]
    assert "to-cnscd" in told[5].hint


def test_a_change_supersedes_and_a_rehearsal_leaves_nothing(world: World, tmp_path: Path) -> None:
    line = {"code": "a", "name": "A", "kind": "count"}
    assert bring(put(tmp_path / "a.json", line)) == Counts(created=1)
    changed = put(tmp_path / "b.json", line | {"name": "B", "why": "đặt lại tên"})
    assert bring(changed, rehearse=True) == Counts(superseded=1)
    assert Indicator.objects.get(code="a").name == "A"
    assert bring(changed) == Counts(superseded=1)
    assert Indicator.objects.get(code="a").name == "B"


def test_only_who_lays_down_definitions_may_bring_them(world: World, tmp_path: Path) -> None:
    path = put(tmp_path / "a.json", {"code": "a", "name": "A", "kind": "count"})
    with pytest.raises(NotAllowed):
        definitions.lay_down(world.officer, path, _nobody)
    assert definitions.lay_down(world.office, path, _nobody) == Counts(created=1)


def test_the_two_kinds_of_files_are_not_taken_for_each_other(world: World, tmp_path: Path) -> None:
    lay_down("a", None, name="A", kind="count")
    with pytest.raises(Invalid, match="định nghĩa") as refused:
        Import(world.office).run(exported(tmp_path / "a.csv"), _nobody)
    assert refused.value.hint == "--definitions"
    (tmp_path / "b.csv").write_text("indicator,place,period,value\n", encoding="utf-8")
    with pytest.raises(Invalid, match="indicator"):
        bring(tmp_path / "b.csv")
    with pytest.raises(Invalid, match="từ 1 đến"):
        bring(put(tmp_path / "c.json"))
