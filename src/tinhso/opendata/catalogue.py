"""The catalogue for programs: DCAT, written as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.opendata import queries
from tinhso.opendata.models import Dataset, DatasetFile

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EVERY: Final = {
    "day": "DAILY", "month": "MONTHLY", "quarter": "QUARTERLY", "half": "ANNUAL_2", "year": "ANNUAL",
}  # fmt: skip
_FREQUENCY: Final = "http://publications.europa.eu/resource/authority/frequency/"


def catalogue(request: HttpRequest, rows: Sequence[Dataset]) -> dict[str, Any]:
    """All published datasets with the files of their newest versions."""
    absolute = request.build_absolute_uri
    return {
        "@context": _CONTEXT,
        "@id": absolute(reverse("opendata:catalogue")),
        "@type": "dcat:Catalog",
        "dct:title": _both(_("Dữ liệu mở"), ""),
        "dcat:dataset": [_dataset(request, row) for row in rows],
    }


def _both(vi: str, en: str) -> list[dict[str, str]]:
    told = [{"@language": "vi", "@value": vi}]
    return [*told, {"@language": "en", "@value": en}] if en else told


def _dataset(request: HttpRequest, row: Dataset) -> dict[str, Any]:
    newest = queries.newest_version(row)
    files = list(newest.files.all()) if newest else []
    return {
        "@id": request.build_absolute_uri(row.get_absolute_url()),
        "@type": "dcat:Dataset",
        "dct:identifier": row.code,
        "dct:title": _both(row.title, row.title_en),
        "dct:description": _both(row.description, row.description_en),
        "dcat:keyword": [*row.themes, *row.keywords],
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": row.owner.name},
        "dct:accrualPeriodicity": {"@id": f"{_FREQUENCY}{_EVERY.get(row.frequency, 'IRREG')}"},
        "dct:modified": _moment(newest.recorded_at.isoformat()) if newest else None,
        "dcat:version": str(newest.number) if newest else None,
        "dcat:distribution": [_file(request, row, one) for one in files],
    }


def _moment(text: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": text}


def _file(request: HttpRequest, row: Dataset, one: DatasetFile) -> dict[str, Any]:
    address = request.build_absolute_uri(one.get_absolute_url())
    terms = {"@id": row.licence.url} if row.licence.url else {"dct:title": row.licence.name}
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": one.file.name,
        "dcat:downloadURL": {"@id": address},
        "dcat:accessURL": {"@id": request.build_absolute_uri(row.get_absolute_url())},
        "dcat:mediaType": one.file.media_type,
        "dcat:byteSize": one.file.size,
        "spdx:checksum": {
            "spdx:algorithm": "checksumAlgorithm_sha256",
            "spdx:checksumValue": one.file.digest,
        },
        "dct:license": terms,
    }
