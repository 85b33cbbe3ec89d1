"""Outlines as SVG paths, drawn once when a boundary is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import Any

UNITS = 2000
"""Drawing units a degree: half a pixel on a wall when a province fills it."""
WEST, NORTH = 102, 24
"""Where the drawing plane begins, so that the country's coordinates are small and positive."""

Point = tuple[int, int]


@dataclass(frozen=True)
class Drawn:
    """A path in drawing units (x eastward, y southward, not yet narrowed by latitude), and its box."""

    path: str
    west: int
    north: int
    east: int
    south: int


def plane(lon: float, lat: float) -> Point:
    """A point of the earth in drawing units."""
    return floor((lon - WEST) * UNITS + 0.5), floor((NORTH - lat) * UNITS + 0.5)


def latitude(y: float) -> float:
    """The latitude of a height of the drawing."""
    return NORTH - y / UNITS


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"]
    for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
        for ring in polygon:
            points = [plane(point[0], point[1]) for point in ring]
            kept = [p for p, before in zip(points, [None, *points[:-1]], strict=True) if p != before]
            if len(kept) > 3:
                yield kept


def _ring_path(ring: list[Point]) -> str:
    (x, y), steps = ring[0], []
    for before, point in pairwise(ring[:-1]):
        steps.append(f"{point[0] - before[0]} {point[1] - before[1]}")
    return f"M{x} {y}l{' '.join(steps)}z"


def draw(geometry: dict[str, Any]) -> Drawn:
    """A GeoJSON Polygon or MultiPolygon as one path; rings smaller than a unit vanish."""
    rings = list(_rings(geometry))
    if not rings:
        raise ValueError("geometry: too small to be drawn")
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return Drawn("".join(map(_ring_path, rings)), min(xs), min(ys), max(xs), max(ys))
