"""What formulas read: indicators as they were laid down on each day, constants, groups of places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Q

from tinhso.base.calendar.periods import PeriodKind
from tinhso.indicators.derivation.over_time import Rhythm
from tinhso.indicators.formula import FormulaError, Node, parse
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.evaluation import Run, compile_formula
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import (
    ConstantValue,
    Definition,
    Described,
    GroupMember,
    Indicator,
    Kind,
    OverTime,
)
from tinhso.places import queries as places

_COLUMNS: Final = ("kind", "factor", "adding", "over_time", "frequency", "cut_off", "formula")


@dataclass(frozen=True)
class Formula:
    """A formula read once: its references, and how it is calculated."""

    text: str
    tree: Node
    references: tuple[Reference, ...]
    run: Run


@lru_cache(maxsize=2048)
def formula_of(text: str) -> Formula | None:
    """Read once; None where there is no formula, or none that can be read."""
    if not text.strip():
        return None
    try:
        tree = parse(text)
    except FormulaError:
        return None
    return Formula(text, tree, references(tree), compile_formula(tree))


@dataclass(frozen=True)
class Laid:
    """What a definition says that reading needs; `formula` is None for what is told and not derived."""

    kind: Kind
    factor: Decimal
    adding: str
    rhythm: Rhythm
    formula: Formula | None = None

    @classmethod
    def of(cls, row: Described) -> Laid:
        """From an indicator or one of its definitions."""
        frequency = PeriodKind(row.frequency) if row.frequency else None
        if row.cut_off and frequency is PeriodKind.DAY:
            frequency = PeriodKind.MONTH
        rhythm = Rhythm(frequency, row.cut_off, OverTime(row.over_time))
        return cls(Kind(row.kind), row.factor, row.adding, rhythm, formula_of(row.formula))


@dataclass(frozen=True)
class Source:
    """An indicator by its definitions: `days` the first days of all but the oldest, in order."""

    row: Indicator
    days: tuple[date, ...]
    laid: tuple[Laid, ...]

    @property
    def id(self) -> UUID:
        """The indicator's key."""
        return self.row.pk

    @property
    def code(self) -> str:
        """Its code, of a cell with its options."""
        return self.row.code

    def on(self, day: date) -> Laid:
        """As it was laid down that day; the oldest definition also speaks for what was before it."""
        return self.laid[bisect_right(self.days, day)]

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """All formulas it ever had."""
        return tuple(one.formula for one in self.laid if one.formula)

    @classmethod
    def of(cls, row: Indicator, definitions: Iterable[Definition]) -> Source:
        """From its rows; without definitions today's columns stand for every day."""
        rows = sorted(definitions, key=lambda one: one.valid_from or date.min)
        if not rows:
            return cls(row, (), (Laid.of(row),))
        days = tuple(one.valid_from or date.min for one in rows[1:])
        return cls(row, days, tuple(Laid.of(one) for one in rows))


def sources(codes: Collection[str]) -> dict[str, Source]:
    """Indicators by code with all that their formulas need, in four statements however deep they go."""
    derived = Definition.objects.exclude(formula="").values("indicator")
    chosen = Q(code__in=codes) | ~Q(formula="") | Q(pk__in=derived)
    found = _with_definitions(Indicator.objects.filter(chosen))
    wanted = _closure(codes, found)
    missing = wanted - found.keys()
    if missing:
        more = _with_definitions(Indicator.objects.filter(code__in=missing))
        found |= more
    return {code: found[code] for code in wanted if code in found}


def _with_definitions(rows: Iterable[Indicator]) -> dict[str, Source]:
    chosen = {row.pk: row for row in rows}
    definitions: dict[UUID, list[Definition]] = {}
    asked = Definition.objects.filter(indicator__in=chosen).only("indicator_id", "valid_from", *_COLUMNS)
    for one in asked.order_by():
        definitions.setdefault(one.indicator_id, []).append(one)
    return {row.code: Source.of(row, definitions.get(row.pk, ())) for row in chosen.values()}


def _closure(codes: Iterable[str], known: Mapping[str, Source]) -> set[str]:
    """The codes, and those that their formulas need."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code in found:
            continue
        found.add(code)
        if code in known:
            waiting += names(one for formula in known[code].formulas for one in formula.references)
    return found


def names(asked: Iterable[Reference]) -> list[str]:
    """The codes of indicators and cells among references."""
    return [one.name for one in asked if one.kind is Points.DATA]


@dataclass(frozen=True)
class Constants:
    """Values of constants by day."""

    values: Mapping[str, tuple[tuple[date, Decimal], ...]] = field(default_factory=dict)

    def on(self, code: str, day: date) -> Decimal | None:
        """The value of that day; None before the first."""
        told = [value for first, value in self.values.get(code, ()) if first <= day]
        return told[-1] if told else None


def constants(codes: Collection[str]) -> Constants:
    """The values of those constants, in one statement; in none when there are none."""
    if not codes:
        return Constants()
    found: dict[str, list[tuple[date, Decimal]]] = {}
    rows = ConstantValue.objects.filter(constant__code__in=codes).order_by()
    for code, first, value in rows.values_list("constant__code", "valid_from", "value"):
        found.setdefault(code, []).append((first or date.min, value))
    return Constants({code: tuple(sorted(values)) for code, values in found.items()})


@dataclass(frozen=True)
class _Member:
    path: str
    first: date
    last: date


@dataclass(frozen=True)
class Groups:
    """Members of groups by day, and where the places asked for lie."""

    members: Mapping[str, tuple[_Member, ...]] = field(default_factory=dict)
    paths: Mapping[UUID, str] = field(default_factory=dict)

    def count(self, code: str, place: UUID, day: date) -> Decimal | None:
        """How many units of the group lie in a place that day, itself included; None for an unknown group."""
        if code not in self.members or place not in self.paths:
            return None
        path = self.paths[place]
        inside = (
            one.path
            for one in self.members[code]
            if one.first <= day <= one.last and (one.path == path or one.path.startswith(f"{path}/"))
        )
        return Decimal(len(set(inside)))


def groups(codes: Collection[str], asked: Collection[UUID]) -> Groups:
    """Those groups, in two statements; in none when there are none."""
    if not codes:
        return Groups()
    found: dict[str, list[_Member]] = {}
    rows = GroupMember.objects.filter(group__code__in=codes).order_by()
    columns = ("group__code", "place__path", "valid_from", "valid_to", "place__valid_from", "place__valid_to")
    for code, path, first, last, begun, ended in rows.values_list(*columns):
        begins = max(first or date.min, begun or date.min)
        ends = min(last or date.max, ended or date.max)
        found.setdefault(code, []).append(_Member(path, begins, ends))
    paths = dict(places.places().filter(pk__in=asked).values_list("pk", "path"))
    return Groups({code: tuple(members) for code, members in found.items()}, paths)
