"""What the API and the pages' twins tell of agencies. Names of persons are not part of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel

from tinhso.people.models import Agency, Succession


class AgencyRef(BaseModel):
    """An agency named by another thing."""

    code: str
    name: str

    @classmethod
    def of(cls, row: Agency) -> Self:
        """From a row."""
        return cls(code=row.code, name=row.name)


class AgencyBrief(BaseModel):
    """An agency in a list (cơ quan, đơn vị). `identifier` is its code under QĐ 20/2020/QĐ-TTg."""

    code: str
    identifier: str
    name: str
    name_en: str
    short_name: str
    kind: str
    place: str | None
    parent: AgencyRef | None
    valid_from: date | None
    valid_to: date | None
    pack: str
    illustrative: bool

    @classmethod
    def fields_of(cls, row: Agency) -> dict[str, object]:
        """The values of a row with its place and parent."""
        return {
            "code": row.code,
            "identifier": row.identifier,
            "name": row.name,
            "name_en": row.name_en,
            "short_name": row.short_name,
            "kind": row.kind,
            "place": row.place.code if row.place else None,
            "parent": AgencyRef.of(row.parent) if row.parent else None,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "pack": row.pack,
            "illustrative": row.illustrative,
        }

    @classmethod
    def of(cls, row: Agency) -> Self:
        """From a row with its place and parent."""
        return cls.model_validate(cls.fields_of(row))


class EdgeOut(BaseModel):
    """A step in the history of an agency."""

    agency: AgencyRef
    kind: str
    on: date
    document: str
    note: str

    @classmethod
    def of(cls, edge: Succession, other: Agency) -> Self:
        """From an edge, as seen from its other end."""
        return cls(
            agency=AgencyRef.of(other), kind=edge.kind, on=edge.on, document=edge.document, note=edge.note
        )


class AgencyOut(AgencyBrief):
    """One agency with what came before and after it; `today` are those that carry it on now."""

    predecessors: list[EdgeOut]
    successors: list[EdgeOut]
    children: list[AgencyRef]
    today: list[AgencyRef]

    @classmethod
    def told(
        cls,
        row: Agency,
        *,
        origins: Iterable[Succession],
        destinies: Iterable[Succession],
        children: Iterable[Agency],
        today: Iterable[Agency],
    ) -> Self:
        """From a row and what stands around it."""
        return cls.model_validate(
            cls.fields_of(row)
            | {
                "predecessors": [EdgeOut.of(edge, edge.predecessor) for edge in origins],
                "successors": [EdgeOut.of(edge, edge.successor) for edge in destinies],
                "children": [AgencyRef.of(child) for child in children],
                "today": [AgencyRef.of(found) for found in today],
            }
        )


class AgencyPage(BaseModel):
    """One page of the list."""

    items: list[AgencyBrief]
    next: str | None
    total: int
