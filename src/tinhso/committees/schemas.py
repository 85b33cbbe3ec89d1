"""Typed inputs and outputs of committees, shared by pages, API and packs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tinhso.base.text import nfc
from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.roles import MemberRole, Tier


def _composed(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_composed)]


class Draft(BaseModel):
    """Base of what is sent: nothing unknown, nothing around the text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class CommitteeDraft(Draft):
    """What is told of a committee. Places, agencies and the committee above: codes; `document`: a slug."""

    name: Text = Field(min_length=1, max_length=300)
    name_en: Text = Field(default="", max_length=300)
    level: Tier
    place: str = ""
    agency: str = ""
    standing_agency: str = ""
    parent: str = ""
    document: str = ""
    note: Text = Field(default="", max_length=2000)


class NewCommittee(CommitteeDraft):
    """A committee with the code it will be known by."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,58}$")


class SeatDraft(Draft):
    """A seat in a committee. `person`: an id or a code; `agency`: a code; `document`: a slug."""

    person: str = Field(min_length=1)
    role: MemberRole
    title: Text = Field(default="", max_length=300)
    agency: str = ""
    order: int = Field(default=0, ge=0, le=999)
    since: dt.date | None = None
    until: dt.date | None = None
    document: str = ""


class RegulationDraft(Draft):
    """A working regulation from a day on. Shares are `numerator`/`denominator`; `over` means more than."""

    valid_from: dt.date
    document: str = ""
    legal_reference: Text = Field(min_length=1, max_length=1000)
    from_memory: bool = False
    convenes: tuple[MemberRole, ...] = Field(min_length=1)
    signs: tuple[MemberRole, ...] = Field(min_length=1)
    quorum_numerator: int = Field(ge=0, le=100)
    quorum_denominator: int = Field(ge=1, le=100)
    quorum_over: bool = False
    notice_days: int = Field(ge=0, le=60)
    substitutes: bool = False
    substitutes_count: bool = False
    ballot_numerator: int = Field(ge=0, le=100)
    ballot_denominator: int = Field(ge=1, le=100)
    ballot_over: bool = True
    ballot_days: int = Field(ge=1, le=60)
    sessions_per_year: int = Field(ge=0, le=60)
    note: Text = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if self.quorum_numerator > self.quorum_denominator:
            raise ValueError("quorum_numerator must not exceed quorum_denominator")
        if self.ballot_numerator > self.ballot_denominator:
            raise ValueError("ballot_numerator must not exceed ballot_denominator")
        return self


class RegulationOut(BaseModel):
    """The regulation in force, or one of another time."""

    valid_from: dt.date
    document: str | None
    legal_reference: str
    from_memory: bool
    convenes: list[MemberRole]
    signs: list[MemberRole]
    quorum: str
    notice_days: int
    substitutes: bool
    substitutes_count: bool
    ballot: str
    ballot_days: int
    sessions_per_year: int
    note: str

    @classmethod
    def of(cls, row: Regulation) -> Self:
        """From its row, its document with it."""
        return cls(
            valid_from=row.valid_from,
            document=row.document.slug if row.document else None,
            legal_reference=row.legal_reference,
            from_memory=row.from_memory,
            convenes=[MemberRole(role) for role in row.convenes],
            signs=[MemberRole(role) for role in row.signs],
            quorum=row.quorum.sign,
            notice_days=row.notice_days,
            substitutes=row.substitutes,
            substitutes_count=row.substitutes_count,
            ballot=row.majority.sign,
            ballot_days=row.ballot_days,
            sessions_per_year=row.sessions_per_year,
            note=row.note,
        )


class MemberOut(BaseModel):
    """Somebody in a committee."""

    person: str
    name: str
    role: MemberRole
    role_name: str
    title: str
    agency: str | None
    since: dt.date | None
    until: dt.date | None
    document: str | None
    illustrative: bool

    @classmethod
    def of(cls, row: Membership) -> Self:
        """From its row with person, agency and document."""
        return cls(
            person=row.person.code,
            name=row.person.full_name,
            role=MemberRole(row.role),
            role_name=row.role_name,
            title=row.title,
            agency=row.agency.code if row.agency else None,
            since=row.valid_from,
            until=row.valid_to,
            document=row.document.slug if row.document else None,
            illustrative=row.illustrative,
        )


class CommitteeBrief(BaseModel):
    """A committee in a list."""

    code: str
    name: str
    name_en: str
    level: Tier
    place: str | None
    agency: str | None
    standing_agency: str | None
    parent: str | None
    illustrative: bool
    href: str

    @classmethod
    def of(cls, row: Committee) -> Self:
        """From its row with what it refers to."""
        return cls(**brief(row))


class CommitteeOut(CommitteeBrief):
    """A committee with its members on a day and its regulation on it."""

    note: str
    document: str | None
    as_of: dt.date
    members: list[MemberOut]
    regulation: RegulationOut | None
    children: list[str]


class CommitteePage(BaseModel):
    """A page of the list."""

    items: list[CommitteeBrief]
    next: str | None
    total: int


def brief(row: Committee) -> dict[str, Any]:
    """The fields of a list's item."""
    return {
        "code": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "level": Tier(row.level),
        "place": row.place.code if row.place else None,
        "agency": row.agency.code if row.agency else None,
        "standing_agency": row.standing_agency.code if row.standing_agency else None,
        "parent": row.parent.code if row.parent else None,
        "illustrative": row.illustrative,
        "href": row.get_absolute_url(),
    }
