"""One row of the national tables of places, and one edge between two: their columns and keys."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from tinhso.base.text import nfc, slugify, sort_key
from tinhso.places.keys import lineage_id, place_id, place_search_key

Row = dict[str, Any]

SOURCE = "vietnamadminunits 1.0.4"

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


def split_name(full: str, short: str) -> str:
    return full[: -len(short)].strip()


def number(value: object, places: str) -> Decimal | None:
    return Decimal(str(value)).quantize(Decimal(places)) if value else None


def write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    """One CSV, empty cells for what is not known."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
