"""Edges that the crosswalk may have drawn to a namesake far away."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rows import Row


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
