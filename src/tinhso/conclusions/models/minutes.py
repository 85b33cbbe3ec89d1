"""What was said, entry by entry."""

from __future__ import annotations

from django.db import models

from tinhso.base import clock
from tinhso.base.audit.models import Fact
from tinhso.base.ids import new_id
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.people.models import Agency, Person


class MinuteEntry(Fact):
    """One entry of the minutes (ghi chép biên bản): who said what at which item.

    A correction is a new entry that `supersedes` the old one and says why; one `withdrawn` takes it away.
    `key` is chosen by who types, so that an entry sent twice stands once.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minute_entries")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="minute_entries")
    speaker = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    speaker_name = models.TextField(blank=True)
    speaker_title = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    agency_name = models.TextField(blank=True)
    text = models.TextField()
    said_at = models.DateTimeField(default=clock.now)
    key = models.UUIDField(unique=True, default=new_id)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    withdrawn = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        ordering = ["said_at", "id"]
        indexes = [models.Index(fields=["meeting", "said_at"], name="minutes_of_meeting")]

    def __str__(self) -> str:
        return f"{self.who}: {self.text[:60]}" if self.who else self.text[:60]

    @property
    def who(self) -> str:
        """The speaker's name, as registered or as typed."""
        return self.speaker_name or (self.speaker.full_name if self.speaker else "")

    @property
    def whose(self) -> str:
        """The speaker's agency, as registered or as typed."""
        return self.agency_name or (self.agency.name if self.agency else "")
