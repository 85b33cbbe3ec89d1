"""Counts of targets and tasks, by the words in which papers count them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.numbers import percent
from tinhso.reports.figures import voids
from tinhso.reports.figures.answers import Answer, absent, number
from tinhso.reports.figures.facts import Facts
from tinhso.reports.template import nodes
from tinhso.reports.template.checking import ALL
from tinhso.steering.models import Outlook, TargetStatus, TaskState
from tinhso.steering.queries.boards import SETTLED, is_overdue
from tinhso.steering.queries.shapes import TargetRow, TaskRow

_BEHIND: Final = frozenset({Outlook.SLOW, Outlook.BACKWARD})

TARGETS: Final[Mapping[str, Callable[[TargetRow], bool]]] = {
    "tong": lambda _row: True,
    "dat-vuot": lambda row: row.status in SETTLED,
    "vuot": lambda row: row.status == TargetStatus.EXCEEDED,
    "dat": lambda row: row.status == TargetStatus.MET,
    "chua-dat": lambda row: row.status == TargetStatus.NOT_MET,
    "cham": lambda row: row.status == TargetStatus.NOT_MET and row.outlook in _BEHIND,
    "khong-thuc-hien": lambda row: row.status == TargetStatus.DROPPED,
    "chua-co": lambda row: row.status == TargetStatus.UNKNOWN,
}
TASKS: Final[Mapping[str, Callable[[TaskRow], bool]]] = {
    "tong": lambda _row: True,
    "hoan-thanh": lambda row: row.state == TaskState.DONE,
    "dang-lam": lambda row: row.state == TaskState.IN_PROGRESS,
    "tre": is_overdue,
    "chua-lam": lambda row: row.state == TaskState.NOT_STARTED,
    "hoan-thanh-tre": lambda row: row.state == TaskState.DONE and row.late,
}
RATES: Final[Mapping[str, str]] = {"ty-le-dat": "dat-vuot", "ty-le-hoan-thanh": "hoan-thanh"}
"""Shares, and what is counted for them."""


def targets(figure: nodes.TargetCount, facts: Facts) -> Answer:
    """How many targets of the plan stand so. Those that a plan declares and nobody listed count in `tong`
    and as without information, where no pillar and no agency is asked for. A plan that sets none has 0.
    """
    rows = facts.targets_of(figure.plan, figure.pillar, figure.agency)
    plans = [plan for plan in facts.plans.values() if plan.pk in facts.plan_ids(figure.plan)]
    whole = not (figure.pillar or figure.agency)
    unlisted = 0
    if whole:
        for plan in plans:
            listed = sum(row.target.plan_id == plan.pk for row in rows)
            unlisted += max(0, (plan.declared_targets or 0) - listed)
    void = voids.of_figure(figure, facts)
    if not rows and not unlisted and not (void and void.known):
        return absent(figure.key, _("kế hoạch chưa có danh mục chỉ tiêu"), href=_plan(figure.plan, facts))
    more = {"tong": unlisted, "chua-co": unlisted}
    wanted = RATES.get(figure.aspect, figure.aspect)
    count = sum(map(TARGETS[wanted], rows)) + more.get(wanted, 0)
    sources = [row.observation_id or row.statement_id for row in rows if TARGETS[wanted](row)]
    return _counted(
        figure.key,
        count,
        len(rows) + unlisted if figure.aspect in RATES else None,
        [f"figure:{one}" for one in sources if one],
        _plan(figure.plan, facts),
        illustrative=any(row.illustrative for row in rows),
    )


def tasks(figure: nodes.TaskCount, facts: Facts) -> Answer:
    """How many tasks of the plan stand so."""
    rows = facts.tasks_of(figure.plan, figure.agency)
    if not rows:
        return absent(figure.key, _("kế hoạch chưa có danh mục nhiệm vụ"), href=_plan(figure.plan, facts))
    wanted = RATES.get(figure.aspect, figure.aspect)
    chosen = [row for row in rows if TASKS[wanted](row)]
    return _counted(
        figure.key,
        len(chosen),
        len(rows) if figure.aspect in RATES else None,
        [f"task:{row.task.code}" for row in chosen],
        _tasks(figure, facts),
        illustrative=any(row.illustrative for row in rows),
    )


def _counted(
    key: str, count: int, of: int | None, sources: Sequence[str], href: str, *, illustrative: bool
) -> Answer:
    if of is None:
        return Answer(
            key, number(Decimal(count)), Decimal(count), sources=tuple(sources), href=href,
            illustrative=illustrative,
        )  # fmt: skip
    share = percent(Decimal(count), Decimal(of), 1)
    if share is None:
        return absent(key, _("không có gì để tính tỷ lệ"), href=href)
    return Answer(
        key, f"{number(share)}%", share, "%", sources=tuple(sources), href=href, illustrative=illustrative
    )


def _plan(plan: str, facts: Facts) -> str:
    row = facts.plans.get(plan)
    return row.get_absolute_url() if row else reverse("steering:plans")


def _tasks(figure: nodes.TaskCount, facts: Facts) -> str:
    """The list of those tasks."""
    told = {} if figure.plan == ALL else {"plan": figure.plan}
    if figure.agency:
        told["agency"] = figure.agency
    del facts
    return f"{reverse('steering:tasks')}?{urlencode(told)}" if told else reverse("steering:tasks")
