"""All open work of an agency, piece by piece (việc đang mở của một đơn vị)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from tinhso.base import clock
from tinhso.people.models import Agency
from tinhso.steering.depth.holding import ENDED
from tinhso.steering.models import (
    Collector,
    Deliverable,
    HandoverItem,
    JointAgency,
    Recurrence,
    RecurrenceJoint,
    Target,
    Task,
    TaskRequest,
)

Kind = HandoverItem.Kind


@dataclass(frozen=True)
class Piece:
    """One thing that an agency holds; `key` names it in forms and files."""

    kind: str
    subject: UUID
    code: str
    title: str
    href: str = ""
    deadline: date | None = None
    illustrative: bool = False

    @property
    def key(self) -> str:
        """Kind and id."""
        return f"{self.kind}:{self.subject}"

    @property
    def kind_word(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)


def _open(prefix: str = "") -> Q:
    """Tasks of the home province that have not ended, or what belongs to such."""
    home = Q(**{f"{prefix}plan__pack": settings.HOME_PACK, f"{prefix}retired_on": None})
    return home & ~Q(**{f"{prefix}state__in": ENDED})


def open_work(agency: Agency) -> list[Piece]:
    """Everything open that names the agency: leads first, so that joint parts follow them. Eight queries."""
    return [
        *_tasks(agency),
        *_joint(agency),
        *_targets(agency),
        *_collectors(agency),
        *_requests(agency),
        *_acceptors(agency),
        *_patterns(agency),
    ]


def _of_task(kind: str, subject: UUID, task: Task, *, illustrative: bool) -> Piece:
    href = task.get_absolute_url()
    return Piece(kind, subject, task.code, task.title, href, task.deadline, illustrative)


def _tasks(agency: Agency) -> Iterator[Piece]:
    for task in Task.objects.filter(_open(), lead=agency).order_by("deadline", "code"):
        yield _of_task(Kind.TASK_LEAD, task.pk, task, illustrative=task.illustrative)


def _joint(agency: Agency) -> Iterator[Piece]:
    rows = JointAgency.objects.filter(_open("task__"), agency=agency).select_related("task")
    for link in rows.order_by("task__deadline", "task__code"):
        yield _of_task(Kind.TASK_JOINT, link.pk, link.task, illustrative=link.illustrative)


def _running() -> Q:
    return Q(plan__pack=settings.HOME_PACK, retired_on=None, plan__ends_on__gte=clock.today())


def _targets(agency: Agency) -> Iterator[Piece]:
    for row in Target.objects.filter(_running(), lead=agency).order_by("plan__order", "order", "code"):
        yield Piece(
            Kind.TARGET_LEAD, row.pk, row.code, row.title, row.get_absolute_url(),
            illustrative=row.illustrative,
        )  # fmt: skip


def _collectors(agency: Agency) -> Iterator[Piece]:
    targets = Target.objects.filter(_running()).order_by().values("pk")
    rows = Collector.objects.filter(agency=agency, target__in=targets).select_related("target")
    for row in rows.order_by("target__code"):
        yield Piece(
            Kind.COLLECTOR, row.pk, row.target.code, row.target.title, row.target.get_absolute_url(),
            illustrative=row.illustrative,
        )  # fmt: skip


def _requests(agency: Agency) -> Iterator[Piece]:
    rows = TaskRequest.objects.filter(
        _open("task__"), agency=agency, decision=TaskRequest.Decision.OPEN
    ).select_related("task")
    for row in rows.order_by("asked_at", "pk"):
        yield _of_task(Kind.REQUEST, row.pk, row.task, illustrative=row.illustrative)


def _acceptors(agency: Agency) -> Iterator[Piece]:
    rows = Deliverable.objects.filter(_open("task__"), acceptor=agency).select_related("task")
    for row in rows.exclude(state=Deliverable.State.ACCEPTED).order_by("task__code", "order", "pk"):
        yield _of_task(Kind.ACCEPTOR, row.pk, row.task, illustrative=row.illustrative)


def _patterns(agency: Agency) -> Iterator[Piece]:
    today = clock.today()
    running = Recurrence.objects.filter(plan__pack=settings.HOME_PACK, plan__ends_on__gte=today).filter(
        Q(ends_on=None) | Q(ends_on__gte=today)
    )
    for row in running.filter(lead=agency).order_by("code"):
        yield Piece(Kind.RECURRENCE_LEAD, row.pk, row.code, row.title, illustrative=row.illustrative)
    keys = running.order_by().values("pk")
    links = RecurrenceJoint.objects.filter(agency=agency, recurrence__in=keys).select_related("recurrence")
    for link in links.order_by("recurrence__code"):
        pattern = link.recurrence
        yield Piece(
            Kind.RECURRENCE_JOINT, link.pk, pattern.code, pattern.title, illustrative=link.illustrative
        )


__all__ = ["Piece", "open_work"]
