"""The outbox: what happened, for rooms that react to each other without importing each other."""

from __future__ import annotations

from django.db import models

from tinhso.base import clock


class OutboxEvent(models.Model):
    """One domain event, written in the transaction that caused it; `handled_at` is set by the dispatcher."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    payload = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    actor = models.UUIDField(null=True)
    request = models.UUIDField(null=True)
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(handled_at__isnull=True))
        ]
