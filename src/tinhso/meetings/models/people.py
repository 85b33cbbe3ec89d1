"""Who is invited, what they answered, who came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tinhso.base.audit.models import Fact, Tracked
from tinhso.committees.models import Membership
from tinhso.meetings.models.meetings import Meeting, Venue
from tinhso.meetings.states import InviteRole, InviteState, Presence, Way
from tinhso.people.models import Agency, Person


class Invitation(Tracked):
    """Somebody, or an agency, asked to a meeting (mời họp), what they answered and whether they came.

    `attended` is the newest `Attendance` of it, kept in the same transaction.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="invitations")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.TextField(blank=True)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=10, choices=InviteRole.choices)
    votes = models.BooleanField(default=False)
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, blank=True, related_name="invitations")
    state = models.CharField(max_length=12, choices=InviteState.choices, default=InviteState.PREPARED)
    substitute = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    substitute_name = models.TextField(blank=True)
    answer_reason = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    attended = models.CharField(max_length=8, choices=Presence.choices, blank=True)
    attended_by_substitute = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_once_a_person",
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="invitation_once_an_agency",
                fields=["meeting", "agency"],
                condition=Q(person=None, agency__isnull=False, guest=""),
            ),
            models.CheckConstraint(
                name="invitation_is_of_somebody",
                condition=Q(person__isnull=False) | Q(agency__isnull=False) | ~Q(guest=""),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="invitation_of_agency")]

    def __str__(self) -> str:
        return self.invitee

    @property
    def invitee(self) -> str:
        """Who is asked, in words."""
        if self.person:
            return self.person.full_name
        return self.guest or (self.agency.name if self.agency else "")

    @property
    def state_name(self) -> str:
        """The answer in words."""
        return str(InviteState(self.state).label)

    @property
    def role_name(self) -> str:
        """As what, in words."""
        return str(InviteRole(self.role).label)

    @property
    def attended_name(self) -> str:
        """Whether they came, in words; empty while nobody said."""
        return str(Presence(self.attended).label) if self.attended else ""

    @property
    def substitute_words(self) -> str:
        """Who comes instead."""
        return self.substitute.full_name if self.substitute else self.substitute_name


class Attendance(Fact):
    """What was noted of somebody's coming (điểm danh); the newest counts, the older stay.

    `token` is the digest of the personal code it was noted by: a code is good once.
    """

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=8, choices=Presence.choices)
    by_substitute = models.BooleanField(default=False)
    way = models.CharField(max_length=4, choices=Way.choices)
    at = models.DateTimeField()
    token = models.CharField(max_length=64, blank=True)

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(name="attendance_code_once", fields=["token"], condition=~Q(token=""))
        ]
        indexes = [models.Index(fields=["invitation", "at"], name="attendance_of_invitation")]
