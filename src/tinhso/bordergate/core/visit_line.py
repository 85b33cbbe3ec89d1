"""What happens to a visit while it holds a place in the line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.tracks import Track, TrackState
from tinhso.bordergate.core.visit_fold import Fold
from tinhso.bordergate.core.visit_states import (
    ENDED,
    IN_LINE,
    OK,
    Answer,
    Call,
    Combination,
    Stored,
    Verdict,
    VisitState,
)

NOT_IN_LINE: Final = Verdict(Answer.NOT_IN_LINE)
NOT_NOW: Final = Verdict(Answer.NOT_NOW)
FROZEN: Final = Verdict(Answer.FROZEN)
_CALLABLE: Final = IN_LINE
_DEFERRABLE: Final = frozenset({VisitState.QUEUED, VisitState.CALLED, VisitState.EXPIRED})


def _moment(told: object) -> datetime:
    return datetime.fromisoformat(str(told))


def accepted(fold: Fold, stored: Stored) -> Verdict:
    """A place is given (nhận lượt): stream, things bound together, which tracks are needed."""
    event, payload = stored.event, stored.event.payload
    if fold.visit is not None:
        return Verdict(Answer.REPEAT, of=fold.firsts["accepted"])
    fold.visit, fold.gate = event.visit, event.gate
    fold.direction, fold.stream = str(payload["direction"]), str(payload["stream"])
    fold.place, fold.returns = str(payload["place"]), str(payload.get("returns", ""))
    fold.version = cast(int, payload.get("version", 1))
    starts = cast(Mapping[str, str], payload.get("tracks", {}))
    fold.tracks = {track: TrackState(starts.get(track, TrackState.PENDING)) for track in Track}
    fold.bind(Combination().with_things(cast(Mapping[str, object], payload["things"])), stored)
    if "turned_back_of" in payload:
        fold.turned_back_of = UUID(str(payload["turned_back_of"]))
    return fold.move(VisitState.QUEUED, stored)


def called(fold: Fold, stored: Stored) -> Verdict:
    """Called to the gate (gọi vào). A call after a closure, or over an older call, renews it."""
    if fold.stage not in _CALLABLE:
        return NOT_IN_LINE
    if fold.frozen:
        return FROZEN
    if fold.stage == VisitState.DEFERRED and fold.not_before and stored.effective_at < fold.not_before:
        return NOT_NOW
    fold.withdraw_call()
    until = _moment(stored.event.payload["valid_until"])
    fold.calls.append(Call(stored.event.event_id, stored.effective_at, until))
    fold.not_before = None
    return fold.move(VisitState.CALLED, stored)


def listed(fold: Fold, stored: Stored) -> Verdict:
    """Put on a pre-signed list (ghi vào danh sách gọi) before the call: an offline gate may let it in."""
    payload = stored.event.payload
    if fold.stage not in IN_LINE:
        return NOT_IN_LINE
    since, until = _moment(payload["valid_from"]), _moment(payload["valid_until"])
    fold.listed[str(payload["call_list"])] = (stored.event.event_id, since, until)
    return OK


def expired(fold: Fold, stored: Stored) -> Verdict:
    """The call ran out (quá giờ gọi): only when nobody came, nothing froze the place, and time is up."""
    if fold.stage != VisitState.CALLED:
        return NOT_IN_LINE
    if fold.frozen:
        return FROZEN
    if stored.effective_at < fold.calls[-1].valid_until:
        return NOT_NOW
    fold.no_shows.append(stored.effective_at)
    fold.set_aside(Aside.NO_SHOW, stored)
    return fold.move(VisitState.EXPIRED, stored)


def deferred(fold: Fold, stored: Stored) -> Verdict:
    """Put off at the driver's wish (xin lùi giờ): the place is kept, no call before `not_before`."""
    if fold.stage not in _DEFERRABLE:
        return NOT_IN_LINE
    fold.withdraw_call()
    fold.not_before = _moment(stored.event.payload["not_before"])
    fold.deferrals.append(stored.effective_at)
    fold.set_aside(Aside.DEFER, stored)
    return fold.move(VisitState.DEFERRED, stored)


def suspended(fold: Fold, stored: Stored) -> Verdict:
    """The gate is shut (tạm dừng): calls count no longer, seniority is kept, nobody is a no-show."""
    if fold.stage not in IN_LINE or fold.stage == VisitState.SUSPENDED:
        return NOT_IN_LINE
    deferred_before = fold.stage == VisitState.DEFERRED
    fold.before_suspension = VisitState.DEFERRED if deferred_before else VisitState.QUEUED
    fold.withdraw_call()
    fold.set_aside(Aside.SUSPENDED, stored)
    return fold.move(VisitState.SUSPENDED, stored)


def resumed(fold: Fold, stored: Stored) -> Verdict:
    """The gate is open again (mở lại): back to the old place."""
    if fold.stage != VisitState.SUSPENDED:
        return NOT_NOW
    return fold.move(fold.before_suspension, stored)


def diverted(fold: Fold, stored: Stored) -> Verdict:
    """Sent to another gate (chuyển cửa khẩu) with the old seniority; `outside`: one that is not kept here."""
    payload = stored.event.payload
    if fold.stage not in IN_LINE or stored.event.gate != fold.gate:
        return NOT_IN_LINE
    fold.withdraw_call()
    fold.set_aside(Aside.DIVERT, stored)
    fold.gate = str(payload["to_gate"])
    if payload.get("outside"):
        return fold.move(VisitState.DIVERTED, stored)
    kept = fold.stage if fold.stage == VisitState.DEFERRED else VisitState.QUEUED
    return fold.move(kept, stored)


def reclassified(fold: Fold, stored: Stored) -> Verdict:
    """Into another stream (chuyển luồng); the moment of acceptance stays."""
    if fold.stage in ENDED:
        return NOT_NOW
    fold.stream = str(stored.event.payload["stream"])
    return OK


def reordered(fold: Fold, stored: Stored) -> Verdict:
    """An official's signed decision on the order (quyết định đổi thứ tự)."""
    if fold.stage not in IN_LINE:
        return NOT_IN_LINE
    fold.set_aside(Aside.DECISION, stored)
    return OK


def authorised(fold: Fold, stored: Stored) -> Verdict:
    """An authorised exception (cho vào theo quyết định): the truck may come in without a call until then."""
    until = _moment(stored.event.payload["valid_until"])
    fold.authorised = (stored.event.event_id, until)
    fold.set_aside(Aside.DECISION, stored)
    return OK


def cancelled(fold: Fold, stored: Stored) -> Verdict:
    """Given up by who declared (huỷ lượt), while still in the line."""
    if fold.stage not in IN_LINE:
        return NOT_IN_LINE
    fold.withdraw_call()
    fold.set_aside(Aside.CANCELLED, stored)
    return fold.move(VisitState.CANCELLED, stored)
