"""My work: what must be done today, this week, and what waits for others; one action each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.indicators.approval import queues
from tinhso.indicators.completeness.reminders import open_reminders
from tinhso.indicators.models import Reminder
from tinhso.indices.rounds import inbox as rounds
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal
from tinhso.steering.labels import late_in_words
from tinhso.steering.models import Report, Task, TaskRequest, TaskState
from tinhso.steering.queries import figures_work, notices
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.issued import ISSUED
from tinhso.steering.queries.owed import Owed, owed_in, reporting_month, with_predecessors
from tinhso.steering.queries.shapes import TaskRow

WEEK = timedelta(days=7)
Action = Literal[
    "report", "correct", "confirm", "decide", "wait", "score", "appeal", "verify", "publish", "read"
]


@dataclass(frozen=True)
class WorkItem:
    """One line of work and its one action. `code` is the target's or task's, `key` the report's or request's;
    for figures owed `code` is the period and `key` the agency, for others `code` is indicator/period.

    `report` (Báo cáo), `correct` (Sửa và gửi lại), `confirm` (Xác nhận), `decide` (Quyết định), `wait`.
    Of a round of a composite index, all of whose components are one line with its own address `href`:
    `score` (Tự chấm), `appeal` (Xem, kiến nghị), `verify` (Thẩm định), `publish` (Công bố).
    What other rooms have to say (`notice`) is there to `read` (Xem), at its own address.
    """

    action: Action
    kind: Literal["target", "task", "figures", "round", "notice"]
    code: str
    title: str
    detail: str
    agency: str = ""
    due_on: date | None = None
    late: bool = False
    key: UUID | None = None
    illustrative: bool = False
    href: str = ""


@dataclass(frozen=True)
class Work:
    """The three lists, most urgent first."""

    today: tuple[WorkItem, ...]
    this_week: tuple[WorkItem, ...]
    waiting: tuple[WorkItem, ...]

    @property
    def total(self) -> int:
        """What the person has to do: today and this week."""
        return len(self.today) + len(self.this_week)


def my_work(principal: Principal) -> Work:
    """What waits for `principal`; the number of queries does not grow with rows.

    Illustrative work is shown to the demo's accounts only.
    """
    return work_as(principal) if principal.is_signed_in else Work((), (), ())


def work_as(principal: Principal) -> Work:
    """The same for whoever holds those roles, at the desk or not: what a post has to do."""
    today = clock.today()
    mine = [*_reporting(principal, today), *_confirming(principal), *_deciding(principal)]
    mine += [_round_item(line, today) for line in rounds.waiting(principal, today)]
    mine += _figures(principal)
    mine += [WorkItem(action="read", kind="notice", **words) for words in notices.told(principal)]
    doing = [item for item in mine if item.action != "wait"]
    urgent = [item for item in doing if item.due_on is None or item.due_on <= today]
    return Work(
        today=tuple(sorted(urgent, key=_urgency)),
        this_week=tuple(sorted((item for item in doing if item not in urgent), key=_urgency)),
        waiting=tuple(item for item in mine if item.action == "wait"),
    )


def _urgency(item: WorkItem) -> tuple[bool, date, str]:
    return (item.action == "report", item.due_on or date.min, item.code)


def visible(principal: Principal) -> Q:
    """Rows of the home province's plans; illustrative ones for the demo's accounts only."""
    home = Q(target__plan__pack=settings.HOME_PACK) | Q(task__plan__pack=settings.HOME_PACK)
    return home if principal.illustrative else home & Q(illustrative=False)


def _reports(principal: Principal, *states: Report.State) -> QuerySet[Report]:
    rows = Report.objects.filter(visible(principal), state__in=states)
    return rows.select_related("target", "task", "agency").order_by("submitted_at")


def _item(report: Report, action: Action, detail: str) -> WorkItem:
    subject = report.target or report.task
    return WorkItem(
        action=action,
        kind="target" if report.target_id else "task",
        code=subject.code if subject else "",
        title=subject.title if subject else "",
        detail=detail,
        agency=str(report.agency),
        key=report.pk,
        illustrative=report.illustrative,
    )


def _reporting(principal: Principal, today: date) -> Iterator[WorkItem]:
    """What the agencies I report for owe, what came back to them, and what they wait for."""
    reach = principal.reach(Capability.REPORT)
    if not reach:
        return
    states = (Report.State.RETURNED, Report.State.SUBMITTED)
    reports = list(_reports(principal, *states).filter(agency__in=reach))
    submitted = [report for report in reports if report.state == Report.State.SUBMITTED]
    for report in reports:
        if report.state == Report.State.RETURNED:
            yield _item(report, "correct", report.decision_note)
    for report in submitted:
        yield _item(report, "wait", _("Chờ xác nhận"))
    yield from _reminded(reach, today, with_illustrative=principal.illustrative)
    pending = {report.task_id for report in submitted if report.task_id}
    mine = with_predecessors(reach)
    for row in _due_tasks(mine, today, with_illustrative=principal.illustrative):
        if row.task.pk not in pending:
            yield _task_item(row)
    month = reporting_month(today)
    near = [month] if month.end <= today + WEEK else []
    for debt in owed_in([month.previous(), *near], mine, with_illustrative=principal.illustrative):
        yield _debt_item(debt, late=debt.month != month)


def _due_tasks(agencies: set[UUID], today: date, *, with_illustrative: bool) -> list[TaskRow]:
    """Open tasks of those leads that are late or due within a week, without an open request."""
    tasks = Task.objects.filter(
        ISSUED,
        plan__pack=settings.HOME_PACK,
        lead__in=agencies,
        retired_on=None,
        deadline__lte=today + WEEK,
        state__in=(TaskState.NOT_STARTED, TaskState.IN_PROGRESS),
    ).order_by("deadline", "code")
    if not with_illustrative:
        tasks = tasks.filter(illustrative=False)
    rows = rows_of(tasks, with_illustrative=with_illustrative)
    open_states = (TaskState.NOT_STARTED, TaskState.IN_PROGRESS)
    return [row for row in rows if not row.open_requests and row.state in open_states]


def _time_left(row: TaskRow) -> str:
    """Working days left or late; calendar days left where no working day lies between."""
    if row.late:
        return capfirst(late_in_words(row.days_late))
    if not row.days_left and row.deadline:
        return capfirst(wording.remaining(row.deadline, clock.today()))
    return _("Còn %(days)d ngày làm việc") % {"days": row.days_left or 0}


def _task_item(row: TaskRow) -> WorkItem:
    return WorkItem(
        action="report",
        kind="task",
        code=row.task.code,
        title=row.task.title,
        detail=_time_left(row),
        agency=str(row.task.lead or ""),
        due_on=row.deadline,
        late=row.late,
        illustrative=row.illustrative,
    )


def _reminded(agencies: frozenset[UUID], today: date, *, with_illustrative: bool) -> Iterator[WorkItem]:
    """Figures that those agencies were reminded of and still owe, due within a week or late."""
    rows = open_reminders(agencies, illustrative=with_illustrative).filter(due_on__lte=today + WEEK)
    for reminder in rows.select_related("agency"):
        yield _reminder_item(reminder, today)


def _reminder_item(reminder: Reminder, today: date) -> WorkItem:
    return WorkItem(
        action="report",
        kind="figures",
        code=reminder.period,
        title=_("Nộp số liệu %(period)s") % {"period": wording.period(reminder.period)},
        detail=ngettext("còn %(count)d số liệu", "còn %(count)d số liệu", reminder.owed)
        % {"count": reminder.owed},
        agency=str(reminder.agency),
        due_on=reminder.due_on,
        late=reminder.due_on < today,
        key=reminder.agency_id,
        illustrative=reminder.illustrative,
    )


def _debt_item(debt: Owed, *, late: bool) -> WorkItem:
    return WorkItem(
        action="report",
        kind="target",
        code=debt.target.code,
        title=debt.target.title,
        detail=_("Chưa gửi %(month)s") % {"month": wording.period(debt.month)},
        agency=str(debt.agency),
        due_on=debt.due_on,
        late=late,
        illustrative=debt.target.illustrative,
    )


def _round_item(line: rounds.Waiting, today: date) -> WorkItem:
    """What waits in a round of a composite index."""
    return WorkItem(
        action=line.task,
        kind="round",
        code=line.round.edition.index.code,
        title=line.title,
        detail=line.detail,
        due_on=line.due_on,
        late=line.due_on < today,
        key=line.round.pk,
        illustrative=line.round.illustrative,
        href=line.href,
    )


def _confirming(principal: Principal) -> Iterator[WorkItem]:
    """Reports I may confirm; for the standing office also those sent back, which wait for the agencies."""
    held = people.span(principal, Capability.CONFIRM)
    if not held:
        return
    for report in _reports(principal, Report.State.SUBMITTED).filter(confirmable(principal)):
        yield _item(report, "confirm", report.submitted_label)
    if held.agencies is None:
        for report in _reports(principal, Report.State.RETURNED):
            yield _item(report, "wait", _("Đơn vị đang sửa: %(note)s") % {"note": report.decision_note})


def confirmable(principal: Principal) -> Q:
    """Reports whose next word is this person's: where levels are laid down for the figure, at their level."""
    free = Q(observation=None) | Q(observation__indicator__approvals=[])
    own = people.span(principal, Capability.CONFIRM).rows("agency") & free
    return own | Q(observation__in=queues.turns_of(principal).values("last"))


def _figures(principal: Principal) -> Iterator[WorkItem]:
    """Figures outside reports: those that wait for this person's level, those that came back to them."""
    for action, words in figures_work.told(principal):
        yield WorkItem(action=action, kind="figures", **words)


def _deciding(principal: Principal) -> Iterator[WorkItem]:
    """Requests to answer, for the standing office; my agencies' own wait for it."""
    decides = bool(people.span(principal, Capability.EDIT_PLANS))
    reach = principal.reach(Capability.REPORT) or frozenset()
    if not decides and not reach:
        return
    rows = TaskRequest.objects.filter(
        decision=TaskRequest.Decision.OPEN, task__plan__pack=settings.HOME_PACK
    ).select_related("task", "agency")
    if not principal.illustrative:
        rows = rows.filter(illustrative=False)
    for request in (rows if decides else rows.filter(agency__in=reach)).order_by("asked_at"):
        yield WorkItem(
            action="decide" if decides else "wait",
            kind="task",
            code=request.task.code,
            title=request.task.title,
            detail=f"{TaskRequest.Kind(request.kind).label}: {request.grounds}",
            agency=str(request.agency),
            key=request.pk,
            illustrative=request.illustrative,
        )
