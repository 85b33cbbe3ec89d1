"""What a meeting is about: items, their papers, and who read them."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.base.ids import new_id
from tinhso.documents.models import Document
from tinhso.meetings.models.meetings import Meeting
from tinhso.meetings.states import ItemKind
from tinhso.people.models import Account, Agency, Person


class AgendaItem(Tracked):
    """A point of the agenda (nội dung họp) with who reports and how long.

    `origin` and `origin_href` name what it came from: a conclusion carried over, a draft under consultation.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.TextField()
    note = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=15)
    kind = models.CharField(max_length=12, choices=ItemKind.choices, default=ItemKind.REPORT)
    reporter_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    reporter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.TextField(blank=True)
    origin_href = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False)
    withdrawn_reason = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                name="agenda_one_order",
                fields=["meeting", "order"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                name="agenda_one_origin",
                fields=["meeting", "origin_href"],
                condition=~Q(origin_href="") & Q(kind="carried"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The meeting's page with this item in the middle."""
        return f"{reverse('meetings:detail', args=[self.meeting.code])}?item={self.order}"

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(ItemKind(self.kind).label)


class Paper(Tracked):
    """A paper of an item (tài liệu họp): a file sent here, a document of the register, or an own address.

    Versions of one paper share `line`; `current` is the newest of them.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    title = models.TextField()
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    href = models.TextField(blank=True)
    line = models.UUIDField(default=new_id)
    version = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    class Meta(Tracked.Meta):
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(name="paper_one_version", fields=["line", "version"]),
            models.CheckConstraint(
                name="paper_is_one_thing",
                condition=(
                    Q(file__isnull=False, document=None, href="")
                    | Q(file=None, document__isnull=False, href="")
                    | (Q(file=None, document=None) & ~Q(href=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def meeting_id(self) -> UUID:
        """The meeting it is read for."""
        return self.item.meeting_id


class PaperRead(Fact):
    """Somebody opened a version of a paper for the first time (đã đọc tài liệu)."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="reads")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        constraints = [models.UniqueConstraint(name="paper_read_once", fields=["paper", "account"])]
