"""Publishing (công bố vào kho): what changed becomes new files, then a new manifest, then the database knows.

A crash between any two of these steps leaves a whole publication in force: files that no manifest names are
cleared away later, and a manifest that the database does not know yet is recognised by the token it follows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

import duckdb
from django.db import connection, transaction

from tinhso.base import clock
from tinhso.base.ids import new_id
from tinhso.warehouse.models import Change, Partition, Standing
from tinhso.warehouse.storage import keys, manifest, reading, staging, writing
from tinhso.warehouse.storage.changing import publish_some
from tinhso.warehouse.storage.enforcing import Draft, enforce
from tinhso.warehouse.storage.manifest import Known, Manifest
from tinhso.warehouse.storage.standing import in_force, standing
from tinhso.warehouse.storage.waiting import is_waiting, waiting, want_told_otherwise

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how far it is, and of how much (0: unknown)."""

_LOCK: Final = 0x7761726568
"""Of the one publisher; sessions that end, however they end, let it go."""
_PATIENCE: Final = 20.0


def _silent(what: str, done: int, of: int) -> None:
    del what, done, of


@contextmanager
def _alone(patience: float) -> Iterator[bool]:
    """Whether this is the only publisher now; waits for another one that long."""
    until = time.monotonic() + patience
    while not (got := _try()) and time.monotonic() < until:
        time.sleep(0.05)
    try:
        yield got
    finally:
        if got:
            _ask("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _try() -> bool:
    return bool(_ask("SELECT pg_try_advisory_lock(%s)", [_LOCK]))


def _ask(text: str, values: list[int]) -> object:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchone()[0]


def is_behind() -> bool:
    """Whether there is anything to publish: something waits, or nothing readable was ever published."""
    return is_waiting() or in_force() is None


def publish() -> int:
    """Publish all that waits; the answer is how many months were, 0 where another publisher is at it."""
    done = 0
    with _alone(_PATIENCE) as alone:
        if not alone:
            return 0
        while True:
            found, known = in_force(), standing()
            if found is None or known is None:
                return done + _everything(_silent)
            work = waiting()
            if not work:
                return done
            publish_some(found, known, work)
            done += len(work)


def rebuild(progress: Progress = _silent) -> int:
    """Everything anew from PostgreSQL (dựng lại kho); the answer is how many months there are.

    Waits for another publisher to end.
    """
    with _alone(24 * 3600.0):
        return _everything(progress)


def forget() -> None:
    """Have nothing published: the database is another one now, or its past is (from before there was any)."""
    manifest.forget()
    reading.forget()
    if not _ask("SELECT to_regclass('warehouse_standing') IS NOT NULL", []):
        return
    with transaction.atomic():
        Standing.objects.all().delete()
        Change.objects.all().delete()
        Partition.objects.all().delete()


# -- everything -----------------------------------------------------------------------------------------


def _everything(progress: Progress) -> int:
    known = standing() or Standing.objects.create(token=new_id())
    want_told_otherwise()
    wanted = dict(Partition.objects.values_list("month", "wanted"))
    keys.allot()
    of = _estimate()
    with staging.opened() as con:
        progress("rows", 0, of)
        for count in staging.fetch_everything(con):
            progress("rows", count, max(of, count))
        staging.fetch_levels(con)
        named = keys.indicators()
        scale, misfits = writing.scales(con, {}, named)
        fitting = {number: one for number, one in scale.items() if number not in misfits}
        writing.settle_scales(con, fitting, {})
        draft = Draft.after(known)
        units = _units(_months(con))
        for done, unit in enumerate(units, start=1):
            written = writing.write(con, unit, draft.new.version)
            draft.serve(written, {month: wanted.get(month, 0) for month in unit})
            progress("files", done, len(units))
    indicators = {
        number: Known(named[number][0], one, number not in misfits) for number, one in scale.items()
    }
    new = draft.whole(indicators)
    enforce(new, {**wanted, **{month: one.published for month, one in new.months.items()}})
    return len(new.months)


def _estimate() -> int:
    """About how many rows there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'indicators_currentfigure'")
        return max(0, int(cursor.fetchone()[0]))


def _months(con: duckdb.DuckDBPyConnection) -> list[date]:
    rows = con.execute("SELECT DISTINCT date_trunc('month', last)::DATE FROM fresh ORDER BY 1").fetchall()
    return [month for (month,) in rows]


def _units(months: Iterable[date]) -> list[list[date]]:
    """What goes into one file: a year that is over (tập), or a month of this one and of those to come."""
    this = clock.today().year
    units: dict[object, list[date]] = {}
    for month in months:
        units.setdefault(month.year if month.year < this else month, []).append(month)
    return list(units.values())


# -- volumes --------------------------------------------------------------------------------------------


def bind() -> int:
    """Bind the months of years that are over into a volume a year (đóng tập); how many years were bound."""
    with _alone(_PATIENCE) as alone:
        found, known = in_force(), standing()
        if not alone or found is None or known is None:
            return 0
        loose = [unit for unit in _units(sorted(found.months)) if _is_loose(found, unit)]
        if loose:
            _bind(found, known, loose)
        return len(loose)


def _is_loose(found: Manifest, unit: list[date]) -> bool:
    return len(unit) > 1 and len({found.months[month].file for month in unit}) > 1


def _bind(found: Manifest, known: Standing, loose: list[list[date]]) -> None:
    draft = Draft.after(known, found)
    with staging.opened() as con:
        staging.fetch_levels(con)
        writing.settle_scales(con, {}, {})
        for unit in loose:
            sources = [writing.Source(one, writing.path_of(found.months[one].file)) for one in unit]
            written = writing.write(con, unit, draft.new.version, sources)
            draft.serve(written, {month: found.months[month].published for month in unit})
    new = draft.whole(found.indicators)
    enforce(new, {month: found.months[month].published for unit in loose for month in unit})
