"""Rows out of PostgreSQL as columns: COPY in its binary form, whose rows without NULL are equally long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
from django.db import connection

ROWS_AT_ONCE: Final = 50_000
_SIGNATURE: Final = b"PGCOPY\n\xff\r\n\0"
_HEADER: Final = len(_SIGNATURE) + 8
_END: Final = b"\xff\xff"
_TYPES: Final = {"int2": ">i2", "int4": ">i4", "int8": ">i8", "bool": "u1", "date": ">i4"}

Columns = dict[str, "np.ndarray[Any, Any]"]


def columns_of(text: str, values: Mapping[str, Any], types: Sequence[tuple[str, str]]) -> Iterator[Columns]:
    """The rows of a statement, many at a time, as arrays by name; days count from 01/01/2000.

    `types`: names and PostgreSQL types of its columns (int2, int4, int8, bool, date), none of them NULL.
    """
    shape = np.dtype([("_fields", ">i2"), *(pair for name, kind in types for pair in _field(name, kind))])
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT binary)", values) as rows,
    ):
        messages = iter(rows)
        first = bytes(next(messages))
        if not first.startswith(_SIGNATURE):
            raise ValueError("PostgreSQL sent something else than its binary form.")
        left = first[_HEADER:]
        while True:
            many = list(islice(messages, ROWS_AT_ONCE))
            left += b"".join(many)
            whole = len(left) // shape.itemsize * shape.itemsize
            if whole:
                yield _columns(np.frombuffer(left[:whole], shape), types)
            left = left[whole:]
            if not many:
                break
    if left not in (b"", _END):
        raise ValueError("A row holds NULL, or a type that was not named.")


def _field(name: str, kind: str) -> Sequence[tuple[str, str]]:
    return ((f"_{name}", ">i4"), (name, _TYPES[kind]))


def _columns(rows: np.ndarray[Any, Any], types: Sequence[tuple[str, str]]) -> Columns:
    if not (rows["_fields"] == len(types)).all():
        raise ValueError("A row holds NULL, or a type that was not named.")
    return {
        name: np.ascontiguousarray(rows[name]).astype(
            np.bool_ if kind == "bool" else np.dtype(_TYPES[kind]).newbyteorder("=")
        )
        for name, kind in types
    }
