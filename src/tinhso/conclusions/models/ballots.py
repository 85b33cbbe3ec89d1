"""Ballots (phiếu ý kiến): the roll, the papers, the count, what was decided."""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from tinhso.base.audit.models import Fact, Tracked
from tinhso.committees.majorities import Share
from tinhso.committees.models import Committee
from tinhso.conclusions.core.counting import Rule
from tinhso.conclusions.models.choices import BallotState, Outcome
from tinhso.documents.models import Document
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.people.models import Person


class Ballot(Tracked):
    """A question put to the members (phiếu ý kiến), at a meeting or in writing without one.

    `options` are pairs of key and words. Majority and quorum are those of the regulation on the day it opened
    and stay what they were. With `secret`, no paper tells whose it is.
    """

    code = models.SlugField(max_length=90, unique=True, db_collation="C")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="ballots")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="ballots")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="ballots")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    question = models.TextField()
    explanation = models.TextField(blank=True)
    options = models.JSONField()
    secret = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BallotState.choices, default=BallotState.OPEN)
    quorum_numerator = models.PositiveSmallIntegerField()
    quorum_denominator = models.PositiveSmallIntegerField()
    quorum_over = models.BooleanField(default=False)
    majority_numerator = models.PositiveSmallIntegerField()
    majority_denominator = models.PositiveSmallIntegerField()
    majority_over = models.BooleanField(default=True)
    legal_reference = models.TextField(blank=True)
    state_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-opens_at", "code"]
        constraints = [
            models.UniqueConstraint(name="ballot_one_number", fields=["committee", "year", "number"]),
            models.CheckConstraint(
                name="ballot_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="ballot_by_term")]

    def __str__(self) -> str:
        return self.question

    @property
    def rule(self) -> Rule:
        """How it is decided."""
        return Rule(
            Share(self.quorum_numerator, self.quorum_denominator, over=self.quorum_over),
            Share(self.majority_numerator, self.majority_denominator, over=self.majority_over),
        )

    @property
    def words(self) -> dict[str, str]:
        """The options' words by key, in order."""
        return dict(cast(list[tuple[str, str]], self.options))

    @property
    def is_open(self) -> bool:
        """Whether papers are taken, by its state."""
        return self.state == BallotState.OPEN

    def get_absolute_url(self) -> str:
        """The ballot's page."""
        return reverse("conclusions:ballot", args=[self.code])


class Voter(Fact):
    """Somebody on the roll of a ballot (danh sách lấy phiếu), as they stood when it opened."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.TextField()
    title = models.TextField(blank=True)
    agency_name = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Fact.Meta):
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(name="voter_once", fields=["ballot", "person"])]

    def __str__(self) -> str:
        return self.name


class Returned(Fact):
    """That a voter's paper came back (đã gửi phiếu): of a secret ballot all that is known of a person."""

    voter = models.OneToOneField(Voter, models.PROTECT, related_name="returned")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="returned")

    class Meta(Fact.Meta):
        pass


class Vote(Fact):
    """A paper (lá phiếu). The last of a chain of `supersedes` counts.

    Of an open ballot it names its voter. Of a secret one it names nobody: no voter, actor, request or moment,
    an identifier of pure chance, and `slip`, the SHA-256 of a receipt that only the voter was shown.
    """

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    voter = models.ForeignKey(Voter, models.PROTECT, null=True, blank=True, related_name="votes")
    slip = models.CharField(max_length=64, blank=True)
    choice = models.CharField(max_length=40)
    opinion = models.TextField(blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(
                name="vote_one_first_paper",
                fields=["voter"],
                condition=Q(voter__isnull=False, supersedes__isnull=True),
            ),
            models.UniqueConstraint(
                name="vote_one_slip",
                fields=["ballot", "slip"],
                condition=Q(supersedes__isnull=True) & ~Q(slip=""),
            ),
            models.CheckConstraint(
                name="vote_names_a_voter_or_a_slip",
                condition=Q(voter__isnull=False, slip="") | (Q(voter__isnull=True) & ~Q(slip="")),
            ),
            models.CheckConstraint(
                name="vote_secret_names_nobody",
                condition=Q(slip="") | Q(actor__isnull=True, request__isnull=True),
            ),
        ]


class Closing(Fact):
    """A count (kiểm phiếu): what came back and how it ended. A ballot that was extended is counted again."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="closings")
    asked = models.PositiveSmallIntegerField()
    returned = models.PositiveSmallIntegerField()
    papers = models.JSONField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    winner = models.CharField(max_length=40, blank=True)
    needed = models.PositiveSmallIntegerField()
    needed_back = models.PositiveSmallIntegerField()

    class Meta(Fact.Meta):
        ordering = ["-recorded_at"]

    @property
    def outcome_word(self) -> str:
        """The outcome in words."""
        return str(Outcome(self.outcome).label)


class Decision(Fact):
    """What was decided (quyết nghị), from a ballot or at a meeting; one a ballot."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions")
    ballot = models.OneToOneField(Ballot, models.PROTECT, null=True, blank=True, related_name="decision")
    text = models.TextField()
    choice = models.CharField(max_length=40, blank=True)
    decided_on = models.DateField()

    class Meta(Fact.Meta):
        ordering = ["-decided_on", "-recorded_at"]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The decision's page."""
        return reverse("conclusions:decision", args=[self.pk])
