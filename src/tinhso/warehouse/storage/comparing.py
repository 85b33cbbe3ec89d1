"""Whether the files say what the facts say, row by row (đối chiếu kho với số liệu)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import duckdb

from tinhso.warehouse.storage import keys, layout, staging, writing
from tinhso.warehouse.storage.manifest import Manifest
from tinhso.warehouse.storage.publishing import Progress

_DIFFERENT: Final = """
SELECT count(*) FROM (
  (SELECT * FROM ({one}) EXCEPT ALL SELECT * FROM ({other}))
  UNION ALL (SELECT * FROM ({other}) EXCEPT ALL SELECT * FROM ({one})))
"""


def differences(content: Manifest, progress: Progress) -> int:
    """How many rows the files tell otherwise than the facts do, or one of the two does not tell at all.

    Indicators whose numbers do not fit are left out: they are answered from the facts. Changes nothing.
    """
    with staging.opened() as con:
        for count in staging.fetch_everything(con):
            progress("rows", count, count)
        named = keys.indicators()
        needed, misfits = writing.scales(con, content.indicators, named)
        known = {number: one.scale for number, one in content.indicators.items() if one.coverable}
        writing.settle_scales(con, {number: known.get(number, scale) for number, scale in needed.items()}, {})
        left = sorted(misfits | (content.indicators.keys() - known.keys()))
        wrong = 0
        for done, file in enumerate(content.files, start=1):
            wrong += _different(con, content, file, left)
            progress("files", done, len(content.files))
        return wrong + _unserved(con, content, left)


def _different(con: duckdb.DuckDBPyConnection, content: Manifest, file: str, left: Iterable[int]) -> int:
    within = writing.within(content.serving(file))
    without = f"NOT list_contains({list(left)}::INTEGER[], indicator)"
    source = f"read_parquet({writing.quoted(str(writing.path_of(file)))})"
    stored = f"SELECT {layout.NAMES} FROM {source} WHERE {within} AND {without}"  # noqa: S608 - our own names
    told = f"SELECT * FROM ({writing.FRESH}) WHERE {within} AND {without}"  # noqa: S608 - as above
    return _count(con, _DIFFERENT.format(one=stored, other=told))


def _unserved(con: duckdb.DuckDBPyConnection, content: Manifest, left: Iterable[int]) -> int:
    """Rows of months that no file serves."""
    served = writing.within(content.months) if content.months else "FALSE"
    without = f"NOT list_contains({list(left)}::INTEGER[], indicator)"
    return _count(con, f"SELECT count(*) FROM fresh WHERE NOT {served} AND {without}")  # noqa: S608 - our own names


def _count(con: duckdb.DuckDBPyConnection, text: str) -> int:
    row = con.execute(text).fetchone()
    return int(row[0]) if row else 0
