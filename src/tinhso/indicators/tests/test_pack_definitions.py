"""What packs say of definitions: a history by date, cells that follow, and what people changed since."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tinhso.base.packs.load import check, load
from tinhso.base.packs.problems import PackError
from tinhso.indicators.definitions.laying import DefinitionDraft, behind, define, definition_on
from tinhso.indicators.models import Definition, Indicator, Observation
from tinhso.indicators.tests.conftest import TODAY, World

ITEM = """
- code: phu-song
  name: {vi: Thôn phủ sóng, en: Villages covered}
  kind: ratio
  unit: thôn
  adding: ratio_of_sums
  over_time: last
  document: news
  disaggregations:
    - {code: cn, vi: Công nghệ, options: [{code: 3g, vi: 3G}, {code: 4g, vi: 4G}]}
  versions:
    - from: 2024-07-01
      why: Thêm kỳ
      document: news
      changes: {frequency: quarter, legend: [{from: 0, to: 50.5, tone: late, vi: Thấp}], unit: thôn}
    - from: 2027-01-01
      changes: {disaggregations: [], name: {vi: Thôn phủ sóng di động, en: Villages covered}}
"""
FIGURE = """
- {code: A1, indicator: phu-song.4g, place: '20', period: '2022', numerator: 5, denominator: 9,
   document: news, locator: p1}
"""


@pytest.fixture
def pack(tmp_path: Path, settings: Any, world: World) -> Path:
    """A pack with a history of definitions, and a figure of a cell."""
    settings.PACKS = tmp_path
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "pack.yaml").write_text("code: sample\nname: {vi: Mẫu}\nkind: home\n")
    (folder / "documents.yaml").write_text("- {slug: news, type: TIN, title: Tin}\n")
    (folder / "indicators.yaml").write_text(ITEM)
    (folder / "figures.yaml").write_text(FIGURE)
    return folder


def test_a_history_is_loaded_with_its_cells(pack: Path) -> None:
    assert [one for one in check("sample") if one.severity == "error"] == []
    load("sample")
    row = Indicator.objects.get(code="phu-song")
    rows = list(row.definitions.all())
    assert [one.valid_from for one in rows] == [date(2027, 1, 1), date(2024, 7, 1), None]
    assert [one.frequency for one in rows] == ["quarter", "quarter", ""]
    assert (row.frequency, row.name, row.document and row.document.slug) == (
        "quarter",
        "Thôn phủ sóng",
        "news",
    )
    assert [cell.code for cell in row.cells.order_by("code")] == ["phu-song.3g", "phu-song.4g"]
    cell = Indicator.objects.get(code="phu-song.4g")
    told = [definition_on([cell], day)[cell.pk].in_use for day in (date(2020, 1, 1), TODAY, date(2027, 1, 1))]
    assert told == [True, True, False]
    assert Observation.objects.get().indicator == cell
    assert behind() == []


def test_twice_changes_nothing(pack: Path) -> None:
    load("sample")
    before = set(Definition.objects.values_list("pk", flat=True))
    (pack / "indicators.yaml").write_text(ITEM.replace("Thêm kỳ", "'Thêm kỳ'"))
    report = load("sample")
    assert (report.changed, report.conflicts) == ([], [])
    assert set(Definition.objects.values_list("pk", flat=True)) == before


def test_what_somebody_laid_down_is_left_and_told(pack: Path, world: World) -> None:
    load("sample")
    row = Indicator.objects.get(code="phu-song")
    changed = DefinitionDraft.of(row).model_copy(update={"direction": "down"})
    define(world.office, "phu-song", changed, date(2026, 1, 1), "Đổi chiều")
    (pack / "indicators.yaml").write_text(ITEM.replace("quarter", "month"))
    report = load("sample")
    assert [one.key for one in report.conflicts] == ["phu-song"]
    assert Indicator.objects.get(code="phu-song").direction == "down"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("2027-01-01", "2024-07-01", ""),
        ("frequency: quarter", "frequencies: quarter", ""),
        ("tone: late", "tone: xanh", "versions.0.changes.legend.0.tone"),
        ("document: news\n  dis", "document: none\n  dis", "document"),
        ("adding: ratio_of_sums", "formula: '#{khong-co}'", "formula"),
        ("{code: 3g", "{code: 3 G", "disaggregations.0.options.0.code"),
    ],
)
def test_a_definition_that_cannot_stand_loads_nothing(pack: Path, old: str, new: str, field: str) -> None:
    assert old in ITEM
    (pack / "indicators.yaml").write_text(ITEM.replace(old, new))
    with pytest.raises(PackError) as refused:
        load("sample")
    assert any(problem.field.startswith(field) for problem in refused.value.findings)
    assert not Indicator.objects.filter(code="phu-song").exists()
