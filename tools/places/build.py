"""Build the national tables of places from public data. Run by hand, never by the product.

    PYTHONPATH=src python tools/places/build.py UNITS_DIR STATE_2026_JSON SHAPES_CSV [OUT_DIR]

UNITS_DIR        the `data` folder of the Python package vietnamadminunits 1.0.4 (MIT)
STATE_2026_JSON  `json/full_json_generated_data_vn_units_*.json` of vietnamese-provinces-database (MIT)
SHAPES_CSV       what tools/places/shapes.py wrote
OUT_DIR          where the CSVs go; default src/tinhso/places/data

Corrections and known errors are told in src/tinhso/places/data/README.md.
"""

from __future__ import annotations

import csv
import json
import math
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tinhso.base.text import nfc, slugify, sort_key
from tinhso.places.keys import lineage_id, place_id, place_search_key

Row = dict[str, Any]

REFORM = date(2025, 7, 1)
DONG_NAI_CITY = date(2026, 4, 30)
SOURCE = "vietnamadminunits 1.0.4"
SOURCE_2026 = "vietnamese-provinces-database cd580632"
NQ_PROVINCES = "Nghị quyết 202/2025/QH15"
NQ_LANG_SON = "Nghị quyết 1672/NQ-UBTVQH15"
NQ_DONG_NAI = "Nghị quyết 30/2026/QH16"
NQ_DONG_NAI_WARDS = "Nghị quyết 237/NQ-UBTVQH16"

NEW_CODES = {"06970": "06978"}
"""Xã Ba Chẽ: the package carries the old township's code."""
AREAS = {"06187": Decimal("62.2")}
"""Phường Kỳ Lừa: 0 in the package, 61,7 in the shapes' table."""
NOT_SPLIT = {("06079", "06184")}
"""Hồng Phong of Bình Gia did not go to Đồng Đăng: that was Hồng Phong of Cao Lộc (06205), by NQ 1672."""
ENGLISH = {"Hà Nội": "Hanoi", "Hải Phòng": "Haiphong"}

PLACE_COLUMNS = [
    *(
        "id",
        "level",
        "code",
        "type",
        "name",
        "name_en",
        "slug",
        "sort_key",
        "search_key",
        "parent_id",
        "path",
    ),
    *("valid_from", "valid_to", "lat", "lon", "area_km2", "source"),
]
LINEAGE_COLUMNS = [
    *("id", "predecessor_id", "successor_id", "share", "basis", "source", "is_default", "on"),
    *("document", "note"),
]


def ascii_name(name: str) -> str:
    """The name without diacritics, its capitals kept."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def place(level: str, code: str, full: str, type_: str, parent: Row | None, **more: Any) -> Row:
    """One row with its keys. The source's short names carry remarks: the name is what follows the type."""
    valid_from = more.get("valid_from")
    above: list[str] = []
    step = parent
    while step is not None and step["level"] != "country":
        above.append(step["type"] + " " + step["name"])
        step = step["_parent"]
    name = nfc(full).removeprefix(f"{type_} ")
    return {
        "id": place_id(level, code, valid_from),
        "level": level,
        "code": code,
        "type": type_,
        "name": name,
        "name_en": more.pop("name_en", None) or ENGLISH.get(name) or ascii_name(name),
        "slug": slugify(name),
        "sort_key": sort_key(name),
        "search_key": place_search_key(name, type_, code, *above),
        "parent_id": parent["id"] if parent else None,
        "_parent": parent,
        "path": f"{parent['path']}/{code}" if parent else code,
        "source": SOURCE,
        **more,
    }


def edge(old: Row, new: Row, *, whole: bool, default: bool, document: str, **more: Any) -> Row:
    """One edge; a unit that did not go whole has no known share."""
    return {
        "id": lineage_id(old["id"], new["id"]),
        "predecessor_id": old["id"],
        "successor_id": new["id"],
        "share": "1" if whole else None,
        "basis": "whole" if whole else "none",
        "source": SOURCE,
        "is_default": "t" if default else "f",
        "on": new["valid_from"],
        "document": document,
        "note": "",
        **more,
    }


def _split_name(full: str, short: str) -> str:
    return full[: -len(short)].strip()


def _number(value: object, places: str) -> Decimal | None:
    return Decimal(str(value)).quantize(Decimal(places)) if value else None


class Builder:
    """Reads the package's tables once and grows the rows."""

    def __init__(self, units: Path, state_2026: Path, shapes: Path) -> None:
        database = sqlite3.connect(units / "dataset.db")
        database.row_factory = sqlite3.Row
        self.old = [dict(r) for r in database.execute("SELECT * FROM admin_units_legacy")]
        self.new = [dict(r) for r in database.execute("SELECT * FROM admin_units")]
        self.crosswalk = json.loads((units / "converter_2025.json").read_text("utf-8"))
        self.state_2026 = json.loads(state_2026.read_text("utf-8"))
        with shapes.open(encoding="utf-8", newline="") as file:
            self.shapes = {shape["code"]: shape for shape in csv.DictReader(file)}
        self.moved = 0
        self.country = place("country", "VN", "Việt Nam", "Nước", None, name_en="Viet Nam")
        self.country["source"] = ""
        self.provinces: list[Row] = [self.country]
        self.districts: list[Row] = []
        self.old_communes: list[Row] = []
        self.new_communes: list[Row] = []
        self.lineage: list[Row] = []
        self.old_by_key: dict[str, Row] = {}
        self.new_by_key: dict[tuple[str, str], Row] = {}

    def build(self) -> None:
        """Everything in order."""
        merges: dict[str, list[str]] = self.crosswalk["DICT_PROVINCE"]
        old = {r["provinceKey"]: r for r in self.old}
        new = {r["provinceKey"]: r for r in self.new}
        unchanged = {key for key, parts in merges.items() if parts == [key]}
        before = {key: self._province(row, None, key in unchanged) for key, row in old.items()}
        after = {
            key: before[key] if key in unchanged else self._province(row, REFORM, False)
            for key, row in new.items()
        }
        for key, parts in merges.items():
            for part in parts:
                if key not in unchanged:
                    self.lineage.append(
                        edge(before[part], after[key], whole=True, default=True, document=NQ_PROVINCES)
                    )
        self._old_units(before)
        for row in self.new:
            commune = self._new_commune(row, after[row["provinceKey"]])
            self.new_by_key[row["provinceKey"], row["wardKey"]] = commune
            self.new_communes.append(commune)
        self._commune_edges()
        self._dong_nai(after["tinhdongnai"])

    def _province(self, row: Row, valid_from: date | None, unchanged: bool) -> Row:
        ended = None if valid_from or unchanged else REFORM - timedelta(days=1)
        made = place(
            "province",
            row["provinceCode"],
            row["province"],
            _split_name(row["province"], row["provinceShort"]),
            self.country,
            valid_from=valid_from,
            valid_to=ended,
            lat=_number(row["provinceLat"], "0.000001"),
            lon=_number(row["provinceLon"], "0.000001"),
        )
        self.provinces.append(made)
        return made

    def _old_units(self, provinces: dict[str, Row]) -> None:
        districts: dict[str, Row] = {}
        for row in self.old:
            district = districts.get(row["districtCode"])
            if district is None:
                district = districts[row["districtCode"]] = self._old_unit(
                    row, "district", provinces[row["provinceKey"]]
                )
            if row["wardCode"]:
                commune = self._old_unit(row, "ward", district)
                self.old_communes.append(commune)
                self.old_by_key[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}"] = commune
            else:
                self.old_by_key[f"{row['provinceKey']}_{row['districtKey']}_"] = district
        self.districts = list(districts.values())

    def _old_unit(self, row: Row, prefix: str, parent: Row) -> Row:
        return place(
            "commune" if prefix == "ward" else "district",
            row[f"{prefix}Code"],
            row[prefix],
            row[f"{prefix}Type"],
            parent,
            valid_to=REFORM - timedelta(days=1),
            lat=_number(row[f"{prefix}Lat"], "0.000001"),
            lon=_number(row[f"{prefix}Lon"], "0.000001"),
        )

    def _new_commune(self, row: Row, province: Row) -> Row:
        code = NEW_CODES.get(row["wardCode"], row["wardCode"])
        shape = self.shapes[code]
        return place(
            "commune",
            code,
            row["ward"],
            row["wardType"],
            province,
            valid_from=REFORM,
            area_km2=AREAS.get(code) or _number(shape["area_km2"], "0.001"),
            **self._point(row, shape),
        )

    def _point(self, row: Row, shape: Row) -> Row:
        """The source's point, or the middle of the shape's box where the point lies outside of it."""
        lat, lon = Decimal(str(row["wardLat"])), Decimal(str(row["wardLon"]))
        west, south, east, north = (Decimal(shape[side]) for side in ("west", "south", "east", "north"))
        if not (west <= lon <= east and south <= lat <= north):
            self.moved += 1
            lat, lon = (south + north) / 2, (west + east) / 2
        return {"lat": _number(lat, "0.000001"), "lon": _number(lon, "0.000001")}

    def _commune_edges(self) -> None:
        targets: dict[str, list[tuple[Row, bool]]] = {}
        for province, wards in self.crosswalk["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, olds in wards.items():
                for old in olds:
                    targets.setdefault(old, []).append((self.new_by_key[province, ward], True))
        for province, olds in self.crosswalk["DICT_PROVINCE_WARD_DIVIDED"].items():
            for old, parts in olds.items():
                targets[old] = [
                    (self.new_by_key[province, part["newWardKey"]], part["isDefaultNewWard"])
                    for part in parts
                    if (self.old_by_key[old]["code"], self.new_by_key[province, part["newWardKey"]]["code"])
                    not in NOT_SPLIT
                ]
        into: dict[str, list[Row]] = {}
        for key, found in targets.items():
            for new, _ in found:
                into.setdefault(new["code"], []).append(self.old_by_key[key])
        for key, found in targets.items():
            old = self.old_by_key[key]
            for new, default in found:
                document = NQ_LANG_SON if new["path"].startswith("VN/20/") else ""
                note = "" if len(found) == 1 else doubt(old, new, into[new["code"]])
                self.lineage.append(
                    edge(old, new, whole=len(found) == 1, default=default, document=document, note=note)
                )

    def _dong_nai(self, province: Row) -> None:
        """30/04/2026: the province becomes a city, ten xã phường; a changed parent means a new row."""
        ended = DONG_NAI_CITY - timedelta(days=1)
        state = next(p for p in self.state_2026 if p["Code"] == "75")
        types = {w["Code"]: w["AdministrativeUnitShortName"] for w in state["Wards"]}
        city = _again(province, self.country, state["AdministrativeUnitShortName"])
        province["valid_to"] = ended
        self.provinces.append(city)
        more = {"whole": True, "default": True, "source": SOURCE_2026}
        self.lineage.append(edge(province, city, document=NQ_DONG_NAI, **more))
        for old in [c for c in self.new_communes if c["parent_id"] == province["id"]]:
            new = _again(old, city, types[old["code"]])
            old["valid_to"] = ended
            self.new_communes.append(new)
            document = NQ_DONG_NAI if new["type"] == old["type"] else NQ_DONG_NAI_WARDS
            self.lineage.append(edge(old, new, document=document, **more))


def _again(old: Row, parent: Row, type_: str) -> Row:
    kept = {column: old.get(column) for column in ("lat", "lon", "area_km2")}
    new = place(
        old["level"],
        old["code"],
        f"{type_} {old['name']}",
        type_,
        parent,
        valid_from=DONG_NAI_CITY,
        **kept,
    )
    new["source"] = SOURCE_2026
    return new


def kilometres(a: Row, b: Row) -> float:
    """Distance between two rows' points, flat."""
    north = (float(a["lat"]) - float(b["lat"])) * 110.6
    east = (float(a["lon"]) - float(b["lon"])) * 111.3 * math.cos(math.radians(float(a["lat"])))
    return math.hypot(north, east)


def doubt(old: Row, new: Row, sharers: Iterable[Row]) -> str:
    """A note where a part went far away, to where a commune of the same name nearby went too."""
    reach = 15 + 2 * math.sqrt(float(new.get("area_km2") or 50) / math.pi)
    distance = kilometres(old, new)
    twins = [
        other["code"]
        for other in sharers
        if other is not old and other["slug"] == old["slug"] and kilometres(other, new) < reach
    ]
    if distance <= reach or not twins:
        return ""
    return f"Nghi trùng tên với {twins[0]}: cách {distance:.0f} km"


def write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    """One CSV, empty cells for what is not known."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(units: str, state_2026: str, shapes: str, out: str = "src/tinhso/places/data") -> None:
    """Write the five tables and say how many rows each has."""
    builder = Builder(Path(units), Path(state_2026), Path(shapes))
    builder.build()
    tables = {
        "provinces": builder.provinces,
        "districts": builder.districts,
        "communes_to_2025": builder.old_communes,
        "communes_from_2025": builder.new_communes,
    }
    for name, rows in tables.items():
        rows.sort(key=lambda row: (row["code"], row.get("valid_from") or date.min))
        write(Path(out) / f"{name}.csv", PLACE_COLUMNS, rows)
        print(name, len(rows))
    print("points moved into their box", builder.moved)
    builder.lineage.sort(key=lambda row: (row["on"], str(row["predecessor_id"]), str(row["successor_id"])))
    write(Path(out) / "lineage.csv", LINEAGE_COLUMNS, builder.lineage)
    print("lineage", len(builder.lineage), "doubtful", sum(1 for row in builder.lineage if row["note"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
