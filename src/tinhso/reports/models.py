"""Templates and their versions, reports and their life, what agencies write, what was frozen and issued."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.documents.models import Document
from tinhso.people.models import Agency
from tinhso.places.models import Place
from tinhso.reports.spans import Span


class Template(Tracked):
    """What reports of one sort are made by (mẫu báo cáo). Its text stands in `TemplateVersion`, by date.

    `closes`: figures are closed on the day of the reporting regime (NĐ 09/2019/NĐ-CP), not with the calendar.
    `public`: issued reports are read by everybody, not only by who signed in.
    """

    class Kind(models.TextChoices):
        """How often, or for what."""

        WEEK = "week", _("Báo cáo tuần")
        MONTH = "month", _("Báo cáo tháng")
        QUARTER = "quarter", _("Báo cáo quý")
        HALF = "half", _("Báo cáo 6 tháng")
        NINE = "nine", _("Báo cáo 9 tháng")
        YEAR = "year", _("Báo cáo năm")
        THEMATIC = "thematic", _("Báo cáo chuyên đề")
        RESOLUTION = "resolution", _("Tiến độ nghị quyết, kế hoạch")

    code = models.TextField(unique=True, db_collation="C")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    issuer = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    closes = models.BooleanField(default=True)
    public = models.BooleanField(default=False)
    due_days = models.PositiveSmallIntegerField(default=5)
    retired_at = models.DateTimeField(null=True, blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["search_key", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The template's page."""
        return reverse("reports:template", args=[self.code])


class TemplateVersion(Tracked):
    """A template's text from a day on (phiên bản mẫu), until the next one begins.

    `form` holds what stands around the text (`schemas.FormDraft`): notation, signing, recipients.
    """

    template = models.ForeignKey(Template, models.CASCADE, related_name="versions")
    valid_from = models.DateField()
    title = models.TextField()
    body = models.TextField()
    form = models.JSONField(default=dict)
    why = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(name="template_version_one_a_day", fields=["template", "valid_from"])
        ]


class State(models.TextChoices):
    """Where a report stands (trạng thái báo cáo)."""

    COLLECTING = "collecting", _("Đang thu thập")
    ASSEMBLING = "assembling", _("Đang tổng hợp")
    FROZEN = "frozen", _("Đã chốt")
    ISSUED = "issued", _("Đã ban hành")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


class PeriodicReport(Tracked):
    """One report of a template for a period (báo cáo định kỳ).

    collecting → assembling → frozen → issued; withdrawn with a reason from any of them, and a corrected one
    supersedes it. `body` is the version's text as the standing office goes on writing it; `as_of` the day of
    its figures; `origin` how a pack calls it.
    """

    template = models.ForeignKey(Template, models.PROTECT, related_name="reports")
    version_used = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(max_length=24)
    period_start = models.DateField()
    period_end = models.DateField()
    as_of = models.DateField()
    title = models.TextField()
    body = models.TextField()
    form = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTING)
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    pack = models.CharField(max_length=40, blank=True)
    origin = models.TextField(db_collation="C", blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-period_end", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                name="periodic_report_one_standing",
                fields=["template", "period", "illustrative"],
                condition=~Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="periodic_report_withdrawn_with_reason",
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="periodic_report_runs_forward", condition=Q(period_end__gte=F("period_start"))
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="periodic_report_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> Span:
        """Its period."""
        return Span.parse(self.period, closed=self.template.closes)

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("reports:report", args=[self.pk])


class Contribution(Tracked):
    """What one agency writes for one part of a report (phần góp ý báo cáo).

    waiting → sent → accepted, or returned with a reason → sent again. `confirmed`: by key of a figure, the
    print it was shown and whether the agency says it is right.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Chưa gửi")
        SENT = "sent", _("Đã gửi")
        RETURNED = "returned", _("Trả lại để bổ sung")
        ACCEPTED = "accepted", _("Đã tiếp nhận")

    report = models.ForeignKey(PeriodicReport, models.CASCADE, related_name="contributions")
    slot = models.CharField(max_length=60)
    asks = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="periodic_contributions")
    text = models.TextField(blank=True)
    confirmed = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_label = models.TextField(blank=True)
    returned_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["slot", "agency__sort_key"]
        constraints = [models.UniqueConstraint(name="contribution_once", fields=["report", "slot", "agency"])]
        indexes = [models.Index(fields=["agency", "state"], name="contribution_by_agency")]

    def get_absolute_url(self) -> str:
        """The page on which the agency writes it."""
        return reverse("reports:contribution", args=[self.report_id, self.pk])


class Frozen(Fact):
    """A report's content pinned to a moment (bản chốt): nothing that changes later changes it.

    `paper` is the content tree (`papers.frozen`), `figures` every figure with its value, print, moment and
    the facts it came from, `digest` the SHA-256 of both. The last one of a report counts.
    """

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="frozen")
    as_of = models.DateField()
    known_at = models.DateTimeField()
    paper = models.JSONField()
    figures = models.JSONField()
    missing = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["report", "-recorded_at"], name="frozen_latest")]


class Issued(Fact):
    """That a frozen report was issued (ban hành): number, day, signer, the register's document.

    `files` are the digests of what was attached, by format.
    """

    frozen = models.OneToOneField(Frozen, models.PROTECT, related_name="issued")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    form = models.JSONField()
    files = models.JSONField(default=dict)

    class Meta(Fact.Meta):
        pass
