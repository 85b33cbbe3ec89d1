"""Making and changing dashboards as a whole; their cards are in `cards`."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.exploration import parts, policies, queries
from tinhso.exploration.actions import naming
from tinhso.exploration.events import DashboardChanged
from tinhso.exploration.models import Card, Dashboard, View
from tinhso.exploration.schemas import MOST_CARDS, CardDraft, DashboardDraft, WholeDraft


def create_dashboard(by: Actor, draft: DashboardDraft, *, code: str = "") -> Dashboard:
    """A new dashboard (lập bảng theo dõi), with its cards where they are told. Raises Refusal."""
    with acting(by, "exploration.create_dashboard") as act:
        policies.require_keep(by)
        naming.require_room(Dashboard, by)
        if code and (code in naming.RESERVED or Dashboard.objects.filter(code=code).exists()):
            raise Conflict(_("Mã “%(code)s” đã có.") % {"code": code}, field="code")
        row = naming.begun(by, Dashboard(code=code or naming.code_for(Dashboard, draft.name)))
        _fill(by, row, draft)
        row.save()
        if isinstance(draft, WholeDraft):
            place_cards(by, row, draft.cards)
        record(act, row, name=row.name, sharing=row.sharing)
    return row


def change_dashboard(by: Actor, code: str, draft: DashboardDraft) -> Dashboard:
    """Another name, sharing, roles, wall; all its cards anew where they are told. Raises Refusal."""
    with acting(by, "exploration.change_dashboard") as act:
        row = standing(by, code)
        _fill(by, row, draft)
        row.save()
        if isinstance(draft, WholeDraft):
            Card.objects.filter(dashboard=row).delete()
            place_cards(by, row, draft.cards)
        record(act, row, **draft.model_dump(mode="json"))
    return row


def retire_dashboard(by: Actor, code: str) -> Dashboard:
    """Take a dashboard back (thu hồi). Raises Refusal."""
    with acting(by, "exploration.retire_dashboard") as act:
        row = standing(by, code)
        row.retired_at = act.now
        row.save(update_fields=["retired_at"])
        record(act, row, name=row.name)
    return row


def restore_dashboard(by: Actor, code: str) -> Dashboard:
    """Put a dashboard back (khôi phục). Raises Refusal."""
    with acting(by, "exploration.restore_dashboard") as act:
        row = queries.locked(Dashboard, code)
        policies.require_change(by, row)
        if row.retired_at is not None:
            row.retired_at = None
            row.save(update_fields=["retired_at"])
            record(act, row, name=row.name)
    return row


def standing(by: Actor, code: str) -> Dashboard:
    """The dashboard, locked, if `by` may change it and nobody took it back. Raises Refusal."""
    row = queries.locked(Dashboard, code)
    policies.require_change(by, row)
    if row.retired_at is not None:
        raise Conflict(_("Bảng này đã được thu hồi."), hint=_("Khôi phục rồi sửa."))
    return row


def _fill(by: Actor, row: Dashboard, draft: DashboardDraft) -> None:
    naming.fill(by, row, draft)
    told = (sorted(draft.roles), draft.on_wall, draft.order)
    if told != (sorted(row.roles), row.on_wall, row.order):
        policies.require_share(by)
    row.roles, row.on_wall, row.order = sorted(draft.roles), draft.on_wall, draft.order


def place_cards(by: Actor, row: Dashboard, drafts: Sequence[CardDraft]) -> None:
    """All cards of an empty dashboard, in order. Raises Invalid."""
    if len(drafts) > MOST_CARDS:
        raise too_many()
    named = [draft.part for draft in drafts if draft.part]
    if len(set(named)) < len(named):
        raise twice()
    found = {one.code: one for one in queries.views(by).filter(code__in=[one.view for one in drafts])}
    made = []
    for position, draft in enumerate(drafts, start=1):
        if draft.view and draft.view not in found:
            raise Invalid(
                _("Không có góc nhìn “%(code)s”.") % {"code": draft.view}, field=f"cards.{position - 1}.view"
            )
        require_part(draft.part, f"cards.{position - 1}.part")
        made.append(card_of(row, draft, found.get(draft.view), position))
    Card.objects.bulk_create(made)


def card_of(row: Dashboard, draft: CardDraft, view: View | None, position: int) -> Card:
    """A card, not stored."""
    return Card(
        dashboard=row,
        position=position,
        view=view,
        part=draft.part,
        title=draft.title,
        width=draft.width,
        illustrative=row.illustrative,
    )


def require_part(name: str, field: str) -> None:
    """Raises Invalid for a part that no room offers; none named is fine."""
    if name and name not in parts.offered():
        raise Invalid(
            _("Không có phần “%(part)s”.") % {"part": name}, field=field, hint=", ".join(parts.offered())
        )


def twice() -> Conflict:
    """Why a part does not go in again: its headings would stand twice on one page."""
    return Conflict(_("Phần này đã có trên bảng."), field="part")


def too_many() -> Conflict:
    """Why one more card does not go in."""
    return Conflict(
        _("Mỗi bảng có nhiều nhất %(most)d thẻ.") % {"most": MOST_CARDS}, hint=_("Lập thêm một bảng.")
    )


def record(act: Act, row: Dashboard, **data: object) -> None:
    """The audit entry and the event of a dashboard."""
    act.record(f"dashboard:{row.code}", subject=row, data=data)
    act.emit(DashboardChanged(dashboard=row.pk))
