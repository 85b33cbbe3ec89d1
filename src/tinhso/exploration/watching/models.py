"""What somebody watches, where each place stands, what crossed, and what of it was read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.calendar.periods import PeriodKind
from tinhso.indicators.models import Indicator
from tinhso.places.models import Level, Place
from tinhso.warehouse.questions import Op

WHOLE, DECIMALS = 24, 6


class Watch(Tracked):
    """A threshold that an account watches (theo dõi): `indicator` `op` `threshold`, where, in what periods.

    `level` empty: the unit `within` itself; else all units of that level inside it. `kind` empty: periods as
    they were told. `removed_at`: taken off the list; it keeps its row, its alerts and its history.
    """

    account = models.UUIDField()
    name = models.TextField(blank=True)
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    within = models.CharField(max_length=20, blank=True)
    op = models.CharField(max_length=2, choices=[(one.value, one.value) for one in Op])
    threshold = models.DecimalField(max_digits=WHOLE, decimal_places=DECIMALS)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in PeriodKind], blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["account"], name="watch_of_account"),
            models.Index(
                fields=["indicator"], name="watch_alive", condition=Q(active=True, removed_at__isnull=True)
            ),
        ]
        constraints = [models.CheckConstraint(name="watch_is_somewhere", condition=~Q(level="", within=""))]

    def __str__(self) -> str:
        return self.name or self.indicator.code

    def get_absolute_url(self) -> str:
        """The watch's page."""
        return reverse("exploration:watch", args=[self.pk])


class Standing(models.Model):
    """Where a place stood when it was last looked at; made anew from the figures when a watch begins."""

    id = models.BigAutoField(primary_key=True)
    watch = models.ForeignKey(Watch, models.CASCADE, related_name="standings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    period = models.CharField(max_length=24)
    number = models.DecimalField(max_digits=WHOLE, decimal_places=DECIMALS)
    inside = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(name="standing_once", fields=["watch", "place"])]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.place_id} {self.period}"


class Alert(Fact):
    """A figure crossed a watch's threshold (cảnh báo): into what is watched for (`entered`), or back.

    `recorded_at` is when that was seen; `before` is what stood there until then, empty where nothing was.
    """

    watch = models.ForeignKey(Watch, models.PROTECT, related_name="alerts")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    period = models.CharField(max_length=24)
    number = models.DecimalField(max_digits=WHOLE, decimal_places=DECIMALS)
    before_period = models.CharField(max_length=24, blank=True)
    before = models.DecimalField(max_digits=WHOLE, decimal_places=DECIMALS, null=True, blank=True)
    op = models.CharField(max_length=2)
    threshold = models.DecimalField(max_digits=WHOLE, decimal_places=DECIMALS)
    entered = models.BooleanField()

    class Meta(Fact.Meta):
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["watch", "recorded_at"], name="alert_of_watch")]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.place_id} {self.period}"


class Seen(Tracked):
    """Until when the alerts of a watch were read by its owner (đã xem)."""

    watch = models.OneToOneField(Watch, models.CASCADE, related_name="seen")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.watch_id} {self.until}"
