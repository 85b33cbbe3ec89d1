"""A text that is read, and what is proposed out of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base import clock
from tinhso.base.audit.models import Tracked
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Document
from tinhso.indicators.models import Indicator, Observation
from tinhso.people.models import Agency
from tinhso.places.models import Place
from tinhso.reading.core.model import Kind
from tinhso.steering.models import Target


class ReadingState(models.TextChoices):
    """Where a reading stands (trạng thái bản đọc)."""

    READING = "reading", _("Đang đọc")
    READY = "ready", _("Chờ xác nhận")
    FAILED = "failed", _("Không đọc được")
    DONE = "done", _("Đã xử lý xong")


class ProposalState(models.TextChoices):
    """Where a proposed figure stands (trạng thái số liệu đề xuất).

    `NOTED`: a period, a term, an ordinal: it tells of other figures and waits for nobody.
    """

    PROPOSED = "proposed", _("Đề xuất")
    CHANGED = "changed", _("Đã sửa, chưa nhận")
    ACCEPTED = "accepted", _("Đã nhận")
    REJECTED = "rejected", _("Không nhận")
    NOTED = "noted", _("Thời gian, thứ tự")


OPEN = (ProposalState.PROPOSED, ProposalState.CHANGED)
"""States in which somebody still has to decide."""


class Reading(Tracked):
    """A document that was read (bản đọc): its NFC text, what it names, what does not agree in it.

    `account` took it in for `agency`, whose people see it, as the standing office does. `place` is the unit
    its figures are of where they name none; `place_text` as printed. `pages`, `sentences`: spans of `text`.
    `named`, `checks`: documents and contradictions as the reader told them. `failure`: why it could not be
    read. `step` of `steps` are done while the state is `reading`.
    """

    account = models.UUIDField()
    account_label = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    title = models.TextField(blank=True)
    file_name = models.TextField(blank=True)
    dated = models.DateField(null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.TextField(blank=True)
    kind = models.CharField(max_length=8, blank=True)
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=ReadingState.choices)
    failure = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    pages = models.JSONField(default=list, blank=True)
    confidence = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    named = models.JSONField(default=list, blank=True)
    checks = models.JSONField(default=list, blank=True)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="reading_once_an_agency", fields=["agency", "sha256"], condition=~Q(sha256="")
            )
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="reading_newest"),
            models.Index(fields=["agency", "-created_at"], name="reading_of_agency"),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name or str(_("Văn bản chưa có tên"))

    @property
    def percent(self) -> int:
        """How much of a long file is read."""
        return 100 * self.step // self.steps if self.steps else 0

    def get_absolute_url(self) -> str:
        """The reading's page."""
        return reverse("reading:detail", args=[self.pk])


class Received(models.Model):
    """The bytes of a file that is still being read: gone when it was read, or could not be."""

    id = models.BigAutoField(primary_key=True)
    reading = models.OneToOneField(Reading, models.CASCADE, related_name="received")
    name = models.TextField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Proposal(Tracked):
    """A figure that was read and is proposed (số liệu đề xuất); nothing enters the figures by itself.

    `figure` is what the reader told and never changes; `edited` what a person put in its place. `place`
    empty: `places` holds the codes to choose from. `agency`: whose figure it is, empty: the place's own.
    `score` and `why` say how sure the match is, `why["agency"]` how the sentence names an agency; `fact` is
    the figure that was written when a person accepted it.
    """

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="proposals")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=[(one.value, one.value) for one in Kind])
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    figure = models.JSONField()
    edited = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(Target, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    places = models.JSONField(default=list, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    why = models.JSONField(default=dict, blank=True)
    fact = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_by = models.UUIDField(null=True, blank=True)
    decided_label = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["reading", "position"]
        constraints = [
            models.UniqueConstraint(name="proposal_once", fields=["reading", "position"]),
            models.CheckConstraint(name="proposal_span_runs_forward", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="proposal_accepted_has_its_fact",
                condition=Q(state="accepted", fact__isnull=False)
                | (~Q(state="accepted") & Q(fact__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["fact"], name="proposal_of_fact", condition=Q(fact__isnull=False))]

    def __str__(self) -> str:
        return str(self.figure.get("text", self.position))

    @property
    def named_agency(self) -> dict[str, str]:
        """How the sentence names an agency (`said`), and the `code` of the one it was taken for."""
        return {"said": "", "code": "", **self.why.get("agency", {})}

    def get_absolute_url(self) -> str:
        """The sentence it stands in."""
        return f"{reverse('reading:detail', args=[self.reading_id])}#f{self.position}"
