"""Bringing a workbook in: tried first, then done whole or not at all. What did not change is not touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tinhso.base.actions import acting
from tinhso.base.errors import Invalid, Problem, Refusal
from tinhso.base.packs.wording import expectation
from tinhso.people.principals import Principal
from tinhso.steering import policies
from tinhso.steering.actions import targets as target_actions
from tinhso.steering.actions import tasks as task_actions
from tinhso.steering.actions.editing import tell
from tinhso.steering.models import Plan, Target, TargetValue, Task
from tinhso.steering.schemas import DueDraft, TargetDraft, TaskDraft
from tinhso.steering.workbook.columns import DUE, due_dates, heads_of, sheets
from tinhso.steering.workbook.reading import Line, read

Drafted = TargetDraft | TaskDraft
What = Literal["create", "change", "keep"]


@dataclass(frozen=True)
class RowChange:
    """What a row does: `fields` are those that change."""

    sheet: Literal["targets", "tasks"]
    code: str
    title: str
    what: What
    fields: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns that change."""
        return heads_of(self.sheet, self.fields)


@dataclass(frozen=True)
class Outcome:
    """What the workbook does, or would do; nothing with problems, whose fields are cells (`Chỉ tiêu!C5`)."""

    rows: tuple[RowChange, ...]
    problems: tuple[Problem, ...] = ()

    def count(self, what: What) -> int:
        """How many rows are created, changed or kept."""
        return sum(row.what == what for row in self.rows)


def check(by: Principal, plan: Plan, content: bytes) -> Outcome:
    """Try the workbook and leave nothing behind (chạy thử). Raises NotAllowed, Invalid (field `file`)."""
    policies.require_edit(by, plan)
    lines = _read(plan, content)
    with transaction.atomic():
        outcome = _apply(by, plan, lines)
        transaction.set_rollback(True)
    return outcome


def load(by: Principal, plan: Plan, content: bytes) -> Outcome:
    """Bring the workbook in (nạp), or nothing of it: Invalid with every problem at its cell, NotAllowed."""
    policies.require_edit(by, plan)
    lines = _read(plan, content)
    with acting(by, "plan.workbook") as act:
        outcome = _apply(by, plan, lines)
        if outcome.problems:
            first = outcome.problems[0]
            raise Invalid(
                _("Tệp có %(count)d chỗ cần sửa; chưa nạp dòng nào.") % {"count": len(outcome.problems)},
                field=first.field,
                problems=outcome.problems,
            )
        counts = {what: outcome.count(what) for what in ("create", "change", "keep")}
        if counts["create"] or counts["change"]:
            tell(act, plan, {"workbook": counts})
    return outcome


def _read(plan: Plan, content: bytes) -> list[Line]:
    stored = set(TargetValue.objects.filter(target__plan=plan).values_list("due_on", flat=True))
    return read(content, sheets(due_dates(plan, stored)))


def _apply(by: Principal, plan: Plan, lines: Sequence[Line]) -> Outcome:
    """Each row in its own savepoint, so that one bad row does not hide the others."""
    rows: list[RowChange] = []
    seen: set[tuple[str, str]] = set()
    for line in lines:
        named = (line.sheet.key, line.code)
        if line.code and named in seen:
            line.blame(Problem("twice", _("Mã này đã có ở dòng trên."), "code"))
        seen.add(named)
        if line.problems:
            continue
        try:
            with transaction.atomic():
                rows.append(_target(by, plan, line) if line.sheet.key == "targets" else _task(by, plan, line))
        except ValidationError as error:
            for one in error.errors():
                at = str(one["loc"][0]) if one["loc"] else None
                line.blame(Problem(one["type"], expectation(one, ()), at))
        except Refusal as refused:
            for problem in refused.problems:
                line.blame(problem)
    return Outcome(tuple(rows), tuple(problem for line in lines for problem in line.problems))


def _typed(line: Line, base: dict[str, Any]) -> dict[str, Any]:
    """What is stored, with the row's cells put over it; an empty direction leaves the stored one."""
    cells = {
        name: value
        for name, value in line.fields.items()
        if name != "version" and not name.startswith(DUE) and not (name == "direction" and value is None)
    }
    return {**base, **cells}


def _values(line: Line, before: TargetDraft | None) -> tuple[DueDraft, ...]:
    """The values due: of the row's columns, with the printed text kept where the value stays."""
    kept = {due.due_on: due for due in before.values} if before else {}
    for name, value in line.fields.items():
        if not name.startswith(DUE):
            continue
        on = date.fromisoformat(name.removeprefix(DUE))
        if value is None:
            kept.pop(on, None)
        elif on not in kept or kept[on].value != value:
            kept[on] = DueDraft(due_on=on, value=value)
    return tuple(kept[on] for on in sorted(kept))


def _target(by: Principal, plan: Plan, line: Line) -> RowChange:
    rows = Target.objects.select_related("plan", "goal", "pillar", "indicator", "lead", "place")
    found = rows.filter(plan=plan, code=line.code).first()
    before = target_actions.draft_of(found) if found else None
    typed = _typed(line, dict(before) if before else {})
    typed["collectors"] = tuple(sorted(typed.get("collectors", ())))
    draft = TargetDraft(**{**typed, "values": _values(line, before)})
    if found is None:
        target_actions.create_target(by, plan.pk, draft)
    elif draft != before:
        target_actions.edit_target(by, found.pk, draft, version=line.fields.get("version"))
    return _change(line, draft, before)


def _task(by: Principal, plan: Plan, line: Line) -> RowChange:
    rows = Task.objects.select_related("goal", "pillar", "lead")
    found = rows.filter(plan=plan, code=line.code).first()
    before = task_actions.draft_of(found) if found else None
    typed = _typed(line, dict(before) if before else {})
    for name in ("joint", "targets"):
        typed[name] = tuple(sorted(typed.get(name, ())))
    draft = TaskDraft(**typed)
    if found is None:
        task_actions.create_task(by, plan.pk, draft)
    elif draft != before:
        task_actions.edit_task(by, found.pk, draft, version=line.fields.get("version"))
    return _change(line, draft, before)


def _change(line: Line, draft: Drafted, before: Drafted | None) -> RowChange:
    if before is None:
        return RowChange(line.sheet.key, draft.code, draft.title, "create")
    new, old = dict(draft), dict(before)
    fields = tuple(name for name in new if new[name] != old[name])
    return RowChange(line.sheet.key, draft.code, draft.title, "change" if fields else "keep", fields)
