"""Invent the demo's figures of all communes of Lạng Sơn: the CSV files of `packs/langson/demo/figures`.

    PYTHONPATH=src python tools/demo/communes.py [OUT_DIR]

Run by hand, never by the product. It writes `coverage*.csv` and `communes-*.csv`, always the same for the
same tables of places; nobody edits them. Every number is illustrative: nothing here was counted by anybody.
Until 30/06/2025 figures are told of the 194 communes of that time, after it of the 65 of today, so that
reading them under today's boundaries goes through the merger. A commune is a set of villages (thôn, khối
phố), each with the quarter in which each technology reaches it; what a commune tells follows from its
villages, so that the newer unit goes on where the older ones stopped.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chance import Chance
from communes_of import Commune, communes

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "packs/langson/demo/figures"
REFORM = 14
"""Quarters from 2022-Q1 (number 0) to the first under today's boundaries, 2025-Q3."""
NEWEST = 18
"""The last quarter that is meant: the newest one that has ended, whenever the demo is loaded."""
RELATIVE = (NEWEST - 1, NEWEST)
"""Quarters that are told as so long before today, so that the demo is never stale."""
MONTHS = 6
"""Months before today that are told by month."""
TECHNOLOGIES = {"2g": -26.0, "3g": -14.0, "4g": 0.0, "5g": 30.0, "bang-rong-co-dinh": -4.0}
"""How many quarters after 4G each comes."""

Row = dict[str, object]


@dataclass(frozen=True)
class Village:
    """The quarter in which each technology reaches it."""

    reached: dict[str, float]

    def has(self, technology: str, quarter: int) -> bool:
        """Whether it is covered at the end of that quarter; without a technology: by any."""
        if technology:
            return self.reached[technology] <= quarter
        return min(self.reached.values()) <= quarter


def villages_of(one: Commune) -> list[Village]:
    """The villages of a commune of the time before the merger: the farther off, the later reached."""
    chance = Chance(f"villages {one.code}")
    count = 7 + chance.whole(7) if one.is_town else 5 + chance.whole(7) + (1 if one.is_large else 0)
    start = -19 + 33 * one.remoteness + chance.about(4)
    return [
        _village(start + chance.about(7) + (14 if chance.part() < 0.04 else 0), chance) for _n in range(count)
    ]


def _village(start: float, chance: Chance) -> Village:
    return Village({name: start + gap + chance.about(3) for name, gap in TECHNOLOGIES.items()})


def quarter_name(number: int) -> str:
    """`2022-Q1` for 0."""
    return f"{2022 + number // 4}-Q{number % 4 + 1}"


def when(number: int) -> Row:
    """The columns that say which quarter: by name, or as so long before today."""
    if number in RELATIVE:
        return {"quarters_ago": NEWEST - number + 1}
    return {"period": quarter_name(number)}


def tag(number: int) -> str:
    """The end of a figure's code."""
    return str(NEWEST - number + 1) if number in RELATIVE else quarter_name(number).lower()


def coverage(old: list[Commune], new: list[Commune], villages: dict[str, list[Village]]) -> Iterator[Row]:
    """4G of every quarter since 2022, with the two newest of every technology."""
    for number in range(NEWEST + 1):
        for one in old if number < REFORM else new:
            names = ["4g"] if number < REFORM else ["4g", "5g"]
            if number in RELATIVE:
                names = ["", *TECHNOLOGIES]
            for name in names:
                inside = villages[one.key]
                yield {
                    "code": f"MH-ps-{name + '-' if name else ''}{one.code}-{tag(number)}",
                    "indicator": f"minh-hoa-phu-song{'.' + name if name else ''}",
                    "place": one.code,
                    "agency": one.agency,
                    **when(number),
                    "numerator": sum(village.has(name, number) for village in inside),
                    "denominator": len(inside),
                }


def population(old: list[Commune], new: list[Commune]) -> Iterator[Row]:
    """People at the end of each year, a little more every year."""
    first = {one.key: one.people for one in old}
    for year in range(2022, 2026):
        for one in old if year < 2025 else new:
            parts = [part.key for part in old if one.key in {part.key, part.joins}]
            grown = sum(first[key] * (1 + 0.006 * (year - 2022)) for key in parts)
            drift = 1 + Chance(f"people {one.key} {year}").about(0.003)
            yield {
                "code": f"MH-ds-{one.code}-{year}",
                "indicator": "minh-hoa-dan-so",
                "place": one.code,
                "agency": one.agency,
                "period": year,
                "value": round(grown * drift),
            }


def teams(old: list[Commune], new: list[Commune], villages: dict[str, list[Village]]) -> Iterator[Row]:
    """Community digital teams: in nearly every village by 2025."""
    for year in (2024, 2025):
        for one in old if year < 2025 else new:
            begun = sum(village.reached["4g"] <= (year - 2023) * 10 for village in villages[one.key])
            yield {
                "code": f"MH-to-{one.code}-{year}",
                "indicator": "minh-hoa-to-cong-nghe-so",
                "place": one.code,
                "agency": one.agency,
                "period": year,
                "value": begun,
            }


def dossiers(old: list[Commune], new: list[Commune]) -> Iterator[Row]:
    """Dossiers that a commune's one-stop desk took in, month by month."""
    for one in new:
        people = sum(part.people for part in old if part.joins == one.key) or 5000
        for ago in range(MONTHS, 0, -1):
            chance = Chance(f"dossiers {one.code} {ago}")
            rate = 0.028 * (1 + 0.02 * (MONTHS - ago)) * (1 + chance.about(0.12))
            yield {
                "code": f"MH-tn-{one.code}-{ago}",
                "indicator": "minh-hoa-ho-so-tiep-nhan",
                "place": one.code,
                "agency": one.agency,
                "months_ago": ago,
                "value": round(people * rate),
            }


def accounts(new: list[Commune]) -> Iterator[Row]:
    """The share of people with an electronic identity, a percentage printed without its parts."""
    for one in new:
        level = 78 - 26 * one.remoteness + Chance(f"identity {one.code}").about(4)
        for number in range(REFORM, NEWEST + 1):
            level = min(99.4, level + 1.6 + Chance(f"identity {one.code} {number}").about(0.9))
            yield {
                "code": f"MH-dd-{one.code}-{tag(number)}",
                "indicator": "minh-hoa-dinh-danh-dien-tu",
                "place": one.code,
                "agency": one.agency,
                **when(number),
                "value": f"{level:.1f}",
            }


def loudspeakers(new: list[Commune]) -> Iterator[Row]:
    """Whether a commune has a digital loudspeaker station, each half-year since the merger."""
    for one in new:
        start = -0.8 + 2.6 * one.remoteness + Chance(f"loudspeaker {one.code}").about(0.9)
        for number, period in enumerate(("2025-H2", "2026-H1")):
            yield {
                "code": f"MH-tt-{one.code}-{period.lower()}",
                "indicator": "minh-hoa-dai-truyen-thanh-so",
                "place": one.code,
                "agency": one.agency,
                "period": period,
                "value": int(start <= number),
            }


def write(path: Path, rows: list[Row]) -> None:
    """One CSV, with the columns that its rows have."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    sys.stdout.write(f"{path.name}: {len(rows)}\n")


def main(out: Path) -> None:
    """All files."""
    old, new = communes(ROOT / "src/tinhso/places/data", "20")
    villages = {one.key: villages_of(one) for one in old}
    for one in new:
        villages[one.key] = [
            village for part in old if part.joins == one.key for village in villages[part.key]
        ]
    told = list(coverage(old, new, villages))
    write(out / "coverage-before.csv", [row for row in told if not row["agency"]])
    write(out / "coverage.csv", [row for row in told if row["agency"]])
    write(out / "communes-years.csv", [*population(old, new), *teams(old, new, villages)])
    write(out / "communes-months.csv", list(dossiers(old, new)))
    write(out / "communes-quarters.csv", [*accounts(new), *loudspeakers(new)])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
