"""Figures from packs only grow, and what people corrected stays theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tinhso.base.audit.chain import verify
from tinhso.base.ids import new_id
from tinhso.base.packs.load import check, load
from tinhso.base.packs.problems import PackError
from tinhso.indicators import loading
from tinhso.indicators.models import CurrentFigure, Observation
from tinhso.indicators.pack_items import FigureItem
from tinhso.indicators.tests.conftest import World

FIGURE = "- {{code: A1, indicator: {i}, place: '20', period: '{p}', {v}}}\n"
SOURCE = "document: news, locator: p1"


def _line(values: str, indicator: str = "crews", period: str = "2022") -> str:
    return FIGURE.format(i=indicator, p=period, v=values)


@pytest.fixture
def pack(tmp_path: Path, settings: Any, world: World) -> Path:
    settings.PACKS = tmp_path
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "pack.yaml").write_text("code: sample\nname: {vi: Mẫu}\nkind: home\n")
    (folder / "documents.yaml").write_text("- {slug: news, type: TIN, title: Tin}\n")
    (folder / "indicators.yaml").write_text(
        "- {code: crews, name: {vi: Tổ, en: Crews}, kind: count, decimals: 0}\n"
    )
    (folder / "figures.yaml").write_text(_line(f"value: 1680, {SOURCE}"))
    return folder


def test_a_changed_figure_supersedes_the_one_before(pack: Path) -> None:
    load("sample")
    first = Observation.objects.get(code="A1")
    (pack / "figures.yaml").write_text(_line(f"value: 1685, {SOURCE}"))
    report = load("sample")
    assert [entry.key for entry in report.changed] == ["A1"]
    second = Observation.objects.get(code="A1", superseded_by=None)
    assert (second.supersedes, second.value) == (first, Decimal(1685))
    assert Observation.objects.get(pk=first.pk).value == Decimal(1680)
    assert CurrentFigure.objects.get(indicator__code="crews").observation == second
    assert verify().broken is None


def test_what_somebody_corrected_is_left_and_told(pack: Path) -> None:
    load("sample")
    first = Observation.objects.get(code="A1")
    values = {field.attname: getattr(first, field.attname) for field in Observation._meta.concrete_fields}
    theirs = Observation(**{**values, "id": new_id(), "value": 1690, "supersedes_id": first.pk})
    theirs.save(force_insert=True)
    (pack / "figures.yaml").write_text(_line(f"value: 1685, {SOURCE}"))
    report = load("sample")
    assert [entry.key for entry in report.conflicts] == ["A1"]
    assert Observation.objects.get(code="A1", superseded_by=None) == theirs


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (_line(SOURCE), "value"),
        (_line(f"value: 1, {SOURCE}", indicator="team"), "indicator"),
        (_line("value: 1, document: new, locator: p1"), "document"),
        (_line("value: 1"), "document"),
        (_line(f"value: 1, {SOURCE}", period="2022-13"), ""),
        (_line(f"value: 1.680, {SOURCE}"), "value"),
        (_line(f"kind: ratio, numerator: 3, denominator: 2, {SOURCE}"), "numerator"),
    ],
)
def test_a_wrong_figure_names_its_field_and_loads_nothing(pack: Path, line: str, field: str) -> None:
    (pack / "figures.yaml").write_text(line)
    assert [(finding.file, finding.line, finding.field) for finding in check("sample")] == [
        ("sample/figures.yaml", 1, field)
    ]
    with pytest.raises(PackError):
        load("sample")
    assert not Observation.objects.filter(code="A1").exists()


def test_a_figure_belongs_to_the_unit_of_its_last_day() -> None:
    item = FigureItem(code="A", indicator="i", place="10", period="2022..2025", dated=date(2023, 3, 7))
    assert str(loading.place_day(item)) == "2023-03-07"
    assert str(loading.place_day(item.model_copy(update={"dated": None}))) == "2025-12-31"
