"""The API of open data: public reads."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base.web import envelope
from tinhso.opendata import queries
from tinhso.opendata.outputs import (
    DatasetFileOut,
    DatasetOut,
    DatasetPage,
    FileList,
    VersionOut,
    VersionPage,
    told,
)

router = Router(tags=["datasets"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/datasets", response=DatasetPage, summary="Published datasets (dữ liệu mở)", auth=None)
def datasets(
    request: HttpRequest,
    q: Words = "",
    theme: Words = "",
    owner: Words = "",
    licence: Words = "",
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> DatasetPage:
    """Datasets with their newest version; `q` is looked for without tones. Retired ones stay to be read."""
    found = queries.datasets().public().with_newest().searched(q)
    if theme:
        found = found.filter(themes__contains=[theme])
    if owner:
        found = found.filter(owner__code=owner)
    if licence:
        found = found.filter(licence__code=licence)
    page = envelope.page(found, request, limit, cursor)
    return DatasetPage(items=[told(row) for row in page.items], next=page.next, total=page.total)


@router.get("/datasets/{code}", response=DatasetOut, summary="One dataset", auth=None)
def dataset(request: HttpRequest, code: str) -> DatasetOut:
    """What it holds, whose it is, its licence, and its newest version."""
    del request
    return told(queries.public(code))


@router.get("/datasets/{code}/versions", response=VersionPage, summary="Its versions", auth=None)
def dataset_versions(
    request: HttpRequest, code: str, limit: Limit = envelope.USUAL, cursor: str | None = None
) -> VersionPage:
    """The newest first: rows, cells kept back, rows added, changed and removed."""
    page = envelope.page(queries.versions(queries.public(code)), request, limit, cursor)
    return VersionPage(items=[VersionOut.of(row) for row in page.items], next=page.next, total=page.total)


@router.get("/datasets/{code}/files", response=FileList, summary="The files of a version", auth=None)
def dataset_files(request: HttpRequest, code: str, version: int | None = None) -> FileList:
    """Of the newest version, or of `version`: name, type, size, SHA-256 and address."""
    del request
    row = queries.public(code)
    found = queries.version(row, version or row.newest)  # type: ignore[attr-defined]  # annotated by with_newest
    items = [DatasetFileOut.of(one) for one in found.files.all()]
    return FileList(items=items, total=len(items))
