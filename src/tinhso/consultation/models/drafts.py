"""A draft under consultation, its versions and their clauses."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from tinhso.base.audit.models import Tracked
from tinhso.base.files.models import StoredFile
from tinhso.base.text import search_key, sort_key
from tinhso.committees.models import Committee
from tinhso.consultation.models.choices import ClauseKind, DraftState, Matched
from tinhso.documents.models import Document, DocumentType
from tinhso.people.models import Agency


class Draft(Tracked):
    """A document to be, on which others are asked (dự thảo lấy ý kiến). `agency` drafts it.

    `document` is the one that was registered when it was finalised, `final` the version it carries.
    """

    code = models.SlugField(max_length=80, unique=True, db_collation="C")
    title = models.TextField()
    kind = models.CharField(max_length=4, choices=DocumentType.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="drafts")
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="drafts")
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.PREPARING)
    created_at = models.DateTimeField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="drafts")
    final = models.ForeignKey("DraftVersion", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)
    last_comment = models.PositiveIntegerField(default=0)
    sort_key = models.TextField(db_collation="C", blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-created_at", "code"]
        constraints = [
            models.CheckConstraint(
                name="draft_finalised_with_its_document",
                condition=~Q(state=DraftState.FINALISED) | Q(document__isnull=False, final__isnull=False),
            ),
            models.CheckConstraint(
                name="draft_withdrawn_with_reason",
                condition=~Q(state=DraftState.WITHDRAWN) | ~Q(withdrawn_why=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="draft_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def named(self) -> str:
        """`Kế hoạch: …`, as invitations name it; a title that begins with its kind stands alone."""
        kind = str(DocumentType(self.kind).label)
        own = self.title.casefold().startswith(f"{kind} ".casefold())
        return self.title if own else f"{kind}: {self.title}"

    def fill_keys(self) -> None:
        """Bring what it is ordered and found by up to date."""
        self.sort_key = sort_key(self.title)
        self.search_key = search_key(self.title, self.code, self.summary, self.agency.name)

    def get_absolute_url(self) -> str:
        """The draft's page."""
        return reverse("consultation:draft", args=[self.code])


class DraftVersion(Tracked):
    """One version of the text (bản dự thảo). Locked when a round is opened on it: then it stays as it was.

    `numbered` False: its paragraphs were offered as clauses because it had no numbers.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.TextField(blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    numbered = models.BooleanField(default=True)

    class Meta(Tracked.Meta):
        ordering = ["draft", "-number"]
        constraints = [
            models.UniqueConstraint(name="draft_version_once", fields=["draft", "number"]),
            models.CheckConstraint(name="draft_version_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Clause(Tracked):
    """A clause of a version (điều, khoản, điểm, đoạn). It keeps its `anchor` in the versions it lives on in.

    `path` is its whole name: `Điều 3, khoản 1, điểm a`.
    """

    version = models.ForeignKey(DraftVersion, models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    level = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=ClauseKind.choices, default=ClauseKind.PARAGRAPH)
    anchor = models.UUIDField(default=uuid.uuid4)
    path = models.TextField(blank=True)
    matched = models.CharField(max_length=6, choices=Matched.choices, default=Matched.FIRST)
    likeness = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(name="clause_one_place", fields=["version", "order"]),
            models.UniqueConstraint(name="clause_one_anchor", fields=["version", "anchor"]),
            models.CheckConstraint(name="clause_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.named

    @property
    def named(self) -> str:
        """How people call it: `Điều 3, khoản 1`, `Đoạn 4`."""
        return self.path or self.label or f"{self.text[:40].rstrip()}…"
