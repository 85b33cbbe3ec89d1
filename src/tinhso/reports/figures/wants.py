"""What must be read for a template: gathered by one walk, so that statements do not grow with its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.nodes import Reference
from tinhso.reports.template import nodes
from tinhso.reports.template.walking import figures_of


@dataclass
class Wants:
    """Codes by kind. `periods`: whether figures of periods other than the latest are asked for."""

    home: str = ""
    targets: set[str] = field(default_factory=set)
    target_plans: set[str] = field(default_factory=set)
    task_plans: set[str] = field(default_factory=set)
    indicators: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    histories: set[str] = field(default_factory=set)
    flowing: set[nodes.IndicatorFigure] = field(default_factory=set)
    references: set[tuple[str, Reference]] = field(default_factory=set)
    indices: set[str] = field(default_factory=set)

    @property
    def plans(self) -> set[str]:
        """All plans that are named, for targets or for tasks."""
        return self.target_plans | self.task_plans


def wants(trees: Iterable[nodes.Tree], home: str) -> Wants:
    """What those trees ask for; `home` is the place of figures that name none."""
    found = Wants(home)
    for tree in trees:
        for block in tree.blocks:
            for figure in figures_of(block):
                _of_figure(figure, found)
            _of_block(block, found)
    return found


def _of_figure(figure: nodes.Figure, found: Wants) -> None:
    match figure:
        case nodes.TargetFigure():
            found.targets.add(figure.code)
        case nodes.IndicatorFigure():
            found.indicators.add(figure.code)
            found.places.add(figure.place or found.home)
            if figure.boundaries:
                found.flowing.add(figure)
            elif figure.period:
                found.histories.add(figure.code)
        case nodes.TargetCount():
            found.target_plans.add(figure.plan)
        case nodes.TaskCount():
            found.task_plans.add(figure.plan)
        case nodes.RankFigure():
            found.indices.add(figure.index)
        case nodes.Calculated():
            place = figure.place or found.home
            found.places.add(place)
            found.references |= {(place, reference) for reference in references(figure.tree)}


def _of_block(block: nodes.Block, found: Wants) -> None:
    match block:
        case nodes.TargetTable() | nodes.PillarTable() | nodes.TargetChart() | nodes.PillarChart():
            found.target_plans.add(block.plan)
        case nodes.TaskTable() | nodes.AgencyTable() | nodes.AgencyChart():
            found.task_plans.add(block.plan)
        case nodes.IndicatorTable():
            found.indicators |= set(block.codes)
            found.places |= set(block.places) or {found.home}
        case nodes.SeriesChart():
            found.indicators.add(block.code)
            found.histories.add(block.code)
            found.places.add(block.place or found.home)
        case nodes.PlacesChart():
            found.indicators.add(block.code)
            found.places |= set(block.places)
        case nodes.RankChart():
            found.indices.add(block.index)
        case nodes.Proposal():
            (found.task_plans if block.rule == "don-vi-tre" else found.target_plans).add(block.plan)
