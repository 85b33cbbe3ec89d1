"""How one derived value is calculated at one period, worked out once for all places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators.derivation.over_time import ORDER
from tinhso.indicators.derivation.sources import Formula, Source
from tinhso.indicators.derivation.stored import Stored, meant, number
from tinhso.indicators.derivation.stored_rows import ToldByPlace
from tinhso.indicators.formula import Value
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import Kind


@dataclass(frozen=True)
class Step:
    """One input: under which name the formula takes it, of which indicator in which told period.

    `alone`: no shorter periods could speak for that one, so that what was not told has no value.
    """

    key: str
    code: str
    period: str
    kind: Kind
    alone: bool


@dataclass(frozen=True)
class Recipe:
    """A formula whose inputs are single told periods and constants."""

    formula: Formula
    steps: tuple[Step, ...]
    constants: Mapping[str, Value]

    def values(self, told: ToldByPlace, place: UUID) -> dict[str, Value] | None:
        """What the formula takes at that place; None where shorter periods must be looked at."""
        found = dict(self.constants)
        for step in self.steps:
            said = told.get((step.code, place), {}).get(step.period)
            if said is None and not step.alone:
                return None
            found[step.key] = None if said is None else number(said[None].part, step.kind)
        return found


def recipe(read: Stored, source: Source, period: Period) -> Recipe | None:
    """None where it takes more than that: lists, year to date, groups of places, other derived indicators."""
    formula = source.on(period.end).formula
    if formula is None:
        return None
    steps = list(_steps(read, formula, period))
    constants = {
        one.key: read.constants.on(one.name, period.end)
        for one in formula.references
        if one.kind is Points.CONSTANT
    }
    if len(steps) + len(constants) != len(formula.references):
        return None
    return Recipe(formula, tuple(steps), constants)


def _steps(read: Stored, formula: Formula, period: Period) -> Iterator[Step]:
    for one in formula.references:
        found = _step(read, one, period) if one.kind is Points.DATA else None
        if found:
            yield found


def _step(read: Stored, one: Reference, period: Period) -> Step | None:
    source = read.sources.get(one.name)
    if source is None or one.to_date or one.span is not None:
        return None
    (own,) = meant(one, source.on(period.end), period)
    if own is None or source.on(own.end).formula:
        return None
    laid = source.on(own.end)
    alone = ORDER.index(own.kind) <= ORDER.index(laid.rhythm.shortest)
    return Step(one.key, source.code, own.code, laid.kind, alone)
