"""Views and dashboards as programs read and send them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel

from tinhso.exploration import policies
from tinhso.exploration.models import Card, Dashboard, Shared, View
from tinhso.exploration.schemas import Code, ViewDraft, WholeDraft
from tinhso.exploration.spec import Spec
from tinhso.people.principals import Principal


class SharedOut(BaseModel):
    """What both have in common. `sharing`: own, agency, officials, public; `may_change`: for the caller."""

    code: str
    name: str
    name_en: str
    description: str
    sharing: str
    origin: str
    created_at: datetime
    retired_at: datetime | None
    illustrative: bool
    href: str
    may_change: bool


class ViewOut(SharedOut):
    """A view. `spec` tells what differs from the usual, `address` the same as parameters of `/explore/`."""

    spec: dict[str, Any]
    address: str

    @classmethod
    def of(cls, row: View, by: Principal) -> Self:
        """From a row, for a caller."""
        return cls(**_shared(row, by), spec=row.spec, address=_address(row.spec))


class CardOut(BaseModel):
    """A card: the code of a view, or the name of a part that the product offers."""

    view: str
    part: str
    title: str
    width: str

    @classmethod
    def of(cls, card: Card) -> Self:
        """From a row that came with its view."""
        code = card.view.code if card.view else ""
        return cls(view=code, part=card.part, title=card.title, width=card.width)


class DashboardBrief(SharedOut):
    """A dashboard without its cards. `roles` see it first; `on_wall`: it takes its turn on the wall."""

    roles: list[str]
    order: int
    on_wall: bool

    @classmethod
    def of(cls, row: Dashboard, by: Principal) -> Self:
        """From a row, for a caller."""
        same = {name: getattr(row, name) for name in ("roles", "order", "on_wall")}
        return cls(**_shared(row, by), **same)


class DashboardOut(DashboardBrief):
    """A dashboard with its cards in order."""

    cards: list[CardOut]

    @classmethod
    def whole(cls, row: Dashboard, by: Principal, cards: list[Card]) -> Self:
        """From a row and its cards, for a caller."""
        brief = DashboardBrief.of(row, by).model_dump()
        return cls(**brief, cards=[CardOut.of(card) for card in cards])


class ViewPage(BaseModel):
    """A page of the list."""

    items: list[ViewOut]
    next: str | None
    total: int


class DashboardPage(BaseModel):
    """A page of the list."""

    items: list[DashboardBrief]
    next: str | None
    total: int


class ViewIn(ViewDraft):
    """A view to be kept; `code` when it is new and its address matters, else one is made of the name."""

    code: Code | None = None


class DashboardIn(WholeDraft):
    """A dashboard with its cards; `code` as for views."""

    code: Code | None = None


def _shared(row: Shared, by: Principal) -> dict[str, Any]:
    same = (
        *("code", "name", "name_en", "description", "sharing", "origin"),
        *("created_at", "retired_at", "illustrative"),
    )
    told = {name: getattr(row, name) for name in same}
    href = row.get_absolute_url() if isinstance(row, View | Dashboard) else ""
    return {**told, "href": href, "may_change": policies.may_change(by, row)}


def _address(spec: dict[str, Any]) -> str:
    try:
        return Spec.model_validate(spec).address
    except ValueError:
        return ""
