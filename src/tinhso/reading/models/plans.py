"""A draft plan that was asked for out of a text."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.base import clock
from tinhso.base.audit.models import Tracked
from tinhso.reading.models.readings import Reading


class PlanRequest(Tracked):
    """A draft plan asked for (dự thảo kế hoạch): `address` once it is there, `refused` why there is none."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="plan_requests")
    account = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now)
    title = models.TextField()
    count = models.PositiveIntegerField()
    plan = models.UUIDField(null=True, blank=True)
    address = models.TextField(blank=True)
    refused = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("dự thảo kế hoạch từ bản đọc")

    def __str__(self) -> str:
        return self.title
