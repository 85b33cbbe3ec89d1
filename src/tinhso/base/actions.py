"""One action = one transaction = permission + change + audit + event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.audit.context import Acting, Actor, act_as
from tinhso.base.audit.models import AuditEntry
from tinhso.base.events.outbox import Event, emit


@dataclass(frozen=True)
class Act:
    """The action under way: writes its audit entries and events."""

    acting: Acting
    now: datetime

    def record(
        self,
        stream: str,
        *,
        subject: models.Model | str = "",
        data: Mapping[str, Any] | None = None,
        facts: Iterable[models.Model] = (),
    ) -> AuditEntry:
        """Append an entry to the hash chain of `stream`; `facts` are sealed in by digest."""
        return chain.append(self.acting, stream, subject=subject, data=data, facts=facts)

    def emit(self, event: Event) -> None:
        """Put `event` in the outbox."""
        emit(event)


@contextmanager
def acting(actor: Actor, verb: str, *, reason: str = "", request: UUID | None = None) -> Iterator[Act]:
    """Open the transaction of one action. Raising inside undoes everything, the audit entry included."""
    with transaction.atomic():
        doing = Acting(actor.actor_id, actor.actor_label, verb, reason, request)
        with act_as(doing) as current:
            yield Act(current, clock.now())
