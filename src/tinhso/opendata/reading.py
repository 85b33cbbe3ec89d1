"""Reading a published version back: its rows as they stand in its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.files import content
from tinhso.opendata.models import DatasetVersion
from tinhso.opendata.rows import Row, Status, Where


def bytes_of(version: DatasetVersion, name: str) -> bytes:
    """The content of a file of that version. Raises NotFound."""
    found = version.files.filter(file__name=name).values_list("file__digest", flat=True).first()
    path = content.path_of(found) if found else None
    if path is None or not path.is_file():
        raise NotFound(_("Không có tệp này."), field="file")
    return path.read_bytes()


def rows_of(version: DatasetVersion) -> list[Row]:
    """The rows that were published."""
    by_code: dict[str, list[tuple[str, str, str]]] = {}
    for place in _table(version, "places.csv"):
        by_code.setdefault(place["place"], []).append((place["valid_from"], place["valid_to"], place["path"]))
    return [_row(one, by_code) for one in _table(version, "data.csv")]


@lru_cache(maxsize=128)
def newest_rows(version: UUID, most: int) -> tuple[tuple[Row, ...], int]:
    """The rows of the newest periods of a version, and how many there are in all; versions do not change."""
    rows = rows_of(DatasetVersion.objects.get(pk=version))
    newest = sorted(rows, key=lambda row: (row.end, row.start), reverse=True)
    return tuple(newest[:most]), len(rows)


def _table(version: DatasetVersion, name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(bytes_of(version, name).decode(), newline=""))


def _row(one: Mapping[str, str], by_code: Mapping[str, list[tuple[str, str, str]]]) -> Row:
    code, end = one["place"], one["period_end"]
    stood = [path for first, last, path in by_code[code] if first <= end and (not last or end <= last)]
    path = stood[0] if stood else by_code[code][-1][2]
    return Row(
        one["indicator"],
        Where(code, one["level"], path),
        one["place_name"],
        one["period"],
        date.fromisoformat(one["period_start"]),
        date.fromisoformat(end),
        one["period_kind"],
        Status(one["status"]),
        _number(one["value"]),
        _number(one["numerator"]),
        _number(one["denominator"]),
        int(one["told"]) if one["told"] else None,
        int(one["expected"]) if one["expected"] else None,
        apportioned=one["apportioned"] == "true",
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
