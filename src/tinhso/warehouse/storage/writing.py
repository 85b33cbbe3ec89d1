"""Files made of what was there and what changed: merged, sorted, compressed, brought to the disk, named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from tinhso.base.ids import new_id
from tinhso.warehouse.storage import layout
from tinhso.warehouse.storage.manifest import File, Known, Told, settle
from tinhso.warehouse.storage.staging import LEVELS, NOTHING, TOO_LONG

_LIMIT: Final = 10**layout.DIGITS
_NUMBERS: Final = ("value", "numerator", "denominator")
_SERIES: Final = ("indicator", "place", "kind", "cut_off", "first", "last")
_BLOCK: Final = 1 << 20
_POWERS: Final = f"{[10**one for one in range(layout.MOST_DECIMALS + 1)]}"
_BY: Final = f"{_POWERS}[w.scale - f.scale + 1]"
"""What a fresh number is multiplied by to be told in its indicator's decimals."""


_TOLD: Final = ", ".join(
    f"CASE WHEN f.{name} <> {NOTHING} THEN CAST(f.{name}::HUGEINT * {_BY} AS BIGINT) END AS {name}"
    if name in _NUMBERS
    else f"f.{name} AS {name}"
    for name, _type in layout.COLUMNS
)

FRESH: Final = f"SELECT {_TOLD} FROM fresh f JOIN wanted w USING (indicator)"  # noqa: S608 - our own names
"""The fresh rows as files tell them."""


@dataclass(frozen=True)
class Written:
    """A file and what it tells, by month."""

    file: File
    rows: Mapping[date, int]
    told: Mapping[date, tuple[Told, ...]]


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def path_of(name: str) -> Path:
    """Where that file lies."""
    return layout.figures() / name


def quoted(text: str) -> str:
    """As a text in SQL."""
    return "'" + text.replace("'", "''") + "'"


# -- scales ---------------------------------------------------------------------------------------------


def scales(
    con: duckdb.DuckDBPyConnection,
    known: Mapping[int, Known],
    named: Mapping[int, tuple[object, int]],
) -> tuple[dict[int, int], set[int]]:
    """The decimals that each indicator of the fresh rows needs, and which have numbers that do not fit.

    Scales only go up; a new indicator begins with the decimals it is printed with.
    """
    rows = con.execute("SELECT indicator, max(scale) FROM fresh GROUP BY indicator").fetchall()
    needed: dict[int, int] = {}
    for number, most in rows:
        before = known[number].scale if number in known else min(named[number][1], layout.MOST_DECIMALS)
        needed[number] = max(before, most)
    con.execute("DELETE FROM wanted")
    if needed:
        con.executemany("INSERT INTO wanted VALUES (?, ?)", list(needed.items()))
    too_long = " OR ".join(
        f"(f.{one} <> {NOTHING} AND (f.{one} = {TOO_LONG} OR abs(f.{one}::HUGEINT) * {_BY} >= {_LIMIT}))"
        for one in _NUMBERS
    )
    found = con.execute(
        f"SELECT DISTINCT f.indicator FROM fresh f JOIN wanted w USING (indicator) WHERE {too_long}"  # noqa: S608 - our own names
    ).fetchall()
    return needed, {number for (number,) in found}


def outgrown(con: duckdb.DuckDBPyConnection, raised: Mapping[int, int], paths: Iterable[Path]) -> set[int]:
    """Of indicators whose scale goes up by so much: those whose old numbers would not fit any more."""
    files = [str(path) for path in paths]
    if not raised or not files:
        return set()
    greatest = ", ".join(f"coalesce(abs({one}::HUGEINT), 0)" for one in _NUMBERS)
    rows = con.execute(
        f"SELECT indicator, max(greatest({greatest})) FROM read_parquet(?)"  # noqa: S608 - our own names
        " WHERE list_contains(?, indicator) GROUP BY indicator",
        [files, list(raised)],
    ).fetchall()
    return {number for number, most in rows if most * 10 ** raised[number] >= _LIMIT}


def settle_scales(
    con: duckdb.DuckDBPyConnection, scale: Mapping[int, int], raised: Mapping[int, int]
) -> None:
    """The decimals that files are written in; indicators that are not named do not fit and stay out."""
    con.execute("DELETE FROM wanted")
    if scale:
        con.executemany("INSERT INTO wanted VALUES (?, ?)", list(scale.items()))
    if raised:
        con.executemany("INSERT INTO powers VALUES (?, ?)", [(key, 10**by) for key, by in raised.items()])


# -- files ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """A month's rows as they were: in which file, and whether some of them changed."""

    month: date
    path: Path


def write(
    con: duckdb.DuckDBPyConnection,
    months: Sequence[date],
    version: int,
    sources: Sequence[Source] = (),
) -> Written:
    """One file for those months: the fresh rows, and of the sources what nothing fresh stands for."""
    parts = [f"{FRESH} WHERE {within(months)}"]
    parts += [_kept(con, one) for one in sources]
    beside = layout.figures() / f".{new_id().hex}.tmp"
    group = layout.MONTH_GROUP if len(months) == 1 else layout.VOLUME_GROUP
    con.execute(
        f"COPY (SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY {layout.ORDER}) TO {quoted(str(beside))}"  # noqa: S608 - our own names
        f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group})"
    )
    settle(beside)
    found = checksum(beside)
    stem = f"{months[0]:%Y-%m}" if len(months) == 1 else f"{months[0]:%Y}"
    name = f"{stem}.v{version}.{found[:8]}.parquet"
    size = beside.stat().st_size
    beside.replace(path_of(name))
    rows, told = _statistics(con, path_of(name))
    return Written(File(name, found, size, sum(rows.values())), rows, told)


def within(months: Iterable[date]) -> str:
    """The rows of those months, which follow each other or not."""
    return "(" + " OR ".join(_in_month(one) for one in months) + ")"


def _in_month(month: date) -> str:
    return f"(last >= DATE '{month}' AND last < DATE '{layout.next_month(month)}')"


def _kept(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    numbers = ", ".join(f"CAST({one} * coalesce(p.factor, 1) AS BIGINT) AS {one}" for one in _NUMBERS)
    raised = _any(con, "powers")
    chosen = f"r.* REPLACE ({numbers})" if raised else "r.*"
    powers = "LEFT JOIN powers p ON p.indicator = r.indicator" if raised else ""
    conditions = [_in_month(source.month)]
    on = f"DATE '{source.month}'"
    if _any(con, "touched"):
        same = " AND ".join(
            f"t.{one} = r.{one}" for one in ("indicator", "place", "kind", "cut_off", "first", "last")
        )
        conditions.append(f"NOT EXISTS (SELECT 1 FROM touched t WHERE {same})")  # noqa: S608 - our own names
    for one in ("indicator", "place"):
        conditions.append(
            f"r.{one} NOT IN (SELECT {one} FROM gone WHERE month = {on} AND {one} IS NOT NULL)"  # noqa: S608 - our own names
        )
    return (
        f"SELECT {chosen} FROM read_parquet({quoted(str(source.path))}) r {powers}"  # noqa: S608 - our own names
        f" WHERE {' AND '.join(conditions)}"
    )


def _any(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # noqa: S608 - our own names


def _statistics(
    con: duckdb.DuckDBPyConnection, path: Path
) -> tuple[dict[date, int], dict[date, tuple[Told, ...]]]:
    rows = con.execute(
        "SELECT date_trunc('month', last)::DATE, indicator, level, kind, cut_off,"
        " count(*) FILTER (stands <= 1), count(*) FILTER (stands >= 1), min(last), max(last), count(*)"
        " FROM read_parquet(?) JOIN levels USING (place) GROUP BY ALL ORDER BY ALL",
        [str(path)],
    ).fetchall()
    told: dict[date, list[Told]] = {}
    count: dict[date, int] = {}
    for month, indicator, level, kind, cut_off, published, together, first, last, all_rows in rows:
        told.setdefault(month, []).append(
            Told(indicator, LEVELS[level].value, kind, cut_off, published, together, first, last)
        )
        count[month] = count.get(month, 0) + all_rows
    return count, {month: tuple(ones) for month, ones in told.items()}
