"""From conclusions to tasks (giao nhiệm vụ): a directive plan of the notice, a task for each conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.base.text import slugify
from tinhso.conclusions import policies
from tinhso.conclusions.actions.drafting import advance, happened
from tinhso.conclusions.core.states import Step
from tinhso.conclusions.models import Conclusion, ConclusionNotice, ConclusionState
from tinhso.conclusions.queries import conclusions as queries
from tinhso.meetings.models import Meeting
from tinhso.people.principals import Principal
from tinhso.steering import actions as steering
from tinhso.steering.models import Plan, Task
from tinhso.steering.schemas import PlanDraft, TaskDraft

GIVEABLE = (ConclusionState.ISSUED, ConclusionState.CARRIED)


@dataclass(frozen=True)
class Given:
    """What became tasks, and what could not yet: each with what it lacks."""

    tasks: tuple[Task, ...]
    lacking: tuple[Problem, ...] = ()


def lacks(conclusion: Conclusion) -> list[str]:
    """What a conclusion still needs to be given as a task."""
    found = []
    if conclusion.lead_id is None:
        found.append(_("cơ quan chủ trì"))
    if conclusion.deadline is None:
        found.append(_("thời hạn"))
    return found


def lacking(conclusion: Conclusion) -> Problem | None:
    """What it lacks, in a sentence that names it and the way out."""
    missing = lacks(conclusion)
    if not missing:
        return None
    return Problem(
        "incomplete",
        _("Kết luận %(number)d (“%(text)s”) chưa có %(what)s.")
        % {"number": conclusion.number, "text": _begins(conclusion.text), "what": _(" và ").join(missing)},
        f"conclusion-{conclusion.number}",
        _("Mở kết luận, bổ sung rồi giao; hoặc ghi lý do không giao nhiệm vụ."),
    )


def _begins(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"


def give(by: Principal, conclusion_id: UUID) -> Task:
    """Make a task of an issued conclusion. Raises NotAllowed, Conflict, Invalid saying what it lacks."""
    with acting(by, "conclusion.give") as act:
        conclusion = queries.for_update(conclusion_id)
        policies.require_write(by, conclusion.committee)
        return _given(act, by, conclusion)


def give_all(by: Principal, meeting: Meeting) -> Given:
    """Make tasks of all issued conclusions of a meeting; those that lack something are named and stay.

    Raises NotAllowed; Conflict where none is to be given; Invalid where all of them lack something.
    """
    policies.require_write(by, meeting.committee)
    chosen = queries.ids_of(meeting, GIVEABLE)
    if not chosen:
        raise Conflict(
            _("Phiên họp này không có kết luận đã ban hành nào chờ giao nhiệm vụ."),
            hint=_("Thống nhất và ban hành thông báo kết luận trước."),
        )
    tasks: list[Task] = []
    problems: list[Problem] = []
    with acting(by, "conclusion.give") as act:
        for each in chosen:
            conclusion = queries.for_update(each)
            if problem := lacking(conclusion):
                problems.append(problem)
            else:
                tasks.append(_given(act, by, conclusion))
    if not tasks:
        raise _incomplete(problems)
    return Given(tuple(tasks), tuple(problems))


def _incomplete(problems: Sequence[Problem]) -> Invalid:
    first = problems[0]
    return Invalid(first.message, code=first.code, field=first.field, hint=first.hint, problems=problems)


def _given(act: Act, by: Principal, conclusion: Conclusion) -> Task:
    advance(conclusion, Step.GIVE)
    if problem := lacking(conclusion):
        raise _incomplete([problem])
    if conclusion.notice is None:
        raise Conflict(_("Kết luận chưa được ban hành nên chưa giao thành nhiệm vụ."))
    plan = _plan(by, queries.notice_for_update(conclusion.notice.pk))
    task = steering.create_task(by, plan.pk, _task(plan, conclusion))
    conclusion.task = task
    conclusion.save()
    happened(act, conclusion, Step.GIVE.value, {"task": task.code})
    return task


def _task(plan: Plan, conclusion: Conclusion) -> TaskDraft:
    notice = conclusion.notice
    return TaskDraft(
        code=f"{plan.full_slug}-{conclusion.number:02d}",
        title=conclusion.text[:2000],
        lead=conclusion.lead.code if conclusion.lead else "",
        joint=tuple(agency.code for agency in conclusion.joint.all()),
        clause=_clause(conclusion),
        starts_on=_task_starts(notice, conclusion),
        deadline=conclusion.deadline,
        deadline_text=conclusion.deadline_text,
    )


def _task_starts(notice: ConclusionNotice | None, conclusion: Conclusion) -> date | None:
    """The day of the notice; that of the meeting where the notice came after the term."""
    if notice is None:
        return None
    if conclusion.deadline and conclusion.deadline < notice.issued_on:
        return _first_day(notice)
    return notice.issued_on


def _first_day(notice: ConclusionNotice) -> date:
    """The day of the meeting: a notice may be entered long after it, when the place has been merged."""
    return min(clock.local(notice.meeting.starts_at).date(), notice.issued_on)


def _clause(conclusion: Conclusion) -> str:
    """Where the notice says it: its own numbers run from 1, whatever was dropped before it was issued."""
    notice = conclusion.notice
    if notice is None:
        return ""
    place = notice.conclusions.filter(number__lte=conclusion.number).count()
    return _("Mục %(number)d, %(document)s") % {"number": place, "document": notice.document.cited}


def _plan(by: Principal, notice: ConclusionNotice) -> Plan:
    """The directive plan of a notice, made with its first task."""
    if notice.plan is not None:
        return notice.plan
    meeting, document = notice.meeting, notice.document
    place = meeting.committee.place
    if place is None:
        raise Invalid(
            _("%(committee)s chưa gắn địa bàn nên chưa lập được danh mục nhiệm vụ.")
            % {"committee": meeting.committee},
            field="committee",
            hint=_("Ghi địa bàn ở trang của ban rồi giao lại."),
        )
    dues = [one.deadline for one in notice.conclusions.all() if one.deadline]
    notice.plan = steering.create_plan(
        by,
        PlanDraft(
            slug=slugify(document.slug)[:80].strip("-"),
            kind=Plan.Kind.DIRECTIVE,
            title=_("Nhiệm vụ theo %(document)s") % {"document": document.cited},
            short_title=document.cited[:120],
            starts_on=_first_day(notice),
            ends_on=max([*dues, notice.issued_on]),
            place=place.code,
            document=document.slug,
            itemised=True,
            note=meeting.title,
        ),
    )
    notice.save(update_fields=["plan"])
    return notice.plan
