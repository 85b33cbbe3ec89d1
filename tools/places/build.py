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
import sqlite3
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from doubts import doubt
from rows import LINEAGE_COLUMNS, PLACE_COLUMNS, Row, edge, number, place, split_name, write

REFORM = date(2025, 7, 1)
DONG_NAI_CITY = date(2026, 4, 30)
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
            split_name(row["province"], row["provinceShort"]),
            self.country,
            valid_from=valid_from,
            valid_to=ended,
            lat=number(row["provinceLat"], "0.000001"),
            lon=number(row["provinceLon"], "0.000001"),
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
            lat=number(row[f"{prefix}Lat"], "0.000001"),
            lon=number(row[f"{prefix}Lon"], "0.000001"),
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
            area_km2=AREAS.get(code) or number(shape["area_km2"], "0.001"),
            **self._point(row, shape),
        )

    def _point(self, row: Row, shape: Row) -> Row:
        """The source's point, or the middle of the shape's box where the point lies outside of it."""
        lat, lon = Decimal(str(row["wardLat"])), Decimal(str(row["wardLon"]))
        west, south, east, north = (Decimal(shape[side]) for side in ("west", "south", "east", "north"))
        if not (west <= lon <= east and south <= lat <= north):
            self.moved += 1
            lat, lon = (south + north) / 2, (west + east) / 2
        return {"lat": number(lat, "0.000001"), "lon": number(lon, "0.000001")}

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
        more: Row = {"whole": True, "default": True, "source": SOURCE_2026}
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
