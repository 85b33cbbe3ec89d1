"""The cards of a dashboard: put on, move, change, take off, put back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Max
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import NotFound
from tinhso.exploration import queries
from tinhso.exploration.actions.dashboards import card_of, record, require_part, standing, too_many, twice
from tinhso.exploration.models import Card, Dashboard, Width
from tinhso.exploration.schemas import MOST_CARDS, CardDraft


@dataclass(frozen=True)
class Gone:
    """A card that was taken off, so that it can be put back where it stood."""

    position: int
    draft: CardDraft


def add_card(by: Actor, code: str, draft: CardDraft, *, position: int | None = None) -> Card:
    """Put a view or a part on a dashboard (đưa lên bảng), last unless a position is told. Raises Refusal."""
    with acting(by, "exploration.add_card") as act:
        board = standing(by, code)
        require_part(draft.part, "part")
        view = queries.view(by, draft.view) if draft.view else None
        last = board.cards.aggregate(last=Max("position"))["last"] or 0
        if board.cards.count() >= MOST_CARDS:
            raise too_many()
        if draft.part and board.cards.filter(part=draft.part).exists():
            raise twice()
        at = min(max(position or last + 1, 1), last + 1)
        if at <= last:
            board.cards.filter(position__gte=at).update(position=F("position") + 1)
        card = card_of(board, draft, view, at)
        card.save()
        record(act, board, card=str(card), position=at)
    return card


def move_card(by: Actor, code: str, card: UUID, *, to: int) -> Dashboard:
    """Move a card to another position, counted from one. Raises Refusal."""
    with acting(by, "exploration.move_card") as act:
        board = standing(by, code)
        moved = _card(board, card)
        rest = [one for one in board.cards.order_by("position") if one.pk != moved.pk]
        rest.insert(min(max(to, 1), len(rest) + 1) - 1, moved)
        _renumber(rest)
        record(act, board, card=str(moved), position=moved.position)
    return board


def change_card(by: Actor, code: str, card: UUID, *, title: str, width: Width) -> Card:
    """Another title (empty: the view's) or width. Raises Refusal."""
    with acting(by, "exploration.change_card") as act:
        board = standing(by, code)
        row = _card(board, card)
        told = CardDraft(view="-", title=title, width=width)
        row.title, row.width = told.title, told.width
        row.save(update_fields=["title", "width"])
        record(act, board, card=str(row), title=row.title, width=row.width)
    return row


def remove_card(by: Actor, code: str, card: UUID) -> Gone:
    """Take a card off (bỏ thẻ); what is told back puts it on again. Raises Refusal."""
    with acting(by, "exploration.remove_card") as act:
        board = standing(by, code)
        row = _card(board, card)
        draft = CardDraft(
            view=row.view.code if row.view else "", part=row.part, title=row.title, width=Width(row.width)
        )
        gone = Gone(row.position, draft)
        row.delete()
        _renumber(list(board.cards.order_by("position")))
        record(act, board, card=str(row), position=gone.position)
    return gone


def _card(board: Dashboard, card: UUID) -> Card:
    row = board.cards.select_related("view").filter(pk=card).first()
    if row is None:
        raise NotFound(_("Thẻ này không còn trên bảng."))
    return row


def _renumber(cards: list[Card]) -> None:
    """Positions from one on, in that order; only those that moved are written."""
    moved = []
    for position, one in enumerate(cards, start=1):
        if one.position != position:
            one.position = position
            moved.append(one)
    Card.objects.bulk_update(moved, ["position"])
