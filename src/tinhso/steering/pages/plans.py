"""Plans: the list, and the page of one plan with its targets and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.base.packs.home import pack_info
from tinhso.base.web import listing
from tinhso.base.web.conditional import conditional
from tinhso.base.web.filters import ChoiceFilter, Filters
from tinhso.base.web.tables import Column, Table
from tinhso.people.principals import principal_of
from tinhso.steering import policies
from tinhso.steering.models import Plan
from tinhso.steering.pages import reading, tables
from tinhso.steering.pages.version import version
from tinhso.steering.queries import boards
from tinhso.steering.queries.doings import task_states
from tinhso.steering.queries.finding import all_plans
from tinhso.steering.queries.plans import find_plan, is_home
from tinhso.steering.queries.shapes import ReportedRow, TargetRow, TaskRow
from tinhso.steering.queries.standings import target_states
from tinhso.steering.queries.summary import comparison, reported_rows, target_totals
from tinhso.steering.queries.tallies import tally_tasks

MOST = 500
"""A plan's lists are shown whole."""


@dataclass(frozen=True)
class PlanLine:
    """A plan with its last published total."""

    plan: Plan
    latest: ReportedRow | None

    @property
    def reached(self) -> str:
        """`21/30`, or nothing."""
        found = self.latest
        return f"{found.done}/{found.total}" if found and found.done is not None else ""


_STAGES = {"draft": "draft", "in_force": "in_progress", "ended": "dropped"}
PLANS: Table[PlanLine] = Table(
    "ke-hoach",
    pgettext_lazy("list", "Kế hoạch"),
    (
        Column("title", gettext_lazy("Kế hoạch"), lambda line: line.plan.short_title),
        Column("name", gettext_lazy("Tên đầy đủ"), lambda line: line.plan.title, essential=False),
        Column(
            "stage",
            pgettext_lazy("plan", "Giai đoạn"),
            lambda line: _STAGES[line.plan.stage],
            kind="status",
            word=lambda line: line.plan.get_stage_display(),
        ),
        Column("reached", gettext_lazy("Công bố đạt"), lambda line: line.reached),
        Column(
            "as_of",
            pgettext_lazy("figure", "Đến ngày"),
            lambda line: line.latest and line.latest.as_of,
            kind="date",
            essential=False,
        ),
        Column(
            "starts_on", gettext_lazy("Từ"), lambda line: line.plan.starts_on, kind="date", sort="starts_on"
        ),
        Column("ends_on", gettext_lazy("Đến"), lambda line: line.plan.ends_on, kind="date", essential=False),
        Column("province", gettext_lazy("Tỉnh"), lambda line: line.plan.place.name, essential=False),
        Column(
            "illustrative",
            gettext_lazy("Minh hoạ"),
            lambda line: _("có") if line.plan.illustrative else "",
            export_only=True,
        ),
        Column("slug", gettext_lazy("Mã"), lambda line: line.plan.full_slug, export_only=True),
    ),
    href=lambda line: line.plan.get_absolute_url(),
)


def _narrow(lines: Sequence[PlanLine], chosen: Filters) -> list[PlanLine]:
    province = chosen.get("province")
    return [
        line
        for line in lines
        if chosen.get("stage") in (None, line.plan.stage)
        and (is_home(line.plan) if province is None else province == line.plan.pack)
    ]


def _provinces(plans: Sequence[Plan]) -> tuple[tuple[str, str], ...]:
    return tuple({plan.pack: plan.place.full_name for plan in plans if not is_home(plan)}.items())


@require_safe
@conditional(version)
def index(request: HttpRequest) -> HttpResponseBase:
    """The home province's plans; those of reference provinces behind a filter."""
    plans = list(all_plans())
    reported = reported_rows([plan.pk for plan in plans], clock.today())
    lines = [PlanLine(plan, (reported.get(plan.pk) or (None,))[-1]) for plan in plans]
    declared = (
        ChoiceFilter("stage", pgettext_lazy("plan", "Giai đoạn"), tuple(Plan.Stage.choices)),
        ChoiceFilter("province", gettext_lazy("Tỉnh tham khảo"), _provinces(plans)),
    )
    found = listing.build(request, PLANS, lines, declared=declared, narrow=_narrow)
    context = {"title": pgettext("list", "Kế hoạch"), "may_edit": policies.may_edit(principal_of(request))}
    return found.respond("steering/plans.html", context)


def _province(plan: Plan) -> str:
    """The name of a reference province; empty for the home province."""
    if is_home(plan):
        return ""
    try:
        return str(pack_info(plan.pack).name)
    except NotFound:
        return plan.place.full_name


def _official(plan: Plan, day: date | None, shown: Sequence[TargetRow]) -> Sequence[TargetRow]:
    """The rows as they really stand; an illustrative plan has no other."""
    if plan.illustrative or not any(row.illustrative for row in shown):
        return shown
    return target_states(plan, day)


@dataclass(frozen=True)
class PlanTasks:
    """How many tasks a plan has and how many are late; the rows themselves only where they are listed."""

    total: int
    late: int
    rows: Sequence[TaskRow] = ()


def _tasks(plan: Plan, day: date | None, *, whole: bool) -> PlanTasks:
    if whole:
        rows = task_states(plan, day, with_illustrative=True)
        return PlanTasks(len(rows), sum(boards.is_overdue(row) for row in rows), rows)
    found = tally_tasks([plan.pk], day)
    return PlanTasks(found.total, found.late)


def _items(
    request: HttpRequest, part: str, targets: Sequence[TargetRow], tasks: Sequence[TaskRow]
) -> listing.Listing[Any]:
    """The list that is looked at, whole."""
    if part == "tasks":
        declared, narrow = tables.task_filters(tasks), tables.narrow_tasks
        return listing.build(request, tables.TASKS, tasks, declared=declared, narrow=narrow, limit=MOST)
    chosen = tables.target_filters(targets, within=True)
    return listing.build(
        request, tables.TARGETS, targets, declared=chosen, narrow=tables.narrow_targets, limit=MOST
    )


@require_safe
@conditional(version)
def plan(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One plan: what it is, what documents say of it, what its items say."""
    found = find_plan(slug)
    day = reading.as_of(request)
    shown = target_states(found, day, with_illustrative=True)
    official = _official(found, day, shown)
    reported = reported_rows([found.pk], day or clock.today()).get(found.pk, ())
    part = request.GET.get("part", "targets")
    tasks = _tasks(found, day, whole=part == "tasks")
    found_list = _items(request, part, shown, tasks.rows)
    context = {
        "title": found.title,
        "plan": found,
        "as_of": day,
        "day": day or clock.today(),
        "province": _province(found),
        "reported": reported[::-1],
        "compared": comparison(found, official, reported),
        "computed": target_totals(found, official) if shown else None,
        "looks": boards.looks(shown),
        "illustrative": 0 if found.illustrative else sum(row.illustrative for row in shown),
        "targets": len(shown),
        "tasks": tasks,
        "part": part,
        "may_edit": policies.may_edit(principal_of(request)) and is_home(found),
    }
    return found_list.respond("steering/plan.html", context)
