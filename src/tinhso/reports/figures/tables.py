"""The tables of a report, as content trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from tinhso.papers.content import Cell, Column, Paragraph, Row, Table, text
from tinhso.reports.figures import counting, telling, voids
from tinhso.reports.figures.answers import Answer, change, day, number
from tinhso.reports.figures.evaluating import Evaluator
from tinhso.reports.figures.facts import Facts
from tinhso.reports.figures.naming import name_of
from tinhso.reports.template import nodes
from tinhso.steering.queries.boards import is_overdue
from tinhso.steering.queries.shapes import TargetRow, TaskRow

NO_PILLAR: Final = "Chưa gắn trụ cột"
NONE: Final = "–"


def empty(title: str, why: str) -> Paragraph:
    """A table that has nothing to say is a sentence that says why."""
    return text(f"{title}: {why[:1].lower()}{why[1:]}" if title else why)


def pillar_name(row: TargetRow) -> str:
    """The name of a target's pillar."""
    target = row.target
    pillar = target.pillar or (target.goal.pillar if target.goal else None)
    return pillar.name if pillar else NO_PILLAR


def by_pillar(rows: Sequence[TargetRow]) -> dict[str, list[TargetRow]]:
    """Rows under their pillars, in the pillars' order; those without one last."""
    orders: dict[str, tuple[int, str]] = {}
    groups: dict[str, list[TargetRow]] = {}
    for row in rows:
        target = row.target
        pillar = target.pillar or (target.goal.pillar if target.goal else None)
        name = pillar.name if pillar else NO_PILLAR
        orders[name] = (pillar.order, pillar.code) if pillar else (10_000, "")
        groups.setdefault(name, []).append(row)
    return {name: groups[name] for name in sorted(groups, key=lambda one: orders[one])}


def targets(block: nodes.TargetTable, evaluator: Evaluator) -> Table | Paragraph:
    """Targets by pillar: pair of actual and due, status, and what it was the period before."""
    rows = evaluator.now.targets_of(block.plan, block.pillar, block.agency)
    if not rows:
        return empty(block.title, "Kế hoạch chưa có danh mục chỉ tiêu.")
    columns = (
        Column("STT", 0.75, "center"),
        Column("Chỉ tiêu", 3.6),
        Column("Cơ quan chủ trì", 1.5),
        Column("Kỳ trước", 1.2, "center"),
        Column("Thực hiện/mục tiêu", 1.8, "center"),
        Column("Kết quả", 1.6),
    )
    lines: list[Row] = []
    count = 0
    groups = by_pillar(rows)
    for name, found in groups.items():
        if len(groups) > 1:
            lines.append((Cell(name, bold=True, span=6, align="left"),))
        for row in found:
            count += 1
            lines.append((str(count), *_target(row, evaluator)))
    return Table(columns, tuple(lines), caption=block.title)


def _target(row: TargetRow, evaluator: Evaluator) -> tuple[str, ...]:
    before = evaluator.before.targets.get(row.target.code)
    lead = str(row.target.lead) if row.target.lead else NONE
    missing = row.value is None
    behind = evaluator.now.behind.get(row.observation_id) if row.observation_id else None
    note = telling.differing(behind)
    pair = "chưa có số liệu" if missing else telling.pair(row) + (f" ({note})" if note else "")
    was = telling.said(before.value, before) if before and before.value is not None else NONE
    return row.target.title, lead, was, pair, telling.look_words(row)


def tasks(block: nodes.TaskTable, evaluator: Evaluator) -> Table | Paragraph:
    """Tasks one by one."""
    rows = evaluator.now.tasks_of(block.plan, block.agency)
    if block.only:
        rows = [row for row in rows if is_overdue(row)]
    if not rows:
        return empty(block.title, "Không có nhiệm vụ nào.")
    columns = (
        Column("STT", 0.75, "center"),
        Column("Nhiệm vụ", 3.9),
        Column("Cơ quan chủ trì", 1.6),
        Column("Thời hạn", 1.5, "center"),
        Column("Tình trạng", 1.7),
        Column("Khối lượng", 1.0, "center"),
    )
    lines = tuple((str(at), *_task(row)) for at, row in enumerate(rows, 1))
    return Table(columns, lines, caption=block.title)


def _task(row: TaskRow) -> tuple[str, ...]:
    due = day(row.deadline) if row.deadline else row.task.deadline_text or NONE
    late = f" ({row.days_late} ngày làm việc)" if is_overdue(row) and row.days_late else ""
    progress = NONE if row.progress is None else f"{row.progress}%"
    lead = str(row.task.lead) if row.task.lead else NONE
    return row.task.title, lead, due, f"{row.label.label}{late}", progress


def tasks_by_agency(rows: Sequence[TaskRow]) -> dict[str, list[TaskRow]]:
    """Tasks under their lead, those with most late ones first."""
    groups: dict[str, list[TaskRow]] = {}
    for row in rows:
        groups.setdefault(str(row.task.lead) if row.task.lead else "Chưa phân công", []).append(row)
    return dict(sorted(groups.items(), key=lambda one: (-sum(map(is_overdue, one[1])), -len(one[1]), one[0])))


def agencies(block: nodes.AgencyTable, evaluator: Evaluator) -> Table | Paragraph:
    """Tasks counted by agency."""
    groups = tasks_by_agency(evaluator.now.tasks_of(block.plan))
    if not groups:
        return empty(block.title, "Kế hoạch chưa có danh mục nhiệm vụ.")
    columns = (
        Column("STT", 0.75, "center"),
        Column("Cơ quan chủ trì", 3.2),
        *(Column(title, 1.0, "center") for title in ("Tổng số", "Hoàn thành", "Đang thực hiện", "Quá hạn")),
    )
    lines = [(str(at), name, *_counts(rows)) for at, (name, rows) in enumerate(groups.items(), 1)]
    every = [row for rows in groups.values() for row in rows]
    sums = (Cell(text, bold=True) for text in _counts(every))
    total: Row = ("", Cell("Tổng cộng", bold=True), *sums)
    return Table(columns, (*lines, total), caption=block.title)


def _counts(rows: Sequence[TaskRow]) -> tuple[str, ...]:
    told = ("tong", "hoan-thanh", "dang-lam", "tre")
    return tuple(number(Decimal(sum(map(counting.TASKS[name], rows)))) for name in told)


def pillars(block: nodes.PillarTable, evaluator: Evaluator) -> Table | Paragraph:
    """Targets counted by pillar and status."""
    groups = by_pillar(evaluator.now.targets_of(block.plan))
    if not groups:
        return empty(block.title, "Kế hoạch chưa có danh mục chỉ tiêu.")
    heads = ("Tổng số", "Vượt", "Đạt", "Chưa đạt", "Không thực hiện", "Chưa có thông tin")
    columns = (Column("Trụ cột", 2.6), *(Column(title, 1.0, "center") for title in heads))
    told = ("tong", "vuot", "dat", "chua-dat", "khong-thuc-hien", "chua-co")
    lines: list[Row] = []
    for name, rows in groups.items():
        lines.append((name, *(str(sum(map(counting.TARGETS[one], rows))) for one in told)))
    every = [row for rows in groups.values() for row in rows]
    sums = (Cell(str(sum(map(counting.TARGETS[one], every))), bold=True) for one in told)
    lines.append((Cell("Tổng cộng", bold=True), *sums))
    return Table(columns, tuple(lines), caption=block.title)


def indicators(block: nodes.IndicatorTable, evaluator: Evaluator) -> Table:
    """Indicators at places; at one place one line an indicator."""
    facts = evaluator.now
    places = block.places or (facts.setting.place,)
    if len(places) == 1:
        columns = (
            Column("STT", 0.75, "center"),
            Column("Chỉ số", 4.2),
            Column("Kỳ trước", 1.4, "center"),
            Column("Kỳ này", 1.8, "center"),
            Column("Thay đổi", 1.6, "center"),
        )
        lines = tuple(
            (str(at), *_indicator(code, places[0], evaluator)) for at, code in enumerate(block.codes, 1)
        )
        return Table(columns, lines, caption=block.title)
    heads = tuple(Column(_title(code, facts), 1.0, "center") for code in block.codes)
    rows = []
    for place in places:
        row = facts.places.get(place)
        rows.append(
            (row.name if row else place, *(_spot(code, place, evaluator).printed for code in block.codes))
        )
    return Table((Column("Địa bàn", 2.0), *heads), tuple(rows), caption=block.title)


def _title(code: str, facts: Facts) -> str:
    known = facts.indicators.get(code)
    return known.name if known else code


def spot(code: str, place: str) -> nodes.IndicatorFigure:
    """The figure of an indicator at a place, as a table asks for it."""
    return nodes.IndicatorFigure(f"chi-so {code} so tai={place}", code, "so", place)


def _spot(code: str, place: str, evaluator: Evaluator) -> Answer:
    return evaluator.answer(spot(code, place))


def _indicator(code: str, place: str, evaluator: Evaluator) -> tuple[str, ...]:
    now, before = _spot(code, place, evaluator), evaluator.earlier(spot(code, place))
    moved = change(now, before, "") if not (now.missing or before.missing) else None
    shown = NONE if before.missing else before.text
    return _title(code, evaluator.now), shown, now.printed, moved.text if moved else NONE


def changes(
    block: nodes.ChangeTable, evaluator: Evaluator, figures: Sequence[nodes.Figure]
) -> Table | Paragraph:
    """Every number of the text beside that of the period before."""
    lines = tuple((str(at), *cells) for at, cells in enumerate(_changed(evaluator, figures), 1))
    if not lines:
        return empty(block.title, "Báo cáo không có số liệu để so sánh.")
    columns = (
        Column("STT", 0.75, "center"),
        Column("Nội dung", 4.2),
        Column("Kỳ trước", 1.4, "center"),
        Column("Kỳ này", 1.4, "center"),
        Column("Thay đổi", 1.6, "center"),
    )
    return Table(columns, lines, caption=block.title)


def _changed(evaluator: Evaluator, figures: Sequence[nodes.Figure]) -> Iterator[tuple[str, ...]]:
    for figure in figures:
        if figure.when is not nodes.When.NOW or isinstance(figure, nodes.PeriodFigure):
            continue
        if voids.of_figure(figure, evaluator.now):
            continue
        now = evaluator.answer(figure)
        if now.value is None and not now.missing:
            continue
        before = evaluator.earlier(figure)
        moved = NONE if now.missing or before.missing else change(now, before, "").text
        shown = NONE if before.missing else before.text
        yield name_of(figure, evaluator.now), shown, now.printed, moved
