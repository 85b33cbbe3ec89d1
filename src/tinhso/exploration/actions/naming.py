"""What views and dashboards share when they are kept: codes, names, whose they are."""

from __future__ import annotations

from typing import Final, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.text import nfc, slugify
from tinhso.exploration import policies
from tinhso.exploration.models import Dashboard, Sharing, View
from tinhso.exploration.schemas import Draft
from tinhso.people.principals import Principal

S = TypeVar("S", View, Dashboard)
MOST: Final = 200
"""Views, and dashboards, of one person: more is a mistake, or a program that runs wild."""
RESERVED: Final = frozenset({"all", "new"})
"""Codes that addresses use themselves."""


def code_for(model: type[S], name: str) -> str:
    """A free code made of the name: `xa-chua-co-4g`, `xa-chua-co-4g-2`…"""
    stem = slugify(name)[:70].strip("-") or "ban-ghi"
    taken = set(
        model._default_manager.filter(code__startswith=stem).values_list("code", flat=True),
    )
    taken |= RESERVED
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def require_room(model: type[S], by: Actor) -> None:
    """Raises Conflict for somebody who keeps very many already."""
    if by.actor_id and model._default_manager.filter(owner=by.actor_id, retired_at=None).count() >= MOST:
        raise Conflict(
            _("Mỗi người lưu được %(most)d mục.") % {"most": MOST}, hint=_("Thu hồi bớt mục không dùng.")
        )


def agency_of(by: Actor) -> UUID | None:
    """The agency that somebody acts for, else the first one."""
    if not isinstance(by, Principal):
        return None
    held = by.acting or next(iter(by.posts), None)
    return held.agency_id if held else next(iter(sorted(policies.own_agencies(by))), None)


def fill(by: Actor, row: View | Dashboard, draft: Draft) -> None:
    """What all drafts tell, into the row. Raises Invalid, NotAllowed."""
    if draft.sharing != row.sharing or row._state.adding:
        policies.require_sharing(by, draft.sharing)
    if draft.sharing == Sharing.AGENCY and row.agency is None:
        row.agency = agency_of(by)
        if row.agency is None:
            raise Invalid(_("Tài khoản này không thuộc cơ quan nào."), field="sharing")
    row.name, row.name_en = " ".join(nfc(draft.name).split()), " ".join(nfc(draft.name_en).split())
    row.description, row.sharing = nfc(draft.description).strip(), draft.sharing
    row.search_key = row.found_by()


def begun(by: Actor, row: S) -> S:
    """A new row of `by`'s."""
    row.owner, row.agency = by.actor_id, agency_of(by)
    row.created_at = clock.now()
    row.illustrative = isinstance(by, Principal) and by.illustrative
    return row
