"""Rules over stored figures, place by place: what falls, and which figure is told so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tinhso.indicators.checks import facts
from tinhso.indicators.checks import known as rules_of
from tinhso.indicators.checks.facts import Facts, period_of
from tinhso.indicators.checks.known import Judged, Known, Spot
from tinhso.indicators.models import CurrentFigure, Observation

PLACES: Final = 200
"""Places of which everything is read at once."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Scope:
    """Which figures are looked at: of periods that end from `since` to `until`, at those places."""

    since: date | None = None
    until: date | None = None
    places: frozenset[UUID] | None = None

    def holds(self, end: date) -> bool:
        """Whether a period that ends then is looked at."""
        return (self.since is None or self.since <= end) and (self.until is None or end <= self.until)


@dataclass(frozen=True)
class Hit:
    """A stored figure that fell before a rule."""

    judged: Judged
    observation: UUID


@dataclass
class Count:
    """How many times a rule was asked."""

    judged: int = 0


def hits(
    rules: Sequence[Known], scope: Scope, count: Count, progress: Progress | None = None
) -> Iterator[Hit]:
    """Every stored figure that falls before one of those rules, each rule and figure once."""
    places = sorted(_places(rules, scope), key=str)
    seen: set[tuple[str, UUID]] = set()
    for first in range(0, len(places), PLACES):
        some = places[first : first + PLACES]
        for hit in _of(rules, scope, some, count):
            key = (hit.judged.known.row.code, hit.observation)
            if key not in seen:
                seen.add(key)
                yield hit
        if progress:
            progress(first + len(some), len(places))


def _places(rules: Sequence[Known], scope: Scope) -> set[UUID]:
    """The places at which anything is told that the rules look at."""
    codes = {code for known in rules for code in known.codes}
    told = CurrentFigure.objects.filter(indicator__code__in=codes, is_target=False)
    waiting = Observation.objects.filter(
        indicator__code__in=codes, is_target=False, state__in=facts.WAITING, superseded_by=None
    )
    found = {
        *told.values_list("place_id", flat=True).distinct().order_by(),
        *waiting.values_list("place_id", flat=True).distinct().order_by(),
    }
    return found if scope.places is None else found & scope.places


def _of(rules: Sequence[Known], scope: Scope, places: Collection[UUID], count: Count) -> Iterator[Hit]:
    about = rules_of.around(places, rules)
    codes = {code for known in rules for code in known.codes}
    told = facts.read_all(codes, {*places, *about.inside})
    told.children = about.children
    by_rule = {known.row.code: _spots(known, told, places, scope) for known in rules}
    every = {spot for spots in by_rule.values() for spot in spots}
    formulas = rules_of.read_formulas(rules, every, told)
    for known in rules:
        spots = by_rule[known.row.code]
        count.judged += len(spots)
        for judged in rules_of.judged([known], spots, told, formulas, about):
            figure = _blamed(judged, told)
            if figure:
                yield Hit(judged, figure)


def _spots(known: Known, told: Facts, places: Collection[UUID], scope: Scope) -> list[Spot]:
    """Where anything is told that the rule looks at, in the order of the periods."""
    found = {
        Spot(place, agency, period_of(period))
        for code in known.codes
        for place in places
        for period, by_agency in told.told.get((code, place), {}).items()
        if scope.holds(period_of(period).end)
        for agency in by_agency
    }
    return sorted(found, key=lambda spot: (spot.period, str(spot.place), str(spot.agency or "")))


def _blamed(judged: Judged, told: Facts) -> UUID | None:
    """The first figure of the rule's operands that is told there."""
    spot = judged.spot
    for operand in judged.known.operands:
        code = operand.partition(":")[0]
        figure = told.at(code, spot.place, spot.agency, spot.period.code)
        if figure and figure.id:
            return figure.id
    return None
