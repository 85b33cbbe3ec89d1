"""The shipped tables are true to their sources and to the rules of this room."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from tinhso.base.text import slugify, sort_key
from tinhso.places import national
from tinhso.places.keys import lineage_id, place_id, place_search_key

Row = dict[str, str]


def _read(name: str) -> list[Row]:
    with national.files()[name].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row["id"]: row for name in national.PLACES for row in _read(name)}


@pytest.fixture(scope="module")
def edges() -> list[Row]:
    return _read(national.LINEAGE)


def _day(text: str, default: date) -> date:
    return date.fromisoformat(text) if text else default


def test_keys_are_those_of_the_rules_in_force(rows: dict[str, Row]) -> None:
    for row in rows.values():
        start = date.fromisoformat(row["valid_from"]) if row["valid_from"] else None
        assert UUID(row["id"]) == place_id(row["level"], row["code"], start)
        assert row["sort_key"] == sort_key(row["name"]), row
        assert row["slug"] == slugify(row["name"]), row
        above, step = [], rows.get(row["parent_id"])
        while step is not None and step["level"] != "country":
            above.append(f"{step['type']} {step['name']}")
            step = rows.get(step["parent_id"])
        assert row["search_key"] == place_search_key(row["name"], row["type"], row["code"], *above), row


def test_a_unit_lies_in_its_parent_at_all_times(rows: dict[str, Row]) -> None:
    for row in rows.values():
        if row["level"] == "country":
            continue
        parent = rows[row["parent_id"]]
        assert _day(parent["valid_from"], date.min) <= _day(row["valid_from"], date.min), row
        assert _day(row["valid_to"], date.max) <= _day(parent["valid_to"], date.max), row
        assert row["path"] == f"{parent['path']}/{row['code']}"


def test_every_row_that_ended_has_a_follower_and_every_new_one_an_origin(
    rows: dict[str, Row], edges: list[Row]
) -> None:
    left = {edge["predecessor_id"] for edge in edges}
    reached = {edge["successor_id"] for edge in edges}
    for row in rows.values():
        if row["valid_to"] and row["level"] != "district":
            assert row["id"] in left, row
        if row["valid_from"]:
            assert row["id"] in reached, row


def test_edges_join_the_last_day_to_the_first(rows: dict[str, Row], edges: list[Row]) -> None:
    for edge in edges:
        old, new = rows[edge["predecessor_id"]], rows[edge["successor_id"]]
        assert UUID(edge["id"]) == lineage_id(UUID(old["id"]), UUID(new["id"]))
        assert new["valid_from"] == edge["on"]
        assert (
            date.fromisoformat(edge["on"]).toordinal() == date.fromisoformat(old["valid_to"]).toordinal() + 1
        )


def test_shares_are_whole_or_unknown_and_470_units_were_split(edges: list[Row]) -> None:
    by_unit: dict[str, list[Row]] = defaultdict(list)
    for edge in edges:
        by_unit[edge["predecessor_id"]].append(edge)
    split = [found for found in by_unit.values() if len(found) > 1]
    assert len(split) == 470
    for found in split:
        assert all(edge["share"] == "" and edge["basis"] == "none" for edge in found)
        assert [edge["is_default"] for edge in found].count("t") == 1
    assert all(found[0]["share"] == "1" for found in by_unit.values() if len(found) == 1)


def test_the_corrections_are_in() -> None:
    new = {row["code"]: row for row in _read("communes_from_2025") if not row["valid_to"]}
    assert new["06978"]["name"] == "Ba Chẽ"
    assert "06970" not in new
    assert Decimal(new["06187"]["area_km2"]) == Decimal("62.2")
    hong_phong = [row["area_km2"] for row in new.values() if row["name"] == "Hồng Phong"]
    assert len(set(hong_phong)) == len(hong_phong) == 2
    area = sum(Decimal(row["area_km2"]) for row in new.values() if row["path"].startswith("VN/20/"))
    assert Decimal(8300) < area < Decimal(8320)


def test_dong_nai_became_a_city_with_ten_more_wards() -> None:
    rows = [row for row in _read("communes_from_2025") if row["path"].startswith("VN/75/")]
    before = Counter(row["type"] for row in rows if row["valid_to"] == "2026-04-29")
    after = Counter(row["type"] for row in rows if row["valid_from"] == "2026-04-30")
    assert sum(before.values()) == sum(after.values()) == 95
    assert after["Phường"] - before["Phường"] == 10
