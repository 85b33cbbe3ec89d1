"""The description of a published package: Frictionless Data Package v2 (`datapackage.json`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tinhso.opendata.models import Dataset, Format, Licence
from tinhso.opendata.resources import Resource
from tinhso.opendata.words import STATUSES

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE: Final = "https://datapackage.org/profiles/2.0/dataresource.json"
NAME: Final = "datapackage.json"
CHANGES: Final = "changes.csv"

MEDIA: Final = {
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.PACKAGE: "application/json",
}


@dataclass(frozen=True)
class Made:
    """One file of a version, in memory."""

    name: str
    format: Format
    content: bytes
    rows: int = 0

    @property
    def digest(self) -> str:
        """Its SHA-256."""
        return hashlib.sha256(self.content).hexdigest()


def tables(resources: Sequence[Resource]) -> list[tuple[Made, Resource]]:
    """Every table as CSV; the figures as JSON and Parquet too."""
    found = [(Made(f"{one.name}.csv", Format.CSV, one.as_csv(), len(one.rows)), one) for one in resources]
    data = resources[0]
    found.append((Made(f"{data.name}.json", Format.JSON, data.as_json(), len(data.rows)), data))
    found.append((Made(f"{data.name}.parquet", Format.PARQUET, data.as_parquet(), len(data.rows)), data))
    return found


def content_digest(dataset: Dataset, resources: Sequence[Resource]) -> str:
    """What a version says, without number and moment: equal content is not published twice."""
    told = {
        "package": _head(dataset),
        "tables": {one.name: hashlib.sha256(one.as_csv()).hexdigest() for one in resources},
    }
    return hashlib.sha256(_json(told)).hexdigest()


def package(
    dataset: Dataset,
    number: int,
    created: datetime,
    made: Iterable[tuple[Made, Resource]],
    sources: Sequence[str],
) -> Made:
    """`datapackage.json` of a version."""
    told = {
        "$schema": PROFILE,
        **_head(dataset),
        "version": f"{number}.0.0",
        "created": created.isoformat(timespec="seconds"),
        "sources": [{"title": title} for title in sources],
        "resources": [_resource(file, table) for file, table in made],
    }
    return Made(NAME, Format.PACKAGE, _json(told))


def _head(dataset: Dataset) -> dict[str, Any]:
    owner = {"title": dataset.owner.name, "organization": dataset.owner.name, "roles": ["publisher"]}
    return {
        "name": dataset.code,
        "title": dataset.title,
        "title_en": dataset.title_en,
        "description": dataset.description,
        "description_en": dataset.description_en,
        "licenses": [licence_told(dataset.licence)],
        "contributors": [owner | ({"description": dataset.contact} if dataset.contact else {})],
        "keywords": list(dict.fromkeys([*dataset.themes, *dataset.keywords])),
        "accrualPeriodicity": dataset.frequency or "irregular",
        "suppression": {
            "threshold": dataset.threshold,
            "description": dataset.threshold_why,
            "label": STATUSES["suppressed"].vi,
        },
    }


def licence_told(licence: Licence) -> dict[str, str]:
    """As a package names it: `name` only of licences that have one in the lists, else `path` or title."""
    told = {"name": licence.spdx, "path": licence.url, "title": licence.name, "title_en": licence.name_en}
    if not licence.spdx and not licence.url:
        told["name"] = licence.code
    return {key: value for key, value in told.items() if value}


def _resource(file: Made, table: Resource) -> dict[str, Any]:
    suffix = "" if file.format is Format.CSV else f"-{file.format.value}"
    told: dict[str, Any] = {
        "$schema": RESOURCE_PROFILE,
        "name": f"{table.name}{suffix}",
        "type": "table",
        "path": file.name,
        "title": table.title.vi,
        "title_en": table.title.en,
        "format": file.format.value,
        "mediatype": MEDIA[file.format],
        "bytes": len(file.content),
        "hash": f"sha256:{file.digest}",
        "schema": table.schema(),
    }
    if file.format is not Format.PARQUET:
        told["encoding"] = "utf-8"
    if file.format is Format.CSV:
        told["dialect"] = {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        }
    return told


def _json(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
