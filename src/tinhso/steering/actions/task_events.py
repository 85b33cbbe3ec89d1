"""One change in the life of a task: the fact, and the task's row that shows the latest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.base.actions import Act
from tinhso.documents.models import Document
from tinhso.people.models import Agency
from tinhso.steering.events import TaskChanged
from tinhso.steering.models import Task, TaskEvent, TaskState


@dataclass(frozen=True)
class Change:
    """What changes, from which day. A deadline of None leaves the task's own."""

    state: TaskState
    dated: date
    deadline: date | None = None
    done_on: date | None = None
    progress: int | None = None
    note: str = ""
    document: Document | None = None
    lead: Agency | None = None
    illustrative: bool = False


def apply(act: Act, task: Task, change: Change) -> TaskEvent:
    """Write the event of a locked task; its row follows unless a later event stands.

    An illustrative change of a real task stays an event: the row is what really is.
    """
    event = TaskEvent(
        task=task,
        dated=change.dated,
        state=change.state,
        deadline=change.deadline or task.deadline,
        done_on=change.done_on if change.state == TaskState.DONE else None,
        progress=change.progress,
        note=change.note,
        document=change.document,
        lead=change.lead,
        illustrative=change.illustrative or task.illustrative,
    )
    later = TaskEvent.objects.filter(task=task, dated__gt=change.dated, illustrative=event.illustrative)
    event.save(force_insert=True)
    if event.illustrative == task.illustrative and not later.exists():
        task.state, task.done_on, task.progress = event.state, event.done_on, event.progress
        task.deadline = event.deadline
        task.version += 1
        task.save(update_fields=["state", "done_on", "progress", "deadline", "version"])
    act.emit(TaskChanged(task=task.pk, state=event.state))
    return event
