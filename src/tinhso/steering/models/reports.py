"""What agencies report, and what is stated or totalled by documents."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Document
from tinhso.indicators.models import Observation
from tinhso.people.models import Agency
from tinhso.steering.models.choices import TargetStatus, TaskState
from tinhso.steering.models.plans import Plan, Target
from tinhso.steering.models.tasks import Task


class Report(Tracked):
    """The envelope of a report (báo cáo) on a target or a task; its figure is an Observation.

    submitted → confirmed, or returned with reason → submitted again. `idempotency_key`: same key, same
    answer.
    """

    class State(models.TextChoices):
        """Where it stands."""

        SUBMITTED = "submitted", _("Đã gửi, chờ xác nhận")
        RETURNED = "returned", _("Trả lại")
        CONFIRMED = "confirmed", _("Đã xác nhận")

    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="reports")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="reports")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reports")
    period = models.CharField(max_length=24)
    dated = models.DateField()
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")
    task_state = models.CharField(max_length=12, choices=TaskState.choices, blank=True)
    task_done_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    done = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    evidence = models.ManyToManyField(StoredFile, through="Evidence", blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)
    submitted_label = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_label = models.TextField(blank=True)
    decision_note = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["-submitted_at"]
        constraints = [
            models.CheckConstraint(
                name="report_on_one_thing",
                condition=Q(target__isnull=False, task__isnull=True)
                | Q(target__isnull=True, task__isnull=False),
            ),
            models.UniqueConstraint(
                name="report_idempotent",
                fields=["submitted_by", "idempotency_key"],
                condition=~Q(idempotency_key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-submitted_at"], name="report_by_state"),
            models.Index(fields=["agency", "-submitted_at"], name="report_by_agency"),
        ]


class Evidence(Tracked):
    """A file that proves a report (tài liệu kiểm chứng)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence_links")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="evidence_once", fields=["report", "file"])]


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements in the words of this room."""

    def standing(self, known_at: datetime | None = None) -> Self:
        """Those that stand, as known at that moment: neither withdrawn, nor a withdrawal themselves."""
        rows = self.filter(withdraws=None)
        if known_at is None:
            return rows.filter(withdrawn_by=None)
        taken = Statement.objects.filter(withdraws=OuterRef("pk"), recorded_at__lte=known_at)
        return rows.filter(~Exists(taken), recorded_at__lte=known_at)


class Statement(Fact):
    """A status stated with its reason (trạng thái do cơ quan công bố): stronger than the computed one.

    A later one outranks an earlier one. One that `withdraws` another repeats its status, says why it holds no
    longer (rút lại), and states nothing itself.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="statements")
    status = models.CharField(max_length=10, choices=TargetStatus.choices)
    dated = models.DateField()
    note = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )

    objects = StatementQuerySet.as_manager()

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["target", "-dated", "-recorded_at"], name="statement_latest")]


class ReportedTotal(Fact):
    """A total a document states of a plan (số tổng hợp đã công bố), beside the one computed from the items.

    None where the source does not publish that part. `met` is "đạt hoặc vượt" where it does not divide.
    Its figure as printed is the Observation.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reported_totals")
    dated = models.DateField()
    total = models.PositiveIntegerField(null=True, blank=True)
    exceeded = models.PositiveIntegerField(null=True, blank=True)
    met = models.PositiveIntegerField(null=True, blank=True)
    not_met = models.PositiveIntegerField(null=True, blank=True)
    dropped = models.PositiveIntegerField(null=True, blank=True)
    unknown = models.PositiveIntegerField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    locator = models.TextField(blank=True)
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["plan", "-dated", "-recorded_at"], name="reported_total_latest")]
