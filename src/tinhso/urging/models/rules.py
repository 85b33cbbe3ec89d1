"""What the standing office decided about urging and scoring, by date."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.urging.core.ladder import Ladder, Unit


class Applies(models.TextChoices):
    """What a rule urges."""

    TASKS = "tasks", _("Nhiệm vụ")
    REPORTS = "reports", _("Báo cáo tháng về chỉ tiêu")


class ByDate(Tracked):
    """Something decided that holds between two days: versions of one code never overlap.

    `from_memory`: the legal reference was written down without the text at hand, and is to be checked.
    """

    code = models.SlugField(max_length=60, db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    legal_reference = models.TextField(blank=True)
    from_memory = models.BooleanField(default=False)
    pack = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Rule(ByDate):
    """A rule of urging (quy tắc đôn đốc): when those who owe, their heads and the deputy chair are told.

    `before` and the two `…_after` are working days; repetitions are counted in `unit`.
    """

    applies = models.CharField(max_length=8, choices=Applies.choices, default=Applies.TASKS)
    before = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    on_day = models.BooleanField(default=True)
    every = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Unit], default=Unit.WORKING
    )
    head_after = models.PositiveSmallIntegerField(null=True, blank=True)
    deputy_after = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(ByDate.Meta):
        ordering = ["applies", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="urging_rule_one_version", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="urging_rule_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    @property
    def ladder(self) -> Ladder:
        """Its steps, for the arithmetic."""
        return Ladder(
            self.code,
            tuple(self.before),
            self.on_day,
            self.every,
            Unit(self.unit),
            self.head_after,
            self.deputy_after,
        )

    def get_absolute_url(self) -> str:
        """The page on which it is edited."""
        return reverse("urging:rule", args=[self.pk])


class TaskClass(models.TextChoices):
    """What became of a task in a period: every task is in one class (phân loại nhiệm vụ trong kỳ)."""

    ON_TIME = "on_time", _("Hoàn thành đúng hạn")
    DONE_LATE = "done_late", _("Hoàn thành quá hạn")
    OPEN_LATE = "open_late", _("Chưa hoàn thành, quá hạn")
    OPEN_IN_TIME = "open_in_time", _("Chưa hoàn thành, trong hạn")


class Scoring(ByDate):
    """How agencies and their heads are scored (chấm điểm đơn vị): rate = `good` classes over `counted` ones.

    `basis`: tasks due in the period, or all that were alive in it.
    """

    class Basis(models.TextChoices):
        """Which tasks belong to a period."""

        ALIVE = "alive", _("Nhiệm vụ phải theo dõi trong kỳ")
        DUE = "due", _("Nhiệm vụ đến hạn trong kỳ")

    basis = models.CharField(max_length=5, choices=Basis.choices, default=Basis.ALIVE)
    good = ArrayField(models.CharField(max_length=12, choices=TaskClass.choices))
    counted = ArrayField(models.CharField(max_length=12, choices=TaskClass.choices))

    class Meta(ByDate.Meta):
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="urging_scoring_one_version", fields=["code", "valid_from"])
        ]
