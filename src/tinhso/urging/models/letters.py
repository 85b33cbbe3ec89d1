"""Urging letters, the tasks they name, and what the agencies answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Document
from tinhso.people.models import Agency


class LetterState(models.TextChoices):
    """Where a letter stands: draft → issued → read → answered; or withdrawn."""

    DRAFT = "draft", pgettext_lazy("letter", "Dự thảo")
    ISSUED = "issued", pgettext_lazy("letter", "Đã phát hành")
    READ = "read", pgettext_lazy("letter", "Đã xem")
    ANSWERED = "answered", pgettext_lazy("letter", "Đã trả lời")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "Đã thu hồi")


class Letter(Tracked):
    """An urging letter to one agency (công văn đôn đốc), with the tasks that were late on `as_of`.

    `document` is its entry in the register, there from `issued` on; `signed` the scan that is added later.
    `form` holds the words of its official form as they were chosen for it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="urging_letters")
    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=LetterState.choices, default=LetterState.DRAFT)
    subject = models.TextField()
    request_text = models.TextField(blank=True)
    as_of = models.DateField()
    answer_by = models.DateField()
    form = models.JSONField(default=dict)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="urging_letter"
    )
    signed = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_label = models.TextField(blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_label = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_label = models.TextField(blank=True)
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="urging_letter_issued_has_a_document",
                condition=Q(state__in=("draft", "withdrawn")) | Q(document__isnull=False),
            ),
            models.UniqueConstraint(
                name="urging_letter_one_draft", fields=["agency"], condition=Q(state="draft")
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="urging_letter_by_state")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The letter's page."""
        return reverse("urging:letter", args=[self.pk])


class LetterLine(Tracked):
    """A late task as the letter's table tells it (nhiệm vụ quá hạn nêu trong công văn)."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    task = models.UUIDField()
    code = models.TextField()
    title = models.TextField()
    deadline = models.DateField()
    days_late = models.PositiveIntegerField()
    last_report = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="urging_letter_names_a_task_once", fields=["letter", "task"])
        ]


class Answer(Fact):
    """What the agency answered about one task of a letter; a later answer supersedes an earlier one.

    The fields are those that such letters ask for. `report` is the report on the task that was sent with it.
    """

    line = models.ForeignKey(LetterLine, models.PROTECT, related_name="answers")
    progress = models.TextField()
    difficulties = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    solutions = models.TextField(blank=True)
    label = models.TextField(blank=True)
    report = models.UUIDField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta(Fact.Meta):
        verbose_name = _("Trả lời đôn đốc")
