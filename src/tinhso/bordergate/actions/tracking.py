"""An agency's finding on its own track, written by somebody on duty without a device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotAllowed, Refusal
from tinhso.base.ids import new_id
from tinhso.bordergate import policies
from tinhso.bordergate.actions import dispatching
from tinhso.bordergate.actions.claiming import Claim, claim_places
from tinhso.bordergate.actions.keeping import keep
from tinhso.bordergate.core.clocks import server_moment
from tinhso.bordergate.core.events import server_event
from tinhso.bordergate.core.ingest_types import Kept, Receipt, Received
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.tracks import Actor, Track, TrackState
from tinhso.bordergate.core.visit_states import Answer, Stored, Verdict, VisitView
from tinhso.bordergate.core.visits import order_of, view_of
from tinhso.bordergate.events import GateEventsReceived
from tinhso.bordergate.models import LinePlace
from tinhso.bordergate.queries import visits
from tinhso.bordergate.schemas import Finding
from tinhso.people.principals import Principal

_RESULTS: Final = frozenset({TrackState.PASSED, TrackState.HELD, TrackState.FAILED, TrackState.NOT_NEEDED})


def find(by: Principal, place: LinePlace, track: Track, told: Finding) -> VisitView:
    """Write what an agency found (ghi kết quả phần việc): its own track and no other.

    Raises NotSignedIn; NotAllowed `TRACK_NOT_YOURS`, which is kept in the audit trail; Invalid; Conflict
    where the visit stands so that nothing can be found, or for a version that was corrected since.
    """
    policies.require_signed_in(by)
    actor = policies.capacity_for(by, track, place.lane.gate)
    if actor is None:
        _refuse(by, place, track, told)
        raise NotAllowed(
            _("Phần việc này chỉ lực lượng phụ trách được ghi, trong thời gian được phân công."),
            code="TRACK_NOT_YOURS",
            field="track",
        )
    kind, payload = _said(track, told)
    with acting(by, "gate.track", reason=told.why) as act:
        claim = Claim()
        claim_places(claim, [visits.visit_id(place)])
        row = claim.places[visits.visit_id(place)]
        before = visits.events_of([row])[visits.visit_id(row)]
        stored = _stored(by, row, actor, (kind, payload), before)
        view = view_of((*before, stored))
        _require_good(view.verdicts[stored.event.event_id])
        moved = keep(claim, _received(stored, view))
        data = {"track": track.value, "result": told.result, "actor": actor.value}
        data["digest"] = stored.event.digest
        act.record(dispatching.stream_of(row.lane), subject=row.code, data=data)
        for lane in moved:
            act.record(dispatching.stream_of(lane), data={"to": lane.entries, "hash": lane.hash})
        act.emit(GateEventsReceived(visits=[str(visits.visit_id(row))], alarms=0, commands=0))
    return view


def _refuse(by: Principal, place: LinePlace, track: Track, told: Finding) -> None:
    """Keep in the trail that somebody tried, in a transaction of its own, which stays."""
    with acting(by, "gate.track_refused", reason=told.why) as act:
        data = {"track": track.value, "result": told.result}
        act.record(dispatching.stream_of(place.lane), subject=place.code, data=data)


def _said(track: Track, told: Finding) -> tuple[EventKind, Mapping[str, object]]:
    """The event for it; the fee is settled by a receipt, never by a word."""
    if track == Track.FEE:
        if told.result != TrackState.PASSED or not told.receipt or told.amount is None:
            raise Invalid(
                _("Phí được ghi nhận bằng biên lai: nhập số tiền và số biên lai."),
                code="RECEIPT",
                field="receipt",
            )
        return EventKind.FEE_SETTLED, {"amount": told.amount, "receipt": told.receipt}
    if told.result not in _RESULTS:
        names = ", ".join(sorted(_RESULTS))
        raise Invalid(_("Kết quả là một trong: %(names)s.") % {"names": names}, code="RESULT", field="result")
    payload: dict[str, object] = {"track": track.value, "result": told.result, "inspected": told.inspected}
    return EventKind.CHECKED, {**payload, **({"note": told.why} if told.why else {})}


def _stored(
    by: Principal,
    row: LinePlace,
    actor: Actor,
    said: tuple[EventKind, Mapping[str, object]],
    before: tuple[Stored, ...],
) -> Stored:
    now = clock.now()
    last = max(before, key=order_of).effective_at if before else None
    kind, payload = said
    at = server_moment(now, last)
    event = server_event(
        kind,
        visits.visit_id(row),
        event_id=new_id(),
        gate=row.lane.gate.code,
        at=now,
        officer=str(by.account_id or ""),
        actor=actor,
        payload=payload,
    )
    return Stored(event, at, now)


def _received(stored: Stored, view: VisitView) -> Received:
    event = stored.event
    receipt = Receipt(event.event_id, event.digest, 200, Answer.OK.value)
    return Received(
        answers=(receipt,),
        kept=(Kept(stored, "", stored.received_at, receipt),),
        parked=(),
        unparked=(),
        quarantined=(),
        ends={},
        commands=(),
        alarms=(),
        views={event.visit: view},
    )


def _require_good(verdict: Verdict) -> None:
    """Raises what a refusal of the core is in words."""
    if verdict.status < 400:
        return
    error = _words(verdict)
    error.extra = {"missing": list(verdict.missing)} if verdict.missing else {}
    raise error


def _words(verdict: Verdict) -> Refusal:
    said = {
        Answer.STALE_VERSION: _("Tờ khai đã được đính chính: xem bản mới rồi ghi lại kết quả."),
        Answer.INSPECTION_REQUIRED: _("Công-te-nơ hoặc kẹp chì đã đổi: phải kiểm tra lại hàng hoá."),
    }
    text = said.get(verdict.answer, _("Lượt xe không ở bước ghi được kết quả này."))
    return Conflict(text, code=verdict.answer.value, field="track")
