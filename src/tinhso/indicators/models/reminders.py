"""What an agency was reminded of."""

from __future__ import annotations

from django.db import models

from tinhso.base.audit.models import Tracked
from tinhso.people.models import Agency


class Reminder(Tracked):
    """An agency was reminded once of the figures it owes of one period (nhắc nộp số liệu).

    `owed`: how many are still missing or returned; `settled_at`: since when nothing is.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    period = models.CharField(max_length=24)
    due_on = models.DateField()
    owed = models.PositiveIntegerField()
    reminded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["due_on", "agency", "period"]
        constraints = [models.UniqueConstraint(name="reminder_once", fields=["agency", "period"])]
        indexes = [
            models.Index(
                fields=["agency", "due_on"],
                name="reminder_open",
                condition=models.Q(settled_at__isnull=True),
            )
        ]
