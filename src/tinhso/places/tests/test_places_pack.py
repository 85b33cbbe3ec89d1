"""What packs carry of places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.load import load
from tinhso.base.packs.problems import PackError
from tinhso.places import queries
from tinhso.places.models import Boundary, Origin
from tinhso.places.pack import load_boundaries
from tinhso.places.tests.conftest import LANG_SON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]

HEAD = "code: thu\nname: {vi: Thử}\nkind: reference\nplace: '20'\n"
VILLAGES = "code,type,name,parent,valid_from,population\n06184-01,Thôn,Nà Uẩn,06184,2025-07-01,310\n"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.PACKS = tmp_path
    settings.TINHSO_PACK_SECTIONS = ["tinhso.places.pack.SECTIONS"]
    home = tmp_path / "thu"
    (home / "places").mkdir(parents=True)
    (home / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (home / "places/villages.csv").write_text(VILLAGES, encoding="utf-8")
    return home


def test_the_outlines_of_lang_son_are_those_of_its_communes(robot: SystemActor) -> None:
    assert load_boundaries(robot, LANG_SON) == 65
    assert load_boundaries(robot, LANG_SON) == 0
    communes = queries.descendants(queries.by_code("20"), level="commune")
    assert set(Boundary.objects.values_list("place_id", flat=True)) == set(
        communes.values_list("pk", flat=True)
    )


def test_a_pack_is_loaded_once(folder: Path) -> None:
    (folder / "places/boundaries.geojson").write_bytes(LANG_SON.read_bytes())
    assert len(load("thu").created) == 66
    village = queries.by_code("06184-01")
    assert (village.origin, village.population) == (Origin.PACK, 310)
    again = load("thu")
    assert (again.created, again.changed, again.conflicts) == ([], [], [])
    (folder / "places/villages.csv").write_text(VILLAGES.replace("310", "315"), encoding="utf-8")
    assert len(load("thu").changed) == 1
    assert queries.by_code("06184-01").population == 315


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("06184,", "99999,", "parent"),
        ("310", "1.680", "population"),
        ("Thôn", "", "type"),
        ("2025-07-01", "1/7/2025", "valid_from"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(folder: Path, old: str, new: str, field: str) -> None:
    (folder / "places/villages.csv").write_text(VILLAGES.replace(old, new), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load("thu")
    assert [(one.file, one.line, one.field) for one in refused.value.findings] == [
        ("thu/places/villages.csv", 2, field)
    ]
    assert not queries.places().with_code("06184-01").exists()


@pytest.mark.parametrize(
    "feature",
    [
        {
            "properties": {"code": "99999"},
            "geometry": {"type": "Polygon", "coordinates": [[[106, 21], [107, 21], [107, 22], [106, 21]]]},
        },
        {"properties": {"code": "06184"}, "geometry": {"type": "Point", "coordinates": [106, 21]}},
        {
            "properties": {"code": "06184"},
            "geometry": {"type": "Polygon", "coordinates": [[[21, 106], [22, 106], [22, 107], [21, 106]]]},
        },
    ],
    ids=["unknown unit", "a point", "latitude first"],
)
def test_a_wrong_outline_is_refused(folder: Path, feature: dict[str, object]) -> None:
    document = {"type": "FeatureCollection", "attribution": "Thử", "features": [feature]}
    (folder / "places/boundaries.geojson").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load("thu")
    assert refused.value.findings[0].file == "thu/places/boundaries.geojson"


def test_a_file_that_is_no_geojson_is_named(folder: Path) -> None:
    (folder / "places/boundaries.geojson").write_text('{"type": "FeatureCollection"', encoding="utf-8")
    with pytest.raises(PackError, match=r"boundaries\.geojson"):
        load("thu")
