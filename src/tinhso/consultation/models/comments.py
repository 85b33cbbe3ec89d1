"""What was said and what the drafter made of it: facts. And what the public sent, before it was read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.audit.triggers import history
from tinhso.consultation.models.choices import AnswerKind, Moderation
from tinhso.consultation.models.drafts import Clause, Draft
from tinhso.consultation.models.rounds import Invitee, Note, Round
from tinhso.people.models import Agency, Person


class Submission(Tracked):
    """What somebody of the public sent (ý kiến của người dân), as it came. Shown only when it was read.

    Personal data: `name` and `contact`, both optional, kept out of the history and cleared after a time.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="submissions")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=Moderation.choices, default=Moderation.PENDING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.TextField(blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        triggers = history(without=("name", "contact"))
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(name="submission_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="submission_refused_with_reason",
                condition=~Q(state=Moderation.REFUSED) | ~Q(decision=""),
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="submission_to_read")]


class Comment(Fact):
    """A comment as it was sent (ý kiến góp ý): it never changes and never goes. `number` counts in the draft.

    It came from an agency or person that was asked (`invitee`), or from the public (`submission`).
    `clause` is that of the round's version; None speaks of the whole.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="comments")
    round = models.ForeignKey(Round, models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    invitee = models.ForeignKey(Invitee, models.PROTECT, null=True, blank=True, related_name="comments")
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="comment"
    )
    note = models.OneToOneField(Note, models.PROTECT, null=True, blank=True, related_name="comment")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    author_label = models.TextField(blank=True)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="comments")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField()
    late = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        ordering = ["draft", "number"]
        constraints = [
            models.UniqueConstraint(name="comment_once", fields=["draft", "number"]),
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="comment_has_one_source",
                condition=Q(invitee__isnull=False, submission__isnull=True)
                | Q(invitee__isnull=True, submission__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def source(self) -> str:
        """Who said it, as tables name them."""
        if self.agency:
            return self.agency.name
        return self.person.full_name if self.person else _("Người dân, doanh nghiệp")

    def get_absolute_url(self) -> str:
        """Where it stands on the draft's page."""
        return f"{self.draft.get_absolute_url()}answers#y-kien-{self.number}"


class Answer(Fact):
    """What the drafter answers a comment (tiếp thu, giải trình). A later one supersedes it.

    `clause`: the clause of a later version in which it was taken up. `batch` names answers given together.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=9, choices=AnswerKind.choices)
    text = models.TextField(blank=True)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="answers")
    batch = models.UUIDField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    author_label = models.TextField(blank=True)

    class Meta(Fact.Meta):
        ordering = ["comment", "recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="answer_gives_its_reason", condition=Q(kind=AnswerKind.ACCEPTED) | ~Q(text="")
            ),
            models.UniqueConstraint(
                name="answer_one_first", fields=["comment"], condition=Q(supersedes__isnull=True)
            ),
        ]
