"""A dashboard drawn for its reader: every card with the reader's own rights; one that fails says why."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.base.web import wording
from tinhso.exploration import parts, policies
from tinhso.exploration.drawing import draw
from tinhso.exploration.drawn import Drawn
from tinhso.exploration.keeping import as_of_then, retired_of
from tinhso.exploration.models import Card
from tinhso.exploration.spec import Spec
from tinhso.people.principals import Principal, principal_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slot:
    """One card ready for a page: a view that was drawn, a part that a room drew, or why there is nothing.

    `href` leads to the view; empty where the reader sees it on this dashboard only.
    """

    card: Card
    title: str
    width: str
    drawn: Drawn | None = None
    html: SafeString = field(default_factory=SafeString)
    failed: str = ""
    notes: tuple[str, ...] = ()
    href: str = ""
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What ids of this card begin with."""
        return f"card-{self.card.position}"


@dataclass(frozen=True)
class Board:
    """The cards of a dashboard in order, and what their page loads once."""

    slots: Sequence[Slot]

    @property
    def styles(self) -> list[str]:
        """Style sheets, each once."""
        return list(dict.fromkeys(one for slot in self.slots for one in slot.styles))

    @property
    def scripts(self) -> list[str]:
        """Scripts, each once, in order."""
        return list(dict.fromkeys(one for slot in self.slots for one in slot.scripts))


def fill(request: HttpRequest, cards: Iterable[Card]) -> Board:
    """Every card drawn. Two queries for all views together, then a fixed number for each."""
    by, today, found = principal_of(request), clock.today(), list(cards)
    specs = {card.pk: spec for card in found if (spec := _spec(card)) is not None}
    retired = retired_of(specs.values(), today) if specs else {}
    return Board([_slot(request, by, card, specs.get(card.pk), retired) for card in found])


def _spec(card: Card) -> Spec | None:
    """What a card asks; None for a part, and for what this version cannot read."""
    if card.view is None:
        return None
    try:
        return Spec.model_validate(card.view.spec)
    except ValidationError:
        return None


def _slot(
    request: HttpRequest, by: Principal, card: Card, spec: Spec | None, retired: Mapping[str, date]
) -> Slot:
    try:
        if card.view is None:
            return _part(request, card)
        return _view(by, card, spec, retired)
    except Refusal as refusal:
        hint = f" {refusal.hint}" if refusal.hint else ""
        return _failed(card, f"{refusal}{hint}")
    except Exception:  # whatever breaks one card, the others stand; the log has the trace
        _log.exception("card %s of dashboard %s could not be drawn", card.pk, card.dashboard_id)
        return _failed(
            card, _("Chưa vẽ được thẻ này. Tải lại trang; nếu vẫn vậy, báo cho quản trị hệ thống.")
        )


def _part(request: HttpRequest, card: Card) -> Slot:
    part = parts.offered().get(card.part)
    if part is None:
        return _failed(card, _("Phần “%(part)s” không còn trong hệ thống.") % {"part": card.part})
    if not part.permission(request):
        return _failed(card, _("Phần này dành cho người có quyền xem."))
    title = card.title or str(part.title)
    html = part.render(request)
    return Slot(card, title, card.width, html=html, styles=part.styles, scripts=part.scripts)


def _view(by: Principal, card: Card, spec: Spec | None, retired: Mapping[str, date]) -> Slot:
    view = card.view
    if view is None or spec is None:
        return _failed(card, _("Nội dung góc nhìn này không đọc được nữa."))
    if view.retired_at is not None:
        when = wording.day(view.retired_at)
        return _failed(card, _("Góc nhìn này đã được thu hồi ngày %(day)s.") % {"day": when})
    shown, notes = as_of_then(spec, retired)
    drawn = draw(shown, by, compact=True, identity=f"card-{card.position}")
    href = view.get_absolute_url() if policies.may_see(by, view) else ""
    return Slot(
        card,
        title_of(card),
        card.width,
        drawn,
        notes=notes,
        href=href,
        styles=drawn.styles,
        scripts=drawn.scripts,
    )


def title_of(card: Card) -> str:
    """The card's own title, else the view's name in the reader's language, else the part's."""
    if card.title:
        return card.title
    if card.view is not None:
        return wording.named(card.view)
    part = parts.offered().get(card.part)
    return str(part.title) if part else card.part


def _failed(card: Card, why: str) -> Slot:
    return Slot(card, title_of(card), card.width, failed=why)
