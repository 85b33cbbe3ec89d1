"""What is measured, and how that was laid down on each day."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.documents.models import Document
from tinhso.indicators.querysets import IndicatorQuerySet


class Kind(models.TextChoices):
    """Shapes of figures (dạng số liệu), the API's `kind`."""

    COUNT = "count", _("Số đếm")
    RATIO = "ratio", _("Tử số/mẫu số")
    PERCENT = "percent", _("Tỷ lệ %")
    ACTUAL_TARGET = "actual_target", _("Thực hiện/mục tiêu")
    RANK = "rank", _("Thứ hạng")
    RANK_CHANGE = "rank_change", _("Tăng, giảm bậc")
    MONEY = "money", _("Số tiền")
    ORDINAL = "ordinal", _("Số thứ tự")
    PERIOD = "period", _("Giai đoạn")
    DEADLINE = "deadline", _("Thời hạn")
    DATE = "date", _("Ngày")
    YES_NO = "yes_no", _("Có/không")
    CHOICE = "choice", _("Lựa chọn")


class Direction(models.TextChoices):
    """Which way is better (chiều tốt)."""

    UP = "up", _("Càng cao càng tốt")
    DOWN = "down", _("Càng thấp càng tốt")
    NONE = "none", _("Không xét")


class Adding(models.TextChoices):
    """How the figures of several places or agencies make one (cách tổng hợp)."""

    SUM = "sum", _("Cộng")
    RATIO_OF_SUMS = "ratio_of_sums", _("Tổng tử số trên tổng mẫu số")
    AVERAGE = "average", _("Trung bình cộng")
    MAX = "max", _("Lớn nhất")
    MIN = "min", _("Nhỏ nhất")
    NONE = "none", _("Không tổng hợp được")


class OverTime(models.TextChoices):
    """How the figures of shorter periods make that of a longer one (cách tổng hợp theo thời gian)."""

    SUM = "sum", _("Cộng")
    RATIO_OF_SUMS = "ratio_of_sums", _("Tổng tử số trên tổng mẫu số")
    AVERAGE = "average", _("Trung bình cộng")
    LAST = "last", _("Giá trị cuối kỳ")
    FIRST = "first", _("Giá trị đầu kỳ")
    MAX = "max", _("Lớn nhất")
    MIN = "min", _("Nhỏ nhất")
    NONE = "none", _("Không tổng hợp được")


class PersonalData(models.TextChoices):
    """Whether a figure may tell of single persons (loại dữ liệu cá nhân)."""

    NONE = "none", _("Không có dữ liệu cá nhân")
    BASIC = "basic", _("Dữ liệu cá nhân cơ bản")
    SENSITIVE = "sensitive", _("Dữ liệu cá nhân nhạy cảm")


class Frequency(models.TextChoices):
    """How often a figure is told (kỳ báo cáo); the values are those of `PeriodKind`."""

    DAY = "day", _("Hằng ngày")
    MONTH = "month", _("Hằng tháng")
    QUARTER = "quarter", _("Hằng quý")
    HALF = "half", _("6 tháng một lần")
    YEAR = "year", _("Hằng năm")


class Described(models.Model):
    """What a definition lays down. `Indicator` holds today's, `Definition` those of every day.

    `factor`: what a ratio is told in (100: %, 1000: ‰). `unbounded`: values below 0 or above 100 %,
    numerators above denominators make sense (growth, excess). `cut_off`: periods close on the day of the
    reporting regime (kỳ báo cáo), not with the calendar. `options` of a choice:
    `[{"value": 1, "vi": …, "en": …}]`. `disaggregations`:
    `[{"code": "cong-nghe", "vi": …, "en": …, "options": [{"code": "4g", "vi": …, "en": …}]}]`; each crossing
    of options is an indicator of its own (`Indicator.whole`). `reporters`: who tells it,
    `{"agencies": [code…], "kinds": [agency kind…], "level": place level}`; `due_days` days after the
    period's last day. `approvals`: the steps between sending and confirmation, `["head", "parent"]`; the
    standing office is always the last. `legend`: `[{"from": 0, "to": 50, "tone": "late", "vi": …, "en": …}]`.
    `formula`: how a derived indicator follows from others.
    """

    name = models.TextField()
    name_en = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    factor = models.DecimalField(max_digits=12, decimal_places=3, default=100)
    options = models.JSONField(default=list, blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.UP)
    adding = models.CharField(max_length=14, choices=Adding.choices, default=Adding.NONE)
    over_time = models.CharField(max_length=14, choices=OverTime.choices, default=OverTime.NONE)
    decimals = models.PositiveSmallIntegerField(default=1)
    unbounded = models.BooleanField(default=False)
    frequency = models.CharField(max_length=7, choices=Frequency.choices, blank=True)
    cut_off = models.BooleanField(default=False)
    disaggregations = models.JSONField(default=list, blank=True)
    reporters = models.JSONField(default=dict, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    approvals = models.JSONField(default=list, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.TextField(blank=True)
    evidence_required = models.BooleanField(default=False)
    legend = models.JSONField(default=list, blank=True)
    personal_data = models.CharField(max_length=9, choices=PersonalData.choices, default=PersonalData.NONE)
    formula = models.TextField(blank=True)
    definition = models.TextField(blank=True)

    class Meta:
        abstract = True


class Indicator(Described, Tracked):
    """What is measured (chỉ số thống kê), as it is laid down today; its history stands in `Definition`.

    One cell of a disaggregation is an indicator of its own: `whole` is the undivided one, `cell` the options
    (`4g`, `4g.nu`), the code `<whole>.<cell>`.
    """

    code = models.TextField(unique=True, db_collation="C")
    whole = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="cells")
    cell = models.TextField(blank=True, db_collation="C")
    sort_key = models.TextField(db_collation="C", blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering = ["sort_key", "code"]
        indexes = [models.Index(fields=["sort_key", "code"], name="indicator_in_order")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The indicator's page."""
        return reverse("indicators:detail", args=[self.code])


class Definition(Described, Tracked):
    """How an indicator is laid down from a day on (định nghĩa chỉ số), until the next one begins.

    `valid_from` None: since ever. `in_use` False: from that day it is not told any more.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="definitions")
    valid_from = models.DateField(null=True, blank=True)
    in_use = models.BooleanField(default=True)
    why = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = [models.F("valid_from").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                name="definition_one_a_day", fields=["indicator", "valid_from"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
