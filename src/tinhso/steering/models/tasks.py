"""Tasks, who works along on them, what happened to them, and what is asked about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.text import search_key
from tinhso.documents.models import Document
from tinhso.people.models import Agency
from tinhso.steering.models.choices import TaskState
from tinhso.steering.models.plans import Goal, Pillar, Plan, Target
from tinhso.steering.models.recurring import Recurrence


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks; however they are written, the words they are found by follow their title and code."""

    def bulk_create(self, objs: Iterable[Task], *args: Any, **kwargs: Any) -> list[Task]:
        """As Django's, with the words."""
        rows = list(objs)
        for row in rows:
            row.search_key = row.words()
        return super().bulk_create(rows, *args, **kwargs)


class Task(Tracked):
    """A piece of work given by a plan (nhiệm vụ), with one lead and any number of joint agencies.

    One with a `parent` is a part of it; `late_reason` says why it may end after its parent. One made by a
    `recurrence` is that of the period `occurs`.
    """

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
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    late_reason = models.TextField(blank=True)
    recurrence = models.ForeignKey(Recurrence, models.PROTECT, null=True, blank=True, related_name="tasks")
    occurs = models.CharField(max_length=24, blank=True)
    search_key = models.TextField(db_collation="C", blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(name="task_not_its_own_part", condition=~Q(parent=F("id"))),
            models.UniqueConstraint(
                name="task_once_a_period",
                fields=["recurrence", "occurs"],
                condition=Q(recurrence__isnull=False),
            ),
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
            models.Index(fields=["deadline", "code"], name="task_by_deadline"),
        ]

    def __str__(self) -> str:
        return self.title

    def words(self) -> str:
        """What the task is found by."""
        return search_key(self.title, self.title_en, self.code)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; the words it is found by follow its title and code."""
        self.search_key = self.words()
        named = kwargs.get("update_fields")
        if named is not None and {"title", "title_en", "code"} & set(named):
            kwargs["update_fields"] = {*named, "search_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The task's page."""
        return reverse("steering:task", args=[self.code])


class JointAgency(Tracked):
    """An agency that works along on a task (cơ quan phối hợp), and what it says of its part."""

    class Part(models.TextChoices):
        """What it says (ý kiến về phần việc)."""

        ASKED = "asked", _("Chưa trả lời")
        AGREED = "agreed", _("Nhận phối hợp")
        DONE = "done", _("Đã xong phần việc")
        DECLINED = "declined", _("Từ chối")

    task = models.ForeignKey(Task, models.CASCADE, related_name="joint_links")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="joint_links")
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.ASKED)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_label = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="joint_agency_once", fields=["task", "agency"])]


class Service(Tracked):
    """A task serves a target (nhiệm vụ phục vụ chỉ tiêu)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="served")
    target = models.ForeignKey(Target, models.CASCADE, related_name="served_by")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="service_once", fields=["task", "target"])]


class TaskEvent(Fact):
    """One change in the life of a task: state, deadline or lead, with the day it holds from.

    `lead` is said where work changed hands.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="events")
    dated = models.DateField()
    state = models.CharField(max_length=12, choices=TaskState.choices)
    deadline = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta(Fact.Meta):
        indexes = [
            models.Index(fields=["task", "-dated", "-recorded_at"], name="task_event_latest"),
            models.Index(fields=["task"], name="task_event_of_demo", condition=Q(illustrative=True)),
        ]


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
