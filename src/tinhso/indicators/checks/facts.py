"""The figures that rules look at, read for many places and periods at once; drafts laid over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Q

from tinhso.base.calendar.periods import MONTHS, Period, PeriodKind
from tinhso.indicators.checks.core import Inside
from tinhso.indicators.checks.core.rules import split
from tinhso.indicators.formula.arithmetic import CONTEXT
from tinhso.indicators.formula.evaluation import Value
from tinhso.indicators.formula.nodes import Kind as Pointing
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import CurrentFigure, Kind, Observation, State

_HUNDRED: Final = Decimal(100)
_YEAR: Final = 12
COLUMNS: Final = ("value", "numerator", "denominator", "actual", "target", "rank")
"""The columns of a figure that rules look at."""
_SERIES: Final = ("place_id", "agency_id", "period", "kind")
WAITING: Final = (State.SUBMITTED, State.APPROVED)


_MEASURES: Final = {str(Kind.ACTUAL_TARGET): "actual", str(Kind.RANK): "rank"}
"""Where the number of a kind stands when it is not `value`."""


class Figure(NamedTuple):
    """A figure as a rule sees it; `id` is None for what is only being sent."""

    id: UUID | None
    kind: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    actual: Decimal | None = None
    target: Decimal | None = None
    rank: int | None = None

    def number(self, column: str) -> Decimal | None:
        """A part of it; without a column its measure: hundredths for ratios, the actual for pairs."""
        if not column and self.kind == Kind.RATIO:
            if self.numerator is None or not self.denominator:
                return None
            return CONTEXT.divide(CONTEXT.multiply(self.numerator, _HUNDRED), self.denominator)
        found: Decimal | int | None = getattr(self, column or _MEASURES.get(self.kind, "value"))
        return Decimal(found) if isinstance(found, int) else found


@lru_cache(maxsize=4096)
def period_of(code: str) -> Period:
    """The period of a stored code; lists of figures name the same few again and again."""
    return Period.parse(code)


Key = tuple[str, UUID]
"""An indicator's code and a place."""


class Child(NamedTuple):
    """A unit inside another, and from when to when it was one."""

    id: UUID
    valid_from: date | None
    valid_to: date | None

    def on(self, day: date) -> bool:
        """Whether it was a unit that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or self.valid_to >= day)


@dataclass
class Facts:
    """What was told, by indicator and place, period and agency; `laid`: what of it is not in force."""

    told: dict[Key, dict[str, dict[UUID | None, Figure]]] = field(default_factory=dict)
    laid: dict[tuple[str, UUID, UUID | None, str], Figure] = field(default_factory=dict)
    children: Mapping[UUID, Sequence[Child]] = field(default_factory=dict)

    def lay(
        self,
        code: str,
        place: UUID,
        agency: UUID | None,
        period: str,
        figure: Figure,
        *,
        fresh: bool = False,
    ) -> None:
        """Put a figure in the place of what stood there; `fresh`: it is not in force."""
        self.told.setdefault((code, place), {}).setdefault(period, {})[agency] = figure
        if fresh:
            self.laid[code, place, agency, period] = figure

    def at(self, code: str, place: UUID, agency: UUID | None, period: str) -> Figure | None:
        """The agency's own figure, else the place's own, else the only one that is told."""
        by_agency = self.told.get((code, place), {}).get(period)
        return _speaks(by_agency, agency) if by_agency else None

    def before(self, code: str, place: UUID, agency: UUID | None, period: Period, last: int) -> list[Figure]:
        """At most `last` figures of that series of the same kind of period before, the newest first."""
        mark = _mark(period.code)
        told = self.told.get((code, place), {})
        earlier = [(other.end, name) for name in told if (other := _mark(name)).precedes(mark)]
        earlier.sort(reverse=True)
        found = (_speaks(told[name], agency) for _end, name in earlier[:last])
        return [figure for figure in found if figure]


def _speaks(by_agency: Mapping[UUID | None, Figure], agency: UUID | None) -> Figure | None:
    if len(by_agency) == 1:
        return next(iter(by_agency.values()))
    return by_agency.get(agency) or by_agency.get(None)


class _Mark(NamedTuple):
    """What two periods are compared by, in plain numbers: thousands of times for one page."""

    kind: str
    start: int
    end: int

    def precedes(self, other: _Mark) -> bool:
        """Whether it is of the same kind and over before the other begins."""
        return self.end < other.start and self.kind == other.kind


@lru_cache(maxsize=4096)
def _mark(code: str) -> _Mark:
    period = period_of(code)
    kind = f"{'R' if period.is_reporting else ''}{period.kind}"
    return _Mark(kind, period.start.toordinal(), period.end.toordinal())


@dataclass(frozen=True)
class View:
    """What rules see around one place, agency and period: `core.Told`."""

    facts: Facts
    place: UUID
    agency: UUID | None
    period: Period
    values: Mapping[str, Value] = field(default_factory=dict)

    def figure(self, operand: str) -> Figure | None:
        """The figure an operand stands for."""
        return self.facts.at(split(operand)[0], self.place, self.agency, self.period.code)

    def value(self, operand: str) -> Decimal | None:
        """The number at hand."""
        figure = self.figure(operand)
        return figure.number(split(operand)[1]) if figure else None

    def looked_up(self, reference: Reference) -> Value:
        """A formula's value: as it was read for the formula, or the number at hand."""
        if reference.key in self.values:
            return self.values[reference.key]
        plain = reference.kind is Pointing.DATA and not reference.moved
        return self.value(reference.name) if plain else None

    def earlier(self, operand: str, last: int, *, seasonal: bool) -> Sequence[Decimal]:
        """The last figures of the place's own series before the period; or those of the same season."""
        code, column = split(operand)
        if seasonal:
            asked = seasons(self.period, last)
            found = [self.facts.at(code, self.place, self.agency, one.code) for one in asked]
            figures = [figure for figure in found if figure]
        else:
            figures = self.facts.before(code, self.place, self.agency, self.period, last)
        numbers = (figure.number(column) for figure in figures)
        return [number for number in numbers if number is not None]

    def inside(self, operand: str) -> Inside | None:
        """The figures of the places inside, added up."""
        inside = [one.id for one in self.facts.children.get(self.place, ()) if one.on(self.period.end)]
        if not inside:
            return None
        code, column = split(operand)
        figures = (self.facts.at(code, child, None, self.period.code) for child in inside)
        numbers = [figure.number(column) for figure in figures if figure]
        known = [number for number in numbers if number is not None]
        total = Decimal(0)
        for number in sorted(known):
            total = CONTEXT.add(total, number)
        return Inside(total, len(known), len(inside))


def seasons(period: Period, last: int) -> list[Period]:
    """The same month, quarter or half of so many years before, the newest first; years are their own."""
    step = _YEAR // MONTHS[period.kind] if period.kind in MONTHS else 0
    if not step:
        return []
    first = period.start.year - 1
    return [period.shift(-step * years) for years in range(1, min(last, first) + 1)]


def reach(period: Period, last: int, *, seasonal: bool) -> date:
    """From which day on history is read: gaps are stepped over up to half as many periods again."""
    steps = last + last // 2
    if period.kind is PeriodKind.DAY:
        return period.start - timedelta(days=steps)
    if seasonal and period.kind in MONTHS:
        steps = last * (_YEAR // MONTHS[period.kind])
    months = MONTHS.get(period.kind, _YEAR) * steps
    year, month = divmod(max(period.start.year * _YEAR + period.start.month - 1 - months, _YEAR), _YEAR)
    return date(year, month + 1, 1)


def read(
    codes: Collection[str],
    places: Collection[UUID],
    periods: Collection[str],
    *,
    history: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> Facts:
    """What is in force of those indicators at those places: of the periods; of `history` from `since` on.

    What waits to be confirmed stands over it for the periods themselves. Two statements.
    """
    wanted = Q(period__in=list(periods))
    if history and since and until:
        wanted |= Q(
            indicator__code__in=list(history),
            observation__period_end__gte=since,
            observation__period_start__lte=until,
        )
    return _read(codes, places, wanted, Q(period__in=list(periods)))


def read_all(codes: Collection[str], places: Collection[UUID]) -> Facts:
    """Everything that is in force or waits of those indicators at those places, of every period."""
    return _read(codes, places, Q(), Q())


def _read(codes: Collection[str], places: Collection[UUID], wanted: Q, waiting: Q) -> Facts:
    facts = Facts()
    if not codes or not places:
        return facts
    kept = CurrentFigure.objects.filter(
        wanted, indicator__code__in=list(codes), place__in=list(places), is_target=False
    )
    names = ("indicator__code", *_SERIES, "observation_id", *(f"observation__{name}" for name in COLUMNS))
    _lay(facts, kept.order_by("-illustrative").values_list(*names))
    rows = Observation.objects.filter(
        waiting,
        indicator__code__in=list(codes),
        place__in=list(places),
        is_target=False,
        state__in=WAITING,
        superseded_by=None,
    )
    later = rows.order_by("recorded_at", "pk").values_list("indicator__code", *_SERIES, "pk", *COLUMNS)
    _lay(facts, later, fresh=True)
    return facts


def _lay(facts: Facts, rows: Iterable[tuple[Any, ...]], *, fresh: bool = False) -> None:
    for code, place, agency, period, kind, key, *numbers in rows:
        facts.lay(code, place, agency, period, Figure(key, kind, *numbers), fresh=fresh)
