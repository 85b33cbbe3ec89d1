"""The line follows a visit: who came in is through, who is frozen is held, who is refused holds no place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from tinhso.bordergate.actions import admitting, lanes, leaving
from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.ingest_types import Kept
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.telling import EVENT
from tinhso.bordergate.core.visit_states import ENDED, VisitState, VisitView
from tinhso.bordergate.models import Lane, LineEntry, LinePlace, PlaceState, Step

IN_LINE: Final = (PlaceState.WAITING, PlaceState.CALLED)
_ENTERING: Final = frozenset({EventKind.ARRIVED, EventKind.YARD_IN, EventKind.CROSSED})
_LEFT: Final = {VisitState.CANCELLED: (Step.CANCELLED, Aside.CANCELLED)}
_TURNED_AWAY: Final = (Step.REFUSED, Aside.REFUSED)


def follow(lane: Lane, row: LinePlace, view: VisitView, kept: Sequence[Kept]) -> None:
    """Bring a place of a locked lane in step with its visit; `kept` are the events that changed it.

    Whatever is written names the event it follows from, which has told the visit of it already.
    """
    if row.state in IN_LINE and view.admitted_by is not None:
        _enter(lane, row, view, _cause(kept, _ENTERING))
    elif row.state in IN_LINE and view.state in ENDED:
        _leave(lane, row, view, _cause(kept))
    elif row.state in IN_LINE and view.frozen and not row.held:
        leaving.freeze(lane, row, {EVENT: _cause(kept)})
    elif row.state in IN_LINE and row.held and not view.frozen and _held_by_event(lane, row):
        leaving.thaw(lane, row, {EVENT: _cause(kept)})
    if row.state == PlaceState.THROUGH and row.active and view.state in ENDED:
        end(row, kept)


def end(row: LinePlace, kept: Sequence[Kept]) -> None:
    """A visit that is over holds its vehicle no longer: it may take a new place."""
    row.active, row.ended_at = False, kept[-1].stored.received_at
    row.save(update_fields=["active", "ended_at"])


def _enter(lane: Lane, row: LinePlace, view: VisitView, event: str) -> None:
    if row.state != PlaceState.CALLED:  # on an authorised exception, or on a list that an offline gate held
        row.exception, row.exception_ref = Aside.DECISION, f"event:{str(view.admitted_by)[-12:]}"
        row.held = False
    admitting.enter(lane, row, {EVENT: event})


def _leave(lane: Lane, row: LinePlace, view: VisitView, event: str) -> None:
    step, word = _LEFT.get(view.state, _TURNED_AWAY)
    at = lanes.moment(lane)
    row.state, row.active, row.ended_at, row.held = PlaceState.ENDED, False, at, False
    row.exception, row.exception_ref = word, f"event:{event[-12:]}"
    row.save()
    lanes.write(lane, at, step, row, {EVENT: event})


def _held_by_event(lane: Lane, row: LinePlace) -> bool:
    """Whether an event froze it; what somebody held by hand is released by hand."""
    held = LineEntry.objects.filter(lane=lane, place=row.code, step=Step.HELD).order_by("-number").first()
    return held is not None and EVENT in held.data


def _cause(kept: Sequence[Kept], kinds: frozenset[EventKind] = frozenset()) -> str:
    """The event from which a step follows: the last of these kinds, else the last."""
    ids: list[UUID] = [one.stored.event.event_id for one in kept if one.stored.event.kind in kinds]
    return str(ids[-1] if ids else kept[-1].stored.event.event_id)
