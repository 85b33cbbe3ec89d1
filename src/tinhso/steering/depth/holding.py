"""What every action on a task in depth begins and ends with: the locked task, the entry in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.errors import Conflict, NotFound
from tinhso.people.principals import Principal
from tinhso.steering import policies
from tinhso.steering.actions.streams import stream
from tinhso.steering.models import Task, TaskState

ENDED = (TaskState.DONE, TaskState.DROPPED)


def locked(task_id: UUID) -> Task:
    """The task, locked until the action ends. Raises NotFound; Conflict for another province's."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan", "goal", "pillar", "lead")
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("Không có nhiệm vụ này."), field="task")
    policies.require_home(task.plan)
    return task


def require_open(task: Task) -> None:
    """Raises Conflict for a task that has ended."""
    if task.state in ENDED or task.retired_on is not None:
        raise Conflict(
            _("Nhiệm vụ đã kết thúc (%(state)s).") % {"state": TaskState(task.state).label},
            hint=_("Cần làm tiếp thì cơ quan thường trực đổi lại tình trạng ở mục “Cập nhật”."),
        )


def marked(by: Principal, task: Task) -> bool:
    """Whether what `by` does on the task is illustrative."""
    return by.illustrative or task.illustrative


def note(
    act: Act,
    task: Task,
    data: Mapping[str, object],
    *,
    about: Model | None = None,
    facts: Iterable[Model] = (),
    illustrative: bool,
) -> None:
    """The entry in the trail of the task's plan."""
    told = {"task": task.code, **data}
    chain = stream(task.plan, illustrative=illustrative)
    act.record(chain, subject=about or task, data=told, facts=facts)
