"""What a province decides about its gates: pairs and routes, rules of the line, hours, notices, duties."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.documents.models import Document


class Direction(models.TextChoices):
    """Which way goods go (chiều xuất, chiều nhập)."""

    EXPORT = "export", _("Xuất")
    IMPORT = "import", _("Nhập")


class Trade(models.TextChoices):
    """What is done at a gate, and by whom: agencies write their own track alone."""

    MANAGER = "manager", _("Điều tiết cửa khẩu")
    BORDER_GUARD = "border_guard", _("Biên phòng")
    CUSTOMS = "customs", _("Hải quan")
    HEALTH = "health", _("Kiểm dịch y tế")
    QUARANTINE = "quarantine", _("Kiểm dịch động vật, thực vật")
    FEE = "fee", _("Thu phí")
    YARD = "yard", _("Bến bãi")


class Gate(Tracked):
    """A gate pair (cặp cửa khẩu) with its marker routes (lối, đường chuyên dụng).

    `routes`: `{"code", "name", "markers"}` each. `source` says where its facts are from.
    """

    code = models.CharField(max_length=8, unique=True, db_collation="C")
    pack = models.CharField(max_length=40, blank=True)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    name_zh = models.TextField(blank=True)
    opposite = models.TextField(blank=True)
    opposite_zh = models.TextField(blank=True)
    routes = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The gate's public page."""
        return reverse("gates:gate", args=[self.code])


class OfLane(models.Model):
    """One gate and direction."""

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="+")
    direction = models.CharField(max_length=6, choices=Direction.choices)

    class Meta:
        abstract = True


class LineRule(OfLane, Tracked):
    """The rules of a line from a day on (quy tắc xếp lượt): cycle, windows, which goods are fresh or special.

    Minutes and hours are whole; `fresh`, `special`: HS prefixes; `deferrals`: hours one may choose from.
    """

    pack = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    version = models.CharField(max_length=40)
    cycle = models.CharField(max_length=60)
    window_minutes = models.PositiveSmallIntegerField()
    grace_minutes = models.PositiveSmallIntegerField()
    fresh = models.JSONField(default=list)
    special = models.JSONField(default=list)
    fresh_share = models.DecimalField(max_digits=4, decimal_places=3)
    certified = models.BooleanField(default=False)
    deferrals = models.JSONField(default=list)
    deferral_days = models.PositiveSmallIntegerField(default=0)
    legal_reference = models.TextField(blank=True)
    assumed = models.BooleanField(default=False)

    class Meta(Tracked.Meta):
        ordering = ["gate", "direction", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="line_rule_by_day", fields=["gate", "direction", "valid_from"])
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.direction} {self.version}"


class OpeningHours(OfLane, Tracked):
    """When a gate is open (giờ thông quan), by day of the week (1 is Monday); no row: closed that day."""

    pack = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    source = models.TextField(blank=True)
    assumed = models.BooleanField(default=False)

    class Meta(Tracked.Meta):
        ordering = ["gate", "direction", "valid_from", "weekday"]
        constraints = [
            models.UniqueConstraint(
                name="opening_hours_once", fields=["gate", "direction", "valid_from", "weekday"]
            ),
            models.CheckConstraint(name="opening_hours_run_forward", condition=Q(closes__gt=F("opens"))),
            models.CheckConstraint(
                name="opening_hours_weekday", condition=Q(weekday__gte=1) & Q(weekday__lte=7)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.direction} {self.weekday}"


class Run(Tracked):
    """A namespace of gate days: the real one, `live`, or one run of a simulation (lượt mô phỏng).

    `moment` is when its lines were last brought up to date, by the clock of the run.
    """

    code = models.CharField(max_length=60, unique=True, db_collation="C")
    simulated = models.BooleanField(default=False)
    day = models.DateField(null=True, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    moment = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return self.code


class NoticeKind(models.TextChoices):
    """What is announced of a gate."""

    CAPACITY = "capacity", _("Năng lực thông quan")
    CLOSED = "closed", _("Tạm dừng")
    OPENED = "opened", _("Mở lại")


class GateNotice(OfLane, Fact):
    """An announcement that holds from a moment on (thông báo của cửa khẩu), with its source: append-only.

    `rate_per_hour` vehicles, with a capacity alone. Nothing is announced for a moment that has passed.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=NoticeKind.choices)
    valid_from = models.DateTimeField()
    rate_per_hour = models.PositiveIntegerField(null=True, blank=True)
    why = models.TextField(blank=True)
    source = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.TextField(blank=True)

    class Meta(Fact.Meta):
        ordering = ["valid_from", "recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="gate_notice_rate_of_capacity",
                condition=Q(kind="capacity", rate_per_hour__isnull=False)
                | (~Q(kind="capacity") & Q(rate_per_hour__isnull=True)),
            ),
            models.CheckConstraint(
                name="gate_notice_not_backwards", condition=Q(valid_from__gte=F("recorded_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["run", "gate", "direction", "valid_from"], name="gate_notice_of_lane")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from:%d/%m/%Y %H:%M}"


class GateDuty(Tracked):
    """Who does what at a gate, from when to when (phân công tại cửa khẩu). No gate: at all of them."""

    account = models.UUIDField()
    label = models.TextField(blank=True)
    trade = models.CharField(max_length=12, choices=Trade.choices)
    gate = models.ForeignKey(Gate, models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["trade", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                name="gate_duty_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            )
        ]
        indexes = [models.Index(fields=["account", "trade"], name="gate_duty_of_account")]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_trade_display()}"
