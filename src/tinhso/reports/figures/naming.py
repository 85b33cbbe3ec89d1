"""What a figure is about, in words, for tables of figures and lists of what misses."""

from __future__ import annotations

from tinhso.reports.figures.facts import Facts
from tinhso.reports.template import nodes
from tinhso.reports.template.checking import ALL
from tinhso.reports.template.words import FIGURES


def name_of(figure: nodes.Figure, facts: Facts) -> str:
    """`Tỷ lệ thủ tục hành chính …`, `Số chỉ tiêu đạt hoặc vượt – Kế hoạch 246/KH-UBND`."""
    match figure:
        case nodes.TargetFigure():
            row = facts.targets.get(figure.code)
            return row.target.title if row else figure.code
        case nodes.IndicatorFigure():
            known = facts.indicators.get(figure.code)
            name = known.name if known else figure.code
            place = facts.places.get(figure.place) if figure.place else None
            return f"{name} – {place.name}" if place else name
        case nodes.TargetCount():
            return _counted("Số chỉ tiêu", "so-chi-tieu", figure.aspect, figure.plan, facts, figure.pillar)
        case nodes.TaskCount():
            return _counted("Số nhiệm vụ", "so-nhiem-vu", figure.aspect, figure.plan, facts, figure.agency)
        case nodes.RankFigure():
            return f"{figure.index.upper()}: {FIGURES['xep-hang'].aspects[figure.aspect]}"
        case nodes.Calculated():
            return figure.formula
    return str(FIGURES[figure.key.partition(" ")[0]].means)


def _counted(what: str, kind: str, aspect: str, plan: str, facts: Facts, of: str) -> str:
    said = str(FIGURES[kind].aspects[aspect])
    row = facts.plans.get(plan)
    where = "các kế hoạch đang thực hiện" if plan == ALL else row.short_title if row else plan
    more = f", {of_words(of, facts)}" if of else ""
    if said.startswith("tỷ lệ"):
        return f"{said[0].upper()}{said[1:]} – {where}{more}"
    return f"{what} {said} – {where}{more}"


def of_words(code: str, facts: Facts) -> str:
    """The name of a pillar or an agency, as the rows that were read carry it."""
    for row in facts.targets.values():
        pillar = row.target.pillar or (row.target.goal.pillar if row.target.goal else None)
        if pillar and pillar.code == code:
            return pillar.name
        if row.target.lead and row.target.lead.code == code:
            return str(row.target.lead)
    for task in facts.tasks:
        if task.task.lead and task.task.lead.code == code:
            return str(task.task.lead)
    return code
