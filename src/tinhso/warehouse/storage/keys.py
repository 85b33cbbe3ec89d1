"""Small numbers for indicators and places, and under which rules and on which days their rows were read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.warehouse.models import IndicatorKey, PlaceKey

_RULES: Final = "i.kind || '|' || i.adding || '|' || trim_scale(i.factor)"
"""What spoken rows depend on in an indicator `i`."""
_DAYS: Final = "coalesce(p.valid_from::text, '') || '|' || coalesce(p.valid_to::text, '')"
"""What they depend on in a place `p`."""

_INDICATORS: Final = f"""
INSERT INTO warehouse_indicatorkey (indicator_id, scale, spoken_as)
SELECT i.id, 0, {_RULES} FROM indicators_indicator i
WHERE NOT EXISTS (SELECT 1 FROM warehouse_indicatorkey k WHERE k.indicator_id = i.id)
  AND EXISTS (SELECT 1 FROM indicators_currentfigure c WHERE c.indicator_id = i.id)
ON CONFLICT (indicator_id) DO NOTHING
"""  # noqa: S608 - constant text

_PLACES: Final = f"""
INSERT INTO warehouse_placekey (place_id, spoken_as)
SELECT p.id, {_DAYS} FROM places_place p
WHERE NOT EXISTS (SELECT 1 FROM warehouse_placekey k WHERE k.place_id = p.id)
  AND EXISTS (SELECT 1 FROM indicators_currentfigure c WHERE c.place_id = p.id)
ON CONFLICT (place_id) DO NOTHING
"""  # noqa: S608 - constant text

_OTHER_RULES: Final = f"""
UPDATE warehouse_indicatorkey k SET spoken_as = {_RULES} FROM indicators_indicator i
WHERE i.id = k.indicator_id AND k.spoken_as <> {_RULES} RETURNING i.id
"""  # noqa: S608 - constant text

_OTHER_DAYS: Final = f"""
UPDATE warehouse_placekey k SET spoken_as = {_DAYS} FROM places_place p
WHERE p.id = k.place_id AND k.spoken_as <> {_DAYS} RETURNING p.id
"""  # noqa: S608 - constant text


def allot() -> None:
    """Give a number to every indicator and place that has figures and none yet. Numbers are never reused."""
    with connection.cursor() as cursor:
        cursor.execute(_INDICATORS)
        cursor.execute(_PLACES)


def told_otherwise() -> tuple[list[UUID], list[UUID]]:
    """Indicators under other rules, places of other days than their rows were read by; remembers these."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHER_RULES)
        rules = [key for (key,) in cursor.fetchall()]
        cursor.execute(_OTHER_DAYS)
        return rules, [key for (key,) in cursor.fetchall()]


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
