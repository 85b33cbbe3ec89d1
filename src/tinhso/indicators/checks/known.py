"""Rules in force, with what they look at, and the figures that they need, read for all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators.checks import facts
from tinhso.indicators.checks.core import Children, Fallen, Jump, Rule, Stated, judge, operands
from tinhso.indicators.checks.core.rules import split
from tinhso.indicators.checks.facts import Child, Facts, View
from tinhso.indicators.derivation import stored
from tinhso.indicators.derivation.stored import Stored
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.nodes import Kind as Pointing
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.formula.parser import parse
from tinhso.indicators.models import Check
from tinhso.indicators.telling import part_of
from tinhso.places import queries as places
from tinhso.places.models import Place


@dataclass(frozen=True)
class Known:
    """A rule as it is run: its operands, blamed first to last, and its formula's references."""

    row: Check
    rule: Rule
    operands: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @classmethod
    def of(cls, row: Check, rule: Rule | None = None) -> Known:
        """From its row; `rule` where it is only tried."""
        found = rule or row.told
        asked = references(parse(found.formula)) if isinstance(found, Stated) else ()
        outside = tuple(one for one in asked if one.kind is not Pointing.DATA or ":" not in one.name)
        return cls(row, found, operands(found), outside)

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators it looks at."""
        return tuple(dict.fromkeys(split(operand)[0] for operand in self.operands))

    def speaks_of(self, period: Period, level: str) -> bool:
        """Whether it is meant for places of that level and for that period."""
        row = self.row
        begun = row.valid_from is None or row.valid_from <= period.end
        ended = row.valid_to is not None and row.valid_to < period.end
        return begun and not ended and row.level in {"", level}


def touching(codes: Iterable[str]) -> list[Known]:
    """The rules that look at any of those indicators, in one statement."""
    wanted = sorted(set(codes))
    if not wanted:
        return []
    return [Known.of(row) for row in Check.objects.filter(touched__has_any_keys=wanted)]


@dataclass(frozen=True)
class Spot:
    """Where a rule is judged: a place, an agency of it, a period."""

    place: UUID
    agency: UUID | None
    period: Period


@dataclass(frozen=True)
class Around:
    """Rows of the places at hand, and of those above whose sums they belong to."""

    places: Mapping[UUID, Place]
    children: Mapping[UUID, Sequence[Child]]

    @property
    def inside(self) -> set[UUID]:
        """The units inside any of the places."""
        return {child.id for several in self.children.values() for child in several}

    def level(self, place: UUID) -> str:
        """The level of a place; empty for one that is not known."""
        row = self.places.get(place)
        return row.level if row else ""

    def parent(self, place: UUID) -> UUID | None:
        """The place above."""
        row = self.places.get(place)
        return row.parent_id if row else None


def around(keys: Collection[UUID], rules: Iterable[Known], *, upwards: bool = False) -> Around:
    """The places of those keys; where a rule adds places up, those inside and (`upwards`) above too."""
    rows = places.places().in_bulk(keys)
    if not any(isinstance(known.rule, Children) for known in rules):
        return Around(rows, {})
    above = {row.parent_id for row in rows.values() if row.parent_id} if upwards else set()
    inside: dict[UUID, list[Child]] = {}
    children = places.places().filter(parent__in=above | rows.keys())
    for key, parent, first, last in children.values_list("pk", "parent_id", "valid_from", "valid_to"):
        inside.setdefault(parent, []).append(Child(key, first, last))
    missing = above - rows.keys()
    more = places.places().in_bulk(missing) if missing else {}
    return Around({**rows, **more}, inside)


def read(rules: Sequence[Known], spots: Collection[Spot], about: Around) -> Facts:
    """The figures that those rules need at those spots."""
    codes = {code for known in rules for code in known.codes}
    jumps = [known.rule for known in rules if isinstance(known.rule, Jump)]
    periods = {spot.period for spot in spots}
    keys = {spot.place for spot in spots}
    day = max((period.end for period in periods), default=None)
    inside = {
        child.id for key in keys for child in about.children.get(key, ()) if day is None or child.on(day)
    }
    since = min(
        (facts.reach(period, rule.last, seasonal=rule.seasonal) for rule in jumps for period in periods),
        default=None,
    )
    found = facts.read(
        codes,
        keys | inside,
        {period.code for period in periods},
        history={split(rule.indicator)[0] for rule in jumps},
        since=since,
        until=day,
    )
    found.children = about.children
    return found


def read_formulas(rules: Sequence[Known], spots: Collection[Spot], told: Facts) -> Stored | None:
    """What the formulas among the rules need, drafts and waiting figures over it; None without a formula."""
    asked = {one for known in rules for one in known.references}
    if not asked or not spots:
        return None
    overlay = {
        (code, place, agency, period): part_of(figure.kind, figure)
        for (code, place, agency, period), figure in told.laid.items()
    }
    whom = {(spot.place, spot.agency) for spot in spots}
    periods = {spot.period for spot in spots}
    return stored.read(asked, whom, periods, overlay=overlay, illustrative=True)


@dataclass(frozen=True)
class Judged:
    """A rule that a spot's figures fell before."""

    known: Known
    spot: Spot
    fallen: Fallen


def judged(
    rules: Iterable[Known], spots: Collection[Spot], told: Facts, formulas: Stored | None, about: Around
) -> Iterator[Judged]:
    """Every rule at every spot that it speaks of."""
    for known in rules:
        for spot in spots:
            if not known.speaks_of(spot.period, about.level(spot.place)):
                continue
            fallen = judge(known.rule, view_of(known, spot, told, formulas))
            if fallen:
                yield Judged(known, spot, fallen)


def view_of(known: Known, spot: Spot, told: Facts, formulas: Stored | None) -> View:
    """What a rule sees at a spot."""
    values = {}
    if known.references and formulas:
        values = formulas.values(known.references, (spot.place, spot.agency), spot.period)
    return View(told, spot.place, spot.agency, spot.period, values)
