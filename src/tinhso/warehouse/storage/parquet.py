"""Writing a table as one Parquet file: for the rooms above, which know no engine."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

_NULL: Final = "\\N"
_KNOWN: Final = ("VARCHAR", "INTEGER", "BIGINT", "BOOLEAN", "DATE", "DECIMAL(24,6)")


def write_rows(path: Path, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """Write `rows` to `path` (zstd). `columns`: name → type, one of `_KNOWN`; None is NULL.

    Equal rows make equal bytes. Raises ValueError for a type that is not known.
    """
    unknown = set(columns.values()) - set(_KNOWN)
    if unknown or not columns:
        raise ValueError(f"These are no types of columns: {sorted(unknown)}")
    with tempfile.NamedTemporaryFile("w", newline="", encoding="utf-8", suffix=".csv") as text:
        writer = csv.writer(text)
        writer.writerows([[_NULL if value is None else _said(value) for value in row] for row in rows])
        text.flush()
        named = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in columns.items())
        reading = (
            f"read_csv({_quoted(text.name)}, header = false, delim = ',', quote = '\"', escape = '\"',"
            f" nullstr = {_quoted(_NULL)}, new_line = '\\r\\n', auto_detect = false, columns = {{{named}}})"
        )
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute(
                f"COPY (SELECT * FROM {reading}) TO {_quoted(str(path))}"  # noqa: S608 - quoted above
                " (FORMAT parquet, COMPRESSION zstd)"
            )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
