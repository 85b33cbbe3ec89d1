"""What becomes of a delivered batch of events: a pure function of what is stored and what arrives.

Each event passes four doors. Authentic: the device's signature. New: an id is used once. In order: the chain
of its device, where a gap parks what follows. Allowed: the officer's right at the moment of the event. Then
it is kept for ever, and the visit's view says what it did.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tinhso.bordergate.core.barrier import BarrierCommand, command_for
from tinhso.bordergate.core.clocks import moment_of
from tinhso.bordergate.core.event_shapes import parse
from tinhso.bordergate.core.events import CheckpointEvent, verify
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.ingest_types import (
    INGEST_RULES,
    Alarm,
    Batch,
    ChainEnd,
    IngestRules,
    Item,
    Kept,
    Known,
    Parked,
    Quarantined,
    Receipt,
    Received,
)
from tinhso.bordergate.core.kinds import EventKind, require_kind_writer
from tinhso.bordergate.core.tracks import Track, require_writer
from tinhso.bordergate.core.visit_states import FREEZING, Answer, HoldKind, Stored, VisitView
from tinhso.bordergate.core.visits import view_of

PARKED = "PARKED"
_LOUD = frozenset({"BAD_SIGNATURE", "DEVICE_REVOKED", "CHAIN_BROKEN", "SEQ_TAKEN", "EVENT_ID_REUSED"})
"""Refusals that people should hear of: somebody tries, or a key was copied."""


def receive(known: Known, batch: Batch, received_at: datetime, rules: IngestRules = INGEST_RULES) -> Received:
    """Judge a batch. The caller holds locks on devices and visits named in `known`, and writes the result.

    Raises GateFault `NAIVE_MOMENT` (422) for a batch or a receipt without a time zone; nothing else.
    """
    if batch.sent_at.tzinfo is None or received_at.tzinfo is None:
        raise GateFault("NAIVE_MOMENT", "A batch is sent and received at moments with a time zone.")
    desk = _Desk(known, received_at, rules)
    told = [desk.take(item, batch.sent_at) for item in batch.items]
    return desk.result(told)


def accept_gap(
    known: Known, device: str, received_at: datetime, rules: IngestRules = INGEST_RULES
) -> Received:
    """Go on behind a gap that nobody can fill any more (thiết bị hỏng), by a person's recorded decision.

    The chain continues with the first parked event; an alarm `GAP_ACCEPTED` names it. What is missing is
    refused should it come after all. Raises GateFault `NOTHING_PARKED` (409).
    """
    seqs = [seq for name, seq in known.parked if name == device]
    if not seqs:
        raise GateFault("NOTHING_PARKED", device, status=409)
    first = known.parked[device, min(seqs)].event
    desk = _Desk(known, received_at, rules)
    end = desk.ends.get(device, ChainEnd())
    desk.ends[device] = replace(end, seq=first.device_seq - 1, digest=first.prev_hash)
    desk.alarms.append(Alarm("GAP_ACCEPTED", first.gate, first.event_id, first.visit, received_at))
    desk.drain(device)
    return desk.result([])


class _Desk:
    """The receipt of one batch while it goes on."""

    def __init__(self, known: Known, received_at: datetime, rules: IngestRules) -> None:
        self.known = known
        self.now = received_at
        self.rules = rules
        self.receipts = dict(known.receipts)
        self.ends = dict(known.ends)
        self.moved: dict[str, ChainEnd] = {}
        self.waiting = dict(known.parked)
        self.waiting_ids = {parked.event.event_id: parked for parked in known.parked.values()}
        self.visits = dict(known.visits)
        self.views: dict[UUID, VisitView] = {}
        self.kept: list[Kept] = []
        self.quarantined: list[Quarantined] = []
        self.commands: list[BarrierCommand] = []
        self.alarms: list[Alarm] = []

    def result(self, told: list[Receipt]) -> Received:
        """Everything to be written. An event parked and applied in the same batch is answered as applied."""
        before = {parked.event.event_id for parked in self.known.parked.values()}
        after = self.waiting_ids
        return Received(
            answers=tuple(self._latest(one) for one in told),
            kept=tuple(self.kept),
            parked=tuple(parked for event_id, parked in after.items() if event_id not in before),
            unparked=tuple(sorted(before - after.keys())),
            quarantined=tuple(self.quarantined),
            ends=self.moved,
            commands=tuple(self.commands),
            alarms=tuple(self.alarms),
            views=self.views,
        )

    def _latest(self, told: Receipt) -> Receipt:
        if told.code != PARKED or told.event_id is None:
            return told
        return self.receipts.get(told.event_id, told)

    def take(self, item: Item, sent_at: datetime) -> Receipt:
        """One item: its answer for now."""
        try:
            event = parse(item.wire)
            digest = event.digest
        except GateFault as fault:
            return self._refuse(item, Receipt(None, "", fault.status, fault.code))
        refusal = self._unauthentic(event, item.signature)
        if refusal:
            return self._refuse(item, Receipt(event.event_id, digest, 401, refusal), event)
        if (earlier := self._earlier(event)) is not None:
            if earlier.digest == digest:
                return earlier
            return self._refuse(item, Receipt(event.event_id, digest, 409, "EVENT_ID_REUSED"), event)
        if (broken := self._out_of_chain(event)) is not None:
            return self._refuse(item, Receipt(event.event_id, digest, 409, broken), event)
        parked = Parked(event, item.signature, sent_at, self.now)
        self.waiting[event.device, event.device_seq] = parked
        self.waiting_ids[event.event_id] = parked
        self.drain(event.device)
        return self.receipts.get(event.event_id) or _parked(event)

    def _unauthentic(self, event: CheckpointEvent, signature: str) -> str:
        device = self.known.devices.get(event.device)
        if device is None:
            return "DEVICE_UNKNOWN"
        if not verify(event, signature, device.public_key):
            return "BAD_SIGNATURE"
        if device.lost_at is not None and self.now >= device.lost_at:
            return "DEVICE_REVOKED"
        return ""

    def _earlier(self, event: CheckpointEvent) -> Receipt | None:
        if (receipt := self.receipts.get(event.event_id)) is not None:
            return receipt
        parked = self.waiting_ids.get(event.event_id)
        return _parked(parked.event) if parked is not None else None

    def _out_of_chain(self, event: CheckpointEvent) -> str | None:
        end = self.ends.get(event.device, ChainEnd())
        if event.device_seq <= end.seq or (event.device, event.device_seq) in self.waiting:
            return "SEQ_TAKEN"
        return "SEQ_TOO_FAR" if event.device_seq > end.seq + self.rules.furthest else None

    def drain(self, device: str) -> None:
        """Apply what the chain of a device now reaches."""
        end = self.ends.get(device, ChainEnd())
        while (parked := self.waiting.pop((device, end.seq + 1), None)) is not None:
            del self.waiting_ids[parked.event.event_id]
            if parked.event.prev_hash != end.digest:
                receipt = Receipt(parked.event.event_id, parked.event.digest, 409, "CHAIN_BROKEN")
                self._refuse(Item(parked.event.wire, parked.signature), receipt, parked.event)
                self.receipts[parked.event.event_id] = receipt
                return
            end = self._apply(parked, end)
            self.ends[device] = self.moved[device] = end

    def _apply(self, parked: Parked, end: ChainEnd) -> ChainEnd:
        event = parked.event
        moment = moment_of(
            event,
            sent_at=parked.sent_at,
            received_at=parked.received_at,
            after=end.effective_at,
            rules=self.rules.clock,
        )
        try:
            self._require_allowed(event, moment.effective_at)
        except GateFault as fault:
            receipt = Receipt(event.event_id, event.digest, fault.status, fault.code)
            self._refuse(Item(event.wire, parked.signature), receipt, event, in_chain=True)
        else:
            stored = Stored(event, moment.effective_at, parked.received_at, moment.flags)
            receipt = self._project(stored)
            self.kept.append(Kept(stored, parked.signature, parked.sent_at, receipt))
        self.receipts[event.event_id] = receipt
        return ChainEnd(event.device_seq, event.digest, moment.effective_at)

    def _require_allowed(self, event: CheckpointEvent, at: datetime) -> None:
        device = self.known.devices[event.device]
        if not device.is_valid(at):
            raise GateFault("DEVICE_REVOKED", event.device, status=401)
        elsewhere = bool(device.checkpoints) and event.checkpoint not in device.checkpoints
        if event.gate != device.gate or elsewhere:
            raise GateFault("DEVICE_ELSEWHERE", event.device, status=403)
        duties = self.known.duties.get(event.officer, ())
        unmanned = not event.officer and device.unmanned == event.actor
        if not unmanned and not any(duty.covers(event.actor, event.gate, at) for duty in duties):
            raise GateFault("OFFICER_NOT_VALID", event.officer, status=403)
        require_kind_writer(event.actor, event.kind)
        if event.kind == EventKind.CHECKED:
            require_writer(event.actor, Track(str(event.payload["track"])))
        if event.visit not in self.visits:
            raise GateFault("UNKNOWN_VISIT", str(event.visit), status=404)

    def _project(self, stored: Stored) -> Receipt:
        event = stored.event
        earlier = self.visits[event.visit]
        events = (*earlier, stored)
        view = view_of(events, self.rules.visit)
        self.visits[event.visit], self.views[event.visit] = events, view
        verdict = view.verdicts[event.event_id]
        self._sound(earlier, view, stored)
        receipt = Receipt(
            event.event_id, event.digest, verdict.status, verdict.answer.value, verdict.of, verdict.missing
        )
        opened = self.known.commanded | {command.event_id for command in self.commands}
        command = command_for(
            view, stored, commanded=opened, was_refused=self._was_refused, live=self.rules.live
        )
        if command is not None:
            self.commands.append(command)
        return receipt

    def _was_refused(self, event_id: UUID) -> bool:
        receipt = self.receipts.get(event_id)
        return receipt is not None and receipt.status >= 400

    def _sound(self, earlier: tuple[Stored, ...], view: VisitView, stored: Stored) -> None:
        """Alarms for what this event brought to light, also about events that had looked well before."""
        event = stored.event
        found = {hold.event_id: hold.kind for hold in view.holds if hold.kind in FREEZING}
        if found:
            for hold in view_of(earlier, self.rules.visit).holds:
                found.pop(hold.event_id, None)
        for event_id, kind in found.items():
            code = Answer.CONFLICT_LOCATION if kind == HoldKind.LOCATION else Answer.HELD_MISMATCH
            self.alarms.append(Alarm(code.value, event.gate, event_id, event.visit, self.now))
        self.alarms += [
            Alarm(what, event.gate, event.event_id, event.visit, self.now)
            for what, event_id in view.anomalies
            if event_id == event.event_id and what != Answer.CONFLICT_LOCATION
        ]

    def _refuse(
        self, item: Item, receipt: Receipt, event: CheckpointEvent | None = None, *, in_chain: bool = False
    ) -> Receipt:
        self.quarantined.append(Quarantined(item.wire, item.signature, self.now, receipt, in_chain))
        if receipt.code in _LOUD and event is not None:
            self.alarms.append(Alarm(receipt.code, event.gate, event.event_id, event.visit, self.now))
        return receipt


def _parked(event: CheckpointEvent) -> Receipt:
    return Receipt(event.event_id, event.digest, 202, PARKED)
