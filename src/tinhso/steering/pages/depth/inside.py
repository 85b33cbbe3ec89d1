"""What stands inside a task, read for its page: parts, needs, deliverables, papers, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.people.principals import Principal, principal_of
from tinhso.steering.depth import extending, rights, splitting
from tinhso.steering.depth.talking import NAMED
from tinhso.steering.labels import late_in_words
from tinhso.steering.models import Deliverable, Dependency, JointAgency, Report, Task, TaskComment, TaskState
from tinhso.steering.pages import reading, tables
from tinhso.steering.queries import boards
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.shapes import TaskRow

MOST_PARTS = 200
"""Parts that the page lists; the rest is in the plan's list."""
_UNFINISHED = {JointAgency.Part.ASKED, JointAgency.Part.AGREED}
PART_LOOKS = {"asked": "unknown", "agreed": "in_progress", "done": "met", "declined": "late"}
DELIVERABLE_LOOKS = {
    "expected": "unknown",
    "delivered": "in_progress",
    "returned": "returned",
    "accepted": "met",
}


def _told(rows: Iterable[TaskRow]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "look": boards.task_look(row),
            "word": tables.task_word(row),
            "left": tables.days_words(row),
        }
        for row in rows
    ]


def _rows(request: HttpRequest, tasks: Any) -> list[TaskRow]:
    return rows_of(tasks, reading.as_of(request), with_illustrative=True)


def _reported(task: Task) -> bool:
    """Whether a report on it waits for somebody's word."""
    return task.reports.filter(state=Report.State.SUBMITTED).exists()


def parts(request: HttpRequest, task: Task) -> dict[str, Any]:
    """The parts of a task: counts, a bar, and what the counts propose; never a state of the task itself."""
    rows = _rows(request, task.parts.order_by("deadline", "code"))
    live = [row for row in rows if row.state != TaskState.DROPPED]
    done = sum(row.state == TaskState.DONE for row in live)
    return {
        "parts": _told(rows[:MOST_PARTS]),
        "parts_all": len(rows),
        "parts_live": len(live),
        "parts_done": done,
        "parts_looks": dict(Counter(boards.task_look(row) for row in rows)),
        "parts_propose": bool(live) and done == len(live) and not _reported(task),
    }


def _why(row: TaskRow) -> str:
    """Why a task that is waited for holds others up."""
    if row.state == TaskState.DONE:
        return ""
    return late_in_words(row.days_late) if row.late else _("chưa xong")


def needs(request: HttpRequest, task: Task) -> dict[str, Any]:
    """What the task waits for, what waits for it."""
    edges = list(Dependency.objects.filter(task=task).order_by("pk"))
    followers = list(Task.objects.filter(needs_links__needs=task).order_by("deadline", "code")[:50])
    if not edges:
        return {"needs": [], "waiting_for": [], "followers": followers}
    by_key = {
        row.task.pk: row for row in _rows(request, Task.objects.filter(pk__in=[e.needs_id for e in edges]))
    }
    told = _told(by_key[edge.needs_id] for edge in edges)
    found = [{**one, "edge": edge, "why": _why(one["row"])} for one, edge in zip(told, edges, strict=True)]
    return {"needs": found, "waiting_for": [one for one in found if one["why"]], "followers": followers}


def joint(by: Principal, task: Task) -> dict[str, Any]:
    """The agencies that work along and what they said."""
    links = list(task.joint_links.select_related("agency").order_by("agency__sort_key", "agency__code"))
    return {
        "joint": [
            {
                "link": link,
                "look": PART_LOOKS[link.part],
                "mine": by.is_signed_in and rights.speaks_for(by, link.agency),
            }
            for link in links
        ],
        "joint_open": [
            link for link in links if link.part in {JointAgency.Part.ASKED, JointAgency.Part.AGREED}
        ],
    }


def deliverables(task: Task) -> dict[str, Any]:
    """What the task must hand in."""
    rows = list(task.deliverables.select_related("acceptor"))
    return {
        "deliverables": [{"row": row, "look": DELIVERABLE_LOOKS[row.state]} for row in rows],
        "deliverables_open": [
            row for row in rows if row.required and row.state != Deliverable.State.ACCEPTED
        ],
    }


def said(text: str) -> SafeString:
    """A comment with the names in it marked; everything else is text."""
    pieces, at = [], 0
    for found in NAMED.finditer(text):
        pieces.append(format_html("{}", text[at : found.start()]))
        pieces.append(format_html('<strong class="mention">{}</strong>', found.group()))
        at = found.end()
    pieces.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def words(by: Principal, task: Task) -> dict[str, Any]:
    """Papers and words, for those who may see them."""
    if not rights.may_see_inside(by, task):
        return {"inside": False}
    comments = TaskComment.objects.filter(task=task, superseded_by=None).select_related("root")
    first = sorted(comments, key=lambda row: (row.root or row).recorded_at)
    return {
        "inside": True,
        "may_speak": rights.may_speak(by, task),
        "files": list(task.files.select_related("file")),
        "comments": [
            {
                "row": row,
                "text": said(row.text),
                "at": (row.root or row).recorded_at,
                "edited": row.root is not None and not row.withdrawn,
                "mine": row.author_id == by.account_id,
            }
            for row in first
        ],
        "watching": task.watchers.filter(account=by.account_id).exists() if by.account_id else False,
    }


def context(request: HttpRequest, task: Task) -> dict[str, Any]:
    """Everything inside the task for this reader."""
    by = principal_of(request)
    found = {
        **parts(request, task),
        **needs(request, task),
        **joint(by, task),
        **deliverables(task),
        **words(by, task),
        "parent": Task.objects.filter(pk=task.parent_id).first() if task.parent_id else None,
        "may_split": rights.may_split(by, task),
    }
    found["may_split"] = found["may_split"] and splitting.depth_of(task) < splitting.DEEPEST
    if by.is_signed_in:
        found |= {
            "deadlines": extending.deadlines(task),
            "extended": extending.given(task),
            "most_extensions": extending.most_of(task.plan),
        }
    return found
