"""What the API answers about datasets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel

from tinhso.opendata import queries
from tinhso.opendata.models import Dataset, DatasetFile, DatasetVersion, Licence


class LicenceOut(BaseModel):
    """Terms of use; `spdx` where it stands in the lists of open licences, `basis` the text it rests on."""

    code: str
    name: str
    name_en: str
    url: str
    spdx: str
    basis: str

    @classmethod
    def of(cls, row: Licence) -> Self:
        """A stored licence."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class VersionOut(BaseModel):
    """A version. `primary` cells were small, `secondary` ones protect them; both are kept back."""

    number: int
    published_at: datetime
    data_at: datetime
    automatic: bool
    note: str
    rows: int
    threshold: int
    primary: int
    secondary: int
    added: int
    changed: int
    removed: int
    content: str

    @classmethod
    def of(cls, row: DatasetVersion) -> Self:
        """A stored version."""
        rest = {name: getattr(row, name) for name in cls.model_fields if name != "published_at"}
        return cls(published_at=row.recorded_at, **rest)


class VersionPage(BaseModel):
    """A page of versions."""

    items: list[VersionOut]
    next: str | None
    total: int


class DatasetFileOut(BaseModel):
    """A file of a version; what lies at `url` never changes."""

    name: str
    format: str
    media_type: str
    bytes: int
    sha256: str
    rows: int
    version: int
    url: str

    @classmethod
    def of(cls, row: DatasetFile) -> Self:
        """A stored file."""
        return cls(
            name=row.file.name,
            format=row.format,
            media_type=row.file.media_type,
            bytes=row.file.size,
            sha256=row.file.digest,
            rows=row.rows,
            version=row.version.number,
            url=row.get_absolute_url(),
        )


class FileList(BaseModel):
    """The files of one version."""

    items: list[DatasetFileOut]
    next: None = None
    total: int


class DatasetOut(BaseModel):
    """A published dataset. `levels` empty: of `within` alone; `kinds` empty: periods as they were told."""

    code: str
    title: str
    title_en: str
    description: str
    description_en: str
    licence: LicenceOut
    owner: str
    owner_name: str
    contact: str
    frequency: str | None
    themes: list[str]
    keywords: list[str]
    measures: list[str]
    levels: list[str]
    within: str
    kinds: list[str]
    first: date
    boundaries: date | None
    threshold: int
    threshold_why: str
    stage: str
    retired_at: datetime | None
    version: int | None
    published_at: datetime | None
    url: str


class DatasetPage(BaseModel):
    """A page of datasets."""

    items: list[DatasetOut]
    next: str | None
    total: int


_SAME = (
    "code", "title", "title_en", "description", "description_en", "contact", "themes", "keywords", "measures",
    "levels", "within", "kinds", "first", "boundaries", "threshold", "threshold_why", "retired_at",
)  # fmt: skip


def told(row: Dataset) -> DatasetOut:
    """A dataset as the API tells it; `row` comes with its newest version."""
    return DatasetOut(
        **{name: getattr(row, name) for name in _SAME},
        licence=LicenceOut.of(row.licence),
        owner=row.owner.code,
        owner_name=row.owner.name,
        frequency=row.frequency or None,
        stage=queries.stage(row).value,
        version=getattr(row, "newest", None),
        published_at=getattr(row, "published_at", None),
        url=row.get_absolute_url(),
    )
