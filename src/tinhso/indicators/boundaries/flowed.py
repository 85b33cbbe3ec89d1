"""A figure under the boundaries of a date, told or calculated, with everything that went into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.indicators.aggregation import Part
from tinhso.indicators.boundaries.readings import Reading
from tinhso.indicators.derivation.stored import Gap
from tinhso.indicators.formula import Value
from tinhso.indicators.models import Indicator, Observation
from tinhso.places.models import Place


@dataclass(frozen=True)
class Contribution:
    """One unit of the figures' date: its figures in force (one an agency), what they say together."""

    unit: Place
    figures: tuple[Observation, ...]
    part: Part | None
    inside: Fraction
    grouped: Fraction
    bases: frozenset[str]


@dataclass(frozen=True)
class Input:
    """One thing that a calculated figure is made of.

    `key` is what the formula calls it, or the code of the indicator itself over time; `periods` those whose
    figures went in; `told` of `expected` shorter periods; `gaps` what it lacks; `flowed` the readings used.
    """

    key: str
    name: str
    value: Value
    periods: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    flowed: tuple[Flowed, ...] = ()

    @property
    def figures(self) -> tuple[Observation, ...]:
        """All figures that went into it."""
        return tuple(figure for one in self.flowed for figure in one.figures)


@dataclass(frozen=True)
class Made:
    """How a figure that nobody told came about: by a formula, or from shorter periods.

    `told` of `expected` periods of the kind `base` went in; of a formula both are 0.
    """

    inputs: tuple[Input, ...]
    is_derived: bool = False
    told: int = 0
    expected: int = 0
    base: PeriodKind | None = None

    @property
    def is_complete(self) -> bool:
        """Whether no shorter period is missing."""
        return self.told == self.expected


@dataclass(frozen=True)
class Flowed:
    """A place's figure of one period under the boundaries of a date."""

    indicator: Indicator
    place: Place
    period: Period
    boundaries: date
    reading: Reading
    group: tuple[Place, ...] = ()
    members: tuple[Contribution, ...] = ()
    made: Made | None = None

    @property
    def figures(self) -> tuple[Observation, ...]:
        """All figures that went in."""
        own = [figure for member in self.members for figure in member.figures]
        inner = [figure for one in (self.made.inputs if self.made else ()) for figure in one.figures]
        return tuple({figure.pk: figure for figure in (*own, *inner)}.values())

    @property
    def missing(self) -> tuple[Place, ...]:
        """Members without a figure."""
        return tuple(member.unit for member in self.members if member.part is None)
