"""Conclusions (kết luận), the notice that issues them, and what became of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from tinhso.base.audit.models import Fact, Tracked
from tinhso.committees.models import Committee
from tinhso.conclusions.models.ballots import Decision
from tinhso.conclusions.models.choices import CarryChoice, ConclusionState, Step
from tinhso.conclusions.models.minutes import MinuteEntry
from tinhso.documents.models import Document
from tinhso.indicators.models import Indicator
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.people.models import Agency
from tinhso.steering.models import Plan, Target, Task


class ConclusionNotice(Tracked):
    """A notice of conclusions (thông báo kết luận): the document it is, and the plan of its tasks."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="conclusion_notices")
    document = models.OneToOneField(Document, models.PROTECT, related_name="conclusion_notice")
    plan = models.OneToOneField(Plan, models.PROTECT, null=True, blank=True, related_name="conclusion_notice")
    issued_on = models.DateField()

    class Meta(Tracked.Meta):
        ordering = ["-issued_on", "-id"]

    def __str__(self) -> str:
        return self.document.cited


class Conclusion(Tracked):
    """One conclusion of a meeting (kết luận): what is to be done, by whom, by when.

    `deadline` is the day it is due; `deadline_text` what was said (“trong tháng 4”).
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="conclusions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="conclusions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="conclusions")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="conclusions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="led_conclusions")
    joint = models.ManyToManyField(
        Agency, through="ConclusionJoint", blank=True, related_name="joint_conclusions"
    )
    entries = models.ManyToManyField(
        MinuteEntry, through="ConclusionSource", blank=True, related_name="conclusions"
    )
    deadline = models.DateField(null=True, blank=True)
    deadline_text = models.CharField(max_length=120, blank=True)
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="conclusions")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="conclusions"
    )
    state = models.CharField(max_length=10, choices=ConclusionState.choices, default=ConclusionState.DRAFT)
    state_reason = models.TextField(blank=True)
    notice = models.ForeignKey(
        ConclusionNotice, models.PROTECT, null=True, blank=True, related_name="conclusions"
    )
    task = models.OneToOneField(Task, models.PROTECT, null=True, blank=True, related_name="conclusion")
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(name="conclusion_one_number", fields=["meeting", "number"]),
            models.CheckConstraint(
                name="conclusion_task_when_given",
                condition=Q(state=ConclusionState.TASK, task__isnull=False)
                | (~Q(state=ConclusionState.TASK) & Q(task__isnull=True)),
            ),
            models.CheckConstraint(
                name="conclusion_dropped_with_reason",
                condition=~Q(state=ConclusionState.DROPPED) | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="conclusion_issued_by_a_notice",
                condition=~Q(
                    state__in=(ConclusionState.ISSUED, ConclusionState.CARRIED, ConclusionState.TASK)
                )
                | Q(notice__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state"], name="conclusion_by_committee"),
            models.Index(fields=["lead", "state"], name="conclusion_by_lead"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def state_word(self) -> str:
        """The state in words."""
        return str(ConclusionState(self.state).label)

    def get_absolute_url(self) -> str:
        """The conclusion's page."""
        return reverse("conclusions:conclusion", args=[self.pk])


class ConclusionJoint(Tracked):
    """An agency that works along (cơ quan phối hợp)."""

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="joint_links")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="conclusion_links")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="conclusion_joint_once", fields=["conclusion", "agency"])]


class ConclusionSource(Tracked):
    """An entry of the minutes that a conclusion was drafted from (ý kiến làm căn cứ)."""

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="source_links")
    entry = models.ForeignKey(MinuteEntry, models.PROTECT, related_name="conclusion_links")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="conclusion_source_once", fields=["conclusion", "entry"])]


class ConclusionEvent(Fact):
    """One step in the life of a conclusion. A step `carry` names the meeting and item it returned to."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="events")
    step = models.CharField(max_length=8, choices=Step.choices)
    state = models.CharField(max_length=10, choices=ConclusionState.choices)
    to_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="carried_conclusions"
    )
    to_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="carried_conclusions"
    )

    class Meta(Fact.Meta):
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="conclusion_carried_once_to_a_meeting",
                fields=["conclusion", "to_meeting"],
                condition=Q(to_meeting__isnull=False),
            ),
            models.CheckConstraint(
                name="conclusion_carried_to_a_meeting",
                condition=~Q(step=Step.CARRY) | Q(to_meeting__isnull=False),
            ),
        ]

    @property
    def step_word(self) -> str:
        """The step in words."""
        return str(Step(self.step).label)


class CarryRule(Tracked):
    """What a committee wants back on its agenda (kết luận nào trở lại chương trình), and by which paper."""

    committee = models.OneToOneField(Committee, models.PROTECT, related_name="carry_rule")
    choice = models.CharField(max_length=10, choices=CarryChoice.choices, default=CarryChoice.LATE)
    legal_reference = models.TextField(blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        pass
