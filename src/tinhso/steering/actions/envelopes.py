"""What a report's words and figure must hold before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.hashing import canonical
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.indicators.models import Kind
from tinhso.indicators.schemas import Draft, Values
from tinhso.people.models import Agency
from tinhso.steering.models import Target, Task, TaskState
from tinhso.steering.policies import Subject
from tinhso.steering.schemas import ReportDraft

_WHY = {TaskState.PAUSED, TaskState.DROPPED}


def content_digest(subject: Subject, draft: ReportDraft, files: Sequence[str]) -> str:
    """What was sent, in one word: the same key with another word is a conflict."""
    told = {**draft.model_dump(mode="json"), "files": list(files), "subject": subject.code}
    return hashlib.sha256(canonical(told)).hexdigest()


def require_open(subject: Subject) -> None:
    """Raise Conflict for what is retired."""
    if subject.retired_on is not None:
        raise Conflict(
            _("“%(title)s” đã thôi thực hiện từ %(day)s.")
            % {"title": subject.title, "day": f"{subject.retired_on:%d/%m/%Y}"}
        )


def require_told(subject: Subject, draft: ReportDraft) -> None:
    """Raise Invalid with every problem at its field."""
    problems = list(_of_target(subject, draft) if isinstance(subject, Target) else _of_task(draft))
    if problems:
        first = problems[0]
        raise Invalid(first.message, code=first.code, field=first.field, hint=first.hint, problems=problems)


def _of_target(target: Target, draft: ReportDraft) -> Iterator[Problem]:
    figure = any(getattr(draft, name) is not None for name in Values.model_fields)
    if target.indicator is None:
        if figure:
            yield Problem("no_indicator", _("Chỉ tiêu này chưa gắn chỉ số nên chưa nhận số liệu."), "value")
        if not draft.done:
            yield Problem("missing", _("Chưa ghi kết quả thực hiện."), "done")
        return
    if not figure:
        field = "numerator" if target.indicator.kind == Kind.RATIO else "value"
        yield Problem("missing", _("Chưa có số liệu."), field, _("Ghi số, hoặc tử số và mẫu số."))
    if not draft.period:
        yield Problem("missing", _("Chưa chọn kỳ báo cáo."), "period", _("Ví dụ 2026-10, 2026-Q3, 2026."))
    for name in ("task_state", "task_done_on", "progress"):
        if getattr(draft, name) is not None:
            yield Problem("not_for_targets", _("Mục này chỉ dành cho nhiệm vụ."), name)


def _of_task(draft: ReportDraft) -> Iterator[Problem]:
    if draft.task_state is None:
        yield Problem("missing", _("Chưa chọn trạng thái thực hiện."), "task_state")
    for name in Values.model_fields:
        if getattr(draft, name) is not None:
            yield Problem("not_for_tasks", _("Nhiệm vụ không nhận số liệu; hãy báo cáo ở chỉ tiêu."), name)
    if draft.task_done_on and draft.task_state != TaskState.DONE:
        message = _("Ngày hoàn thành chỉ ghi khi nhiệm vụ đã hoàn thành.")
        yield Problem("not_done", message, "task_done_on")
    for name in ("task_done_on", "dated"):
        day: date | None = getattr(draft, name)
        if day and day > clock.today():
            yield Problem("future", _("Ngày %(day)s chưa tới.") % {"day": f"{day:%d/%m/%Y}"}, name)
    if draft.task_state in _WHY and not (draft.causes or draft.difficulties):
        yield Problem("missing", _("Nêu nguyên nhân tạm dừng hoặc không thực hiện."), "causes")
    if not draft.done and draft.task_state not in _WHY:
        yield Problem("missing", _("Chưa ghi kết quả thực hiện."), "done")
    if draft.period and _period(draft.period) is None:
        yield Problem("period", _("Không có kỳ “%(code)s”.") % {"code": draft.period}, "period")


def _period(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except ValueError:
        return None


def period_of(draft: ReportDraft) -> str:
    """The period told, else this month."""
    return draft.period or Period.of(PeriodKind.MONTH, clock.today()).code


def own_date(subject: Subject, draft: ReportDraft) -> date:
    """The report's own date where no figure says it: the day named, the day done, else today."""
    del subject
    return draft.dated or draft.task_done_on or clock.today()


def figure_of(target: Target, draft: ReportDraft, agency: Agency) -> Draft:
    """The figure of a report: a part by its agency where the target is collected, else the whole."""
    part = target.collectors.filter(agency=agency).select_related("place").first()
    collected = part is not None or target.collectors.exists()
    return Draft(
        **draft.model_dump(include=set(Values.model_fields)),
        indicator=target.indicator.code if target.indicator else "",
        place=(part.place if part and part.place else target.place).code,
        period=draft.period,
        dated=draft.dated,
        agency=agency.code if collected else "",
        text=draft.text,
        over_reason=draft.over_reason,
    )


def task_columns(subject: Subject, draft: ReportDraft) -> dict[str, object]:
    """The columns of a report that speak of a task."""
    if not isinstance(subject, Task) or draft.task_state is None:
        return {}
    done = draft.task_state == TaskState.DONE
    return {
        "task_state": draft.task_state.value,
        "task_done_on": (draft.task_done_on or clock.today()) if done else None,
        "progress": 100 if done and draft.progress is None else draft.progress,
    }
