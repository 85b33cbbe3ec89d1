"""Asking: a round with its deadline, who was asked, and what is being written."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from tinhso.base.audit.models import Tracked
from tinhso.base.files.models import StoredFile
from tinhso.consultation.models.choices import ANSWERED_STATES, InviteeState, NoteState
from tinhso.consultation.models.drafts import Clause, Draft, DraftVersion
from tinhso.people.models import Agency, Person


class Round(Tracked):
    """One time of asking (đợt lấy ý kiến) on one version. `letter`: the notation of the letter that asks."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(DraftVersion, models.PROTECT, related_name="rounds")
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(default=False)
    letter = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["draft", "-number"]
        constraints = [
            models.UniqueConstraint(name="draft_round_once", fields=["draft", "number"]),
            models.UniqueConstraint(
                name="draft_round_one_open", fields=["draft"], condition=Q(closed_at__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["deadline"], name="draft_round_by_deadline", condition=Q(closed_at=None))
        ]

    @property
    def is_open(self) -> bool:
        """Whether it was not closed; past its deadline nothing is taken either."""
        return self.closed_at is None

    @property
    def ended_at(self) -> datetime:
        """When it ended, or will: its deadline, or the moment it was closed before that."""
        return min(self.closed_at, self.deadline) if self.closed_at else self.deadline

    @property
    def ended_early(self) -> bool:
        """Whether the drafter closed it before its deadline (kết thúc sớm)."""
        return self.ended_at < self.deadline


class Invitee(Tracked):
    """Who was asked in a round (cơ quan, cá nhân được hỏi): an agency or a person, never both.

    `wish` is a plea for more time; `late_why` why it was sent late, `decision` what the drafter said to that.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="invitees")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=InviteeState.choices, default=InviteeState.WAITING)
    viewed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.TextField(blank=True)
    letter = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    wish = models.TextField(blank=True)
    wished_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    late_agrees = models.BooleanField(default=False)
    late_why = models.TextField(blank=True)
    decision = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["round", "agency__sort_key", "person__sort_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="invitee_agency_or_person",
                condition=Q(agency__isnull=False, person__isnull=True)
                | Q(agency__isnull=True, person__isnull=False),
            ),
            models.UniqueConstraint(
                name="invitee_agency_once", fields=["round", "agency"], condition=Q(agency__isnull=False)
            ),
            models.UniqueConstraint(
                name="invitee_person_once", fields=["round", "person"], condition=Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The agency's or the person's name."""
        if self.agency:
            return self.agency.name
        return self.person.full_name if self.person else ""

    @property
    def has_answered(self) -> bool:
        """Whether it sent comments or agreed."""
        return self.state in ANSWERED_STATES


class Note(Tracked):
    """A comment being written (ý kiến đang soạn): kept as it is typed, a `Comment` once it is sent.

    `start` and `end` are letters of the clause's text; `quote` the words that stood between them.
    """

    invitee = models.ForeignKey(Invitee, models.CASCADE, related_name="notes")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField()
    author = models.UUIDField(null=True)
    author_label = models.TextField(blank=True)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=NoteState.choices, default=NoteState.WRITING)

    class Meta(Tracked.Meta):
        ordering = ["clause__order", "written_at", "id"]
        constraints = [
            models.CheckConstraint(name="note_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="note_selects_forward",
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gt=models.F("start")),
            ),
        ]
