"""One publication of what changed: the months concerned, each merged with what it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import duckdb

from tinhso.warehouse.models import Standing
from tinhso.warehouse.storage import faults, keys, staging, writing
from tinhso.warehouse.storage.enforcing import Draft, enforce
from tinhso.warehouse.storage.manifest import Known, Manifest
from tinhso.warehouse.storage.waiting import Waiting


@dataclass(frozen=True)
class _Scales:
    """The indicators as they will be known, and the months with one whose decimals went up."""

    known: dict[int, Known]
    months: frozenset[date]


def publish_some(before: Manifest, known: Standing, work: Iterable[Waiting]) -> None:
    """Publish what waits over what is in force."""
    asked = [_checked(before, one) for one in work]
    keys.allot()
    with staging.opened() as con:
        staging.fetch_levels(con)
        staging.fetch(con, asked, _numbers(asked))
        scales = _scales(con, before)
        broken = scales.months - {one.month for one in asked} - _sound(before, scales.months)
        if not broken:
            _write(con, before, known, asked, scales)
            return
    more = [Waiting(month, before.months[month].published, whole=True) for month in broken]
    publish_some(before, known, [*asked, *more])


def _write(
    con: duckdb.DuckDBPyConnection, before: Manifest, known: Standing, work: list[Waiting], scales: _Scales
) -> None:
    draft = Draft.after(known, before)
    whole = {one.month for one in work if one.whole}
    wanted = {one.month: one.wanted for one in work}
    for month in sorted({*wanted, *scales.months}):
        sources = [] if month in whole else [writing.Source(month, _path(before, month))]
        written = writing.write(con, [month], draft.new.version, sources)
        draft.serve(written, {month: wanted[month] if month in wanted else before.months[month].published})
    changed = _changed(con, scales.known) if not whole and not any(one.places for one in work) else []
    enforce(draft.whole(scales.known), wanted, changed)


def _path(before: Manifest, month: date) -> Path:
    return writing.path_of(before.months[month].file)


def _numbers(work: Iterable[Waiting]) -> dict[UUID, int]:
    found = {key: number for number, (key, _decimals) in keys.indicators().items()}
    return {**found, **keys.places()} if any(one.places for one in work) else found


def _checked(before: Manifest, one: Waiting) -> Waiting:
    """As a whole where the file that it would be merged with is not there, or is not what was published."""
    if one.whole or (one.month in before.months and _sound(before, {one.month})):
        return one
    return replace(one, whole=True)


def _sound(before: Manifest, months: Iterable[date]) -> set[date]:
    """Those whose file is what was published; the others' is written down."""
    found: set[date] = set()
    for month in months:
        file = before.files[before.months[month].file]
        if faults.is_sound(file):
            found.add(month)
        else:
            faults.record(file, before.serving(file.name))
    return found


def _scales(con: duckdb.DuckDBPyConnection, before: Manifest) -> _Scales:
    """Decimals go up where a fresh number needs more; an indicator whose numbers would not fit stays out."""
    named = keys.indicators()
    needed, misfits = writing.scales(con, before.indicators, named)
    raised = {
        number: scale - before.indicators[number].scale
        for number, scale in needed.items()
        if number in before.indicators and scale > before.indicators[number].scale and number not in misfits
    }
    misfits |= writing.outgrown(con, raised, {_path(before, month) for month in before.holding(raised)})
    raised = {number: by for number, by in raised.items() if number not in misfits}
    known = dict(before.indicators)
    for number, scale in needed.items():
        was = known.get(number, Known(named[number][0], 0))
        fits = number not in misfits
        known[number] = Known(was.id, scale if fits else was.scale, was.coverable and fits)
    fitting = {number: known[number].scale for number in needed if number not in misfits}
    writing.settle_scales(con, fitting, raised)
    return _Scales(known, frozenset(before.holding(raised)))


def _changed(con: duckdb.DuckDBPyConnection, known: dict[int, Known]) -> list[UUID]:
    rows = con.execute(
        "SELECT indicator FROM fresh UNION SELECT indicator FROM touched"
        " UNION SELECT indicator FROM gone WHERE indicator IS NOT NULL"
    ).fetchall()
    return sorted(known[number].id for (number,) in rows if number in known)
