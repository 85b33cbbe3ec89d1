"""Lists of plans, targets and tasks: one declaration for page, CSV, XLSX and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tinhso.base import clock
from tinhso.base.numbers import round_half_up
from tinhso.base.text import fold
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.indicators.derived import plain
from tinhso.steering.labels import Label, late_in_words
from tinhso.steering.models import Outlook, Plan, TargetStatus
from tinhso.steering.queries import boards, task_lists
from tinhso.steering.queries.shapes import TargetRow, TaskRow
from tinhso.steering.queries.task_lists import TaskList

MOST_DIGITS = 2
"""Decimals of a value on the page: what is computed from many reports has more; exports keep them all."""


def short(value: Decimal | None) -> Decimal | None:
    """The value as the page prints it."""
    return None if value is None else plain(round_half_up(value, MOST_DIGITS))


def neat(value: Decimal | None) -> Decimal | None:
    """The value without the zeros of its column."""
    return None if value is None else plain(value)


def look_word(row: TargetRow) -> str:
    """The word of a target's badge: its official status, with its outlook while it is not met."""
    status = str(TargetStatus(row.status).label)
    if row.status == TargetStatus.NOT_MET and row.outlook:
        return f"{status} · {Outlook(row.outlook).label}"
    return status


def task_word(row: TaskRow) -> str:
    """The word of a task's badge: its official label."""
    return str(Label(row.label).label)


def _yes(flag: bool) -> str:
    return _("có") if flag else ""


_TARGET_FACTS: tuple[Column[TargetRow], ...] = (
    Column("plan", gettext_lazy("Kế hoạch"), lambda row: row.target.plan.full_slug, export_only=True),
    Column("status", gettext_lazy("Mã trạng thái"), lambda row: str(row.status), export_only=True),
    Column("outlook", gettext_lazy("Triển vọng"), lambda row: str(row.outlook or ""), export_only=True),
    Column("numerator", gettext_lazy("Tử số"), lambda row: row.numerator, kind="decimal", export_only=True),
    Column(
        "denominator", gettext_lazy("Mẫu số"), lambda row: row.denominator, kind="decimal", export_only=True
    ),
    Column("dated", gettext_lazy("Ngày số liệu"), lambda row: row.dated, kind="date", export_only=True),
    Column("clause", gettext_lazy("Căn cứ"), lambda row: row.target.clause, export_only=True),
    Column("illustrative", gettext_lazy("Minh hoạ"), lambda row: _yes(row.illustrative), export_only=True),
)

TARGETS: Table[TargetRow] = Table(
    "chi-tieu",
    pgettext_lazy("list", "Chỉ tiêu"),
    (
        Column("title", gettext_lazy("Chỉ tiêu"), lambda row: wording.named(row.target, "title")),
        Column(
            "code",
            gettext_lazy("Mã"),
            lambda row: row.target.code,
            sort="code",
            essential=False,
            export_only=True,
        ),
        Column("state", gettext_lazy("Trạng thái"), boards.look, kind="status", word=look_word, sort="state"),
        Column(
            "value",
            gettext_lazy("Thực hiện"),
            lambda row: neat(row.value),
            kind="decimal",
            sort="value",
            most_digits=MOST_DIGITS,
        ),
        Column(
            "due_value",
            gettext_lazy("Phải đạt"),
            lambda row: neat(row.due_value),
            kind="decimal",
            essential=False,
        ),
        Column(
            "unit",
            gettext_lazy("Đơn vị tính"),
            lambda row: wording.named(row.target.indicator, "unit") if row.target.indicator else "",
            essential=False,
        ),
        Column(
            "due_on", pgettext_lazy("due", "Đến ngày"), lambda row: row.due_on, kind="date", essential=False
        ),
        Column(
            "lead",
            gettext_lazy("Chủ trì"),
            lambda row: str(row.target.lead or ""),
            sort="lead",
            essential=False,
        ),
        *_TARGET_FACTS,
    ),
    href=lambda row: row.target.get_absolute_url(),
)


def days_words(row: TaskRow) -> str:
    """Days left or late in words, counted in working days."""
    if row.days_left == 0 and row.deadline:
        today = row.deadline == clock.today()
        return _("đến hạn hôm nay") if today else wording.remaining(row.deadline, clock.today())
    if row.days_left:
        return _("còn %(n)d ngày làm việc") % {"n": row.days_left}
    if row.late:
        return late_in_words(row.days_late)
    return ""


TASKS: Table[TaskRow] = Table(
    "nhiem-vu",
    pgettext_lazy("list", "Nhiệm vụ"),
    (
        Column("title", gettext_lazy("Nhiệm vụ"), lambda row: wording.named(row.task, "title")),
        Column("code", gettext_lazy("Mã"), lambda row: row.task.code, export_only=True),
        Column(
            "label",
            gettext_lazy("Tình trạng"),
            boards.task_look,
            kind="status",
            word=task_word,
            sort="label",
        ),
        Column("deadline", gettext_lazy("Hạn"), lambda row: row.deadline, kind="date", sort="deadline"),
        Column("left", gettext_lazy("Còn lại"), days_words, essential=False),
        Column(
            "progress",
            gettext_lazy("Tiến độ"),
            lambda row: row.progress,
            kind="percent",
            digits=0,
            essential=False,
        ),
        Column(
            "lead",
            gettext_lazy("Chủ trì"),
            lambda row: str(row.task.lead or ""),
            sort="lead",
            essential=False,
        ),
        Column("plan", gettext_lazy("Kế hoạch"), lambda row: row.task.plan.full_slug, export_only=True),
        Column("state", gettext_lazy("Mã trạng thái"), lambda row: str(row.state), export_only=True),
        Column("done_on", gettext_lazy("Ngày xong"), lambda row: row.done_on, kind="date", export_only=True),
        Column("deliverable", gettext_lazy("Sản phẩm"), lambda row: row.task.deliverable, export_only=True),
        Column(
            "illustrative", gettext_lazy("Minh hoạ"), lambda row: _yes(row.illustrative), export_only=True
        ),
    ),
    href=lambda row: row.task.get_absolute_url(),
)


LOOKS = (
    ("exceeded", gettext_lazy("Vượt")),
    ("met", gettext_lazy("Đạt")),
    ("not_met", gettext_lazy("Chưa đạt (mọi triển vọng)")),
    ("on_track", gettext_lazy("Đúng tiến độ")),
    ("needs_push", gettext_lazy("Cần đẩy nhanh")),
    ("behind", gettext_lazy("Chậm")),
    ("backslide", gettext_lazy("Thụt lùi")),
    ("dropped", gettext_lazy("Không thực hiện")),
    ("unknown", gettext_lazy("Chưa có thông tin")),
)


def _leads(rows: Iterable[Any], of: str) -> list[tuple[str, str]]:
    found = {}
    for row in rows:
        lead = getattr(row, of).lead
        if lead:
            found[lead.code] = (lead.sort_key, str(lead))
    return [(code, name) for code, (_key, name) in sorted(found.items(), key=lambda pair: pair[1])]


def _plan_filter(rows: Iterable[Any], of: str) -> ChoiceFilter:
    plans = {getattr(row, of).plan.full_slug: getattr(row, of).plan.short_title for row in rows}
    return ChoiceFilter("plan", gettext_lazy("Kế hoạch"), tuple(plans.items()))


def target_filters(rows: Sequence[TargetRow], *, within: bool = False) -> tuple[Filter, ...]:
    """Filters of a list of targets; `within` one plan the plan is not asked."""
    pillars = {pillar.code: pillar.name for row in rows if (pillar := boards.pillar_of(row)) is not None}
    declared: tuple[Filter, ...] = (
        ChoiceFilter("state", gettext_lazy("Trạng thái"), LOOKS),
        ChoiceFilter("pillar", gettext_lazy("Trụ cột"), tuple(pillars.items())),
        ChoiceFilter("lead", gettext_lazy("Chủ trì"), tuple(_leads(rows, "target"))),
        TextFilter("q", gettext_lazy("Tên hoặc mã")),
    )
    return declared if within else (_plan_filter(rows, "target"), *declared)


def _has(words: str, *texts: str) -> bool:
    text = fold(" ".join(texts))
    return all(word in text for word in fold(words).split())


def narrow_targets(rows: Iterable[TargetRow], chosen: Filters) -> list[TargetRow]:
    """Apply what the address asks for."""
    state, pillar, lead = chosen.get("state"), chosen.get("pillar"), chosen.get("lead")
    found = []
    for row in rows:
        own = boards.pillar_of(row)
        if (
            (state is None or state in {boards.look(row), row.status})
            and (pillar is None or (own is not None and own.code == pillar))
            and (lead is None or (row.target.lead is not None and row.target.lead.code == lead))
            and chosen.get("plan") in (None, row.target.plan.full_slug)
            and _has(chosen.get("q") or "", row.target.title, row.target.title_en, row.target.code)
        ):
            found.append(row)
    return found


def _task_filters(leads: tuple[tuple[str, str], ...]) -> tuple[Filter, ...]:
    return (
        ChoiceFilter("label", gettext_lazy("Tình trạng"), tuple((one.value, one.label) for one in Label)),
        FlagFilter("late", gettext_lazy("Quá hạn")),
        ChoiceFilter("lead", gettext_lazy("Chủ trì"), leads),
        TextFilter("q", gettext_lazy("Tên hoặc mã")),
    )


def task_filters(rows: Sequence[TaskRow]) -> tuple[Filter, ...]:
    """Filters of the list of tasks of one plan."""
    return _task_filters(tuple(_leads(rows, "task")))


def narrow_tasks(rows: Iterable[TaskRow], chosen: Filters) -> list[TaskRow]:
    """Apply what the address asks for to the tasks of one plan."""
    label, lead = chosen.get("label"), chosen.get("lead")
    return [
        row
        for row in rows
        if (label is None or row.label == label)
        and (not chosen.get("late") or boards.is_overdue(row))
        and (lead is None or (row.task.lead is not None and row.task.lead.code == lead))
        and _has(chosen.get("q") or "", row.task.title, row.task.title_en, row.task.code)
    ]


def many_task_filters(plans: Sequence[Plan]) -> tuple[Filter, ...]:
    """Filters of the list of all tasks of those plans."""
    with_tasks = tuple((plan.full_slug, plan.short_title) for plan in task_lists.with_tasks(plans))
    return (
        ChoiceFilter("plan", gettext_lazy("Kế hoạch"), with_tasks),
        *_task_filters(tuple(task_lists.leads(plans))),
    )


def narrow_many_tasks(rows: TaskList, chosen: Filters) -> TaskList:
    """Apply what the address asks for, in the database."""
    return rows.narrowed(
        label=chosen.get("label"),
        late=bool(chosen.get("late")),
        lead=chosen.get("lead") or "",
        plan=chosen.get("plan") or "",
        words=chosen.get("q") or "",
    )
