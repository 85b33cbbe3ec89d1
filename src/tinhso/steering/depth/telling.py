"""Telling those concerned, through `notify`, inside the transaction of what happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.web import wording
from tinhso.notify.sending import Notice, To, send
from tinhso.people import queries as people
from tinhso.people.models import Agency, Person, Role
from tinhso.steering import notices
from tinhso.steering.depth import rights
from tinhso.steering.models import (
    Deliverable,
    JointAgency,
    Task,
    TaskComment,
    TaskEvent,
    TaskRequest,
    TaskState,
    Watcher,
)

_OFFICE = (Role.STANDING_OFFICE,)
_SHORT = 300


def day(value: date | None) -> str:
    """A deadline as a notice says it."""
    return wording.day(value) if value else _("không nêu hạn")


def _of(task: Task) -> dict[str, str]:
    return {"title": task.title, "code": task.code}


def _notice(
    kind: str, task: Task, to: To, values: Mapping[str, str], key: object, *, illustrative: bool = False
) -> Notice:
    shown = illustrative or task.illustrative
    return Notice(kind, to, {**_of(task), **values}, task.get_absolute_url(), str(key), shown)


def given(act: Act, tasks: Iterable[Task]) -> None:
    """Agencies that were given tasks."""
    send(
        act,
        [
            _notice(
                notices.GIVEN,
                task,
                To(agencies=(task.lead.pk,)),
                {"agency": str(task.lead), "deadline": day(task.deadline)},
                task.pk,
            )
            for task in tasks
            if task.lead is not None
        ],
    )


def part_answered(act: Act, task: Task, link: JointAgency) -> None:
    """The lead hears what a joint agency says."""
    if task.lead is None:
        return
    told = {
        "agency": str(link.agency),
        "answer": str(JointAgency.Part(link.part).label),
        "note": link.note,
    }
    key = f"{link.pk}:{act.now.isoformat()}"
    send(act, [_notice(notices.PART_ANSWERED, task, To(agencies=(task.lead.pk,)), told, key)])


def delivered(act: Act, row: Deliverable) -> None:
    """Who accepts hears that something was handed in; the standing office where nobody is named."""
    to = To(agencies=(row.acceptor.pk,)) if row.acceptor else To(agencies=_offices(), roles=_OFFICE)
    key = f"{row.pk}:{row.version}"
    send(act, [_notice(notices.DELIVERED, row.task, to, {"deliverable": row.title}, key)])


def _offices() -> tuple[UUID, ...]:
    """Agencies with a chair of the standing office."""
    rows = people.agencies().filter(positions__role=Role.STANDING_OFFICE).order_by().distinct()
    return tuple(rows.values_list("pk", flat=True))


def judged(act: Act, row: Deliverable, words: str) -> None:
    """Who works on the task hears what became of the deliverable."""
    if row.task.lead is None:
        return
    told = {
        "deliverable": row.title,
        "outcome": str(Deliverable.State(row.state).label),
        "note": words,
    }
    to = To(agencies=(row.task.lead.pk,))
    send(act, [_notice(notices.JUDGED, row.task, to, told, f"{row.pk}:{row.version}")])


def decided(act: Act, task: Task, request: TaskRequest) -> None:
    """Who asked hears the answer."""
    kind = TaskRequest.Kind(request.kind).label
    asked = f"{kind} {wording.day(request.until)}" if request.until else str(kind)
    told = {
        "asked": asked,
        "answer": str(TaskRequest.Decision(request.decision).label),
        "note": request.decision_note,
    }
    send(
        act,
        [
            _notice(
                notices.DECIDED,
                task,
                To(agencies=(request.agency_id,)),
                told,
                request.pk,
                illustrative=request.illustrative,
            )
        ],
    )


def said(act: Act, task: Task, row: TaskComment, persons: Sequence[Person], units: Sequence[Agency]) -> None:
    """Those named, then those who follow and may still read it; each once, the author not.

    A comment written anew is told to those only who had not heard of it.
    """
    told = {"author": row.author_label, "text": row.text[:_SHORT]}
    named = To(persons=tuple(one.pk for one in persons), agencies=tuple(one.pk for one in units))
    following = To(accounts=_inside(task, watchers(task, but=row.author_id)))
    key, author = row.root_id or row.pk, frozenset({row.author_id} if row.author_id else ())
    found = [
        replace(_notice(kind, task, to, told, key, illustrative=row.illustrative), but=author, once=str(key))
        for kind, to in ((notices.MENTIONED, named), (notices.COMMENTED, following))
        if to.persons or to.agencies or to.accounts
    ]
    if found:
        send(act, found)


def _inside(task: Task, accounts: Collection[UUID]) -> tuple[UUID, ...]:
    """Those of the accounts that may read today what is said of the task."""
    known = people.principals(accounts) if accounts else {}
    return tuple(key for key, principal in known.items() if rights.may_see_inside(principal, task))


def watchers(task: Task, *, but: UUID | None = None) -> tuple[UUID, ...]:
    """The accounts that follow a task."""
    found = Watcher.objects.filter(task=task).values_list("account_id", flat=True)
    return tuple(account for account in found if account != but)


def changed(act: Act, task: Task, event: TaskEvent) -> None:
    """Those who follow a task hear of its new state or deadline."""
    watching = watchers(task, but=event.actor)
    if watching:
        told = {"state": str(TaskState(event.state).label), "deadline": day(event.deadline)}
        to = To(accounts=watching)
        notice = _notice(notices.CHANGED, task, to, told, event.pk, illustrative=event.illustrative)
        send(act, [replace(notice, but=frozenset({event.actor} if event.actor else ()))])


def handed_over(
    act: Act, predecessor: Agency, counts: Mapping[Agency, int], paper: str, key: UUID, *, illustrative: bool
) -> None:
    """The agencies that received work in bulk."""
    send(
        act,
        [
            Notice(
                notices.HANDED_OVER,
                To(agencies=(agency.pk,)),
                {
                    "count": str(count),
                    "predecessor": predecessor.name,
                    "successor": agency.name,
                    "document": paper,
                },
                agency.get_absolute_url(),
                f"{key}:{agency.pk}",
                illustrative,
            )
            for agency, count in counts.items()
        ],
    )
