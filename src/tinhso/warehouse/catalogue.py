"""What can be asked: where, in which periods and how often each indicator was told.

A fixed number of statements, so that every question can be judged before it is answered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import MONTHS, Period, PeriodKind
from tinhso.indicators import policies
from tinhso.indicators import queries as indicators
from tinhso.indicators.derivation.over_time import ORDER
from tinhso.indicators.derivation.sources import Source, sources
from tinhso.indicators.derivation.values import told_codes
from tinhso.indicators.models import Adding, Indicator, Kind, OverTime
from tinhso.places.models import Level
from tinhso.warehouse.tellings import Telling, tellings, told_at_all

SUMMED: Final = frozenset({Kind.COUNT, Kind.MONEY, Kind.RATIO, Kind.PERCENT})
"""Kinds whose figures rules add over places; the others stand only for what they were told of."""
WITHOUT_NUMBER: Final = frozenset({Kind.DATE, Kind.PERIOD, Kind.DEADLINE, Kind.CHOICE})
"""Kinds that are days or words."""
_LEVELS: Final = tuple(Level)
_UNLIKE: Final = {True: Adding.SUM, False: Adding.RATIO_OF_SUMS}
"""What ratios with numerator and denominator are not made of, and what nothing else is made of."""


def rule_of(indicator: Indicator) -> Adding:
    """How its figures add up over places."""
    return Adding(indicator.adding) if indicator.kind in SUMMED else Adding.NONE


def adds_up(indicator: Indicator) -> bool:
    """Whether figures of several units make that of the one around them."""
    rule = rule_of(indicator)
    ratios = indicator.kind == Kind.RATIO
    return rule != Adding.NONE and rule is not _UNLIKE[ratios]


def adds_up_over_time(indicator: Indicator) -> bool:
    """Whether figures of shorter periods make that of the longer one around them."""
    ratios = indicator.kind == Kind.RATIO
    return indicator.over_time not in {OverTime.NONE, str(_UNLIKE[ratios])}


def length(kind: PeriodKind) -> int:
    """For comparing: the shorter the kind of period, the smaller."""
    return ORDER.index(kind)


@dataclass(frozen=True)
class Known:
    """What there is of one indicator. `inputs`: of a derived one, what is told below it, by code."""

    indicator: Indicator
    tellings: tuple[Telling, ...] = ()
    inputs: Mapping[str, Known] = field(default_factory=dict)

    @property
    def published(self) -> Known:
        """Without what demonstrations tell."""
        own = tuple(one for one in self.tellings if not one.illustrative)
        return replace(self, tellings=own, inputs={code: one.published for code, one in self.inputs.items()})

    def counted(self, *, illustrative: bool) -> Known:
        """With demonstrations or without them, as a query asks."""
        return self if illustrative else self.published

    @property
    def every(self) -> tuple[Telling, ...]:
        """Its own, and those of everything that it is calculated from."""
        return self.tellings + tuple(told for one in self.inputs.values() for told in one.tellings)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels whose units tell it, the highest first."""
        told = {one.level for one in self.every}
        return tuple(level for level in _LEVELS if level in told)

    @property
    def kinds(self) -> tuple[PeriodKind, ...]:
        """The kinds of period it is told in, the shortest first."""
        told = {one.kind for one in self.every}
        return tuple(kind for kind in ORDER if kind in told)

    @property
    def first(self) -> date | None:
        """The last day of the earliest period told."""
        return min((one.first.end for one in self.every), default=None)

    @property
    def last(self) -> date | None:
        """The last day of the latest period told."""
        return max((one.last.end for one in self.every), default=None)

    @property
    def count(self) -> int:
        """How many figures there are."""
        return sum(one.count for one in self.every)

    @property
    def only_illustrative(self) -> bool:
        """Whether demonstrations alone tell anything."""
        return bool(self.every) and all(one.illustrative for one in self.every)

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to answer with: of a derived one, of everything it is calculated from."""
        return bool(self.tellings) or (
            bool(self.inputs) and all(one.has_figures for one in self.inputs.values())
        )

    def newest(self, kind: PeriodKind | None, level: Level | None = None) -> Period | None:
        """The newest period of that kind (None: as told) with something to tell of units of that level.

        Of a derived one the newest that all its inputs reach.
        """
        if self.inputs and not self.tellings:
            found = [one.newest(kind, level) for one in self.inputs.values()]
            given = [one for one in found if one]
            return min(given, key=lambda one: one.end, default=None)
        periods = [period for one in self.tellings if (period := self._newest(one, kind, level))]
        return max(periods, key=lambda one: (one.end, one.start), default=None)

    def _newest(self, told: Telling, kind: PeriodKind | None, level: Level | None) -> Period | None:
        if level is not None and not self.rises(told, level):
            return None
        if kind is None:
            return told.last
        if not self.lasts(told, kind):
            return None
        return told.last.nominal if told.kind is kind else Period.of(kind, told.last.nominal.end)

    def rises(self, told: Telling, level: Level) -> bool:
        """Whether those figures say something of units of that level: told there, or added up to it."""
        inside = _LEVELS.index(told.level) > _LEVELS.index(level)
        return told.level is level or (inside and adds_up(self.indicator))

    def lasts(self, told: Telling, kind: PeriodKind) -> bool:
        """Whether those figures say something of calendar periods of that kind: told so, or made of them."""
        row = self.indicator
        if told.is_reporting != row.cut_off and told.kind in MONTHS:
            return False
        if told.kind is kind:
            return True
        shortest = min(PeriodKind(row.frequency or PeriodKind.MONTH), kind, key=length)
        inside = length(shortest) <= length(told.kind) < length(kind)
        return kind is not PeriodKind.SPAN and inside and adds_up_over_time(row)


def measures(codes: Sequence[str]) -> list[Indicator]:
    """The indicators of those codes, each once, in that order, in one statement. Raises NotFound."""
    found = {row.code: row for row in indicators.indicators().filter(code__in=codes)}
    return [found.get(code) or indicators.by_code(code) for code in dict.fromkeys(codes)]


def known(codes: Collection[str] | None = None) -> dict[str, Known]:
    """What there is of those indicators, of all where `codes` is None; unknown codes are left out.

    At most six statements, however many indicators and figures there are.
    """
    found = indicators.indicators()
    rows = {row.code: row for row in (found if codes is None else found.filter(code__in=codes))}
    derived = [code for code, row in rows.items() if row.formula]
    behind = sources(derived) if derived else {}
    below = {code: _inputs(behind[code], behind) for code in derived}
    every = {row.pk: row for row in rows.values()} | {
        row.pk: row for inputs in below.values() for row in inputs.values()
    }
    told = tellings(every)
    plain = {row.code: Known(row, tuple(told.get(key, ()))) for key, row in every.items()}
    return {
        code: replace(plain[code], inputs={name: plain[name] for name in below.get(code, ())})
        for code in rows
    }


def _inputs(source: Source, behind: Mapping[str, Source]) -> dict[str, Indicator]:
    codes = told_codes(source, behind)
    return {code: behind[code].row for code in codes if code != source.code}


def newest_period(
    measure: str, kind: PeriodKind | None, level: Level | None = None, *, illustrative: bool = False
) -> Period | None:
    """The newest calendar period of that kind (None: the period as told) of which something was told.

    For maps and rankings, which show one period. None: nothing was, or nothing can be made of what was.
    """
    found = known([measure]).get(measure)
    return found.counted(illustrative=illustrative).newest(kind, level) if found else None


def findable(
    words: str, by: Actor, *, illustrative: bool = False, most: int | None = None
) -> list[Indicator]:
    """Indicators with figures in which all those words occur, tones ignored; cells and derived ones too.

    Figures of persons are left out for who may not read them; so is what is calculated from them.
    """
    told = told_at_all(illustrative=illustrative)
    rows = indicators.indicators().searched(words).exclude(kind__in=WITHOUT_NUMBER)
    found = [row for row in rows.order_by("sort_key", "code") if row.pk in told or row.formula]
    derived = known([row.code for row in found if row.formula and row.pk not in told])
    chosen = [row for row in found if _may_ask(row, derived.get(row.code), by, illustrative=illustrative)]
    return chosen if most is None else chosen[:most]


def _may_ask(row: Indicator, derived: Known | None, by: Actor, *, illustrative: bool) -> bool:
    if not policies.may_read_all(by, row):
        return False
    if derived is None:
        return True
    inputs = derived.counted(illustrative=illustrative)
    return inputs.has_figures and all(
        policies.may_read_all(by, one.indicator) for one in inputs.inputs.values()
    )
