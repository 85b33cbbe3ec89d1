"""Secret addresses of calendars."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tinhso.base.audit.models import Tracked
from tinhso.base.audit.triggers import history
from tinhso.people.models import Account


class CalendarAddress(Tracked):
    """The address at which a program reads the meetings of one account (địa chỉ lịch): only its SHA-256."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        triggers = history(without=("digest",))
        constraints = [
            models.UniqueConstraint(
                name="calendar_address_one_open", fields=["account"], condition=Q(revoked_at=None)
            )
        ]
