"""Everything a template asks for, read at one moment in a bounded number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Q

from tinhso.base.calendar import national_calendar
from tinhso.base.calendar.periods import Period
from tinhso.indicators import queries as indicators
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.derivation import stored
from tinhso.indicators.derivation.answers import Question
from tinhso.indicators.derivation.values import own_reference
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import Indicator, Observation
from tinhso.indices import queries as indices
from tinhso.indices.models import Score
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.reports.figures.moments import Setting
from tinhso.reports.figures.wants import Wants
from tinhso.reports.template import nodes
from tinhso.reports.template.checking import ALL
from tinhso.steering.facts import View
from tinhso.steering.models import Plan
from tinhso.steering.queries.doings import task_states_of
from tinhso.steering.queries.finding import all_plans
from tinhso.steering.queries.shapes import TargetRow, TaskRow
from tinhso.steering.queries.standings import states_then
from tinhso.steering.state import measurable

Subject = Literal["targets", "tasks"]
Spot = tuple[str, str]
"""Code of an indicator, code of a place."""


@dataclass
class Facts:
    """What was read. `latest`: the newest figure in force by spot; `history`: all, oldest first."""

    setting: Setting
    plans: Mapping[str, Plan] = field(default_factory=dict)
    targets: Mapping[str, TargetRow] = field(default_factory=dict)
    tasks: Sequence[TaskRow] = ()
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    latest: Mapping[Spot, Observation] = field(default_factory=dict)
    history: Mapping[Spot, Sequence[Observation]] = field(default_factory=dict)
    scores: Mapping[str, Sequence[Score]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    behind: Mapping[UUID, Observation] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    flowing: Mapping[nodes.IndicatorFigure, Flowed | None] = field(default_factory=dict)
    stored: stored.Stored | None = None

    def plan_ids(self, plan: str, subject: Subject = "targets") -> frozenset[UUID]:
        """The plans that a name means: one, or those of the pack that `*` means for targets or for tasks."""
        if plan != ALL:
            return frozenset({self.plans[plan].pk} if plan in self.plans else ())
        means = self.runs if subject == "targets" else self.works
        return frozenset(row.pk for row in self.plans.values() if means(row))

    def runs(self, plan: Plan) -> bool:
        """Whether `*` means it for targets: of the pack, no draft, in its years on the day of the figures."""
        own = plan.pack == self.setting.pack and plan.stage != Plan.Stage.DRAFT
        return own and plan.starts_on <= self.setting.as_of <= plan.ends_on

    def works(self, plan: Plan) -> bool:
        """Whether `*` means it for tasks: in its years, or begun and not ended by anybody.

        The targets of a plan are due when its years are over; its last tasks may outlive them.
        """
        begun = plan.pack == self.setting.pack and plan.starts_on <= self.setting.as_of
        return self.runs(plan) or (begun and plan.stage == Plan.Stage.IN_FORCE)

    def targets_of(self, plan: str, pillar: str = "", agency: str = "") -> list[TargetRow]:
        """Target rows of a plan, a pillar, an agency that leads."""
        ids = self.plan_ids(plan)
        return [
            row
            for row in self.targets.values()
            if row.target.plan_id in ids
            and (not pillar or pillar_code(row) == pillar)
            and (not agency or (row.target.lead and row.target.lead.code == agency))
        ]

    def tasks_of(self, plan: str, agency: str = "") -> list[TaskRow]:
        """Task rows of a plan, of an agency that leads."""
        ids = self.plan_ids(plan, "tasks")
        return [
            row
            for row in self.tasks
            if row.task.plan_id in ids and (not agency or (row.task.lead and row.task.lead.code == agency))
        ]


def pillar_code(row: TargetRow) -> str:
    """The code of a target's pillar, or its goal's; empty without one."""
    target = row.target
    pillar = target.pillar or (target.goal.pillar if target.goal else None)
    return pillar.code if pillar else ""


def read(wanted: Wants, setting: Setting) -> Facts:
    """All of it. Statements do not grow with targets, tasks, indicators, places or periods."""
    facts = Facts(setting)
    _read_steering(wanted, facts)
    _read_figures(wanted, facts)
    _read_calculated(wanted, facts)
    facts.scores = {code: _scores(code, facts) for code in sorted(wanted.indices)}
    return facts


def _read_steering(wanted: Wants, facts: Facts) -> None:
    setting = facts.setting
    if wanted.plans:
        named = Q(full_slug__in=wanted.plans - {ALL})
        if ALL in wanted.plans:
            named |= Q(pack=setting.pack)
        rows = all_plans().filter(named)
        if not setting.illustrative:
            rows = rows.filter(illustrative=False)
        facts.plans = {row.full_slug: row for row in rows}
    of_targets = frozenset[UUID]().union(*map(facts.plan_ids, wanted.target_plans))
    if of_targets or wanted.targets:
        facts.targets = _targets(of_targets, wanted.targets, setting)
        ids = [row.observation_id for row in facts.targets.values() if row.observation_id]
        facts.behind = {row.pk: row for row in indicators.figures().filter(pk__in=ids).whole()}
    of_tasks = frozenset[UUID]().union(*(facts.plan_ids(code, "tasks") for code in wanted.task_plans))
    if of_tasks:
        facts.tasks = task_states_of(
            of_tasks,
            setting.as_of,
            setting.known_at,
            with_illustrative=setting.illustrative,
            calendar=national_calendar(),
        )


def _targets(plans: Iterable[UUID], codes: Iterable[str], setting: Setting) -> dict[str, TargetRow]:
    rows = measurable().filter(Q(plan__in=plans) | Q(code__in=codes))
    if not setting.illustrative:
        rows = rows.filter(illustrative=False)
    around = ("plan", "goal__pillar", "pillar", "lead", "indicator", "place")
    ordered = rows.select_related(*around).order_by("plan__order", "plan_id", "goal__order", "order", "code")
    view = View(setting.as_of, setting.known_at, setting.illustrative)
    return {row.target.code: row for row in states_then(list(ordered), view)}


def _read_figures(wanted: Wants, facts: Facts) -> None:
    setting = facts.setting
    if wanted.indicators or wanted.references:
        codes = wanted.indicators | {reference.name for _place, reference in wanted.references}
        found = indicators.indicators().filter(code__in=codes).select_related("document")
        facts.indicators = {row.code: row for row in found}
    if not wanted.places:
        return
    rows = list(places.places().filter(code__in=wanted.places))
    then = [row for row in rows if row.is_valid_on(setting.as_of)]
    facts.places = {row.code: row for row in [*rows, *then]}
    asked = [row for code, row in facts.indicators.items() if code in wanted.indicators]
    if not asked:
        return
    newest = indicators.latest(
        asked, rows, as_of=setting.as_of, known_at=setting.known_at, illustrative=setting.illustrative
    )
    facts.latest = _by_spot(newest, facts)
    _read_history(wanted, facts, rows)
    for figure in sorted(wanted.flowing, key=lambda one: one.key):
        facts.flowing = {**facts.flowing, figure: _flowed(figure, facts)}


def _by_spot(rows: Iterable[Observation], facts: Facts) -> dict[Spot, Observation]:
    """The newest of each spot: units that carried one code at different times are one spot."""
    found: dict[Spot, Observation] = {}
    for row in sorted(rows, key=lambda one: (one.dated, one.recorded_at)):
        found[row.indicator.code, row.place.code] = row
    del facts
    return found


def _read_history(wanted: Wants, facts: Facts, rows: Sequence[Place]) -> None:
    setting = facts.setting
    asked = [row.pk for code, row in facts.indicators.items() if code in wanted.histories]
    if not asked:
        return
    found = (
        indicators.figures()
        .in_force(setting.as_of, setting.known_at)
        .filter(indicator__in=asked, place__in=rows, is_target=False)
        .whole()
        .order_by("period_end", "period_start", "recorded_at")
    )
    if not setting.illustrative:
        found = found.published()
    history: dict[Spot, list[Observation]] = {}
    for row in found:
        history.setdefault((row.indicator.code, row.place.code), []).append(row)
    facts.history = history


def _flowed(figure: nodes.IndicatorFigure, facts: Facts) -> Flowed | None:
    """The figure under the boundaries of another day, of its period or the newest."""
    indicator = facts.indicators.get(figure.code)
    place = facts.places.get(figure.place or facts.setting.place)
    if indicator is None or place is None:
        return None
    setting = facts.setting
    told = Question(
        indicator,
        date.fromisoformat(figure.boundaries),
        place=place,
        period=Period.parse(figure.period) if figure.period else None,
        as_of=setting.as_of,
        known_at=setting.known_at,
        illustrative=setting.illustrative,
    ).answer()
    return told[0] if told else None


def _read_calculated(wanted: Wants, facts: Facts) -> None:
    """Formulas, and indicators that follow from others: eight statements together."""
    derived = [row for row in facts.indicators.values() if row.formula and row.code in wanted.indicators]
    needed: set[Reference] = {reference for _place, reference in wanted.references}
    needed |= {own_reference(row.code) for row in derived}
    if not needed:
        return
    setting = facts.setting
    facts.stored = stored.read(
        sorted(needed, key=lambda one: one.key),
        [(place.pk, None) for place in facts.places.values()],
        [setting.period],
        as_of=setting.as_of,
        known_at=setting.known_at,
        illustrative=setting.illustrative,
    )


def _scores(code: str, facts: Facts) -> list[Score]:
    """Published results of an index of whole places, oldest first; two statements an index."""
    index = indices.indices().filter(code=code).first()
    if index is None:
        return []
    rows = indices.of_index(index).filter(node="", measure="score")
    shown = rows.filter(Q(published=None) | Q(published__lte=facts.setting.as_of))
    return list(shown.filter(recorded_at__lte=facts.setting.known_at))


def agencies_named(codes: Iterable[str]) -> dict[str, Agency]:
    """Agencies by code; one statement."""
    return {row.code: row for row in people.agencies().filter(code__in=set(codes))}
