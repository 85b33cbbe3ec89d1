"""What the API of this room takes and answers, besides the board."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tinhso.bordergate.models import Declaration
from tinhso.bordergate.schemas import Content

Why = Annotated[str, Field(max_length=500)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class DeclarationIn(_In):
    """A declaration for one crossing; `company` by tax code."""

    company: str = Field(max_length=20)
    gate: str = Field(max_length=8)
    direction: str = Field(max_length=6)
    content: Content


class GateReasonIn(_In):
    """A reason."""

    why: Why = ""


class GateDeferIn(_In):
    """Hours to go later."""

    hours: int = Field(ge=1, le=48)


class GateStreamIn(_In):
    """The stream a place belongs to, and why."""

    stream: str = Field(pattern="^[FPG]$")
    why: Why


class GateDecisionIn(_In):
    """A signed decision: its number and reason."""

    reference: str = Field(max_length=100)
    why: Why


class GateDeclarationOut(BaseModel):
    """A declaration as its company sees it."""

    id: UUID
    number: str
    state: str
    version: int
    gate: str
    direction: str
    content: Content
    changes: list[str]

    @classmethod
    def of(cls, row: Declaration) -> GateDeclarationOut:
        """Its newest version."""
        version = row.versions.get(number=row.version)
        return cls(
            id=row.pk,
            number=row.number,
            state=row.state,
            version=row.version,
            gate=row.gate.code,
            direction=row.direction,
            content=Content.model_validate(version.content),
            changes=list(version.changes),
        )


class LineProofOut(BaseModel):
    """That a row is under the published root: sides (`left`, `right`) and hashes from the leaf up."""

    day: dt.date
    row: str
    steps: list[list[str]]
    root: str
