"""What happens at barriers, yards and markers: where the truck is, and whether it may be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast
from uuid import UUID

from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.events import CheckpointEvent
from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.visit_fold import Fold
from tinhso.bordergate.core.visit_line import NOT_NOW
from tinhso.bordergate.core.visit_states import (
    ENDED,
    IN_LINE,
    INSIDE,
    OK,
    Answer,
    HoldKind,
    Stored,
    Verdict,
    VisitState,
)

NOT_INSIDE: Final = Verdict(Answer.NOT_INSIDE)
_ADMISSIBLE: Final = IN_LINE | {VisitState.EXPIRED}
_ON_GROUND: Final = frozenset({VisitState.ARRIVED, VisitState.IN_YARD})
_KEEP: Final = frozenset(
    {Answer.OK, Answer.REPEAT, Answer.CONFLICT_LOCATION, Answer.HELD_MISMATCH, Answer.WRONG_GATE}
)
"""Scans that tell where the truck was, whatever they led to."""
_SETTLED: Final = frozenset({Answer.OK, Answer.REPEAT})


def located(fold: Fold, stored: Stored) -> Verdict | None:
    """Whether a scan repeats one, contradicts one, or is barred from the start; None where it may go on."""
    event = stored.event
    barred = fold.frozen and event.gate == fold.gate
    for earlier in reversed(fold.scans):
        apart = stored.effective_at - earlier.effective_at
        if apart > max(fold.rules.duplicate, fold.rules.conflict):
            break
        if earlier.event.gate != event.gate and apart <= fold.rules.conflict and not barred:
            return _conflict(fold, stored, earlier.event.event_id)
        if apart < fold.rules.duplicate and _repeats(fold, event, earlier.event):
            return Verdict(Answer.DUPLICATE, of=earlier.event.event_id)
    if event.gate != fold.gate:
        return _elsewhere(fold, stored)
    if fold.frozen:
        if event.kind == EventKind.CROSSED:
            fold.odd("CROSSED_WHILE_FROZEN", stored)
        return Verdict(Answer.FROZEN, of=next(iter(fold.freezing)))
    return None


def keep_scan(fold: Fold, stored: Stored, verdict: Verdict) -> None:
    """Remember where the truck was seen."""
    if verdict.answer in _KEEP:
        fold.scans.append(stored)


def _repeats(fold: Fold, event: CheckpointEvent, earlier: CheckpointEvent) -> bool:
    """Whether this is the same scan once more; one that was barred may be tried again afterwards."""
    if earlier.kind != event.kind or earlier.gate != event.gate:
        return False
    return fold.frozen or fold.verdicts[earlier.event_id].answer in _SETTLED


def _conflict(fold: Fold, stored: Stored, earlier: UUID | None) -> Verdict:
    if fold.stage not in ENDED:
        fold.hold(HoldKind.LOCATION, stored, "CONFLICT_LOCATION")
    fold.odd("CONFLICT_LOCATION", stored)
    return Verdict(Answer.CONFLICT_LOCATION, of=earlier)


def _elsewhere(fold: Fold, stored: Stored) -> Verdict:
    if fold.stage in INSIDE:
        return _conflict(fold, stored, fold.scans[-1].event.event_id if fold.scans else None)
    return Verdict(Answer.WRONG_GATE) if fold.stage in IN_LINE else NOT_NOW


def _differs(fold: Fold, stored: Stored) -> tuple[str, ...]:
    seen = cast(Mapping[str, str], stored.event.payload.get("seen", {}))
    bound = fold.combination
    return tuple(sorted(name for name, value in seen.items() if value != getattr(bound, name)))


def _ground(fold: Fold, stored: Stored) -> UUID | None:
    """On what a truck may come in: a valid call, an authorised exception, what a device's list held."""
    at, last = stored.effective_at, fold.calls[-1] if fold.calls else None
    if last is not None and last.is_valid(at):
        return last.event_id
    if fold.authorised is not None and at < fold.authorised[1]:
        return fold.authorised[0]
    call_list = stored.event.payload.get("call_list")
    if call_list is None:
        return None
    if last is not None and last.called_at <= at < last.valid_until:
        fold.odd("ADMITTED_ON_WITHDRAWN_CALL", stored)
        return last.event_id
    event_id, since, until = fold.listed.get(str(call_list), (None, at, at))
    if event_id is not None and since <= at < until:
        fold.odd("ADMITTED_ON_LIST", stored)
        return event_id
    return None


def _admit(fold: Fold, stored: Stored, stage: VisitState) -> Verdict:
    """Into the gate on a valid call, an authorised exception, or a call that a device still listed."""
    if differing := _differs(fold, stored):
        fold.hold(HoldKind.MISMATCH, stored, ",".join(differing))
        fold.set_aside(Aside.HOLD, stored)
        return Verdict(Answer.HELD_MISMATCH, missing=differing)
    admitted_by = _ground(fold, stored)
    if admitted_by is None:
        return Verdict(Answer.NO_VALID_CALL)
    fold.admitted_by = admitted_by
    return fold.move(stage, stored)


def arrived(fold: Fold, stored: Stored) -> Verdict:
    """Through the control barrier (qua barie kiểm soát)."""
    if fold.stage in _ADMISSIBLE:
        return _admit(fold, stored, VisitState.ARRIVED)
    if fold.stage not in INSIDE:
        return NOT_NOW
    first = fold.firsts.get(EventKind.ARRIVED)
    return Verdict(Answer.REPEAT, of=first) if first else OK


def yard_in(fold: Fold, stored: Stored) -> Verdict:
    """Into the yard (vào bãi). A truck that the barrier has not reported yet comes in on its call."""
    if fold.stage in _ADMISSIBLE:
        verdict = _admit(fold, stored, VisitState.IN_YARD)
        if verdict.answer == Answer.OK:
            fold.odd("ARRIVED_NOT_TOLD", stored)
        return verdict
    if fold.stage == VisitState.ARRIVED:
        return fold.move(VisitState.IN_YARD, stored)
    if fold.stage == VisitState.IN_YARD:
        return Verdict(Answer.REPEAT, of=fold.firsts.get(EventKind.YARD_IN))
    return NOT_NOW


def yard_out(fold: Fold, stored: Stored) -> Verdict:
    """Out of the yard (ra bãi), still inside the gate's area."""
    if fold.stage == VisitState.IN_YARD:
        return fold.move(VisitState.ARRIVED, stored)
    return OK if fold.stage == VisitState.DISPATCHED else NOT_INSIDE


def dispatched(fold: Fold, stored: Stored) -> Verdict:
    """Let out of the gate (cho xuất bến): only what is cleared."""
    if fold.stage == VisitState.DISPATCHED:
        return Verdict(Answer.REPEAT, of=fold.firsts.get(EventKind.DISPATCHED))
    if fold.stage not in _ON_GROUND:
        return NOT_INSIDE
    if fold.missing:
        return Verdict(Answer.NOT_CLEARED, missing=fold.missing)
    return fold.move(VisitState.DISPATCHED, stored)


def crossed(fold: Fold, stored: Stored) -> Verdict:
    """Over the border at the marker (qua mốc): the end of an export, the beginning of an import."""
    if fold.direction == "import":
        return _crossed_in(fold, stored)
    if fold.stage in {VisitState.CROSSED, VisitState.ABROAD}:
        return Verdict(Answer.REPEAT, of=fold.firsts.get(EventKind.CROSSED))
    if fold.stage not in _ON_GROUND and fold.stage != VisitState.DISPATCHED:
        fold.odd("CROSSED_FROM_OUTSIDE", stored)
        return NOT_INSIDE
    if fold.missing:
        fold.odd("CROSSED_UNCLEARED", stored)
        return Verdict(Answer.NOT_CLEARED, missing=fold.missing)
    if fold.stage != VisitState.DISPATCHED:
        fold.odd("DISPATCHED_NOT_TOLD", stored)
    return fold.move(VisitState.CROSSED, stored)


def _crossed_in(fold: Fold, stored: Stored) -> Verdict:
    if fold.stage in _ADMISSIBLE:
        verdict = _admit(fold, stored, VisitState.ARRIVED)
        if verdict.answer == Answer.OK:
            fold.times.setdefault(VisitState.CROSSED, stored.effective_at)
        return verdict
    first = fold.firsts.get(EventKind.CROSSED)
    if fold.stage not in INSIDE:
        return NOT_NOW
    if first is None:
        fold.times.setdefault(VisitState.CROSSED, stored.effective_at)
        return OK
    return Verdict(Answer.REPEAT, of=first)


def delivered(fold: Fold, stored: Stored) -> Verdict:
    """Goods handed over (đã giao hàng): from now the empty truck's time to return runs."""
    if fold.delivered_at is not None:
        return NOT_NOW
    if fold.direction == "import" and fold.stage in INSIDE:
        fold.delivered_at = stored.effective_at
        return OK
    if fold.stage != VisitState.CROSSED:
        return NOT_NOW
    fold.delivered_at = stored.effective_at
    return fold.move(VisitState.ABROAD, stored)


def returned(fold: Fold, stored: Stored) -> Verdict:
    """The empty truck is back (xe rỗng quay về), at whichever gate."""
    outbound = fold.stage in {VisitState.CROSSED, VisitState.ABROAD}
    inbound = fold.direction == "import" and (
        fold.stage == VisitState.DISPATCHED or (fold.transhipped and fold.stage in _ON_GROUND)
    )
    if fold.stage == VisitState.RETURNED:
        return Verdict(Answer.REPEAT, of=fold.firsts.get(EventKind.RETURNED))
    return fold.move(VisitState.RETURNED, stored) if outbound or inbound else NOT_NOW


def turned_back(fold: Fold, stored: Stored) -> Verdict:
    """Sent back by the other side (bị trả lại): a new visit follows, linked to this one; no fee twice."""
    past = {VisitState.CROSSED, VisitState.ABROAD}
    if fold.stage not in INSIDE | past:
        return NOT_INSIDE
    fold.set_aside(Aside.TURNED_BACK, stored)
    return fold.move(VisitState.TURNED_BACK, stored)


def closed(fold: Fold, stored: Stored) -> Verdict:
    """The visit is over (kết thúc lượt). A truck that must return is not over before it has."""
    owes_return = bool(fold.returns) and fold.stage in {VisitState.CROSSED, VisitState.ABROAD}
    if owes_return:
        return Verdict(Answer.NOT_NOW, missing=("return",))
    over = {VisitState.CROSSED, VisitState.ABROAD, VisitState.RETURNED}
    inland = fold.direction == "import" and fold.stage == VisitState.DISPATCHED
    emptied = fold.transhipped and fold.stage in _ON_GROUND and not fold.missing
    return fold.move(VisitState.CLOSED, stored) if fold.stage in over or inland or emptied else NOT_NOW
