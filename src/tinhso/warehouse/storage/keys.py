"""Small numbers for indicators and places, and under which rules an indicator's rows were read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.warehouse.models import IndicatorKey, PlaceKey

FINGERPRINT: Final = "i.kind || '|' || i.adding || '|' || trim_scale(i.factor)"
"""What spoken rows depend on in an indicator `i`."""

_INDICATORS: Final = f"""
INSERT INTO warehouse_indicatorkey (indicator_id, scale, spoken_as)
SELECT i.id, 0, {FINGERPRINT} FROM indicators_indicator i
WHERE NOT EXISTS (SELECT 1 FROM warehouse_indicatorkey k WHERE k.indicator_id = i.id)
  AND EXISTS (SELECT 1 FROM indicators_currentfigure c WHERE c.indicator_id = i.id)
ON CONFLICT (indicator_id) DO NOTHING
"""  # noqa: S608 - constant text

_PLACES: Final = """
INSERT INTO warehouse_placekey (place_id)
SELECT p.id FROM places_place p
WHERE NOT EXISTS (SELECT 1 FROM warehouse_placekey k WHERE k.place_id = p.id)
  AND EXISTS (SELECT 1 FROM indicators_currentfigure c WHERE c.place_id = p.id)
ON CONFLICT (place_id) DO NOTHING
"""

_LAID_DOWN_ANEW: Final = f"""
UPDATE warehouse_indicatorkey k SET spoken_as = {FINGERPRINT} FROM indicators_indicator i
WHERE i.id = k.indicator_id AND k.spoken_as <> {FINGERPRINT}
  AND (%(one)s::uuid IS NULL OR i.id = %(one)s::uuid)
"""  # noqa: S608 - constant text


def allot() -> None:
    """Give a number to every indicator and place that has figures and none yet. Numbers are never reused."""
    with connection.cursor() as cursor:
        cursor.execute(_INDICATORS)
        cursor.execute(_PLACES)


def laid_down_anew(indicator: UUID | None = None) -> bool:
    """Whether its rules (or those of any) are others than its rows were read under; remembers today's."""
    with connection.cursor() as cursor:
        cursor.execute(_LAID_DOWN_ANEW, {"one": indicator})
        return int(cursor.rowcount) > 0


def indicators() -> dict[int, tuple[UUID, int]]:
    """Row and decimals as printed of every indicator with a number."""
    rows = IndicatorKey.objects.values_list("number", "indicator_id", "indicator__decimals")
    return {number: (key, decimals) for number, key, decimals in rows}


def keep_scales(scales: Mapping[int, int]) -> None:
    """Remember the decimals that figures are kept with."""
    for number, scale in scales.items():
        IndicatorKey.objects.filter(number=number).update(scale=scale)


def places(above: int = 0) -> dict[UUID, int]:
    """Numbers of places, those above a number only."""
    rows: Any = PlaceKey.objects.filter(number__gt=above).values_list("place_id", "number")
    return dict(rows)
