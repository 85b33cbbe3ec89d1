"""Receiving what devices say: signed, in the order of their chains, each event once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import TooMany
from tinhso.bordergate.actions import dispatching
from tinhso.bordergate.actions.claiming import claim, name_in
from tinhso.bordergate.actions.keeping import keep
from tinhso.bordergate.core import ingest
from tinhso.bordergate.core.ingest_types import Batch, Item, Receipt, Received
from tinhso.bordergate.events import GateEventsReceived
from tinhso.bordergate.models import Lane, RefusedEvent

MOST: Final = 500
"""Events of one batch."""
_WINDOW: Final = timedelta(minutes=10)
_MOST_UNBELIEVED: Final = 500
"""Events without a believable signature that are kept within the window; more are not even looked at."""
_UNSIGNED: Final = frozenset({401, 422})
_LABEL: Final = "thiết bị cửa khẩu"


def receive(sent_at: datetime, items: Sequence[Item]) -> tuple[Receipt, ...]:
    """Take a batch of signed events (nhận sự kiện từ chốt); the answer of each, in their order.

    `sent_at`: the device's clock at the moment of sending. What the signatures do not cover is not believed.
    Raises TooMany where too many events came that nobody signed.
    """
    names = sorted({name_in(item.wire) for item in items} - {""})
    with acting(SystemActor(_label(names)), "gate.receive") as act:
        found = claim(items)
        told = ingest.receive(found.known, Batch(sent_at, tuple(items)), act.now)
        _require_measure(told, act.now)
        if told.kept or told.parked or told.quarantined or told.unparked:
            _record(act, told, keep(found, told))
    return told.answers


def _label(names: Sequence[str]) -> str:
    return f"{_LABEL} {names[0]}" if len(names) == 1 else _LABEL


def _require_measure(told: Received, now: datetime) -> None:
    """Copies of what nobody signed are kept for people to look at, but not without measure."""
    if not told.quarantined or any(answer.status not in _UNSIGNED for answer in told.answers):
        return
    kept = RefusedEvent.objects.filter(received_at__gt=now - _WINDOW, status__in=_UNSIGNED, in_chain=False)
    if kept.count() >= _MOST_UNBELIEVED:
        raise TooMany(_("Nhận được quá nhiều sự kiện không có chữ ký hợp lệ."))


def _record(act: Act, told: Received, moved: Sequence[Lane]) -> None:
    """Seal what was received into the audit chain of each device, and what the lines wrote into theirs."""
    for device, data in _by_device(told).items():
        act.record(f"gate-device:{device}" if device else "gate-devices", subject=device, data=data)
    record_lines(act, moved)
    if told.views:
        names = sorted(str(key) for key in told.views)
        act.emit(GateEventsReceived(visits=names, alarms=len(told.alarms), commands=len(told.commands)))


def record_lines(act: Act, moved: Sequence[Lane]) -> None:
    """Seal the newest entry of these lines."""
    for lane in sorted(moved, key=dispatching.stream_of):
        act.record(dispatching.stream_of(lane), data={"to": lane.entries, "hash": lane.hash})


def _by_device(told: Received) -> dict[str, dict[str, object]]:
    """What became of the events of each device, refusals by name; devices that nobody knows share one."""
    found: dict[str, dict[str, object]] = {}
    known = {event.device for event in (one.stored.event for one in told.kept)} | told.ends.keys()
    known |= {one.event.device for one in told.parked}
    for refused in told.quarantined:
        name = name_in(refused.wire)
        name = name if refused.receipt.code != "DEVICE_UNKNOWN" else ""
        entry = found.setdefault(name, {})
        codes: list[list[str]] = entry.setdefault("refused", [])  # type: ignore[assignment]  # made here
        codes.append([str(refused.receipt.event_id or ""), refused.receipt.code])
    for name in sorted(known):
        entry = found.setdefault(name, {})
        entry["kept"] = sum(one.stored.event.device == name for one in told.kept)
        entry["parked"] = sum(one.event.device == name for one in told.parked)
        if name in told.ends:
            entry["seq"], entry["head"] = told.ends[name].seq, told.ends[name].digest
    return dict(sorted(found.items()))
