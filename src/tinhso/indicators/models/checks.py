"""Rules for figures as a province writes them, and what they found over stored figures."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base import clock
from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.ids import new_id
from tinhso.documents.models import Document
from tinhso.indicators.checks.core import Rule, read_rule
from tinhso.indicators.models.figures import Observation
from tinhso.places.models import Level


class CheckKind(models.TextChoices):
    """Kinds of rules (loại quy tắc); the values are those of the rules' own `kind`."""

    PAIR = "pair", _("Cặp bắt buộc")
    RANGE = "range", _("Khoảng giá trị")
    JUMP = "jump", _("Đột biến so với chính mình")
    BELOW = "below", _("Không vượt chỉ số khác")
    PARTS = "parts", _("Tổng các phần")
    CHILDREN = "children", _("Cộng các địa bàn")
    FORMULA = "formula", _("Công thức")


class Severity(models.TextChoices):
    """What a rule asks of a figure that falls before it (mức độ)."""

    REFUSE = "refuse", _("Không nhận")
    EXPLAIN = "explain", _("Phải giải trình")
    WARN = "warn", _("Cảnh báo")


class Check(Tracked):
    """A rule that figures must stand before (quy tắc kiểm tra).

    `rule` is one of `checks.core` as JSON; `touched` the codes of the indicators it looks at. It speaks of
    periods that end from `valid_from` to `valid_to`, both included, and of places of `level` where one is
    named.
    """

    code = models.TextField(unique=True, db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    kind = models.CharField(max_length=8, choices=CheckKind.choices)
    severity = models.CharField(max_length=7, choices=Severity.choices)
    rule = models.JSONField()
    touched = models.JSONField(default=list)
    level = models.CharField(max_length=8, choices=Level.choices, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.TextField(blank=True)
    note = models.TextField(blank=True)
    sort_key = models.TextField(db_collation="C", blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The rule's page."""
        return reverse("checks:detail", args=[self.code])

    @property
    def told(self) -> Rule:
        """The rule itself."""
        return read_rule(self.rule)


class CheckRun(models.Model):
    """A look over stored figures (lượt rà soát): what was asked, how far it is, what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    place = models.TextField(blank=True, db_collation="C")
    codes = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="check_run_newest")]


class Finding(Fact):
    """A stored figure fell before a rule (phát hiện): said once for each figure and wording of the rule.

    `laid` is the digest of the rule as it was; `said` what it found, in numbers; `off` how far off.
    """

    check_of = models.ForeignKey(Check, models.PROTECT, related_name="findings", db_index=False)
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="findings")
    run = models.ForeignKey(CheckRun, models.PROTECT, null=True, related_name="+", db_index=False)
    laid = models.CharField(max_length=64)
    severity = models.CharField(max_length=7, choices=Severity.choices)
    said = models.JSONField(default=dict)
    off = models.DecimalField(max_digits=30, decimal_places=6, null=True)
    score = models.DecimalField(max_digits=20, decimal_places=2, null=True)

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(name="finding_said_once", fields=["check_of", "observation", "laid"])
        ]
        indexes = [models.Index(fields=["-recorded_at"], name="finding_newest")]


class Outcome(models.TextChoices):
    """What became of a finding (kết quả xử lý)."""

    ACCEPTED = "accepted", _("Đã chấp nhận")
    SENT_BACK = "sent_back", _("Đã chuyển lại để sửa")
    GONE = "gone", _("Không còn")
    AGAIN = "again", _("Thấy lại")


class FindingStep(Fact):
    """One step of a finding: accepted with a reason, sent back with one; not found any more, found again."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps", db_index=False)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    actor_label = models.TextField(blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["finding", "-recorded_at"], name="finding_steps")]
