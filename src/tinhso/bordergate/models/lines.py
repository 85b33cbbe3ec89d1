"""The line: an append-only log of what happened to it, and where every place stands now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact
from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models.declarations import Declaration
from tinhso.bordergate.models.gates import OfLane, Run

_STREAMS = [
    (Stream.FRESH.value, _("Hàng tươi")),
    (Stream.SPECIAL.value, _("Ưu tiên")),
    (Stream.GENERAL.value, _("Hàng thường")),
]


class PlaceState(models.TextChoices):
    """Where a place in the line stands (trạng thái lượt)."""

    WAITING = "waiting", _("Đang chờ")
    CALLED = "called", _("Đã gọi")
    THROUGH = "through", _("Đã vào cửa khẩu")
    ENDED = "ended", _("Đã kết thúc")


class Step(models.TextChoices):
    """What may happen to a line."""

    ACCEPTED = "accepted", _("Nhận lượt")
    CALLED = "called", _("Gọi vào")
    RENEWED = "renewed", _("Gọi lại")
    ADMITTED = "admitted", _("Vào cửa khẩu")
    EXPIRED = "expired", _("Quá giờ gọi")
    DEFERRED = "deferred", _("Xin lùi giờ")
    HELD = "held", _("Tạm giữ lượt")
    RELEASED = "released", _("Thôi giữ lượt")
    SUSPENDED = "suspended", _("Tạm dừng do đóng cửa khẩu")
    RECLASSIFIED = "reclassified", _("Chuyển luồng")
    DIVERTED = "diverted", _("Chuyển cửa khẩu")
    DECIDED = "decided", _("Gọi theo quyết định")
    CANCELLED = "cancelled", _("Huỷ lượt")
    REFUSED = "refused", _("Từ chối")


class Lane(OfLane):
    """The line of one gate and direction in one run: its row is locked by whatever changes the line.

    `moment` is that of its last entry: moments of a line rise strictly. The pointer belongs to `pointer_day`.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="lanes")
    accepted_seq = models.PositiveIntegerField(default=0)
    called_seq = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    moment = models.DateTimeField(null=True, blank=True)
    pointer = models.PositiveSmallIntegerField(default=0)
    pointer_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="lane_once", fields=["run", "gate", "direction"])]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.direction}"


class LinePlace(models.Model):
    """A place in the line (lượt, “lốt”) as it stands now: told by the line's entries, rebuildable from them.

    Order is `accepted_at`, the server's moment of acceptance. `available_from`: deferred until then. `held`:
    frozen, not lost. A call is valid until `valid_until`; one that was suspended or deferred is renewed from
    `renew_from` on and keeps its number. `active` places are unique by vehicle, chassis and container.
    """

    lane = models.ForeignKey(Lane, models.CASCADE, related_name="places")
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="places")
    code = models.CharField(max_length=24, db_collation="C")
    stream = models.CharField(max_length=1, choices=_STREAMS)
    stream_why = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=PlaceState.choices, default=PlaceState.WAITING)
    accepted_seq = models.PositiveIntegerField()
    accepted_at = models.DateTimeField()
    available_from = models.DateTimeField(null=True, blank=True)
    held = models.BooleanField(default=False)
    called_seq = models.PositiveIntegerField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    renew_from = models.DateTimeField(null=True, blank=True)
    exception = models.CharField(max_length=11, blank=True, choices=[(one.value, one.value) for one in Aside])
    exception_ref = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=True)
    vehicle_key = models.CharField(max_length=20, db_collation="C")
    vin = models.CharField(max_length=17, db_collation="C")
    container = models.CharField(max_length=11, blank=True, db_collation="C")

    class Meta:
        ordering = ["lane", "accepted_seq"]
        constraints = [
            models.UniqueConstraint(name="line_place_seq", fields=["lane", "accepted_seq"]),
            models.UniqueConstraint(name="line_place_call", fields=["lane", "called_seq"]),
            models.UniqueConstraint(name="line_place_code", fields=["run", "code"]),
            models.UniqueConstraint(
                name="line_place_one_a_vehicle", fields=["run", "vehicle_key"], condition=Q(active=True)
            ),
            models.UniqueConstraint(
                name="line_place_one_a_chassis", fields=["run", "vin"], condition=Q(active=True)
            ),
            models.UniqueConstraint(
                name="line_place_one_a_container",
                fields=["run", "container"],
                condition=Q(active=True) & ~Q(container=""),
            ),
            models.CheckConstraint(
                name="line_place_call_is_whole",
                condition=Q(called_seq__isnull=True, called_at__isnull=True)
                | Q(called_seq__isnull=False, called_at__isnull=False),
            ),
            models.CheckConstraint(
                name="line_place_ended_holds_nothing",
                condition=~Q(state="ended") | Q(active=False, ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "stream", "accepted_at", "accepted_seq"],
                name="line_place_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["lane", "valid_until"], name="line_place_called", condition=Q(state="called")
            ),
            models.Index(fields=["lane", "called_at"], name="line_place_by_call"),
        ]

    def __str__(self) -> str:
        return self.code


class LineEntry(Fact):
    """One thing that happened to a line (nhật ký lượt), numbered and chained: append-only.

    `data` holds what is needed to decide it again: of a call the pointer before and after, and the head of
    every stream. `hash` = SHA-256 over the canonical JSON of the other fields and the hash before.
    """

    lane = models.ForeignKey(Lane, models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    step = models.CharField(max_length=12, choices=Step.choices)
    place = models.CharField(max_length=24, blank=True, db_collation="C")
    data = models.JSONField(default=dict)
    label = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta(Fact.Meta):
        ordering = ["lane", "number"]
        constraints = [models.UniqueConstraint(name="line_entry_one_chain", fields=["lane", "number"])]
        indexes = [
            models.Index(fields=["lane", "place", "number"], name="line_entry_of_place"),
            models.Index(fields=["lane", "at"], name="line_entry_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.step} {self.place}"


class DayRoot(Fact):
    """The published line of a day (sổ thứ tự đã công bố): the file as printed, its root, chained."""

    lane = models.ForeignKey(Lane, models.CASCADE, related_name="days")
    day = models.DateField()
    content = models.TextField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    chained = models.CharField(max_length=64)

    class Meta(Fact.Meta):
        ordering = ["lane", "day"]
        constraints = [models.UniqueConstraint(name="day_root_once", fields=["lane", "day"])]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.root[:8]}"


class ForecastDay(Fact):
    """What a morning learnt (đánh giá dự báo): figures of yesterday, and the errors that forecasts use today.

    `score` is a `DayScore`, minutes; `bands`, `outside` those of `Errors`.
    """

    lane = models.ForeignKey(Lane, models.CASCADE, related_name="forecasts")
    day = models.DateField()
    score = models.JSONField()
    bands = models.JSONField()
    outside = models.JSONField()

    class Meta(Fact.Meta):
        ordering = ["lane", "day"]
        constraints = [models.UniqueConstraint(name="forecast_day_once", fields=["lane", "day"])]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
