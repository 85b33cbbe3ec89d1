"""The current state of targets, computed from their facts."""

from __future__ import annotations

from django.db import models

from tinhso.indicators.models import Observation
from tinhso.steering.models.choices import Outlook, TargetStatus
from tinhso.steering.models.plans import Target
from tinhso.steering.models.reports import Statement


class TargetState(models.Model):
    """Where a target stands now: kept in the confirming transaction, rebuildable from the facts."""

    target = models.OneToOneField(Target, models.CASCADE, primary_key=True, related_name="current")
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
        indexes = [models.Index(fields=["-changed_at"], name="target_state_changed")]
