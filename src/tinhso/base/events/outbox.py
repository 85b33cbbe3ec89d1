"""Writing events: one frozen pydantic model a kind, stored under its dotted name."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from tinhso.base.audit.context import current
from tinhso.base.events.models import OutboxEvent


class Event(BaseModel):
    """Base of domain events. `name` is stable: it is what the outbox stores."""

    model_config = ConfigDict(frozen=True)
    name: ClassVar[str]


def emit(event: Event) -> OutboxEvent:
    """Write `event` to the outbox in the caller's transaction."""
    acting = current()
    return OutboxEvent.objects.create(
        name=event.name,
        payload=event.model_dump(mode="json"),
        actor=acting.actor_id if acting else None,
        request=acting.request if acting else None,
    )
