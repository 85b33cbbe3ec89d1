"""Tasks, who works along on them, what happened to them, and what is asked about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.audit.models import Fact, Tracked
from tinhso.documents.models import Document
from tinhso.people.models import Agency
from tinhso.steering.models.choices import TaskState
from tinhso.steering.models.plans import Goal, Pillar, Plan, Target


class Task(Tracked):
    """A piece of work given by a plan (nhiệm vụ), with one lead and any number of joint agencies."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="tasks")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="tasks")
    code = models.TextField(unique=True, db_collation="C")
    title = models.TextField()
    title_en = models.TextField(blank=True)
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="led_tasks")
    joint = models.ManyToManyField(Agency, through="JointAgency", blank=True, related_name="joint_tasks")
    targets = models.ManyToManyField(Target, through="Service", blank=True, related_name="tasks")
    deliverable = models.TextField(blank=True)
    budget_note = models.TextField(blank=True)
    clause = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    deadline_text = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.NOT_STARTED)
    done_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="task_done_has_a_day", condition=~Q(state="done") | Q(done_on__isnull=False)
            ),
            models.CheckConstraint(
                name="task_progress_in_hundred", condition=Q(progress=None) | Q(progress__lte=100)
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "order"], name="task_in_order"),
            models.Index(fields=["lead", "state", "deadline"], name="task_by_lead"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The task's page."""
        return reverse("steering:task", args=[self.code])


class JointAgency(Tracked):
    """An agency that works along on a task (cơ quan phối hợp)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="joint_links")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="joint_links")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="joint_agency_once", fields=["task", "agency"])]


class Service(Tracked):
    """A task serves a target (nhiệm vụ phục vụ chỉ tiêu)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="served")
    target = models.ForeignKey(Target, models.CASCADE, related_name="served_by")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="service_once", fields=["task", "target"])]


class TaskEvent(Fact):
    """One change in the life of a task: state, deadline or lead, with the day it holds from."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="events")
    dated = models.DateField()
    state = models.CharField(max_length=12, choices=TaskState.choices)
    deadline = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["task", "-dated", "-recorded_at"], name="task_event_latest")]


class TaskRequest(Tracked):
    """An open request about a task: more time, or handing it back (đề nghị gia hạn, trả lại)."""

    class Kind(models.TextChoices):
        """What is asked."""

        EXTENSION = "extension", _("Xin gia hạn")
        RETURN = "return", pgettext_lazy("request", "Trả lại")

    class Decision(models.TextChoices):
        """What was answered."""

        OPEN = "open", _("Chờ quyết định")
        GRANTED = "granted", _("Đồng ý")
        REFUSED = "refused", _("Không đồng ý")

    task = models.ForeignKey(Task, models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)
    grounds = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(
                name="task_request_one_open", fields=["task", "kind"], condition=Q(decision="open")
            )
        ]
