"""What changed, taken out of PostgreSQL into a database of DuckDB's that lives as long as one publication."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final
from uuid import UUID

import duckdb
from django.conf import settings

from tinhso.places.models import Level
from tinhso.warehouse.storage import layout
from tinhso.warehouse.storage.copying import columns_of
from tinhso.warehouse.storage.spoken import CUT_OFF, KIND_OF_PERIOD, Spoken
from tinhso.warehouse.storage.waiting import TOUCHED, Waiting

NOTHING: Final = -(2**63)
"""No number, while rows travel; just above it: a number with too many digits."""
TOO_LONG: Final = NOTHING + 1
LEVELS: Final = tuple(Level)

_POWERS: Final = "{" + ",".join(str(10**one) for one in range(layout.MOST_DECIMALS + 1)) + "}"


def _whole(column: str) -> str:
    return (
        f"CASE WHEN s.{column} IS NULL THEN {NOTHING}"
        f" WHEN abs(s.{column} * m.power) >= 1e{layout.DIGITS} THEN {TOO_LONG}"
        f" ELSE (s.{column} * m.power)::int8 END"
    )


_ROWS: Final = f"""
SELECT ik.number, pk.number, s.kind, s.cut_off, s.first, s.last, {_whole("value")}, {_whole("numerator")},
  {_whole("denominator")}, s.stands, m.scale
FROM ({{spoken}}) s
JOIN warehouse_indicatorkey ik ON ik.indicator_id = s.indicator
JOIN warehouse_placekey pk ON pk.place_id = s.place
CROSS JOIN LATERAL (SELECT greatest(scale(trim_scale(s.value)), scale(trim_scale(s.numerator)),
  scale(trim_scale(s.denominator)))::int2 AS scale) d
CROSS JOIN LATERAL (SELECT d.scale, ('{_POWERS}'::numeric[])[d.scale + 1] AS power) m
"""  # noqa: S608 - constant text
_ROW_TYPES: Final = (
    ("indicator", "int4"), ("place", "int4"), ("kind", "int2"), ("cut_off", "bool"), ("first", "date"),
    ("last", "date"), ("value", "int8"), ("numerator", "int8"), ("denominator", "int8"), ("stands", "int2"),
    ("scale", "int2"),
)  # fmt: skip

_TOUCHED_KEYS: Final = f"""
SELECT ik.number, pk.number, {KIND_OF_PERIOD}, {CUT_OFF}, t.period_start, t.period_end
FROM ({TOUCHED}) t JOIN warehouse_indicatorkey ik ON ik.indicator_id = t.indicator_id
JOIN warehouse_placekey pk ON pk.place_id = t.place_id
"""  # noqa: S608 - constant text
_TOUCHED_TYPES: Final = _ROW_TYPES[:6]

_MONTH: Final = "date_trunc('month', x.period_end)::date"
_SELECTED: Final = {
    "series": f"""SELECT f.id FROM ({TOUCHED}) t JOIN indicators_currentfigure f
      ON f.indicator_id = t.indicator_id AND f.place_id = t.place_id AND f.period = t.period""",  # noqa: S608 - constant text
    "indicators": f"""SELECT f.id
      FROM unnest(%(indicators)s::uuid[], %(indicator_months)s::date[]) AS t(key, month)
      JOIN indicators_currentfigure f ON f.indicator_id = t.key
      JOIN indicators_observation x ON x.id = f.observation_id AND {_MONTH} = t.month""",  # noqa: S608 - constant text
    "places": f"""SELECT f.id FROM unnest(%(places)s::uuid[], %(place_months)s::date[]) AS t(key, month)
      JOIN indicators_currentfigure f ON f.place_id = t.key
      JOIN indicators_observation x ON x.id = f.observation_id AND {_MONTH} = t.month""",  # noqa: S608 - constant text
    "whole": f"""SELECT f.id FROM indicators_currentfigure f
      JOIN indicators_observation x ON x.id = f.observation_id WHERE {_MONTH} = ANY(%(whole)s::date[])""",  # noqa: S608 - constant text
}

_TABLES: Final = """
CREATE TABLE fresh (indicator INTEGER, place INTEGER, kind TINYINT, cut_off BOOLEAN, first DATE, last DATE,
  value BIGINT, numerator BIGINT, denominator BIGINT, stands TINYINT, scale TINYINT);
CREATE TABLE touched (indicator INTEGER, place INTEGER, kind TINYINT, cut_off BOOLEAN, first DATE, last DATE);
CREATE TABLE gone (month DATE, indicator INTEGER, place INTEGER);
CREATE TABLE levels (place INTEGER, level TINYINT);
CREATE TABLE wanted (indicator INTEGER, scale TINYINT);
CREATE TABLE powers (indicator INTEGER, factor BIGINT);
"""
_DAY: Final = "DATE '2000-01-01' + {}"


@contextmanager
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own within the memory that settings give; what is more lies on the disk meanwhile."""
    layout.figures().mkdir(parents=True, exist_ok=True)
    spill = tempfile.mkdtemp(prefix="spill-", dir=layout.root())
    try:
        with duckdb.connect(":memory:", config=_settings(spill)) as con:
            con.execute(_TABLES)
            yield con
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _settings(spill: str) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "threads": settings.WAREHOUSE_THREADS,
        "memory_limit": f"{settings.WAREHOUSE_MEMORY_MB}MB",
        "temp_directory": spill,
        "preserve_insertion_order": True,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def fetch_levels(con: duckdb.DuckDBPyConnection) -> None:
    """The level of every place with a number."""
    numbered = ", ".join(f"('{level}', {number})" for number, level in enumerate(LEVELS))
    text = f"""SELECT k.number, l.number::int2 FROM warehouse_placekey k
      JOIN places_place p ON p.id = k.place_id
      JOIN (VALUES {numbered}) AS l(level, number) ON l.level = p.level"""  # noqa: S608 - our own words
    _load(con, "levels", text, {}, (("place", "int4"), ("level", "int2")))


def fetch_everything(con: duckdb.DuckDBPyConnection) -> Iterator[int]:
    """All spoken rows; tells how many have come."""
    yield from _rows(con, Spoken.everything())


def fetch(con: duckdb.DuckDBPyConnection, work: Collection[Waiting], numbers: Mapping[UUID, int]) -> None:
    """The spoken rows of what changed, and which rows they stand for."""
    parts = [one for one in work if not one.whole]
    by_indicator = [(key, one.month) for one in parts for key in one.indicators]
    by_place = [(key, one.month) for one in parts for key in one.places]
    values: dict[str, Any] = {
        "figures": sorted({key for one in parts for key in one.figures}),
        "batches": sorted({key for one in parts for key in one.batches}),
        "indicators": [key for key, _month in by_indicator],
        "indicator_months": [month for _key, month in by_indicator],
        "places": [key for key, _month in by_place],
        "place_months": [month for _key, month in by_place],
        "whole": [one.month for one in work if one.whole],
    }
    if values["figures"] or values["batches"]:
        _load(con, "touched", _TOUCHED_KEYS, values, _TOUCHED_TYPES)
    _leave(con, [(month, numbers.get(key), None) for key, month in by_indicator])
    _leave(con, [(month, None, numbers.get(key)) for key, month in by_place])
    wanted = {
        "series": bool(values["figures"] or values["batches"]),
        "indicators": bool(by_indicator),
        "places": bool(by_place),
        "whole": bool(values["whole"]),
    }
    chosen = " UNION ".join(text for name, text in _SELECTED.items() if wanted[name])
    if chosen:
        for _count in _rows(con, Spoken.where([f"c.id IN ({chosen})"], values)):
            pass


def _leave(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[date, int | None, int | None]]) -> None:
    told = [row for row in rows if row[1] is not None or row[2] is not None]
    if told:
        con.executemany("INSERT INTO gone VALUES (?, ?, ?)", told)


def _rows(con: duckdb.DuckDBPyConnection, spoken: Spoken) -> Iterator[int]:
    return _loading(con, "fresh", _ROWS.replace("{spoken}", spoken.text), spoken.values, _ROW_TYPES)


def _load(
    con: duckdb.DuckDBPyConnection,
    table: str,
    text: str,
    values: Mapping[str, Any],
    types: Sequence[tuple[str, str]],
) -> None:
    for _count in _loading(con, table, text, values, types):
        pass


def _loading(
    con: duckdb.DuckDBPyConnection,
    table: str,
    text: str,
    values: Mapping[str, Any],
    types: Sequence[tuple[str, str]],
) -> Iterator[int]:
    chosen = ", ".join(_DAY.format(name) if kind == "date" else name for name, kind in types)
    count = 0
    for columns in columns_of(text, values, types):
        con.register("arriving", columns)
        con.execute(f"INSERT INTO {table} SELECT {chosen} FROM arriving")  # noqa: S608 - our own names
        con.unregister("arriving")
        count += len(columns[types[0][0]])
        yield count
