"""What a pack says of tasks in depth: deliverables, needs, answers and words of a task; patterns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, PackItem
from tinhso.people.loading import account_labels, agency_ids
from tinhso.people.models import Agency
from tinhso.steering.loading import plan_rows, task_rows
from tinhso.steering.models import (
    Deliverable,
    DeliverableEvent,
    Dependency,
    JointAgency,
    Recurrence,
    RecurrenceJoint,
    Task,
    TaskComment,
)
from tinhso.steering.pack_items import Codes


class DeliverableItem(PackItem):
    """What the task must hand in, and where that stands."""

    title: str
    required: bool = True
    state: Deliverable.State = Deliverable.State.EXPECTED
    note: str = ""


class AnswerItem(PackItem):
    """What a joint agency says of its part."""

    agency: str
    part: JointAgency.Part
    note: str = ""


class CommentItem(PackItem):
    """A comment: who (an account), how many days ago, what."""

    by: str
    days_ago: int = 0
    text: str


class WorkItem(PackItem):
    """What stands inside a task (bên trong nhiệm vụ)."""

    task: str
    needs: Codes = ()
    deliverables: tuple[DeliverableItem, ...] = ()
    answers: tuple[AnswerItem, ...] = ()
    comments: tuple[CommentItem, ...] = ()


class RecurrenceItem(PackItem):
    """A pattern of recurring work (nhiệm vụ định kỳ)."""

    code: str
    plan: str
    title: str
    lead: str = ""
    joint: Codes = ()
    deliverable: str = ""
    every: Recurrence.Every
    due: Recurrence.Due = Recurrence.Due.WORKING_DAY
    due_number: int = 0
    shift: Recurrence.Shift = Recurrence.Shift.BEFORE
    ahead_days: int = 14
    starts_on: dt.date
    ends_on: dt.date | None = None


class Works(BatchSection[WorkItem]):
    """The section `task_work`, for demo files."""

    name = "task_work"
    lived = True
    schema = WorkItem
    files = ("task-work.yaml",)

    def key(self, item: WorkItem) -> str:
        """The task."""
        return item.task

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, WorkItem]:
        """The tasks that something was laid down for: what happened since is not the pack's to take back."""
        del pack
        laid = Q(deliverables__isnull=False) | Q(comments__isnull=False) | Q(needs_links__isnull=False)
        rows = Task.objects.filter(laid, code__in=keys).order_by().values_list("code", flat=True)
        return {code: WorkItem(task=code) for code in rows.distinct()}

    def write_many(self, pack: PackInfo, items: Sequence[WorkItem], act: Act, *, illustrative: bool) -> None:
        """What is not there yet."""
        tasks = task_rows(code for item in items for code in (item.task, *item.needs))
        people = account_labels(comment.by for item in items for comment in item.comments)
        agencies = agency_ids(answer.agency for item in items for answer in item.answers)
        for item in items:
            task = tasks[item.task]
            for code in item.needs:
                marked = {"illustrative": illustrative}
                Dependency.objects.get_or_create(task=task, needs=tasks[code], defaults=marked)
            for order, told in enumerate(item.deliverables, start=1):
                _deliverable(task, told, order, illustrative=illustrative)
            for answer in item.answers:
                said = {"part": answer.part, "note": answer.note, "answered_at": act.now}
                task.joint_links.filter(agency_id=agencies[answer.agency]).update(**said)
            for comment in item.comments:
                who, label = people[comment.by]
                if not task.comments.filter(author_id=who, text=comment.text).exists():
                    TaskComment.objects.create(
                        task=task, author_id=who, author_label=label, text=comment.text,
                        recorded_at=act.now - dt.timedelta(days=comment.days_ago), illustrative=illustrative,
                    )  # fmt: skip
        act.record(f"pack:{pack.code}", subject="task_work", data={"written": len(items)})

    def check(self, items: Sequence[Located[WorkItem]], everything: Catalogue) -> Iterable[Finding]:
        """Only illustrative, about tasks that exist."""
        yield from unknown_codes(items, "task", everything.keys("tasks"))
        yield from unknown_codes(items, "needs", everything.keys("tasks"))
        for item in items:
            if not item.illustrative:
                yield item.error("", _("chỉ có trong phần minh hoạ (demo/)"))


def _deliverable(task: Task, told: DeliverableItem, order: int, *, illustrative: bool) -> None:
    row, new = Deliverable.objects.get_or_create(
        task=task,
        title=told.title,
        defaults={
            "required": told.required, "order": order, "state": told.state, "illustrative": illustrative,
        },
    )  # fmt: skip
    states = Deliverable.State
    ways = {
        states.DELIVERED: (states.DELIVERED,),
        states.RETURNED: (states.DELIVERED, states.RETURNED),
        states.ACCEPTED: (states.DELIVERED, states.ACCEPTED),
    }
    for state in ways.get(told.state, ()) if new else ():
        note = told.note if state == told.state else ""
        DeliverableEvent.objects.create(deliverable=row, state=state, note=note, illustrative=illustrative)


class Recurrences(BatchSection[RecurrenceItem]):
    """The section `recurrences`."""

    name = "recurrences"
    schema = RecurrenceItem
    files = ("recurrences.yaml",)

    def key(self, item: RecurrenceItem) -> str:
        """The code, unique everywhere."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, RecurrenceItem]:
        """The stored patterns."""
        del pack
        rows = Recurrence.objects.filter(code__in=keys).select_related("plan", "lead")
        return {row.code: _recurrence(row) for row in rows.prefetch_related("joint")}

    def write_many(
        self, pack: PackInfo, items: Sequence[RecurrenceItem], act: Act, *, illustrative: bool
    ) -> None:
        """All patterns; the job makes their tasks."""
        plans = plan_rows(item.plan for item in items)
        agencies = agency_ids(code for item in items for code in (item.lead, *item.joint))
        for item in items:
            row, _new = Recurrence.objects.update_or_create(
                code=item.code,
                defaults={
                    **item.model_dump(exclude={"code", "plan", "lead", "joint"}),
                    "plan": plans[item.plan],
                    "lead_id": agencies.get(item.lead),
                    "illustrative": illustrative,
                },
            )
            row.joint_links.exclude(agency_id__in=[agencies[code] for code in item.joint]).delete()
            for code in item.joint:
                RecurrenceJoint.objects.update_or_create(
                    recurrence=row, agency_id=agencies[code], defaults={"illustrative": illustrative}
                )
        act.record(f"pack:{pack.code}", subject="recurrences", data={"written": len(items)})

    def check(self, items: Sequence[Located[RecurrenceItem]], everything: Catalogue) -> Iterable[Finding]:
        """Plan and agencies exist."""
        for field, section in (("plan", "plans"), ("lead", "agencies"), ("joint", "agencies")):
            yield from unknown_codes(items, field, everything.keys(section))


def _recurrence(row: Recurrence) -> RecurrenceItem:
    nested = {"plan", "lead", "joint"}
    joint: list[Agency] = list(row.joint.all())
    return RecurrenceItem.model_validate(
        {
            **{name: getattr(row, name) for name in RecurrenceItem.model_fields.keys() - nested},
            "plan": row.plan.full_slug,
            "lead": row.lead.code if row.lead else "",
            "joint": tuple(sorted(agency.code for agency in joint)),
        }
    )


SECTIONS = (Works(), Recurrences())
