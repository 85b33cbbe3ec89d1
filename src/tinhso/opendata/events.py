"""What happened to datasets."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class DatasetPublished(Event):
    """A version of a dataset was published."""

    name: ClassVar[str] = "opendata.published"
    dataset: UUID
    number: int


class DatasetRetired(Event):
    """A dataset is renewed no more."""

    name: ClassVar[str] = "opendata.retired"
    dataset: UUID
