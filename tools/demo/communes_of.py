"""The communes of a province before and since 01/07/2025, as the demo's figures need them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from math import hypot
from pathlib import Path

from chance import Chance

KM = 111.0
LARGE = 120.0
"""km² of the unit of today from which its parts count as large."""
TOWNS = ("Phường", "Thị trấn")


@dataclass(frozen=True)
class Commune:
    """`joins`: the key of the unit of today that it went to; of one that was parted the first of them.

    `remoteness` goes from 0 (the province's town) to 1; `agency` is the committee that tells, today's only.
    """

    key: str
    code: str
    is_town: bool
    remoteness: float
    people: int = 0
    is_large: bool = False
    agency: str = ""
    joins: str = ""


def communes(data: Path, province: str) -> tuple[list[Commune], list[Commune]]:
    """The older ones and today's, each by code."""
    older = _rows(data / "communes_to_2025.csv", province)
    newer = _rows(data / "communes_from_2025.csv", province)
    edges: dict[str, str] = {}
    for edge in _read(data / "lineage.csv"):
        edges.setdefault(edge["predecessor_id"], edge["successor_id"])
    town = next(row for row in newer if row["type"] == "Phường")
    far = max(_distance(row, town) for row in [*older, *newer])
    area = {row["id"]: float(row["area_km2"] or 0) for row in newer}
    before = [
        replace(
            _commune(row, town, far),
            people=_people(row),
            is_large=area.get(edges[row["id"]], 0) > LARGE,
            joins=edges[row["id"]],
        )
        for row in older
    ]
    today = [replace(_commune(row, town, far), agency=f"langson-ubnd-{row['code']}") for row in newer]
    return before, today


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows(path: Path, province: str) -> list[dict[str, str]]:
    found = [row for row in _read(path) if row["path"].startswith(f"VN/{province}/")]
    return sorted(found, key=lambda row: row["code"])


def _distance(one: dict[str, str], other: dict[str, str]) -> float:
    return hypot(float(one["lat"]) - float(other["lat"]), float(one["lon"]) - float(other["lon"])) * KM


def _commune(row: dict[str, str], town: dict[str, str], far: float) -> Commune:
    is_town = row["type"] in TOWNS
    off = min(1.0, _distance(row, town) / far + Chance(f"remote {row['id']}").about(0.25))
    return Commune(row["id"], row["code"], is_town, max(0.0, off * (0.35 if is_town else 1)))


def _people(row: dict[str, str]) -> int:
    chance = Chance(f"people {row['code']}")
    if row["type"] == "Phường":
        return 9000 + chance.whole(9000)
    return 5200 + chance.whole(3800) if row["type"] == "Thị trấn" else 1700 + chance.whole(3900)
