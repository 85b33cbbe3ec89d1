"""What several answers share: exact numbers, and references to agencies, pillars and sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, PlainSerializer

from tinhso.documents.models import Document
from tinhso.indicators.outputs import SourceOut
from tinhso.people.models import Agency
from tinhso.people.schemas import AgencyRef
from tinhso.steering.models import Pillar


def _digits(value: Decimal) -> str:
    """All digits the value has, and no zeros that only the column adds."""
    return format(value.normalize(), "f")


Exact = Annotated[Decimal, PlainSerializer(_digits, return_type=str)]
"""An exact number: a decimal string, unrounded."""


def agency_ref(agency: Agency | None) -> AgencyRef | None:
    """A reference; None to nobody."""
    return AgencyRef.of(agency) if agency else None


class PillarRef(BaseModel):
    """A pillar of the province's own, and the national one it stands for."""

    code: str
    name: str
    national: Pillar.National

    @classmethod
    def of(cls, pillar: Pillar | None) -> Self | None:
        """From a row; None for none."""
        if pillar is None:
            return None
        return cls(code=pillar.code, name=pillar.name, national=Pillar.National(pillar.national))


def source_of(document: Document, locator: str = "") -> SourceOut:
    """Where something is stated, in the shape that figures have."""
    return SourceOut(
        document=document.notation or document.title,
        title=document.title,
        date=document.date,
        locator=locator,
        slug=document.slug,
        href=document.get_absolute_url(),
    )
