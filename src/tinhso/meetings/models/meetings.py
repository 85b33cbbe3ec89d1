"""Meetings (phiên họp) and where they take place."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from tinhso.base.audit.models import Tracked
from tinhso.base.text import search_key
from tinhso.committees.models import Committee
from tinhso.documents.models import Document
from tinhso.meetings.states import MeetingKind, MeetingState
from tinhso.people.models import Person
from tinhso.places.models import Place


class Meeting(Tracked):
    """A meeting of a committee, numbered by year within its kind.

    `version` moves with every change, so that open pages know; `sequence` moves when time or place change, as
    calendars want it. `without_quorum` is the reason for which it was opened as a consultation only.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    code = models.SlugField(max_length=90, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=MeetingKind.choices)
    title = models.TextField()
    content = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    state_reason = models.TextField(blank=True)
    chair = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    current_item = models.ForeignKey(
        "meetings.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    without_quorum = models.TextField(blank=True)
    overlap_reason = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-starts_at", "code"]
        constraints = [
            models.UniqueConstraint(
                name="meeting_one_number", fields=["committee", "kind", "year", "number"]
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("meetings:detail", args=[self.code])

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(MeetingKind(self.kind).label)

    @property
    def state_name(self) -> str:
        """The state in words."""
        return str(MeetingState(self.state).label)


class Venue(Tracked):
    """A place of a meeting (điểm cầu): one main hall and any number of remote points.

    `join_url` is told to those invited and to nobody else.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="venues")
    name = models.TextField()
    is_main = models.BooleanField(default=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.TextField(blank=True)
    join_url = models.URLField(max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    room_key = models.TextField(db_collation="C", blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-is_main", "order", "name"]
        constraints = [
            models.UniqueConstraint(name="venue_one_main", fields=["meeting"], condition=Q(is_main=True)),
            models.UniqueConstraint(name="venue_one_name", fields=["meeting", "name"]),
        ]
        indexes = [models.Index(fields=["room_key"], name="venue_by_room", condition=~Q(room_key=""))]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the key by which the same room is known again."""
        self.room_key = search_key(self.name, self.address) if self.address else ""
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, handed on
