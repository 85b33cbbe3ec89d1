"""The current state of targets, computed from their facts."""

from __future__ import annotations

from django.db import models

from tinhso.base.audit.models import Tracked
from tinhso.indicators.models import Observation
from tinhso.steering.models.choices import Outlook, TargetStatus
from tinhso.steering.models.plans import Target
from tinhso.steering.models.reports import Statement


class StateColumns(models.Model):
    """What is known of a target (hiện trạng): `reported` of `expected` parts of the last period are in."""

    status = models.CharField(max_length=10, choices=TargetStatus.choices, default=TargetStatus.UNKNOWN)
    outlook = models.CharField(max_length=10, choices=Outlook.choices, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    due_value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    due_on = models.DateField(null=True)
    pace = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    dated = models.DateField(null=True)
    observation = models.ForeignKey(Observation, models.SET_NULL, null=True, related_name="+")
    statement = models.ForeignKey(Statement, models.SET_NULL, null=True, related_name="+")
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class TargetState(StateColumns):
    """Where a target stands now: kept in the confirming transaction, rebuildable from the facts.

    Published: illustrative targets have no row, illustrative facts play no part.
    """

    target = models.OneToOneField(Target, models.CASCADE, primary_key=True, related_name="current")

    class Meta:
        indexes = [models.Index(fields=["-changed_at"], name="target_state_changed")]


class IllustrativeState(StateColumns, Tracked):
    """Where a target stands when illustrative facts are looked at too; only where that makes a difference.

    Goes with `tinhso demo clear`, and leaves the published state as it always was.
    """

    target = models.OneToOneField(Target, models.CASCADE, related_name="shown")

    class Meta(Tracked.Meta):
        pass
