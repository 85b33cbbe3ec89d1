"""Writing events: one frozen pydantic model a kind, stored under its dotted name."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from tinhso.base.audit.context import current
from tinhso.base.events.models import OutboxEvent

_kinds: dict[str, type[Event]] = {}


class Event(BaseModel):
    """Base of domain events. `name` is stable: it is what the outbox stores."""

    model_config = ConfigDict(frozen=True)
    name: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Make the kind known by its name. Raises TypeError when another kind has that name."""
        super().__pydantic_init_subclass__(**kwargs)
        name = cls.__dict__.get("name")
        if not isinstance(name, str):
            return
        other = _kinds.setdefault(name, cls)
        if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"The event name {name!r} belongs to {other.__qualname__} already.")
        _kinds[name] = cls


def kind(name: str) -> type[Event] | None:
    """The kind of event of that name; None when no room of this version knows it."""
    return _kinds.get(name)


def emit(event: Event) -> OutboxEvent:
    """Write `event` to the outbox in the caller's transaction."""
    acting = current()
    return OutboxEvent.objects.create(
        name=event.name,
        payload=event.model_dump(mode="json"),
        actor=acting.actor_id if acting else None,
        request=acting.request if acting else None,
    )
