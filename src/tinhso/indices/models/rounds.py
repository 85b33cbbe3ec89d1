"""A round of self-scoring: its components, their steps, what proves them, who was reminded. Steps are facts.

`Round` and `Component` hold where things stand now, written in the transaction of the step that moved them.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Document
from tinhso.indices.core.moves import SETTLED, Move, Standing, State
from tinhso.indices.models.editions import Edition, Node
from tinhso.people.models import Agency
from tinhso.places.models import Place

REMIND_DAYS: Final = (7, 1)
"""How many days before a deadline those who owe are reminded, unless the round says otherwise."""


def usual_reminders() -> list[int]:
    """The default of `Round.remind_days`."""
    return list(REMIND_DAYS)


class RoundState(models.TextChoices):
    """Where a round stands."""

    OPEN = "open", _("Đang chấm")
    PUBLISHED = "published", _("Đã công bố")


class Round(Tracked):
    """A round (đợt đánh giá): an edition, a year, the province that scores itself, the end of each phase."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    score_by = models.DateField()
    verify_by = models.DateField()
    appeal_by = models.DateField()
    publish_by = models.DateField()
    remind_days = models.JSONField(default=usual_reminders)
    state = models.CharField(max_length=9, choices=RoundState.choices, default=RoundState.OPEN)
    value = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-year", "edition__index__order"]
        constraints = [
            models.UniqueConstraint(name="round_once", fields=["edition", "year", "place"]),
            models.CheckConstraint(
                name="round_phases_in_order",
                condition=Q(score_by__lte=F("verify_by"))
                & Q(verify_by__lte=F("appeal_by"))
                & Q(appeal_by__lte=F("publish_by")),
            ),
            models.CheckConstraint(
                name="round_published_with_a_value",
                condition=~Q(state="published") | Q(value__isnull=False, document__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.year}"

    def get_absolute_url(self) -> str:
        """The board of the round."""
        return reverse("indices:round", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether steps may be made."""
        return self.state == RoundState.OPEN


class RoundStepKind(models.TextChoices):
    """What was done with a whole round."""

    OPEN = "open", _("Mở đợt")
    RESCHEDULE = "reschedule", _("Đổi thời hạn")
    ASSIGN = "assign", _("Giao đơn vị")
    PUBLISH = "publish", _("Công bố kết quả")
    REOPEN = "reopen", _("Mở lại")


class RoundStep(Fact):
    """One step of a round (bước của đợt): superseding the one before it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=RoundStepKind.choices)
    data = models.JSONField(default=dict)
    label = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["round", "recorded_at"], name="round_step_of_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.kind}"


class Component(Tracked):
    """A scored leaf of the edition in a round (chỉ số thành phần): owner, verifier, where it stands.

    Without a verifier the standing office verifies. `last` is the step in force.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="components")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    verifier = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    most = models.DecimalField(max_digits=9, decimal_places=3)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, default=State.WAITING)
    points = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    own = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    asked = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    last = models.UUIDField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="component_once", fields=["round", "node"]),
            models.CheckConstraint(
                name="component_points_inside",
                condition=Q(points=None) | (Q(points__gte=0) & Q(points__lte=F("most"))),
            ),
            models.CheckConstraint(
                name="component_state_known", condition=Q(state__in=[state.value for state in State])
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state"], name="component_of_owner"),
            models.Index(fields=["verifier", "state"], name="component_of_verifier"),
        ]

    def __str__(self) -> str:
        return str(self.node)

    def get_absolute_url(self) -> str:
        """Its page in the round."""
        return reverse("indices:component", args=[self.round_id, self.node.code])

    @property
    def standing(self) -> Standing:
        """Where it stands, for the pure rules."""
        return Standing(State(self.state), self.points, self.own, self.asked)

    @property
    def settled(self) -> bool:
        """Whether the round may be published as far as this one goes."""
        return State(self.state) in SETTLED

    @property
    def term(self) -> date | None:
        """The day until which the next step may be made; None where none is left to make."""
        terms = {
            State.WAITING: self.round.score_by,
            State.SCORED: self.round.verify_by,
            State.ADJUSTED: self.round.appeal_by,
            State.APPEALED: self.round.publish_by,
        }
        return terms.get(State(self.state)) if self.round.is_open else None

    @property
    def due(self) -> date | None:
        """The day by which somebody owes the next step; None when nobody does: appealing is a right."""
        return None if self.state == State.ADJUSTED else self.term

    def days_late(self, today: date) -> int:
        """Calendar days past the day on which the next step was due; 0 when it is not late."""
        return max(0, (today - self.due).days) if self.due else 0


class ComponentStep(Fact):
    """One step of a component (bước chấm): what was answered or ruled, superseding the step before it.

    `inputs` are the answers to the rule's inputs, numbers as text; `label` is who did it, in words.
    """

    component = models.ForeignKey(Component, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=6, choices=[(move.value, move.value) for move in Move])
    state = models.CharField(max_length=9)
    points = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    own = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    asked = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    inputs = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    links = models.JSONField(default=list)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    label = models.TextField(blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["component", "recorded_at"], name="component_step_of")]

    def __str__(self) -> str:
        return f"{self.component_id} {self.move}"


class StepFile(Fact):
    """A file that proves a step (tài liệu kiểm chứng)."""

    step = models.ForeignKey(ComponentStep, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta(Fact.Meta):
        constraints = [models.UniqueConstraint(name="step_file_once", fields=["step", "file"])]

    def __str__(self) -> str:
        return str(self.file)


class Reminder(Fact):
    """Somebody was reminded of a component (nhắc hạn): once for each term and number of days before it."""

    component = models.ForeignKey(Component, models.PROTECT, related_name="reminders")
    state = models.CharField(max_length=9)
    due = models.DateField()
    days = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(name="reminded_once", fields=["component", "state", "due", "days"])
        ]

    def __str__(self) -> str:
        return f"{self.component_id} {self.due}"
