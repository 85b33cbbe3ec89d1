"""What forms send, read into drafts: every problem beside its field, days as Vietnamese type them."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from pydantic import BaseModel

from tinhso.committees.models import Committee, Regulation


def plain(sent: QueryDict, schema: type[BaseModel], *without: str) -> dict[str, Any]:
    """What was sent of the fields of `schema`; what was not sent keeps its default."""
    return {name: sent.get(name) for name in schema.model_fields if name in sent and name not in without}


def shown(row: Committee) -> dict[str, Any]:
    """A committee as its form shows it."""
    return {
        "code": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "level": row.level,
        "place": row.place.code if row.place else "",
        "agency": row.agency.code if row.agency else "",
        "standing_agency": row.standing_agency.code if row.standing_agency else "",
        "parent": row.parent.code if row.parent else "",
        "document": row.document.slug if row.document else "",
        "note": row.note,
    }


NUMBERS = (
    "quorum_numerator",
    "quorum_denominator",
    "notice_days",
    "ballot_numerator",
    "ballot_denominator",
    "ballot_days",
    "sessions_per_year",
)
FLAGS = ("quorum_over", "ballot_over", "substitutes", "substitutes_count", "from_memory")


def regulation_shown(row: Regulation | None) -> dict[str, Any]:
    """The regulation in force as the form of the next one begins; without one, nothing is proposed."""
    if row is None:
        return {}
    return {
        **{name: getattr(row, name) for name in (*NUMBERS, "legal_reference", "note")},
        **{name: "1" if getattr(row, name) else "" for name in FLAGS},
        "document": row.document.slug if row.document else "",
    }
