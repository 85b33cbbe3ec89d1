"""What has nothing to count: a plan that sets no targets is said so once, not as figures that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tinhso.reports.figures.facts import Facts, Subject
from tinhso.reports.template import nodes
from tinhso.reports.template.checking import ALL
from tinhso.reports.template.walking import figures_of
from tinhso.steering.models import Plan

_OF_TARGETS: Final = (nodes.TargetTable, nodes.PillarTable, nodes.TargetChart, nodes.PillarChart)
_OF_TASKS: Final = (nodes.TaskTable, nodes.AgencyTable, nodes.AgencyChart)
_RULE_OF_TASKS: Final = "don-vi-tre"


@dataclass(frozen=True)
class Void:
    """There is nothing of what is asked: how the report says so; `known` unless a list is still to come."""

    sentence: str
    known: bool


def of_block(block: nodes.Block, facts: Facts) -> tuple[Void, ...]:
    """Why a block has nothing to say; empty where it has, or speaks of more than counts."""
    asked = tuple(dict.fromkeys(_asked(block)))
    found = [_void(one, facts) for one in asked]
    return tuple(one for one in found if one) if all(found) else ()


def of_figure(figure: nodes.Figure, facts: Facts) -> Void | None:
    """The same for one count."""
    match figure:
        case nodes.TargetCount():
            return _void(("targets", figure.plan), facts)
        case nodes.TaskCount():
            return _void(("tasks", figure.plan), facts)
    return None


def _asked(block: nodes.Block) -> Iterator[tuple[Subject, str] | None]:
    """What a block counts, of which plan; None for anything that is no count."""
    match block:
        case nodes.Prose() | nodes.Items():
            for figure in figures_of(block):
                match figure:
                    case nodes.PeriodFigure():
                        continue
                    case nodes.TargetCount():
                        yield "targets", figure.plan
                    case nodes.TaskCount():
                        yield "tasks", figure.plan
                    case _:
                        yield None
        case nodes.Proposal():
            yield "tasks" if block.rule == _RULE_OF_TASKS else "targets", block.plan
        case _ if isinstance(block, _OF_TARGETS):
            yield "targets", block.plan
        case _ if isinstance(block, _OF_TASKS):
            yield "tasks", block.plan


def _void(asked: tuple[Subject, str] | None, facts: Facts) -> Void | None:
    if asked is None:
        return None
    subject, name = asked
    ids = facts.plan_ids(name, subject)
    plans = [plan for plan in facts.plans.values() if plan.pk in ids]
    if not plans:
        return Void(_none_of(subject, facts), known=True) if name == ALL else None
    who = "Các kế hoạch đang thực hiện" if name == ALL else plans[0].short_title
    if subject == "tasks":
        return None if facts.tasks_of(name) else Void(f"{who} chưa có danh mục nhiệm vụ.", known=False)
    if facts.targets_of(name) or any(plan.declared_targets for plan in plans):
        return None
    if all(map(_sets_none, plans)):
        return Void(f"{who} không đặt chỉ tiêu.", known=True)
    return Void(f"{who} chưa có danh mục chỉ tiêu.", known=False)


def _none_of(subject: Subject, facts: Facts) -> str:
    """Plans of which only tasks are left set no targets any more."""
    if subject == "targets" and facts.plan_ids(ALL, "tasks"):
        return "Trong kỳ không có kế hoạch nào đặt chỉ tiêu."
    return "Trong kỳ không có kế hoạch nào đang thực hiện."


def _sets_none(plan: Plan) -> bool:
    """Conclusions and directives give tasks; other plans say so by declaring none."""
    return plan.kind == Plan.Kind.DIRECTIVE or plan.declared_targets == 0
