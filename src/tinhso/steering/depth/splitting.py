"""Breaking a task down: one action gives parts to many agencies (chia việc)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.base.text import fold
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.steering.actions import naming
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.depth import holding, rights, telling
from tinhso.steering.depth.drafts import PartDraft, SplitDraft
from tinhso.steering.events import PlanChanged
from tinhso.steering.models import Deliverable, Plan, Task, TaskState

DEEPEST: Final = 3
"""Parts of parts of parts: a task, its parts, and two levels below."""


def depth_of(task: Task) -> int:
    """How many tasks stand above this one."""
    above, found = task.parent, 0
    while above is not None and found <= DEEPEST:
        above, found = above.parent, found + 1
    return found


def split(by: Principal, task_id: UUID, draft: SplitDraft) -> list[Task]:
    """Give parts of a task to agencies (chia nhiệm vụ). All of them, or none.

    Raises NotAllowed; Conflict when it has ended, is too deep, or an agency has its part already; Invalid
    with every part whose deadline is after the parent's without a reason.
    """
    with acting(by, "task.split") as act:
        parent = holding.locked(task_id)
        rights.require_split(by, parent)
        holding.require_open(parent)
        if depth_of(parent) >= DEEPEST:
            raise Conflict(
                _("Nhiệm vụ này đã ở cấp %(n)d, không chia nhỏ thêm.") % {"n": DEEPEST + 1},
                hint=_("Thêm phần việc ở nhiệm vụ cấp trên."),
            )
        agencies = naming.agencies([part.lead for part in draft.parts], "parts")
        _require_new(parent, agencies)
        _require_in_time(parent, draft)
        Plan.objects.select_for_update().get(pk=parent.plan_id)
        made = list(_parts(by, act, parent, draft, agencies))
        told = {"parts": {part.code: part.lead.code if part.lead else "" for part in made}}
        holding.note(act, parent, told, illustrative=holding.marked(by, parent))
        act.emit(PlanChanged(plan=parent.plan_id))
        telling.given(act, made)
    return made


def _require_new(parent: Task, agencies: Sequence[Agency]) -> None:
    held = parent.parts.filter(retired_on=None, lead__in=agencies).exclude(state=TaskState.DROPPED)
    names = [str(part.lead) for part in held.select_related("lead")]
    if names:
        raise Conflict(
            _("Đã giao phần việc cho: %(names)s.") % {"names": ", ".join(names)},
            field="parts",
            hint=_("Bỏ chọn các đơn vị này, hoặc thôi theo dõi phần việc cũ trước."),
        )
    if len({agency.pk for agency in agencies}) != len(agencies):
        raise Invalid(_("Một đơn vị được chọn hai lần."), field="parts")


def due_of(part: PartDraft, draft: SplitDraft, parent: Task) -> date | None:
    """The part's deadline: its own, that of all parts, else the parent's."""
    return part.deadline or draft.deadline or parent.deadline


def _require_in_time(parent: Task, draft: SplitDraft) -> None:
    problems = []
    for part in draft.parts:
        due = due_of(part, draft, parent)
        if parent.deadline and due and due > parent.deadline and not (part.late_reason or draft.late_reason):
            said = _("%(lead)s: hạn %(due)s sau hạn của nhiệm vụ (%(parent)s).") % {
                "lead": part.lead,
                "due": f"{due:%d/%m/%Y}",
                "parent": f"{parent.deadline:%d/%m/%Y}",
            }
            problems.append(Problem("after_parent", said, "deadline", _("Sửa hạn, hoặc nêu lý do.")))
    if problems:
        raise Invalid(
            problems[0].message, code="after_parent", field="deadline", hint=problems[0].hint,
            problems=problems,
        )  # fmt: skip


def _code(parent: Task, agency: Agency, taken: set[str]) -> str:
    """The parent's code and the agency's last word: `nv-12.so-khcn`; numbered where that is taken."""
    tail = re.sub(r"[^a-z0-9]+", "-", fold(agency.code)).strip("-").removeprefix(f"{agency.pack}-")
    base = f"{parent.code}.{tail}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    taken.add(found)
    return found


def _parts(
    by: Principal, act: Act, parent: Task, draft: SplitDraft, agencies: Sequence[Agency]
) -> Iterator[Task]:
    order = Task.objects.filter(plan=parent.plan).aggregate(last=Max("order"))["last"] or 0
    taken = set(Task.objects.filter(code__startswith=f"{parent.code}.").values_list("code", flat=True))
    today = clock.today()
    for number, (part, agency) in enumerate(zip(draft.parts, agencies, strict=True), start=1):
        task = Task(
            plan=parent.plan,
            goal=parent.goal,
            pillar=parent.pillar,
            parent=parent,
            code=_code(parent, agency, taken),
            title=part.title or f"{parent.title} ({agency})",
            lead=agency,
            deliverable=draft.deliverable or parent.deliverable,
            clause=parent.clause,
            starts_on=parent.starts_on,
            deadline=due_of(part, draft, parent),
            late_reason=part.late_reason or draft.late_reason,
            order=min(order + number, 32767),
            illustrative=holding.marked(by, parent),
        )
        task.save(force_insert=True)
        apply(act, task, Change(TaskState.NOT_STARTED, min(parent.plan.starts_on, today)))
        if draft.deliverable:
            Deliverable.objects.create(task=task, title=draft.deliverable, illustrative=task.illustrative)
        yield task
