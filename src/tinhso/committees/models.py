"""Committees (ban chỉ đạo), who sits in them, and the rules they work by."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from tinhso.base.audit.models import Tracked
from tinhso.committees.majorities import Share
from tinhso.committees.roles import VOTING, MemberRole, Tier
from tinhso.documents.models import Document
from tinhso.people.models import Agency, Person
from tinhso.places.models import Place


class Committee(Tracked):
    """A steering committee of one level (ban chỉ đạo). `parent` links a local one to the one above.

    `agency` is its row among agencies, where plans and papers point; `standing_agency` its standing office
    (cơ quan thường trực).
    """

    code = models.SlugField(max_length=60, unique=True, db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    level = models.CharField(max_length=10, choices=Tier.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="committees")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    standing_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    sort_key = models.TextField(db_collation="C", blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["sort_key", "code"]
        constraints = [
            models.CheckConstraint(name="committee_not_its_own_parent", condition=~Q(parent=F("id")))
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The committee's page."""
        return reverse("committees:detail", args=[self.code])


class Membership(Tracked):
    """Somebody's seat in a committee between two days (thành viên). One person may hold several."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=MemberRole.choices)
    title = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["order", "person__sort_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="membership_one_seat",
                fields=["committee", "person", "role", "valid_from"],
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["person", "committee"], name="membership_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.role_name}"

    @property
    def role_name(self) -> str:
        """The role in words."""
        return str(MemberRole(self.role).label)

    @property
    def votes(self) -> bool:
        """Whether the seat counts for quorum and vote."""
        return MemberRole(self.role) in VOTING

    def is_valid_on(self, day: date) -> bool:
        """Whether the seat is held on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Regulation(Tracked):
    """The working regulation of a committee from one day on (quy chế hoạt động): data, never constants.

    `from_memory` marks values written without the paper at hand; `legal_reference` says where they stand.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="regulations")
    valid_from = models.DateField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    legal_reference = models.TextField()
    from_memory = models.BooleanField(default=False)
    convenes = models.JSONField(default=list)
    signs = models.JSONField(default=list)
    quorum_numerator = models.PositiveSmallIntegerField()
    quorum_denominator = models.PositiveSmallIntegerField()
    quorum_over = models.BooleanField(default=False)
    notice_days = models.PositiveSmallIntegerField()
    substitutes = models.BooleanField()
    substitutes_count = models.BooleanField()
    ballot_numerator = models.PositiveSmallIntegerField()
    ballot_denominator = models.PositiveSmallIntegerField()
    ballot_over = models.BooleanField(default=True)
    ballot_days = models.PositiveSmallIntegerField()
    sessions_per_year = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(name="regulation_one_a_day", fields=["committee", "valid_from"]),
            models.CheckConstraint(
                name="regulation_quorum_is_a_share",
                condition=Q(quorum_denominator__gt=0, quorum_numerator__lte=F("quorum_denominator")),
            ),
            models.CheckConstraint(
                name="regulation_majority_is_a_share",
                condition=Q(ballot_denominator__gt=0, ballot_numerator__lte=F("ballot_denominator")),
            ),
        ]

    @property
    def quorum(self) -> Share:
        """How many of the voting members must be there (số thành viên tối thiểu)."""
        return Share(self.quorum_numerator, self.quorum_denominator, over=self.quorum_over)

    @property
    def majority(self) -> Share:
        """How many of the voting members must agree for a ballot to carry (tỷ lệ biểu quyết)."""
        return Share(self.ballot_numerator, self.ballot_denominator, over=self.ballot_over)

    def may_convene(self, role: str) -> bool:
        """Whether that role convenes meetings."""
        return role in self.convenes
