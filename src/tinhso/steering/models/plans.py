"""Plans, their pillars, goals and targets."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.documents.models import Document
from tinhso.indicators.models import Direction, Indicator
from tinhso.people.models import Agency
from tinhso.places.models import Place


class Pillar(Tracked):
    """A pillar of the province's own (trụ cột), mapped to one of the national three."""

    class National(models.TextChoices):
        """The pillars of the national programme and of the DTI."""

        GOVERNMENT = "government", _("Chính quyền số")
        ECONOMY = "economy", _("Kinh tế số")
        SOCIETY = "society", _("Xã hội số")
        FOUNDATION = "foundation", _("Nền tảng chung")

    pack = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    national = models.CharField(max_length=12, choices=National.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(name="pillar_one_code", fields=["pack", "code"])]

    def __str__(self) -> str:
        return self.name


class Plan(Tracked):
    """A resolution, plan, scheme or decision that is followed (kế hoạch, nghị quyết, đề án).

    `slug` is short (`247-kh-ubnd`), unique within a pack; `full_slug` (`langson-2022-247-kh-ubnd`)
    everywhere. `most_extensions`: how often a task may be given more time without a reason of its own;
    None: as `TINHSO_MOST_EXTENSIONS` says.
    """

    class Kind(models.TextChoices):
        """What sort of document it is."""

        RESOLUTION = "resolution", _("Nghị quyết")
        PLAN = "plan", _("Kế hoạch")
        SCHEME = "scheme", _("Đề án")
        DECISION = "decision", _("Quyết định")
        DIRECTIVE = "directive", _("Kết luận, văn bản chỉ đạo")

    class Stage(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Dự thảo")
        IN_FORCE = "in_force", _("Đang thực hiện")
        ENDED = "ended", _("Đã kết thúc")

    slug = models.TextField(db_collation="C")
    full_slug = models.TextField(unique=True, db_collation="C")
    pack = models.CharField(max_length=40)
    place = models.ForeignKey(Place, models.PROTECT, related_name="plans")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="plans")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.TextField()
    title_en = models.TextField(blank=True)
    short_title = models.CharField(max_length=120)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.IN_FORCE)
    starts_on = models.DateField()
    ends_on = models.DateField()
    declared_targets = models.PositiveIntegerField(null=True, blank=True)
    declared_tasks = models.PositiveIntegerField(null=True, blank=True)
    itemised = models.BooleanField(default=False)
    most_extensions = models.PositiveSmallIntegerField(null=True, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next")
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_begins", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]
        indexes = [models.Index(fields=["pack", "slug"], name="plan_by_slug")]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("steering:plan", args=[self.full_slug])


class Goal(Tracked):
    """A goal of a plan (mục tiêu): a heading under which targets and tasks stand."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="goals")
    code = models.CharField(max_length=40)
    title = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(name="goal_one_code", fields=["plan", "code"])]

    def __str__(self) -> str:
        return self.title


class Target(Tracked):
    """What a plan sets out to reach (chỉ tiêu). It refers to an indicator; figures are the indicator's."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="targets")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="targets")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    code = models.TextField(unique=True, db_collation="C")
    title = models.TextField()
    title_en = models.TextField(blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="led_targets")
    clause = models.TextField(blank=True)
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        indexes = [models.Index(fields=["plan", "order"], name="target_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The target's page."""
        return reverse("steering:target", args=[self.code])


class TargetValue(Tracked):
    """The value due at a date (giá trị phải đạt), one a year or the plan's last."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="values")
    due_on = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    text = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(name="target_value_one_date", fields=["target", "due_on"])]


class Collector(Tracked):
    """An agency that reports its part of a target (đơn vị báo cáo); parts add up by the indicator's rule."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="collectors")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="collected_targets")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="collector_once", fields=["target", "agency"])]
