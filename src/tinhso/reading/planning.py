"""Goals, targets and tasks of a text as a draft plan: what would be in it, and whose work it would be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.base.text import fold, slugify
from tinhso.indicators.models import Indicator
from tinhso.people.models import Agency
from tinhso.reading.core.drafts import Drafts, Source, Work, WorkKind, drafts_of
from tinhso.reading.core.model import Change, Figure, Kind
from tinhso.reading.core.reader import read
from tinhso.reading.matching.agencies import Names, is_group, names
from tinhso.reading.matching.known import vocabulary
from tinhso.reading.matching.likeness import Vocabulary
from tinhso.reading.matching.matching import likeliest
from tinhso.reading.models import Reading
from tinhso.steering.asked_plans import AskedItem
from tinhso.steering.models import Plan

_LONGEST: Final = 500
_SURE: Final = Decimal("0.75")
_VALUES: Final = frozenset({Kind.PERCENT, Kind.COUNT})
_TIMES: Final = frozenset({Kind.PERIOD, Kind.DEADLINE, Kind.ORDINAL})
_LONGEST_SLUG: Final = 60
_SHORT: Final = 120
_YEARS: Final = re.compile(r"\d{4}(?:\.\.\d{4})?")


@dataclass(frozen=True)
class Named:
    """An agency as the text names it, and which one that is here; a group (các sở, ngành) is none."""

    said: str
    agency: Agency | None = None
    is_group: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether somebody could say which agency is meant."""
        return bool(self.said) and self.agency is None and not self.is_group


@dataclass(frozen=True)
class Item:
    """An item of the draft with the agencies that its names mean here; unknown names stay names."""

    work: Work
    led: Named
    joined: tuple[Named, ...]
    value: Decimal | None = None
    due_on: date | None = None
    indicator: Indicator | None = None

    @property
    def lead(self) -> Agency | None:
        """Who leads, where the name means an agency."""
        return self.led.agency

    @property
    def joint(self) -> tuple[Agency, ...]:
        """Who joins, of those that mean an agency."""
        return tuple(one.agency for one in self.joined if one.agency is not None)

    @property
    def named(self) -> tuple[Named, ...]:
        """Everybody that is named."""
        return (self.led, *self.joined)

    @property
    def asked(self) -> AskedItem:
        """What steering is asked for. Names that mean no agency here stand at the end of the title."""
        work = self.work
        return AskedItem(
            kind=work.kind.value,
            title=work.text[:2000],
            clause=work.number[:_LONGEST],
            lead=self.lead.code if self.lead else "",
            joint=tuple(dict.fromkeys(one.code for one in self.joint if one != self.lead)),
            deadline=work.deadline,
            deliverable=work.product,
            indicator=self.indicator.code if self.indicator else "",
            value=f"{self.value:f}" if self.value is not None else "",
            due_on=self.due_on,
        )


def laid_down(reading: Reading, known: Names | None = None) -> tuple[Drafts, tuple[Item, ...]]:
    """What the text lays down, in its order; `known`: the agencies, where they were asked for already."""
    known = known or names(reading.place)
    told = read(reading.text, dated=reading.dated, place=reading.place_text)
    found = drafts_of(told)
    words = vocabulary(reading.dated) if found.of(WorkKind.TARGET) else None
    items = []
    for work in found.items:
        item = Item(work, _named(work.lead, known), tuple(_named(one, known) for one in work.joint))
        aimed = _aimed(work, told.figures)
        if words is not None and aimed is not None:
            item = replace(
                item, value=aimed.value, due_on=_end_of(aimed.period), indicator=_measured(aimed, words)
            )
        items.append(item)
    return found, tuple(items)


def _aimed(work: Work, figures: Sequence[Figure]) -> Figure | None:
    """The one figure that a target aims at; None where it tells several, or none that one value can hold."""
    told = [figures[place] for place in work.figures if figures[place].kind not in _TIMES]
    if work.kind is not WorkKind.TARGET or len(told) != 1:
        return None
    only = told[0]
    fits = only.kind in _VALUES and only.upper is None and only.change is Change.NONE
    return only if fits else None


def _end_of(code: str) -> date | None:
    """The last day of a period, where its code is of one."""
    try:
        return Period.parse(code).end
    except ValueError:
        return None


def _measured(figure: Figure, words: Vocabulary) -> Indicator | None:
    """The indicator it is of, where that is all but sure and in its own unit."""
    match = likeliest(figure, words)
    if match is None or match.score < _SURE or not match.why.kind:
        return None
    row = match.known.row
    return row if isinstance(row, Indicator) else row.indicator


def _named(name: str, known: Names) -> Named:
    return Named(name, known.meant(name), bool(name) and is_group(name))


@dataclass(frozen=True)
class Unknown:
    """A name that means no agency here, and how many items bear it."""

    name: str
    count: int


def unknown(items: Sequence[Item]) -> list[Unknown]:
    """The names of single agencies that mean none here, each once, as first printed."""
    said: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for item in items:
        own = {fold(one.said): one.said for one in item.named if one.is_unknown}
        counts.update(own.keys())
        said = {**own, **said}
    return [Unknown(said[key], counts[key]) for key in counts]


def learned(items: Sequence[Item], known: Names) -> list[Named]:
    """The names of the text whose meaning people taught, each once."""
    told = {fold(one.said): one for item in items for one in item.named}
    return [one for key, one in told.items() if key in known.taught and one.agency is not None]


@dataclass(frozen=True)
class Heading:
    """What the form starts with: kind, names, slug and days of the plan."""

    kind: str
    title: str
    short_title: str
    slug: str
    starts_on: date
    ends_on: date


def heading(reading: Reading, source: Source) -> Heading:
    """The plan's head as the text tells it; its number, where it has one, makes the slug."""
    number = reading.document.notation if reading.document else _own_number(reading)
    first, last = _years(reading)
    title = reading.title or reading.file_name
    slug = slugify(number) or slugify(title)
    return Heading(
        Plan.Kind.DIRECTIVE if source is Source.CONCLUSION else Plan.Kind.PLAN,
        title,
        (number or title)[:_SHORT],
        slug[:_LONGEST_SLUG].strip("-"),
        first,
        last,
    )


def _own_number(reading: Reading) -> str:
    """The number that the text bears itself: `Số: 247/KH-UBND` in its first lines."""
    for one in reading.named:
        start = int(one.get("start", _LONGEST))
        if start < _LONGEST and fold(reading.text[start : start + 2]) == "so":
            return str(one["number"])
    return ""


def _years(reading: Reading) -> tuple[date, date]:
    """From the first year or run of years that the text speaks of; this year where it names none."""
    for one in reading.proposals.filter(kind=Kind.PERIOD).order_by("position")[:20]:
        code = str(one.figure.get("period") or "")
        if _YEARS.fullmatch(code):
            period = Period.parse(code)
            return period.start, period.end
    year = (reading.dated or clock.today()).year
    return date(year, 1, 1), date(year, 12, 31)


def counted(items: Sequence[Item]) -> dict[WorkKind, list[tuple[int, Item]]]:
    """The items by kind with their positions, in the order goals, targets, tasks."""
    found: dict[WorkKind, list[tuple[int, Item]]] = {kind: [] for kind in WorkKind}
    for position, item in enumerate(items):
        found[item.work.kind].append((position, item))
    return found
