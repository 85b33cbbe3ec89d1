"""What the facts say and what the files say, in the same words; figures told on the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
from django.db import connection

from tinhso.warehouse.storage import layout, reading
from tinhso.warehouse.storage.spoken import Spoken

Rows = list[tuple[Any, ...]]
EVER = (date(1900, 1, 1), date(2100, 1, 1))


def spoken() -> Rows:
    """What the facts say."""
    with connection.cursor() as cursor:
        cursor.execute(Spoken.everything().text)
        return sorted((row[:2] + row[3:] for row in cursor.fetchall()), key=repr)


def stored() -> Rows:
    """What the files say, in the same words."""
    found = reading.snapshot()
    assert found is not None
    by_number = {key.number: (row, key.scale) for row, key in found.indicators.items()}
    places = {number: row for row, number in found.places.items()}
    rows: Rows = []
    for source in found.sources(*EVER):
        told = duckdb.execute(f"SELECT {layout.NAMES} FROM read_parquet(?)", [source.path]).fetchall()
        for indicator, place, kind, cut_off, first, last, *numbers, stands in told:
            if last.replace(day=1) in source.without:
                continue
            row, scale = by_number[indicator]
            unscaled = [None if one is None else Decimal(one).scaleb(-scale) for one in numbers]
            rows.append((row, places[place], kind, cut_off, first, last, *unscaled, stands))
    return sorted(rows, key=repr)


def same(one: Rows, other: Rows) -> bool:
    """Numbers as numbers: 1.50 is 1.5."""

    def plain(rows: Rows) -> list[tuple[Any, ...]]:
        return sorted(
            (tuple(v.normalize() + 0 if isinstance(v, Decimal) else v for v in row) for row in rows), key=repr
        )

    return plain(one) == plain(other)
