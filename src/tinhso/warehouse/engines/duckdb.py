"""DuckDB, in this process: the plan's statement over the published files.

One database in memory, a cursor a question. It reads nothing but the folder of the warehouse, loads no
extension, and what is configured here stays so. Numbers that 64 bits do not hold are asked for once more as
longer ones; what cannot be answered at all is left to the facts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

import duckdb
import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from tinhso.warehouse.answers import Freshness
from tinhso.warehouse.engines.base import Columns, Unable, empty, joined, of_columns
from tinhso.warehouse.engines.keeping import Kept
from tinhso.warehouse.engines.sql import COLUMNS, FLAGS, NUMBERS, statement
from tinhso.warehouse.engines.tracing import Ground, traced
from tinhso.warehouse.plans import Plan
from tinhso.warehouse.storage import layout, reading, waiting
from tinhso.warehouse.storage.reading import Broken, Key, Snapshot, Source
from tinhso.warehouse.storage.writing import quoted
from tinhso.warehouse.ways import Ways

_NAMES: Final = "indicator, place, kind, first, last, value, numerator, denominator, stands"
_SINCE: Final = "DATE '1970-01-01'"
_GROUND: Final = f"""
way AS (
  SELECT origin, target, rank, {_SINCE} + first::int AS first, {_SINCE} + last::int AS last, weight, whole
  FROM way_given
), goal AS (
  SELECT target, rank, {_SINCE} + first::int AS first, {_SINCE} + last::int AS last, expected, undivided, over
  FROM goal_given
)"""
_BASE: Final = ", base AS (SELECT * FROM base_given)"
_FEW: Final = 4
"""Bounds of places are worth their while for a part of them so small."""
_LONG: Final = frozenset({"weight", "over"})
_TOO_LONG: Final = (duckdb.OutOfRangeException, duckdb.ConversionException)

KEPT: Final = Kept()
_lock: Final = Lock()
_known: Final[WeakKeyDictionary[Ways, tuple[int, NDArray[np.int32]]]] = WeakKeyDictionary()


@lru_cache(maxsize=4)
def _database(process: int, folder: str, memory: int, threads: int) -> duckdb.DuckDBPyConnection:
    """One for each process: it does not survive a fork. No engine of its own reaches beyond `folder`."""
    del process
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory}MB",
        "threads": threads,
        "temp_directory": f"{folder}/temp",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    found = duckdb.connect(":memory:", config=config)
    found.execute("SET parquet_metadata_cache = true")
    found.execute("SET preserve_insertion_order = false")
    found.execute("CREATE MACRO div(a, b) AS a // b")
    found.execute(f"SET allowed_directories = [{quoted(folder)}]")
    found.execute("SET enable_external_access = false")
    found.execute("SET lock_configuration = true")
    return found


@contextmanager
def _cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with _lock:
        whole = _database(
            os.getpid(), str(layout.root()), settings.WAREHOUSE_MEMORY_MB, settings.WAREHOUSE_THREADS
        )
        cursor = whole.cursor()
    try:
        yield cursor
    finally:
        cursor.close()


class DuckDB:
    """Answers from what was published; the version is that of its making."""

    name: Final = "duckdb"

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = reading.snapshot()

    def answer(self, plan: Plan) -> Columns:
        """The cells in which anything was told; those of a publication are read once. Raises Unable."""
        snapshot = self._snapshot
        if snapshot is None:
            raise Unable("nothing is published")
        return KEPT.answer(snapshot.content.token, plan, lambda: self._read(snapshot, plan))

    def _read(self, snapshot: Snapshot, plan: Plan) -> Columns:
        scales: dict[int, list[int]] = {}
        for number, one in enumerate(plan.measures):
            key = snapshot.indicators.get(one)
            if key is None:
                continue
            if not key.coverable:
                raise Unable(f"numbers of {one} do not fit")
            scales.setdefault(key.scale, []).append(number)
        found = [_of_scale(snapshot, plan, scale, numbers) for scale, numbers in sorted(scales.items())]
        return joined(found) if found else empty()

    def freshness(self) -> Freshness:
        """When what it reads was published, and whether anything waits to be."""
        if self._snapshot is None:
            return Freshness(engine=self.name)
        return Freshness(self._snapshot.at, self._snapshot.version, waiting.is_waiting(), self.name)


def _of_scale(snapshot: Snapshot, plan: Plan, scale: int, numbers: Sequence[int]) -> Columns:
    """The cells of measures whose numbers have as many decimals."""
    measures = [plan.measures[number] for number in numbers]
    levels, kinds = _extent(snapshot, plan, measures)
    ground = traced(plan, scale, told_at=levels, kinds=kinds)
    if not len(ground.way["origin"]) or not ground.traits.kinds:
        return empty()
    keys = [snapshot.indicators[one] for one in measures]
    try:
        sources = snapshot.sources(plan.first, plan.last)
    except Broken as broken:
        raise Unable(f"broken: {broken}") from broken
    if not sources:
        return empty()
    try:
        found = _run(snapshot, plan, ground, keys, sources)
    except _TOO_LONG:
        found = _again(snapshot, plan, ground, keys, sources)
    except duckdb.Error as error:
        reading.suspect(one.path for one in sources)
        raise Unable(str(error)) from error
    known = np.array([key.number for key in keys], np.int64)
    order = np.argsort(known)
    at = order[np.searchsorted(known, found.measure, sorter=order)]
    return replace(found, measure=np.array(numbers, np.int64)[at])


def _again(
    snapshot: Snapshot, plan: Plan, ground: Ground, keys: Sequence[Key], sources: Sequence[Source]
) -> Columns:
    exact = replace(ground, traits=replace(ground.traits, exact=True))
    try:
        return _run(snapshot, plan, exact, keys, sources)
    except duckdb.Error as error:
        raise Unable(str(error)) from error


def _extent(
    snapshot: Snapshot, plan: Plan, measures: Sequence[UUID]
) -> tuple[frozenset[str], frozenset[int]]:
    """The levels and kinds of periods that any of them is told at."""
    told = [snapshot.told(one, plan.first, plan.last) for one in measures]
    return (
        frozenset[str]().union(*(one.levels for one in told)),
        frozenset[int]().union(*(one.kinds for one in told)),
    )


def _run(
    snapshot: Snapshot, plan: Plan, ground: Ground, keys: Sequence[Key], sources: Sequence[Source]
) -> Columns:
    text = statement(plan, ground.traits)
    body = text.body.format(wide="HUGEINT")
    long = "VARCHAR" if ground.traits.exact else "BIGINT"
    casts = (
        f"{name}::{'BOOLEAN' if name in FLAGS else long if name in NUMBERS else 'BIGINT'} AS {name}"
        for name in COLUMNS
    )
    way = _way(snapshot, plan.ways, ground)
    if not len(way["origin"]):
        return empty()
    facts = _facts(f"{_chosen(snapshot, keys)}{_near(snapshot, way['origin'])}", sources)
    base = _BASE if plan.bases is not None else ""
    with _cursor() as cursor:
        cursor.register("way_given", way)
        cursor.register("goal_given", _registered(ground.goal))
        if plan.bases is not None:
            cursor.register("base_given", _registered(vars(plan.bases)))
        found = cursor.execute(
            f"WITH {facts}, {_GROUND}{base}, {body} SELECT {', '.join(casts)} FROM answer"
        ).fetchnumpy()
    return _columns(found, text.scale)


def _chosen(snapshot: Snapshot, keys: Sequence[Key]) -> str:
    """Bounds let groups of rows be left unread; a list is laid over them only where others lie between."""
    numbers = sorted(key.number for key in keys)
    first, last = numbers[0], numbers[-1]
    if first == last:
        return f"indicator = {first}"
    bounds = f"indicator BETWEEN {first} AND {last}"
    between = sum(first <= key.number <= last for key in snapshot.indicators.values())
    return (
        bounds if between == len(numbers) else f"{bounds} AND indicator IN ({', '.join(map(str, numbers))})"
    )


def _near(snapshot: Snapshot, units: NDArray[Any]) -> str:
    """Bounds of places too, where few of them are asked for."""
    if len(units) * _FEW > len(snapshot.places):
        return ""
    return f" AND place BETWEEN {units.min()} AND {units.max()}"


def _facts(chosen: str, sources: Sequence[Source]) -> str:
    """The relation of told figures: whole files, and volumes without the months that others serve."""
    whole = [quoted(one.path) for one in sources if not one.without]
    parts = [f"SELECT {_NAMES} FROM read_parquet([{', '.join(whole)}]) WHERE {chosen}"] if whole else []
    for one in sources:
        if one.without:
            months = ", ".join(f"DATE '{month:%Y-%m-%d}'" for month in one.without)
            parts.append(
                f"SELECT {_NAMES} FROM read_parquet({quoted(one.path)})"
                f" WHERE {chosen} AND date_trunc('month', last) NOT IN ({months})"
            )
    return f"facts AS ({' UNION ALL '.join(parts)})"


def _way(snapshot: Snapshot, ways: Ways, ground: Ground) -> dict[str, NDArray[Any]]:
    """The ways of units that have figures, under the numbers that files know them by."""
    numbers = _numbers(snapshot, ways)[ground.way["origin"]]
    known = numbers >= 0
    way = {name: column[known] for name, column in ground.way.items()}
    return _registered({**way, "origin": numbers[known]})


def _numbers(snapshot: Snapshot, ways: Ways) -> NDArray[np.int32]:
    """The numbers of its units in the files; -1: no figures. Kept as long as ways and publication stay."""
    held = _known.get(ways)
    if held is None or held[0] != snapshot.version:
        places = snapshot.places
        found = np.fromiter((places.get(one, -1) for one in ways.origins), np.int32, len(ways.origins))
        held = _known[ways] = (snapshot.version, found)
    return held[1]


def _registered(relation: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    if any(column.dtype == object for column in relation.values()):
        raise Unable("shares need longer numbers")
    return {name: column if name in _LONG else _short(column) for name, column in relation.items()}


def _short(column: NDArray[Any]) -> NDArray[Any]:
    return column.astype(np.int32) if column.dtype == np.int64 else column


def _columns(found: dict[str, Any], scale: int) -> Columns:
    rows = len(found["indicator"])
    value, above, below = (_whole(found[name]) for name in NUMBERS)
    named = {
        "measure": found["indicator"],
        "place": found["target"],
        "scale": np.full(rows, scale, np.int64),
        "value": value,
        "numerator": above,
        "denominator": below,
    }
    return of_columns({**found, **named})


def _whole(column: Any) -> Any:
    """Whole numbers, Python's own where they came as texts; masked where there is none."""
    masked = np.ma.asarray(column)
    if masked.dtype != object:
        return masked
    empty_ = np.ma.getmaskarray(masked)
    numbers = [0 if gone else int(text) for text, gone in zip(masked.data, empty_, strict=True)]
    return np.ma.array(np.array(numbers, object), mask=empty_)
