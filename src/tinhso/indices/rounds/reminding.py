"""Reminders before a term (nhắc hạn): facts that the inbox and the board show. Once a component and step."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.indices.core.moves import State
from tinhso.indices.models import Component, Reminder, Round, RoundState
from tinhso.indices.rounds import notices, queries
from tinhso.indices.rounds.events import RoundReminded
from tinhso.indices.rounds.streams import stream
from tinhso.people.models import Agency

_REMINDER: Final = SystemActor("nhắc hạn")


def remind_all(today: date | None = None) -> int:
    """Remind in every open round; how many reminders are new. Idempotent."""
    day = today or clock.today()
    ids = list(Round.objects.filter(state=RoundState.OPEN).order_by("pk").values_list("pk", flat=True))
    return sum(remind(found, day) for found in ids)


def remind(round_id: UUID, today: date) -> int:
    """Remind those who may still make the next step of a component, as its term comes near."""
    with acting(_REMINDER, "indices.remind") as act:
        row = queries.lock_round(round_id)
        if not row.is_open:
            return 0
        before = set(
            Reminder.objects.filter(component__round=row).values_list("component", "state", "due", "days")
        )
        found = [one for one in _due(row, today) if _key(one) not in before]
        if found:
            Reminder.objects.bulk_create(found)
            told = {"components": [one.component.node.code for one in found], "day": today.isoformat()}
            act.record(stream(row), subject=row, data=told, facts=found)
            act.emit(RoundReminded(round=row.pk, components=tuple(one.component_id for one in found)))
            notices.tell(act, row, found)
    return len(found)


def _key(one: Reminder) -> tuple[UUID, str, date, int]:
    return one.component_id, one.state, one.due, one.days


def _due(row: Round, today: date) -> list[Reminder]:
    """One reminder a component whose term is near: of the smallest number of days that is not passed yet."""
    found = []
    for one in queries.components(row):
        one.round = row
        days = _step(one.term, row.remind_days, today)
        if days is not None and one.term is not None:
            found.append(
                Reminder(
                    component=one,
                    state=one.state,
                    due=one.term,
                    days=days,
                    agency=addressee(one),
                    illustrative=one.illustrative,
                )
            )
    return found


def _step(term: date | None, steps: list[int], today: date) -> int | None:
    left = (term - today).days if term else -1
    return min((days for days in steps if 0 <= left <= days), default=None)


def addressee(one: Component) -> Agency | None:
    """Whom a component waits for: its owner, or its verifier; None is the standing office."""
    waits_for_owner = State(one.state) in {State.WAITING, State.ADJUSTED}
    return one.owner if waits_for_owner else one.verifier
