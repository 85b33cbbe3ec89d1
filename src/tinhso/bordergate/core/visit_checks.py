"""What agencies find, what they hold, and what is corrected or exchanged on a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, cast
from uuid import UUID

from tinhso.bordergate.core import transhipping
from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.tracks import Actor, Track, TrackState, may_write
from tinhso.bordergate.core.visit_fold import Fold
from tinhso.bordergate.core.visit_line import NOT_NOW
from tinhso.bordergate.core.visit_scans import NOT_INSIDE
from tinhso.bordergate.core.visit_states import (
    IN_LINE,
    INSIDE,
    OK,
    Answer,
    Hold,
    HoldKind,
    Stored,
    Verdict,
    VisitState,
)

STALE: Final = Verdict(Answer.STALE_VERSION)
_OPEN: Final = IN_LINE | INSIDE
"""States in which checks and corrections still matter."""
_ABROAD: Final = frozenset({VisitState.CROSSED, VisitState.ABROAD})
_MELT: Final = frozenset({Actor.BORDER_GUARD, Actor.GATE_CENTRE})
"""Who may lift a freeze after a mismatch or two places at once."""
_SAME: Final[Mapping[Actor, Actor]] = {Actor.CUSTOMS_MIRROR: Actor.CUSTOMS}


def _things(stored: Stored) -> Mapping[str, object]:
    return cast(Mapping[str, object], stored.event.payload.get("things", {}))


def _is_stale(fold: Fold, stored: Stored, track: Track) -> bool:
    version = cast(int, stored.event.payload.get("version", fold.version))
    return version < fold.reopened.get(track, 0)


def checked(fold: Fold, stored: Stored) -> Verdict:
    """An agency's finding on its own track (kết quả kiểm tra), for the version that it saw."""
    payload = stored.event.payload
    track = Track(str(payload["track"]))
    if not may_write(stored.event.actor, track):
        return Verdict(Answer.TRACK_NOT_YOURS)
    if fold.stage not in _OPEN:
        return NOT_NOW
    if stored.event.gate != fold.gate and stored.event.actor != Actor.CUSTOMS_MIRROR:
        return Verdict(Answer.WRONG_GATE)
    if _is_stale(fold, stored, track):
        return STALE
    result = TrackState(str(payload["result"]))
    if track == Track.CUSTOMS and result == TrackState.PASSED and fold.inspection:
        if not payload.get("inspected"):
            return Verdict(Answer.INSPECTION_REQUIRED)
        fold.inspection = False
    fold.tracks[track] = result
    fold.checked = True
    return OK


def fee_settled(fold: Fold, stored: Stored) -> Verdict:
    """The fee is paid or exempted (đã nộp phí), as assessed for that version."""
    if _is_stale(fold, stored, Track.FEE):
        return STALE
    fold.tracks[Track.FEE] = TrackState.PASSED
    return OK


def fee_reopened(fold: Fold, _stored: Stored) -> Verdict:
    """A payment did not stand (giao dịch bị hoàn): the fee is owed again."""
    fold.tracks[Track.FEE] = TrackState.PENDING
    return OK


def held(fold: Fold, stored: Stored) -> Verdict:
    """An agency holds the visit (tạm giữ)."""
    fold.hold(HoldKind.AGENCY, stored, str(stored.event.payload["reason"]))
    if fold.stage in IN_LINE:
        fold.set_aside(Aside.HOLD, stored)
    return OK


def mismatch(fold: Fold, stored: Stored) -> Verdict:
    """Somebody saw another thing than declared (sai lệch): the place is frozen, not lost."""
    fold.hold(HoldKind.MISMATCH, stored, str(stored.event.payload["field"]))
    fold.set_aside(Aside.HOLD, stored)
    return OK


def released(fold: Fold, stored: Stored) -> Verdict:
    """A hold is lifted (thôi giữ) by who may. A call that ran out while frozen becomes the old place again.

    Who lifts a conflict of places has found out where the truck is: older scans contradict nothing any more.
    """
    hold = fold.holds.get(UUID(str(stored.event.payload["hold"])))
    if hold is None:
        return Verdict(Answer.NO_SUCH_HOLD)
    if not _may_lift(stored.event.actor, hold):
        return Verdict(Answer.HOLD_NOT_YOURS)
    del fold.holds[hold.event_id]
    if hold.kind == HoldKind.LOCATION:
        fold.scans.clear()
    ran_out = fold.stage == VisitState.CALLED and not fold.calls[-1].is_valid(stored.effective_at)
    if ran_out and not fold.frozen:
        fold.withdraw_call()
        return fold.move(VisitState.QUEUED, stored)
    return OK


def _may_lift(actor: Actor, hold: Hold) -> bool:
    if hold.kind == HoldKind.AGENCY:
        return _SAME.get(actor, actor) == _SAME.get(hold.actor, hold.actor)
    return actor in _MELT


def corrected(fold: Fold, stored: Stored) -> Verdict:
    """A newer version of the declaration (sửa tờ khai): what depends on it is opened again."""
    payload, things = stored.event.payload, _things(stored)
    version = cast(int, payload["version"])
    if fold.stage not in _OPEN:
        return NOT_NOW
    if version <= fold.version:
        return STALE
    now, then = fold.combination, fold.combination.with_things(things)
    if (now.tractor, now.vin) != (then.tractor, then.vin):
        return Verdict(Answer.USE_TRACTOR_CHANGED)
    reopens = {Track(str(name)) for name in cast(Iterable[str], payload["reopens"])}
    box_changed = (now.container, now.seal) != (then.container, then.seal)
    if box_changed and not (payload.get("inspection") and Track.CUSTOMS in reopens):
        return Verdict(Answer.INSPECTION_REQUIRED)
    fold.version = version
    starts = cast(Mapping[str, str], payload.get("tracks", {}))
    fold.tracks.update({Track(name): TrackState(state) for name, state in starts.items()})
    for track in reopens:
        fold.reopen(track)
    fold.inspection = fold.inspection or bool(payload.get("inspection"))
    fold.stream = str(payload.get("stream", fold.stream))
    if then != now:
        fold.bind(then, stored)
    return OK


def _exchange(fold: Fold, stored: Stored, names: frozenset[str]) -> Verdict | None:
    """Bind other things once both parties agree; nothing but `names` may change this way."""
    things = _things(stored)
    if not things or not things.keys() <= names:
        return Verdict(Answer.USE_CORRECTION)
    if len(set(cast(Iterable[str], stored.event.payload["parties"]))) < 2:
        return Verdict(Answer.BOTH_PARTIES)
    fold.version = max(fold.version, cast(int, stored.event.payload.get("version", 0)))
    fold.bind(fold.combination.with_things(things), stored)
    return None


def tractor_changed(fold: Fold, stored: Stored) -> Verdict:
    """Another tractor, same trailer and container (đổi đầu kéo): once before arrival, then by decision."""
    if fold.stage not in _OPEN:
        return NOT_NOW
    free = fold.stage in IN_LINE and fold.tractor_changes == 0
    if not free and not stored.event.payload.get("decision"):
        return Verdict(Answer.DECISION_REQUIRED)
    if (refused := _exchange(fold, stored, frozenset({"tractor", "vin"}))) is not None:
        return refused
    fold.tractor_changes += 1
    fold.reopen(Track.BORDER_GUARD)
    return OK


def driver_changed(fold: Fold, stored: Stored) -> Verdict:
    """Another driver takes over (đổi lái xe); the border guard looks at the new one, or has done so."""
    if fold.stage not in _OPEN | _ABROAD:
        return NOT_NOW
    if (refused := _exchange(fold, stored, frozenset({"driver"}))) is not None:
        return refused
    if stored.event.actor != Actor.BORDER_GUARD:
        fold.reopen(Track.BORDER_GUARD)
    return OK


def transhipped(fold: Fold, stored: Stored) -> Verdict:
    """Goods moved to other vehicles (sang tải), to the kilogram."""
    if fold.stage not in {VisitState.ARRIVED, VisitState.IN_YARD}:
        return NOT_INSIDE
    try:
        transhipping.check(transhipping.TranshipOrder.parse(stored.event.payload))
    except GateFault:
        return Verdict(Answer.MASS_BALANCE)
    fold.transhipped = True
    fold.times.setdefault(VisitState.TRANSHIPPED, stored.effective_at)
    return OK


def refused(fold: Fold, stored: Stored) -> Verdict:
    """An agency does not let the visit go on (từ chối)."""
    if fold.stage not in _OPEN:
        return NOT_NOW
    fold.withdraw_call()
    fold.set_aside(Aside.REFUSED, stored)
    return fold.move(VisitState.REFUSED, stored)


def voided(fold: Fold, stored: Stored) -> Verdict:
    """Fraud is confirmed (xác nhận gian lận): the place is void; the vehicles concerned are sanctioned."""
    verdict = refused(fold, stored)
    if verdict.answer == Answer.OK:
        others = cast(Iterable[str], stored.event.payload.get("vehicles", ()))
        fold.sanctioned = tuple(sorted({fold.combination.tractor, *others}))
    return verdict
