"""The state of a visit as a pure function of the set of its events.

Events are told in the order of their effective moments, whatever order they came in. Events of the same
moment follow the order of a visit's life, then device, number and id: every set has exactly one telling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from tinhso.bordergate.core import visit_checks, visit_line, visit_scans
from tinhso.bordergate.core.kinds import KIND_WRITERS, RANK, SCANS, EventKind
from tinhso.bordergate.core.visit_fold import RULES, Fold, VisitRules
from tinhso.bordergate.core.visit_states import ENDED, Answer, Stored, Verdict, VisitState, VisitView

Handler = Callable[[Fold, Stored], Verdict]

HANDLERS: Final[Mapping[EventKind, Handler]] = MappingProxyType(
    {
        EventKind.ACCEPTED: visit_line.accepted,
        EventKind.RESUMED: visit_line.resumed,
        EventKind.RECLASSIFIED: visit_line.reclassified,
        EventKind.REORDERED: visit_line.reordered,
        EventKind.CORRECTED: visit_checks.corrected,
        EventKind.TRACTOR_CHANGED: visit_checks.tractor_changed,
        EventKind.DRIVER_CHANGED: visit_checks.driver_changed,
        EventKind.CALLED: visit_line.called,
        EventKind.LISTED: visit_line.listed,
        EventKind.EXPIRED: visit_line.expired,
        EventKind.DEFERRED: visit_line.deferred,
        EventKind.SUSPENDED: visit_line.suspended,
        EventKind.DIVERTED: visit_line.diverted,
        EventKind.AUTHORISED: visit_line.authorised,
        EventKind.MISMATCH: visit_checks.mismatch,
        EventKind.ARRIVED: visit_scans.arrived,
        EventKind.YARD_IN: visit_scans.yard_in,
        EventKind.HELD: visit_checks.held,
        EventKind.CHECKED: visit_checks.checked,
        EventKind.FEE_SETTLED: visit_checks.fee_settled,
        EventKind.FEE_REOPENED: visit_checks.fee_reopened,
        EventKind.RELEASED: visit_checks.released,
        EventKind.TRANSHIPPED: visit_checks.transhipped,
        EventKind.YARD_OUT: visit_scans.yard_out,
        EventKind.DISPATCHED: visit_scans.dispatched,
        EventKind.CROSSED: visit_scans.crossed,
        EventKind.DELIVERED: visit_scans.delivered,
        EventKind.TURNED_BACK: visit_scans.turned_back,
        EventKind.RETURNED: visit_scans.returned,
        EventKind.VOIDED: visit_checks.voided,
        EventKind.CANCELLED: visit_line.cancelled,
        EventKind.REFUSED: visit_checks.refused,
        EventKind.CLOSED: visit_scans.closed,
    }
)
"""One handler for every kind."""

_AFTER_NO_SHOW: Final = frozenset(
    {EventKind.DEFERRED, EventKind.AUTHORISED, EventKind.ARRIVED, EventKind.YARD_IN, EventKind.CROSSED}
)
_MONEY: Final = frozenset({EventKind.FEE_SETTLED, EventKind.FEE_REOPENED})


def order_of(stored: Stored) -> tuple[datetime, int, str, int, str]:
    """Where an event stands in the telling."""
    event = stored.event
    return (stored.effective_at, RANK[event.kind], event.device, event.device_seq, str(event.event_id))


def view_of(events: Iterable[Stored], rules: VisitRules = RULES) -> VisitView:
    """The visit as these events tell it. Any order, and any event several times, gives the same.

    All events belong to one visit. Nothing is raised: what cannot be so is told in `verdicts`.
    """
    fold = Fold(rules)
    for stored in sorted(events, key=order_of):
        if stored.event.event_id not in fold.verdicts:
            fold.verdicts[stored.event.event_id] = _told(fold, stored)
    return _view(fold)


def _told(fold: Fold, stored: Stored) -> Verdict:
    kind = stored.event.kind
    if fold.visit is None and kind != EventKind.ACCEPTED:
        return Verdict(Answer.NOT_ACCEPTED)
    if stored.event.actor not in KIND_WRITERS[kind]:
        return Verdict(Answer.TRACK_NOT_YOURS)
    if _is_over(fold, kind):
        return Verdict(Answer.NOT_NOW)
    verdict = visit_scans.located(fold, stored) if kind in SCANS else None
    if verdict is None:
        verdict = HANDLERS[kind](fold, stored)
    if kind in SCANS:
        visit_scans.keep_scan(fold, stored, verdict)
    if verdict.answer == Answer.OK:
        fold.firsts.setdefault(kind, stored.event.event_id)
    return verdict


def _is_over(fold: Fold, kind: EventKind) -> bool:
    if fold.stage == VisitState.EXPIRED and kind in _AFTER_NO_SHOW:
        return False
    return fold.stage in ENDED and kind not in _MONEY and kind != EventKind.ACCEPTED


def _view(fold: Fold) -> VisitView:
    return VisitView(
        visit=fold.visit,
        state=fold.state,
        gate=fold.gate,
        direction=fold.direction,
        stream=fold.stream,
        place=fold.place,
        version=fold.version,
        tracks=MappingProxyType(fold.tracks),
        holds=tuple(fold.holds.values()),
        missing=fold.missing,
        calls=tuple(fold.calls),
        not_before=fold.not_before,
        combinations=tuple(fold.bound),
        times=MappingProxyType(fold.times),
        verdicts=MappingProxyType(fold.verdicts),
        asides=tuple(fold.asides),
        anomalies=tuple(fold.anomalies),
        no_shows=tuple(fold.no_shows),
        deferrals=tuple(fold.deferrals),
        tractor_changes=fold.tractor_changes,
        delivered_at=fold.delivered_at,
        returns=fold.returns,
        admitted_by=fold.admitted_by,
        transhipped=fold.transhipped,
        turned_back_of=fold.turned_back_of,
        sanctioned=fold.sanctioned,
    )
