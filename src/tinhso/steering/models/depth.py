"""What a task is made of beyond its row: what it waits for and hands in, papers, words, followers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Document
from tinhso.people.models import Account, Agency, Person
from tinhso.steering.models.tasks import Task


class Dependency(Tracked):
    """`task` begins when `needs` is done (nhiệm vụ phụ thuộc: xong việc này mới làm được việc kia)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="needs_links")
    needs = models.ForeignKey(Task, models.CASCADE, related_name="followed_by")
    note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(name="dependency_once", fields=["task", "needs"]),
            models.CheckConstraint(name="dependency_not_on_itself", condition=~Q(task=F("needs"))),
        ]


class Deliverable(Tracked):
    """What a task must hand in (sản phẩm); its life is `DeliverableEvent` facts, its row shows the latest.

    `acceptor` None: the standing office accepts. A task with a `required` one that is not accepted cannot be
    confirmed as done.
    """

    class State(models.TextChoices):
        """Where it stands."""

        EXPECTED = "expected", _("Chưa nộp")
        DELIVERED = "delivered", _("Đã nộp, chờ nghiệm thu")
        RETURNED = "returned", pgettext_lazy("deliverable", "Trả lại")
        ACCEPTED = "accepted", _("Đã nghiệm thu")

    task = models.ForeignKey(Task, models.CASCADE, related_name="deliverables")
    title = models.TextField()
    required = models.BooleanField(default=True)
    acceptor = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.EXPECTED)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "pk"]


class DeliverableEvent(Fact):
    """A deliverable handed in, returned with a reason, or accepted (nộp, trả lại, nghiệm thu)."""

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=Deliverable.State.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    said_by = models.TextField(blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["deliverable", "-recorded_at"], name="deliverable_latest")]


class TaskFile(Tracked):
    """A file attached to a task (tệp kèm theo nhiệm vụ): seen by who may see the task's inner work."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_label = models.TextField(blank=True)
    added_by = models.UUIDField(null=True)

    class Meta(Tracked.Meta):
        ordering = ["-added_at", "pk"]
        constraints = [models.UniqueConstraint(name="task_file_once", fields=["task", "file"])]


class TaskComment(Fact):
    """What somebody says of a task (ý kiến trao đổi). An edit supersedes; one that `withdrawn` says nothing.

    `root` is the first of its versions, None for the first itself.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="comments")
    author = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    author_label = models.TextField()
    text = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False)
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="versions")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["task", "recorded_at"], name="comment_of_task")]


class Mention(Fact):
    """Somebody a comment names (nhắc tên): a person, or an agency as a whole."""

    comment = models.ForeignKey(TaskComment, models.PROTECT, related_name="mentions")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Fact.Meta):
        constraints = [
            models.CheckConstraint(
                name="mention_of_one",
                condition=Q(person__isnull=False, agency__isnull=True)
                | Q(person__isnull=True, agency__isnull=False),
            )
        ]


class Watcher(Tracked):
    """Somebody who follows a task (người theo dõi) and is told of its state, deadline and comments."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="watchers")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="watcher_once", fields=["task", "account"])]
