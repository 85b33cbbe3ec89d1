"""Areas and boxes of all communes from vietnamese-provinces-database (MIT), one line a code.

    python tools/places/shapes.py CHECKOUT > shapes.csv

CHECKOUT is a clone of the repository; its `json/geojson/*/wards/*.geojson` are read (600 MB).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

Line = tuple[str, float, float, float, float, float]


def lines(documents: Iterator[str]) -> Iterator[Line]:
    """Code, km², west, south, east, north of each document."""
    for text in documents:
        (feature,) = json.loads(text)["features"]
        west, south, east, north = feature["bbox"]
        yield feature["id"], feature["properties"]["areaKm2"], west, south, east, north


def main(checkout: str) -> None:
    """Write the table to standard output."""
    paths = sorted(Path(checkout).glob("json/geojson/*/wards/*.geojson"))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["code", "area_km2", "west", "south", "east", "north"])
    writer.writerows(sorted(lines(path.read_text("utf-8") for path in paths)))


if __name__ == "__main__":
    main(*sys.argv[1:])
