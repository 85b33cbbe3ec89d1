"""Goals, targets and tasks of a text as a draft plan: what would be in it, and whose work it would be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.base.text import fold, slugify
from tinhso.indicators.models import Indicator
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.reading.core.drafts import Drafts, Source, Work, WorkKind, drafts_of
from tinhso.reading.core.model import Change, Figure, Kind
from tinhso.reading.core.reader import read
from tinhso.reading.matching.known import taught, vocabulary
from tinhso.reading.matching.likeness import Vocabulary
from tinhso.reading.matching.matching import likeliest
from tinhso.reading.models import Concerns, Reading
from tinhso.steering.asked_plans import AskedItem
from tinhso.steering.models import Plan

_LONGEST: Final = 500
_SURE: Final = Decimal("0.75")
_VALUES: Final = frozenset({Kind.PERCENT, Kind.COUNT})
_TIMES: Final = frozenset({Kind.PERIOD, Kind.DEADLINE, Kind.ORDINAL})
_LONGEST_SLUG: Final = 60
_SHORT: Final = 120
_SPELLINGS: Final = (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"))
_YEARS: Final = re.compile(r"\d{4}(?:\.\.\d{4})?")


@dataclass(frozen=True)
class Item:
    """An item of the draft with the agencies that its names mean here; unknown names stay names."""

    work: Work
    lead: Agency | None
    joint: tuple[Agency, ...]
    value: Decimal | None = None
    due_on: date | None = None
    indicator: Indicator | None = None

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


def laid_down(reading: Reading) -> tuple[Drafts, tuple[Item, ...]]:
    """What the text lays down, in its order."""
    told = read(reading.text, dated=reading.dated, place=reading.place_text)
    found, known = drafts_of(told), _agencies()
    words = vocabulary(reading.dated) if found.of(WorkKind.TARGET) else None
    items = []
    for work in found.items:
        item = Item(work, _meant(work.lead, known), tuple(_all_meant(work.joint, known)))
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


def _agencies() -> dict[str, Agency]:
    """The agencies there are today, by every folded name of theirs and by what people taught."""
    rows = list(people.agencies().filter(valid_to=None))
    known: dict[str, Agency] = {}
    codes = {row.code: row for row in rows}
    for row in rows:
        for name in (row.name, row.short_name):
            for spelled in _spellings(fold(name)):
                known.setdefault(spelled, row)
    for (_, code), phrases in taught(Concerns.AGENCY).items():
        if code in codes:
            known.update(dict.fromkeys(phrases, codes[code]))
    return known


def _spellings(name: str) -> Iterable[str]:
    yield name
    for short, full in _SPELLINGS:
        if full in name:
            yield name.replace(full, short)
        elif re.search(rf"\b{short}\b", name):
            yield re.sub(rf"\b{short}\b", full, name)


def _meant(name: str, known: dict[str, Agency]) -> Agency | None:
    folded = fold(name)
    if not folded:
        return None
    return known.get(folded) or known.get(folded.removesuffix(" tinh")) or known.get(f"{folded} tinh")


def _all_meant(names: Sequence[str], known: dict[str, Agency]) -> Iterable[Agency]:
    for name in names:
        found = _meant(name, known)
        if found is not None:
            yield found


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
