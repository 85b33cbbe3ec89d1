"""Who may see and use the number book of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import ANYBODY, STANDING, Line
from tests.meta.world import World


def _book(world: World) -> Mapping[str, Any]:
    return {"issuer": world.agency.code, "kind": "KH", "year": 2026}


def _draft(world: World) -> Mapping[str, Any]:
    return {
        "issuer": world.agency.code, "type": "KH", "title": "Kế hoạch thử", "date": "2026-03-02",
        "suffix": "KH-UBND",
    }  # fmt: skip


NUMBERS: Final = {
    "documents:books": Line(get=ANYBODY),
    "documents:book": Line(get=ANYBODY, args=_book),
    "documents:issue": Line(get=STANDING, post=STANDING, body=_draft),
    "api:number_book": Line(get=ANYBODY, args=_book),
    "api:issue_document": Line(post=STANDING, body=_draft, scope="plan"),
}
