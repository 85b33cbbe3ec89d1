"""Work that comes back: a pattern from which tasks are made ahead of time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.people.models import Agency
from tinhso.steering.models.plans import Goal, Pillar, Plan


class Recurrence(Tracked):
    """A task given again every week, month, quarter or year (nhiệm vụ định kỳ).

    A change applies to the tasks made after it. `due_number` counts from the period's first day: its n-th
    day, moved to a working day as `shift` says, or its n-th working day; 0 is the last one.
    """

    class Every(models.TextChoices):
        """How often."""

        WEEK = "week", _("Hằng tuần")
        MONTH = "month", _("Hằng tháng")
        QUARTER = "quarter", _("Hằng quý")
        YEAR = "year", _("Hằng năm")

    class Due(models.TextChoices):
        """What `due_number` counts."""

        DAY = "day", _("Ngày thứ … của kỳ")
        WORKING_DAY = "working_day", _("Ngày làm việc thứ … của kỳ")

    class Shift(models.TextChoices):
        """Where a deadline goes that falls on a day off."""

        BEFORE = "before", _("Ngày làm việc liền trước")
        AFTER = "after", _("Ngày làm việc liền sau")
        STAY = "stay", _("Giữ nguyên")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="recurrences")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="+")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.TextField(unique=True, db_collation="C")
    title = models.TextField()
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    joint = models.ManyToManyField(Agency, through="RecurrenceJoint", blank=True, related_name="+")
    deliverable = models.TextField(blank=True)
    every = models.CharField(max_length=8, choices=Every.choices)
    due = models.CharField(max_length=12, choices=Due.choices, default=Due.WORKING_DAY)
    due_number = models.PositiveSmallIntegerField(default=0)
    shift = models.CharField(max_length=6, choices=Shift.choices, default=Shift.BEFORE)
    ahead_days = models.PositiveSmallIntegerField(default=14)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["plan", "code"]
        constraints = [
            models.CheckConstraint(
                name="recurrence_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class RecurrenceJoint(Tracked):
    """An agency that works along on every task of a pattern."""

    recurrence = models.ForeignKey(Recurrence, models.CASCADE, related_name="joint_links")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="recurrence_joint_once", fields=["recurrence", "agency"])]
