"""What was told, when, to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from tinhso.base.audit.models import Fact
from tinhso.people.models import Agency
from tinhso.urging.core.ladder import Track


class Run(Fact):
    """One run over everything owed (lượt đôn đốc). `automatic`: by the clock, once a working day.

    `lines`: what each person was told, `missing`: who should have been and why they were not; both are words
    and counts as they were then. `digest` seals the steps that were told.
    """

    day = models.DateField()
    automatic = models.BooleanField(default=False)
    label = models.TextField(blank=True)
    looked_at = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    lines = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta(Fact.Meta):
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="urging_run_one_automatic_a_day", fields=["day"], condition=Q(automatic=True)
            )
        ]

    def get_absolute_url(self) -> str:
        """The page of the run."""
        return reverse("urging:run", args=[self.pk])


class Urge(Fact):
    """A step that was told of something owed (lần đôn đốc): never twice for one ladder, agency and day due.

    `subject` is the task or target, `period` the reporting period of what is owed monthly; `code` names it.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="urges")
    ladder = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)
    subject = models.UUIDField()
    code = models.TextField()
    period = models.CharField(max_length=24, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    due = models.DateField()
    track = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Track])
    rank = models.SmallIntegerField()

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(
                name="urge_once",
                fields=["subject", "period", "due", "agency", "ladder", "track", "rank"],
            )
        ]
        indexes = [models.Index(fields=["agency", "-recorded_at"], name="urge_of_agency")]
