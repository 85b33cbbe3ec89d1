"""Fifty million generated figures as the warehouse keeps them, and the places they are told of."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from typing import Any, Final

LAST: Final = date(2026, 10, 1)
REFORM: Final = date(2026, 11, 1)
PROVINCES: Final = 63


def say(text: str) -> None:
    """Progress, beside the table."""
    print(text, file=sys.stderr, flush=True)


def month_before(month: date, steps: int) -> date:
    """The first day of the month so many months earlier."""
    whole = month.year * 12 + month.month - 1 - steps
    return date(whole // 12, whole % 12 + 1, 1)


def build(indicators: int, communes: int) -> None:
    """Places before and after the reform, their lineage, indicators with definitions, and all their keys."""
    from tinhso.indicators.definitions import laying as definitions
    from tinhso.indicators.models import Adding, Indicator, Kind
    from tinhso.places.models import Lineage, Place
    from tinhso.warehouse.models import IndicatorKey, PlaceKey

    country = _place("VN", "country", None)
    country.save()
    provinces = [_place(f"{number + 1:02}", "province", country) for number in range(PROVINCES)]
    Place.objects.bulk_create(provinces)
    old, new, edges = [], [], []
    for number in range(communes):
        home = number * PROVINCES // communes
        fate = number % 20
        moved, split = fate < 6, fate == 6
        unit = _place(f"{10000 + number}", "commune", provinces[home])
        old.append(unit)
        if moved or split:
            unit.valid_to = REFORM - timedelta(days=1)
            shares = (
                (("0.60000000", home), ("0.40000000", home + 1)) if split else (("1.00000000", home + 1),)
            )
            for part, (share, where) in enumerate(shares):
                heir = _place(f"{40000 + 2 * number + part}", "commune", provinces[where % PROVINCES], REFORM)
                new.append(heir)
                basis = "population" if split else "whole"
                edges.append(Lineage(predecessor=unit, successor=heir, share=share, basis=basis, on=REFORM))
    Place.objects.bulk_create([*old, *new], batch_size=2000)
    Lineage.objects.bulk_create(edges, batch_size=2000)
    PlaceKey.objects.bulk_create([PlaceKey(number=n, place=unit) for n, unit in enumerate(old, start=1)])
    rows = [
        Indicator(
            code=f"bench-{number:03}", name=f"bench {number}", frequency="month",
            kind=Kind.RATIO if number % 4 == 0 else Kind.COUNT,
            adding=Adding.RATIO_OF_SUMS if number % 4 == 0 else Adding.SUM,
            over_time="ratio_of_sums" if number % 4 == 0 else "sum",
        )
        for number in range(1, indicators + 1)
    ]  # fmt: skip
    for row in rows:
        row.save()
    definitions.begin(rows)
    IndicatorKey.objects.bulk_create(
        [IndicatorKey(number=n, indicator=row) for n, row in enumerate(rows, start=1)]
    )
    _sequences()


def _place(code: str, level: str, parent: Any, since: date | None = None) -> Any:
    from tinhso.places.models import Place

    path = f"{parent.path}/{code}" if parent else code
    return Place(
        code=code,
        level=level,
        name=code,
        slug=code,
        path=path,
        parent=parent,
        valid_from=since,
        sort_key=code,
    )


def _sequences() -> None:
    """Numbers go on after those given by hand."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("warehouse_placekey", "warehouse_indicatorkey"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'number'), max(number)) FROM {table}"
            )


_ROWS: Final = """
INSERT INTO fresh SELECT i.range, p.range, 1, false, DATE '{month}', last_day(DATE '{month}'),
  CASE WHEN i.range % 4 <> 0 THEN (hash(i.range, p.range, {number}, 7) % 100000)::BIGINT ELSE {nothing} END,
  CASE WHEN i.range % 4 = 0 THEN (hash(i.range, p.range, {number}, 8) % 500)::BIGINT ELSE {nothing} END,
  CASE WHEN i.range % 4 = 0 THEN (500 + hash(i.range, p.range, {number}, 9) % 500)::BIGINT ELSE {nothing} END,
  1, 0
FROM range(1, {indicators} + 1) i CROSS JOIN range(1, {communes} + 1) p
WHERE hash(i.range * 1000003 + p.range * 7 + {number} * 1009) % 100 < {fill}
"""


def fill(asked: argparse.Namespace) -> int:
    """Write all files as a rebuild would, and put them in force."""
    from tinhso.base import clock
    from tinhso.base.ids import new_id
    from tinhso.warehouse.models import Partition, Standing
    from tinhso.warehouse.storage import keys, layout, manifest, staging, writing

    months = [month_before(LAST, steps) for steps in range(asked.months)][::-1]
    units: dict[object, list[date]] = {}
    for month in months:
        units.setdefault(month.year if month.year < LAST.year else month, []).append(month)
    files, served = {}, {}
    at = clock.now()
    keys.allot()
    named = keys.indicators()
    for unit in units.values():
        with staging.opened() as con:
            staging.fetch_levels(con)
            for month in unit:
                con.execute(
                    _ROWS.format(
                        month=month, number=month.year * 12 + month.month, nothing=staging.NOTHING,
                        indicators=asked.indicators, communes=asked.communes, fill=asked.fill,
                    )
                )  # fmt: skip
            scale, _misfits = writing.scales(con, {}, dict.fromkeys(named, (None, 0)))
            writing.settle_scales(con, scale, {})
            written = writing.write(con, unit, 1)
        files[written.file.name] = written.file
        for month in unit:
            served[month] = manifest.Month(
                written.file.name, 1, written.rows.get(month, 0), at, written.told.get(month, ())
            )
        say(f"{unit[0]:%Y-%m} … {unit[-1]:%Y-%m}: {written.file.rows:,} rows, {written.file.size >> 20} MiB")
    known = {number: manifest.Known(key, 0) for number, (key, _decimals) in named.items()}
    standing = Standing.objects.create(token=new_id(), version=1, published_at=at)
    manifest.settle(layout.figures())
    manifest.replace(manifest.Manifest(1, standing.token, new_id(), at, known, files, served))
    Partition.objects.bulk_create(
        Partition(
            month=month, wanted=1, published=1, published_at=at, file=one.file, rows=one.rows,
            checksum=files[one.file].sha256, size=files[one.file].size,
        )
        for month, one in served.items()
    )  # fmt: skip
    return sum(one.rows for one in served.values())
