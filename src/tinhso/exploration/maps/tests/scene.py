"""A province with communes that have outlines, one without, and figures over some years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tinhso.exploration.spec import Form, Spec
from tinhso.indicators.models import Adding, Indicator, Kind, OverTime
from tinhso.indicators.tests.conftest import indicator, place
from tinhso.places.models import Boundary, Level, Place
from tinhso.warehouse.tests.door_scene import tell

SPEC = Spec(measures=("phu-song",), form=Form.MAP, level=Level.COMMUNE, within="20")
SQUARE = 4


@dataclass(frozen=True)
class Land:
    """Rows to work with: four communes in a square, the last without an outline where `hole` is asked."""

    province: Place
    communes: list[Place]
    covered: Indicator


def land(count: int = 4, *, hole: bool = False, **more: Any) -> Land:
    """The places and what is measured; nothing is told yet."""
    country = place(Level.COUNTRY, "VN", "Việt Nam", None)
    province = place(Level.PROVINCE, "20", "Lạng Sơn", country)
    communes = []
    for number in range(count):
        communes.append(
            place(Level.COMMUNE, f"{6000 + number:05}", f"Số {number + 1:03}", province, type="Xã")
        )
        west, north = (
            number % 25 * 100 if count > 4 else number % 2 * 100,
            number // (25 if count > 4 else 2) * 100,
        )
        if not (hole and number == count - 1):
            Boundary.objects.create(
                place=communes[-1], geojson={}, attribution="Ranh giới mẫu",
                path=f"M{west} {north}l96 0 0 96 -96 0z",
                west=west, north=north, east=west + 96, south=north + 96,
            )  # fmt: skip
    told: dict[str, Any] = {"over_time": OverTime.LAST, "unit": "hộ", "decimals": 1} | more
    kind = told.pop("kind", Kind.RATIO)
    covered = indicator(
        "phu-song", "Hộ được phủ sóng", kind, told.pop("adding", Adding.RATIO_OF_SUMS), **told
    )
    return Land(province, communes, covered)


def years(found: Land, **told: list[Any]) -> None:
    """What the communes told in each year: `years(land, y2025=[…])`; None tells nothing."""
    tell(
        [
            (found.covered, place_, year[1:], value)
            for year, values in told.items()
            for place_, value in zip(found.communes, values, strict=True)
            if value is not None
        ]
    )
