"""The official labels of a task and its days late or left: pure, from state, dates, requests and today.

The labels are those by which administrative bodies follow tasks given by their superiors (Quyết định
42/2014/QĐ-TTg and the task-following systems built on it).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tinhso.base.calendar.core import Calendar
from tinhso.steering.models.choices import TaskState


class Label(models.TextChoices):
    """The seven official labels, and the two states that are shown as themselves."""

    DONE_IN_TIME = "done_in_time", _("Hoàn thành đúng hạn")
    DONE_LATE = "done_late", _("Hoàn thành quá hạn")
    UNDER_WAY = "under_way", _("Đang thực hiện trong hạn")
    UNDER_WAY_LATE = "under_way_late", _("Đang thực hiện quá hạn")
    NOT_STARTED = "not_started", _("Chưa thực hiện")
    EXTENSION_ASKED = "extension_asked", _("Xin gia hạn")
    HANDED_BACK = "handed_back", pgettext_lazy("task", "Trả lại")
    PAUSED = "paused", _("Tạm dừng")
    DROPPED = "dropped", _("Không thực hiện")


OPEN_REQUESTS = {"return": Label.HANDED_BACK, "extension": Label.EXTENSION_ASKED}
"""Kinds of open requests and their labels, the stronger first."""


@dataclass(frozen=True)
class TaskFacts:
    """What the label of a task follows from; `open_requests` are kinds of requests without an answer."""

    state: TaskState
    deadline: date | None = None
    done_on: date | None = None
    open_requests: Set[str] = frozenset()


@dataclass(frozen=True)
class Labelled:
    """A task's label, whether it is late, and working days late or left (None without a deadline)."""

    label: Label
    late: bool
    days_late: int = 0
    days_left: int | None = None


def label_of(task: TaskFacts, today: date) -> Label:
    """The label. A task is in time on the day of its deadline itself, and always without a deadline."""
    if task.state is TaskState.DONE:
        return Label.DONE_LATE if is_late(task, today) else Label.DONE_IN_TIME
    if task.state is TaskState.DROPPED:
        return Label.DROPPED
    for kind, label in OPEN_REQUESTS.items():
        if kind in task.open_requests:
            return label
    if task.state is TaskState.PAUSED:
        return Label.PAUSED
    if task.state is TaskState.NOT_STARTED:
        return Label.NOT_STARTED
    return Label.UNDER_WAY_LATE if is_late(task, today) else Label.UNDER_WAY


def is_late(task: TaskFacts, today: date) -> bool:
    """Whether it was finished after its deadline, or is not finished and the deadline is past.

    What is paused or dropped is not late; an open request takes no lateness away.
    """
    if task.deadline is None or task.state in (TaskState.DROPPED, TaskState.PAUSED):
        return False
    return (task.done_on or today if task.state is TaskState.DONE else today) > task.deadline


def labelled(task: TaskFacts, today: date, calendar: Calendar) -> Labelled:
    """The label with working days late or left. Days late never count the deadline itself."""
    late = is_late(task, today)
    finished = task.state in (TaskState.DONE, TaskState.DROPPED)
    if task.deadline is None:
        return Labelled(label_of(task, today), late)
    if late:
        until = (task.done_on or today) if task.state is TaskState.DONE else today
        return Labelled(label_of(task, today), late, _between(calendar, task.deadline, until))
    left = None if finished or task.deadline < today else _between(calendar, today, task.deadline)
    return Labelled(label_of(task, today), late, days_left=left)


def late_in_words(days: int) -> str:
    """Working days late in words: on Saturday what was due on Friday is late, by no working day."""
    if not days:
        return gettext("quá hạn, chưa qua ngày làm việc nào")
    return gettext("quá hạn %(n)d ngày làm việc") % {"n": days}


def _between(calendar: Calendar, since: date, until: date) -> int:
    """Working days after `since` up to `until`, which counts."""
    return calendar.working_days(since + timedelta(days=1), until).count if until > since else 0
