"""Handing events to the rooms that asked for them: at least once, each subscriber on its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string
from pydantic import ValidationError

from tinhso.base import clock
from tinhso.base.audit.context import request_scope
from tinhso.base.events.models import OutboxEvent
from tinhso.base.events.outbox import Event, kind

log = logging.getLogger(__name__)
E = TypeVar("E", bound=Event)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Subscriber(Generic[E]):
    """A room's wish to be told: `handle` is idempotent; what it raises is kept and it is told again.

    `name` is stable (`steering.refresh_state`): the outbox remembers by it who has handled an event.
    """

    name: str
    event: type[E]
    handle: Callable[[E], None]


@cache
def _declare() -> None:
    """Have every kind of event known that rooms emit (`settings.TINHSO_EVENTS`), subscribed to or not."""
    for module in settings.TINHSO_EVENTS:
        import_module(module)


def subscribers() -> Mapping[str, Sequence[Subscriber[Any]]]:
    """All subscribers of `settings.TINHSO_SUBSCRIBERS`, by name of event."""
    by_event: dict[str, list[Subscriber[Any]]] = {}
    for path in settings.TINHSO_SUBSCRIBERS:
        for subscriber in import_string(path):
            by_event.setdefault(subscriber.event.name, []).append(subscriber)
    return by_event


def waiting() -> models.QuerySet[OutboxEvent]:
    """Events not yet handled by everybody, oldest first."""
    return OutboxEvent.objects.filter(handled_at__isnull=True).order_by("id")


def stuck(*, attempts: int = 3) -> models.QuerySet[OutboxEvent]:
    """Events that failed repeatedly, unknown names among them: what an administrator must look at."""
    return waiting().filter(attempts__gte=attempts)


def dispatch_waiting(*, at_most: int = 1000) -> int:
    """Hand out what waits and is due; the answer is how many events were tried."""
    _declare()
    tried = 0
    while tried < at_most and dispatch_next():
        tried += 1
    return tried


def dispatch_next() -> bool:
    """Hand out the oldest event that is due and nobody else is handing out. False when there is none.

    What subscribers write stands in the transaction that marks the event, so a crash leaves neither.
    """
    due = models.Q(retry_at__isnull=True) | models.Q(retry_at__lte=clock.now())
    with transaction.atomic():
        event = waiting().filter(due).select_for_update(skip_locked=True).first()
        if event is None:
            return False
        with request_scope(event.request) if event.request else nullcontext():
            event.error = _hand_out(event)
        event.attempts += 1
        if event.error:
            wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(event.attempts, 12)))
            event.retry_at = clock.now() + wait
        else:
            event.handled_at, event.retry_at = clock.now(), None
        event.save(update_fields=["attempts", "error", "done", "handled_at", "retry_at"])
    return True


def _hand_out(event: OutboxEvent) -> str:
    """Tell every subscriber that has not handled it. The answer is what failed, empty when nothing did."""
    known = kind(event.name)
    if known is None:
        log.warning("outbox: nobody knows events called %s (#%s)", event.name, event.pk)
        return f"unknown event name {event.name!r}"
    try:
        content = known.model_validate(event.payload)
    except ValidationError as error:
        log.error("outbox: event %s (#%s) does not fit its schema", event.name, event.pk)
        return f"payload does not fit: {error}"
    failures = [_tell(event, subscriber, content) for subscriber in subscribers().get(event.name, ())]
    return "\n".join(filter(None, failures))


def _tell(event: OutboxEvent, subscriber: Subscriber[Any], content: Event) -> str:
    if subscriber.name in event.done:
        return ""
    try:
        with transaction.atomic():
            subscriber.handle(content)
    except Exception as error:  # whatever a subscriber raises is kept and tried again
        log.exception("outbox: %s failed on %s (#%s)", subscriber.name, event.name, event.pk)
        return f"{subscriber.name}: {type(error).__name__}: {error}"
    event.done = [*event.done, subscriber.name]
    return ""
