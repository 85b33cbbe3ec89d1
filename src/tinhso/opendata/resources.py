"""The tables of a published package, with their fields described, and how they are written."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tinhso.opendata.words import Both
from tinhso.warehouse.storage.parquet import write_rows

Value = str | int | bool | date | Decimal | None

_COLUMNS = {
    "string": "VARCHAR",
    "number": "DECIMAL(24,6)",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
"""Types of a package's fields as types of Parquet columns."""


@dataclass(frozen=True)
class Field:
    """One column. `categories`: what its values mean."""

    name: str
    type: str
    title: Both
    description: Both | None = None
    required: bool = True
    categories: Mapping[str, Both] | None = None

    def described(self) -> dict[str, Any]:
        """As a package's schema says it."""
        told: dict[str, Any] = {
            "name": self.name, "type": self.type, "title": self.title.vi, "title_en": self.title.en
        }  # fmt: skip
        if self.description:
            told |= {"description": self.description.vi, "description_en": self.description.en}
        constraints: dict[str, Any] = {"required": True} if self.required else {}
        if self.categories:
            told["categories"] = [
                {"value": value, "label": label.vi, "label_en": label.en}
                for value, label in self.categories.items()
            ]
            constraints["enum"] = list(self.categories)
        return told | ({"constraints": constraints} if constraints else {})


@dataclass(frozen=True)
class Resource:
    """One table: its columns, its rows in order, its keys."""

    name: str
    title: Both
    fields: Sequence[Field]
    rows: Sequence[Sequence[Value]]
    primary_key: Sequence[str]
    foreign_keys: Sequence[tuple[str, str, str]] = ()

    def schema(self) -> dict[str, Any]:
        """The schema of the table (Table Schema v2)."""
        told: dict[str, Any] = {
            "fields": [field.described() for field in self.fields],
            "fieldsMatch": "exact",
            "missingValues": [""],
            "primaryKey": list(self.primary_key),
        }
        if self.foreign_keys:
            told["foreignKeys"] = [
                {"fields": [name], "reference": {"resource": resource, "fields": [field]}}
                for name, resource, field in self.foreign_keys
            ]
        return told

    def as_csv(self) -> bytes:
        """RFC 4180 in UTF-8 without a byte-order mark: decimal points, ISO dates, empty for nothing."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([field.name for field in self.fields])
        writer.writerows([["" if value is None else plain(value) for value in row] for row in self.rows])
        return text.getvalue().encode()

    def as_json(self) -> bytes:
        """An array of objects, a row a line; exact numbers are texts, as everywhere in the product."""
        names = [field.name for field in self.fields]
        lines = [
            json.dumps(dict(zip(names, map(_for_json, row), strict=True)), ensure_ascii=False)
            for row in self.rows
        ]
        return ("[\n" + ",\n".join(lines) + "\n]\n").encode()

    def as_parquet(self) -> bytes:
        """Parquet, compressed with zstd; decimals exact."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.parquet"
            write_rows(path, {field.name: _COLUMNS[field.type] for field in self.fields}, self.rows)
            return path.read_bytes()


def plain(value: Value) -> str:
    """A value as files write it: the shortest exact decimal, `true`, `2025-06-30`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else str(value)


def _for_json(value: Value) -> Value:
    return plain(value) if isinstance(value, Decimal | date) else value
