"""The charts of a report, as content trees; None where there is nothing to draw."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tinhso.base.numbers import round_half_up
from tinhso.base.web import wording
from tinhso.indicators.derived import measure, plain
from tinhso.papers.content import Chart, Series
from tinhso.reports.figures import counting, telling
from tinhso.reports.figures.evaluating import Evaluator
from tinhso.reports.figures.tables import by_pillar, tasks_by_agency
from tinhso.reports.template import nodes
from tinhso.steering.models import TaskState
from tinhso.steering.queries.boards import is_overdue

MOST_BARS: Final = 30
LONGEST: Final = 60


def _short(text: str) -> str:
    """A category that fits beside its bar, cut at a word."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;:") + "…"


def targets(block: nodes.TargetChart, evaluator: Evaluator) -> Chart | None:
    """Targets told in percent: reached beside due."""
    rows = [
        row
        for row in evaluator.now.targets_of(block.plan, block.pillar)
        if telling.unit_of_target(row) == "%" and row.value is not None
    ][:MOST_BARS]
    if not rows:
        return None
    reached = tuple(plain(round_half_up(row.value, 1)) for row in rows if row.value is not None)
    due = tuple(None if row.due_value is None else plain(row.due_value) for row in rows)
    return Chart(
        "hbar",
        block.title or "Kết quả chỉ tiêu so với mức phải đạt",
        tuple(_short(row.target.title) for row in rows),
        (Series("Thực hiện", reached), Series("Mục tiêu", due)),
        unit="%",
    )


def series(block: nodes.SeriesChart, evaluator: Evaluator) -> Chart | None:
    """An indicator over its periods."""
    facts = evaluator.now
    place = block.place or facts.setting.place
    by_period: dict[str, tuple[str, Decimal]] = {}
    unit = ""
    for row in facts.history.get((block.code, place), ()):
        told = measure(row)
        if told.value is not None:
            by_period[row.period] = (wording.period(row.period), plain(round_half_up(told.value, 2)))
            unit = told.unit
    last = list(by_period.values())[-block.last :]
    if not last:
        return None
    known = facts.indicators[block.code]
    kind = "line" if len(last) > 1 else "bar"
    return Chart(
        "line" if kind == "line" else "bar",
        block.title or known.name,
        tuple(label for label, _value in last),
        (Series(known.name, tuple(value for _label, value in last)),),
        unit=unit,
    )


def places(block: nodes.PlacesChart, evaluator: Evaluator) -> Chart | None:
    """An indicator at several places."""
    facts = evaluator.now
    found = [(code, facts.latest.get((block.code, code))) for code in block.places]
    told = [(code, measure(row) if row else None) for code, row in found]
    if not any(one and one.value is not None for _code, one in told):
        return None
    values = tuple(None if one is None or one.value is None else plain(one.value) for _code, one in told)
    names = tuple(facts.places[code].name if code in facts.places else code for code, _one in told)
    unit = next((one.unit for _code, one in told if one), "")
    known = facts.indicators[block.code]
    return Chart("bar", block.title or known.name, names, (Series(known.name, values),), unit=unit)


def agencies(block: nodes.AgencyChart, evaluator: Evaluator) -> Chart | None:
    """Tasks by agency."""
    groups = dict(list(tasks_by_agency(evaluator.now.tasks_of(block.plan)).items())[:MOST_BARS])
    if not groups:
        return None
    done = tuple(Decimal(sum(row.state == TaskState.DONE for row in rows)) for rows in groups.values())
    late = tuple(Decimal(sum(map(is_overdue, rows))) for rows in groups.values())
    sizes = tuple(Decimal(len(rows)) for rows in groups.values())
    rest = tuple(size - one - two for size, one, two in zip(sizes, done, late, strict=True))
    return Chart(
        "stacked",
        block.title or "Nhiệm vụ theo cơ quan chủ trì",
        tuple(_short(name) for name in groups),
        (Series("Hoàn thành", done), Series("Còn lại trong hạn", rest), Series("Quá hạn", late)),
        unit="nhiệm vụ",
    )


def pillars(block: nodes.PillarChart, evaluator: Evaluator) -> Chart | None:
    """Targets by pillar and status."""
    groups = by_pillar(evaluator.now.targets_of(block.plan))
    if not groups:
        return None
    told = {"Đạt hoặc vượt": "dat-vuot", "Chưa đạt": "chua-dat", "Chưa có thông tin": "chua-co"}
    lines = tuple(
        Series(name, tuple(Decimal(sum(map(counting.TARGETS[one], rows))) for rows in groups.values()))
        for name, one in told.items()
    )
    title = block.title or "Chỉ tiêu theo trụ cột"
    return Chart("stacked", title, tuple(_short(name) for name in groups), lines, unit="chỉ tiêu")


def ranks(block: nodes.RankChart, evaluator: Evaluator) -> Chart | None:
    """Ranks over the years."""
    facts = evaluator.now
    place = block.place or facts.setting.place
    rows = [
        row
        for row in facts.scores.get(block.index, ())
        if row.place and row.place.code == place and row.rank is not None
    ]
    if not rows:
        return None
    ranked = {str(row.year): Decimal(row.rank) for row in rows if row.rank is not None}
    title = block.title or f"Thứ hạng {block.index.upper()}"
    kind = "line" if len(ranked) > 1 else "bar"
    return Chart(
        "line" if kind == "line" else "bar",
        title,
        tuple(ranked),
        (Series("Thứ hạng", tuple(ranked.values())),),
        unit="hạng",
        note="Hạng nhỏ hơn là tốt hơn.",
    )
