"""Figures: every published figure is an Observation."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base import clock
from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.base.text import search_key
from tinhso.documents.models import Document
from tinhso.indicators.models.definitions import Indicator, Kind
from tinhso.indicators.models.submissions import following
from tinhso.indicators.querysets import ObservationQuerySet
from tinhso.people.models import Agency
from tinhso.places.models import Place

_GROUP = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))", re.ASCII)
"""The sign between groups of a printed number."""


def found_by(subject: str, text: str, code: str) -> str:
    """The search key of a figure with those words; empty without any."""
    words = (subject, text, code)
    return search_key(subject, text, _GROUP.sub("", text), code) if any(words) else ""


class State(models.TextChoices):
    """Where a figure stands (trạng thái số liệu). Each step is a new row that supersedes the one before.

    `APPROVED`: a level below the standing office has approved it, and the next has not yet.
    """

    SUBMITTED = "submitted", _("Đã gửi, chờ xác nhận")
    APPROVED = "approved", _("Đã duyệt, chờ cấp trên xác nhận")
    RETURNED = "returned", _("Trả lại")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    WITHDRAWN = "withdrawn", _("Đã rút")


class Observation(Fact):
    """One figure as somebody stated it (số liệu): append-only, with its source, place row and period.

    `dated` is the fact's own date (end of the period, or the document's); `recorded_at` when we learnt it.
    `text` is the figure as printed; `percent_printed` its printed percentage, kept beside the computed one.
    `target` figures (is_target) are what a document sets out to reach, not what was reached.
    `level`: how many of the approvals laid down it has passed; None before the first.
    """

    code = models.TextField(blank=True, db_collation="C")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    period = models.CharField(max_length=24)
    period_start = models.DateField()
    period_end = models.DateField()
    dated = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    actual = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    of = models.PositiveIntegerField(null=True, blank=True)
    date_from = models.DateField(null=True, blank=True)
    date_to = models.DateField(null=True, blank=True)
    percent_printed = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    comparison = models.CharField(max_length=10, blank=True)
    is_target = models.BooleanField(default=False)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="figures", db_index=False
    )
    locator = models.TextField(blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    search_key = models.TextField(db_collation="C", blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    pack = models.CharField(max_length=40, blank=True)
    batch = models.ForeignKey(
        "Batch", models.PROTECT, null=True, blank=True, related_name="figures", db_index=False
    )

    objects = ObservationQuerySet.as_manager()

    class Meta(Fact.Meta):
        triggers = [*Fact.Meta.triggers, following()]
        constraints = [
            models.CheckConstraint(name="observation_known_kind", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="observation_known_state", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="observation_period_runs_forward", condition=Q(period_end__gte=F("period_start"))
            ),
            models.CheckConstraint(
                name="observation_has_a_source_or_a_reporter",
                condition=Q(document__isnull=False)
                | Q(actor__isnull=False)
                | Q(illustrative=True)
                | ~Q(pack=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "place", "-dated", "-recorded_at"],
                name="observation_latest",
                condition=Q(state__in=("confirmed", "withdrawn")),
            ),
            models.Index(
                fields=["indicator", "place", "period", "-recorded_at"], name="observation_versions"
            ),
            models.Index(
                fields=["illustrative", "-dated", "-recorded_at", "-id"],
                name="observation_newest",
                condition=Q(state="confirmed"),
            ),
            models.Index(
                fields=["agency", "period", "indicator"],
                name="observation_by_agency",
                condition=Q(agency__isnull=False),
            ),
            models.Index(fields=["code"], name="observation_by_code", condition=~Q(code="")),
            models.Index(fields=["document"], name="observation_by_document"),
            models.Index(fields=["place", "-dated"], name="observation_by_place"),
            models.Index(fields=["batch"], name="observation_of_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text or f"{self.indicator_id} {self.period}"

    def found_by(self) -> str:
        """The search key: subject, printed text (numbers with and without groups) and code."""
        return found_by(self.subject, self.text, self.code)

    def save(self, *args: Any, **options: Any) -> None:
        """Append the fact; its search key follows from its words."""
        self.search_key = self.found_by()
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        """The figure's page."""
        return reverse("figures:detail", args=[self.pk])


class CurrentFigure(models.Model):
    """The confirmed figure in force for one series and period; rebuildable from the facts.

    Illustrative figures stand beside published ones, never in their place.
    """

    id = models.BigAutoField(primary_key=True)
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="current")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    period = models.CharField(max_length=24)
    kind = models.CharField(max_length=14)
    is_target = models.BooleanField(default=False)
    illustrative = models.BooleanField(default=False)
    dated = models.DateField()
    observation = models.OneToOneField(Observation, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="current_figure_one_series",
                fields=["indicator", "place", "agency", "period", "kind", "is_target", "illustrative"],
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["indicator", "place", "-dated"], name="current_figure_latest")]


class Batch(Fact):
    """Many figures written at once (lô số liệu): who sent them, under which key, and what each row got.

    `body` is the digest of what was sent: the key brought again with another body is refused.
    """

    key = models.TextField(blank=True, db_collation="C")
    body = models.CharField(max_length=64)
    submitted = models.BooleanField()
    actor_label = models.TextField(blank=True)
    count = models.PositiveIntegerField()
    answer = models.JSONField(default=dict)

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(
                name="batch_once_a_key",
                fields=["actor", "key"],
                condition=~Q(key=""),
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["-recorded_at"], name="batch_newest")]


class PeriodLock(Tracked):
    """Nothing more is written of that indicator's period (khoá kỳ), until the standing office reopens it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="locks")
    period = models.CharField(max_length=24)
    locked_at = models.DateTimeField(default=clock.now)
    locked_by = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="period_locked_once", fields=["indicator", "period"])]


class EntryDraft(models.Model):
    """What somebody is typing (bản nháp): texts as typed, right or wrong. No fact, and nobody else's."""

    id = models.BigAutoField(primary_key=True)
    account = models.UUIDField()
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.CASCADE, related_name="+", db_index=False)
    period = models.CharField(max_length=24)
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="entry_draft_one_cell", fields=["account", "period", "indicator", "place"]
            )
        ]
