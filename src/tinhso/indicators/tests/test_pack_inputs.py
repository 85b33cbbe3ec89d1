"""Constants and groups of places come with packs, by date and with their document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tinhso.base.packs.load import check, load
from tinhso.base.packs.problems import PackError
from tinhso.indicators.derivation.sources import constants, groups
from tinhso.indicators.models import Constant, PlaceGroup
from tinhso.indicators.tests.conftest import World

CONSTANTS = """
- code: luong-co-so
  name: {vi: Lương cơ sở, en: Base salary}
  unit: đồng
  values:
    - {value: 1800000, document: decree, clause: Điều 3}
    - {from: 2024-07-01, value: 2340000, document: decree}
"""
GROUPS = """
- code: bien-gioi
  name: {vi: Xã biên giới, en: Border communes}
  document: decree
  members:
    - {place: "06184", from: 2025-07-01, until: 2026-06-30}
    - {place: "178"}
"""


@pytest.fixture
def pack(tmp_path: Path, settings: Any, world: World) -> Path:
    settings.PACKS = tmp_path
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "pack.yaml").write_text("code: sample\nname: {vi: Mẫu}\nkind: home\n")
    (folder / "documents.yaml").write_text("- {slug: decree, type: NĐ, title: Nghị định}\n")
    (folder / "constants.yaml").write_text(CONSTANTS)
    (folder / "place-groups.yaml").write_text(GROUPS)
    return folder


def test_loading_keeps_values_and_members_by_date_and_twice_changes_nothing(pack: Path, world: World) -> None:
    load("sample")
    told = constants(["luong-co-so"])
    assert told.on("luong-co-so", date(2024, 6, 30)) == 1800000
    assert told.on("luong-co-so", date(2024, 7, 1)) == 2340000
    border = groups(["bien-gioi"], [world.province.pk])
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [border.count("bien-gioi", world.province.pk, day) for day in days] == [1, 1, 1, 0]
    again = load("sample")
    assert not again.changed
    assert not again.created


def test_what_a_pack_no_longer_says_is_taken_away(pack: Path) -> None:
    load("sample")
    (pack / "constants.yaml").write_text(
        CONSTANTS.replace("2024-07-01, value: 2340000", "2025-07-01, value: 5")
    )
    (pack / "place-groups.yaml").write_text(GROUPS.replace('    - {place: "178"}\n', ""))
    report = load("sample")
    assert {entry.key for entry in report.changed} == {"luong-co-so", "bien-gioi"}
    values = Constant.objects.get().values.values_list("valid_from", "value")
    assert set(values) == {(None, Decimal(1800000)), (date(2025, 7, 1), Decimal(5))}
    assert [one.place.code for one in PlaceGroup.objects.get().members.all()] == ["06184"]


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("constants.yaml", "from: 2024-07-01, ", "", ""),
        ("constants.yaml", "document: decree, clause", "document: decrees, clause", "values.0.document"),
        ("constants.yaml", "value: 1800000", "value: 1.800", "values.0.value"),
        ("place-groups.yaml", "document: decree", "document: other", "document"),
        ("place-groups.yaml", "until: 2026-06-30", "until: 2025-01-01", "members.0.until"),
        ("place-groups.yaml", 'place: "178"', 'place: "06184", from: 2025-07-01', "members.1.place"),
    ],
)
def test_what_cannot_stand_is_named(pack: Path, file: str, old: str, new: str, field: str) -> None:
    text = (pack / file).read_text()
    assert old in text
    (pack / file).write_text(text.replace(old, new))
    assert any(finding.field.startswith(field) for finding in check("sample"))
    with pytest.raises(PackError):
        load("sample")
    assert not Constant.objects.exists()
