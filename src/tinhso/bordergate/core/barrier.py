"""When a barrier may open by itself: never without a call or an authorised exception, once per event."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.bordergate.core.kinds import EventKind
from tinhso.bordergate.core.visit_states import Answer, Stored, VisitView

OPENING: Final = frozenset(
    {EventKind.ARRIVED, EventKind.YARD_IN, EventKind.YARD_OUT, EventKind.DISPATCHED, EventKind.CROSSED}
)
"""Scans that a barrier answers."""

LIVE: Final = timedelta(seconds=60)
"""A scan told later than this opens nothing: the truck is gone, or an offline device let it in itself."""


@dataclass(frozen=True)
class BarrierCommand:
    """Open one barrier once (lệnh mở barie). Its id is the event's, so that it cannot be given twice."""

    event_id: UUID
    visit: UUID
    gate: str
    checkpoint: str
    given_at: datetime
    valid_until: datetime


def command_for(
    view: VisitView,
    stored: Stored,
    *,
    commanded: Collection[UUID],
    was_refused: Callable[[UUID], bool],
    live: timedelta = LIVE,
) -> BarrierCommand | None:
    """The command that an event just received earns in the light of `view`, which includes it; or None.

    `commanded`: events of this visit that opened a barrier before. `was_refused(event)`: whether the answer
    given to it when it came was a refusal: a scan repeated after such a refusal, which events that came late
    have made good since, opens; any other repetition does not.
    """
    event = stored.event
    verdict = view.verdicts.get(event.event_id)
    if verdict is None or event.kind not in OPENING or event.event_id in commanded:
        return None
    if view.frozen or view.admitted_by is None or stored.received_at - stored.effective_at > live:
        return None
    if not (
        verdict.answer == Answer.OK or _made_good(view, verdict.of, verdict.answer, commanded, was_refused)
    ):
        return None
    return BarrierCommand(
        event_id=event.event_id,
        visit=event.visit,
        gate=event.gate,
        checkpoint=event.checkpoint,
        given_at=stored.received_at,
        valid_until=stored.received_at + live,
    )


def _made_good(
    view: VisitView,
    first: UUID | None,
    answer: Answer,
    commanded: Collection[UUID],
    was_refused: Callable[[UUID], bool],
) -> bool:
    """Whether this repeats a scan that was refused, counts by now, and has opened nothing since."""
    if answer not in {Answer.DUPLICATE, Answer.REPEAT} or first is None:
        return False
    opened = {first, *(event_id for event_id, one in view.verdicts.items() if one.of == first)}
    if not opened.isdisjoint(commanded):
        return False
    then = view.verdicts.get(first)
    return then is not None and then.answer == Answer.OK and was_refused(first)
