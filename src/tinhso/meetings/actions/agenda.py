"""Verbs: what a meeting is about; items are added, changed, moved and withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.documents import secrecy
from tinhso.meetings import policies, queries
from tinhso.meetings.actions.common import (
    OPEN,
    agency,
    changing,
    data_of,
    person,
    require_state,
    stream,
    touch,
)
from tinhso.meetings.events import AgendaChanged
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.meetings.schemas import ItemDraft
from tinhso.meetings.states import ItemKind
from tinhso.people.models import Agency, Person


def _next_order(meeting: Meeting) -> int:
    return (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1


def add_item_within(
    act: Act,
    meeting: Meeting,
    *,
    title: str,
    kind: ItemKind = ItemKind.REPORT,
    minutes: int = 15,
    note: str = "",
    reporter_agency: Agency | None = None,
    reporter: Person | None = None,
    origin: str = "",
    origin_href: str = "",
) -> AgendaItem:
    """Add an item inside another action's transaction; what was carried over from an address stands once.

    For rooms above: a conclusion that returns, a draft under consultation. Raises Conflict once the meeting
    is over.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require_state(locked, *OPEN)
    if kind == ItemKind.CARRIED and origin_href:
        standing = locked.items.filter(kind=kind, origin_href=origin_href).first()
        if standing is not None:
            return standing
    item = AgendaItem.objects.create(
        meeting=locked,
        order=_next_order(locked),
        title=title,
        note=note,
        minutes=minutes,
        kind=kind,
        reporter_agency=reporter_agency,
        reporter=reporter,
        origin=origin,
        origin_href=origin_href,
        illustrative=locked.illustrative,
    )
    touch(locked)
    data = {"title": title, "kind": str(kind), "origin": origin, "origin_href": origin_href}
    act.record(stream(locked), subject=item, data=data)
    act.emit(AgendaChanged(meeting=locked.pk, item=item.pk))
    return item


def add_item(by: Actor, code: str, draft: ItemDraft) -> AgendaItem:
    """Add a point to the agenda (thêm nội dung). Raises NotAllowed, NotFound, Invalid, Conflict."""
    secrecy.refuse_secret({"title": draft.title, "note": draft.note})
    with changing(by, code, "add_item") as doing:
        policies.require_plan(by, doing.meeting.committee)
        return add_item_within(
            doing.act,
            doing.meeting,
            title=draft.title,
            kind=draft.kind,
            minutes=draft.minutes,
            note=draft.note,
            reporter_agency=agency(draft.reporter_agency, "reporter_agency"),
            reporter=person(draft.reporter, "reporter"),
        )


def revise_item(by: Actor, code: str, key: UUID, draft: ItemDraft) -> AgendaItem:
    """Change a point of the agenda; where it came from stays."""
    with changing(by, code, "revise_item") as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *OPEN)
        item = queries.item_by_id(doing.meeting, key)
        item.title, item.note, item.minutes = draft.title, draft.note, draft.minutes
        item.kind = ItemKind.CARRIED if item.kind == ItemKind.CARRIED else draft.kind
        item.reporter_agency = agency(draft.reporter_agency, "reporter_agency")
        item.reporter = person(draft.reporter, "reporter")
        item.save()
        doing.say(item, **data_of(draft))
        doing.act.emit(AgendaChanged(meeting=doing.meeting.pk, item=item.pk))
    return item


def move_item(by: Actor, code: str, key: UUID, *, up: bool) -> AgendaItem:
    """Let an item and its neighbour change places; at the end of the agenda nothing happens."""
    with changing(by, code, "move_item") as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *OPEN)
        item = queries.item_by_id(doing.meeting, key)
        rows = doing.meeting.items.filter(withdrawn=False)
        if up:
            other = rows.filter(order__lt=item.order).order_by("-order").first()
        else:
            other = rows.filter(order__gt=item.order).order_by("order").first()
        if other is None:
            return item
        item.order, other.order = other.order, item.order
        for row in (item, other):
            row.save(update_fields=["order"])
        doing.say(item, order=item.order)
        doing.act.emit(AgendaChanged(meeting=doing.meeting.pk, item=item.pk))
    return item


def withdraw_item(by: Actor, code: str, key: UUID, *, reason: str) -> AgendaItem:
    """Take an item off the agenda (rút nội dung); it stays readable with its reason, and can be put back."""
    if not reason.strip():
        raise Invalid(_("Ghi lý do rút nội dung."), field="reason")
    with changing(by, code, "withdraw_item", reason=reason) as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *OPEN)
        item = queries.item_by_id(doing.meeting, key)
        if doing.meeting.current_item_id == item.pk:
            raise Conflict(
                _("Nội dung này đang được trình bày."), hint=_("Chuyển sang nội dung khác rồi rút.")
            )
        item.withdrawn, item.withdrawn_reason = True, reason.strip()
        item.save(update_fields=["withdrawn", "withdrawn_reason"])
        doing.say(item, reason=item.withdrawn_reason)
        doing.act.emit(AgendaChanged(meeting=doing.meeting.pk, item=item.pk))
    return item


def restore_item(by: Actor, code: str, key: UUID) -> AgendaItem:
    """Put a withdrawn item back (hoàn tác)."""
    with changing(by, code, "restore_item") as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *OPEN)
        item = queries.item_by_id(doing.meeting, key)
        item.withdrawn, item.withdrawn_reason = False, ""
        item.save(update_fields=["withdrawn", "withdrawn_reason"])
        doing.say(item)
        doing.act.emit(AgendaChanged(meeting=doing.meeting.pk, item=item.pk))
    return item
