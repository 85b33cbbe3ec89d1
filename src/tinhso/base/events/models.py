"""The outbox: what happened, for rooms that react to each other without importing each other."""

from __future__ import annotations

import pgtrigger
from django.db import models

from tinhso.base import clock

CHANNEL = "tinhso_outbox"


class OutboxEvent(models.Model):
    """One domain event, written in the transaction that caused it; `handled_at` is set by the dispatcher.

    `done` names the subscribers that have handled it, `error` the last failure, `retry_at` when to try again.
    Events are kept. A trigger wakes the dispatcher at commit, without a query of its own.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    payload = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    actor = models.UUIDField(null=True)
    request = models.UUIDField(null=True)
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    done = models.JSONField(default=list)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(handled_at__isnull=True))
        ]
        triggers = [
            pgtrigger.Trigger(
                name="outbox_wake",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=f"PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
