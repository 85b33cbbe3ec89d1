"""What a dataset holds now: asked of the warehouse as anybody may ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import Invalid, NotFound
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Indicator, PersonalData
from tinhso.opendata.models import Dataset
from tinhso.opendata.rows import Row, Status, Where
from tinhso.people.principals import ANONYMOUS
from tinhso.places import queries as places
from tinhso.places.models import Level, Place
from tinhso.warehouse.answers import Answer, Cell
from tinhso.warehouse.asking import ask
from tinhso.warehouse.questions import Places, Query, Times


@dataclass
class Content:
    """All rows, in the order they are published in, and what they stand on.

    `refused`: measures that cannot be told at some level, with the reason. `moment`: when it was asked.
    """

    measures: list[Indicator]
    moment: datetime
    rows: list[Row] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    warehouse: int = 0
    waiting: bool = False


@dataclass(frozen=True)
class _Epoch:
    """Days on which the places stay the same."""

    first: date
    last: date
    boundaries: date


def gather(dataset: Dataset) -> Content:
    """The content of today, nothing kept back yet.

    Raises NotFound for codes that are none, Invalid for figures that may tell of single persons.
    """
    found = Content(open_measures(dataset.measures), clock.now())
    seen: dict[object, Place] = {}
    refused: dict[str, str] = {}
    for epoch in _epochs(dataset):
        for level in _levels(dataset):
            for kind in _kinds(dataset):
                answer = _asked(dataset, epoch, level, kind)
                if answer is None:
                    continue
                found.warehouse = max(found.warehouse, answer.freshness.version)
                found.waiting = found.waiting or answer.freshness.waiting
                refused |= {one.measure: str(one.reason) for one in answer.refused}
                fresh = list(_rows(answer))
                found.rows += fresh
                told = {row.place.code for row in fresh}
                seen |= {place.pk: place for place in answer.places if place.code in told}
    held = {row.indicator for row in found.rows}
    found.refused = {code: reason for code, reason in refused.items() if code not in held}
    order = {code: number for number, code in enumerate(dataset.measures)}
    depth = {level: number for number, level in enumerate(Level.values)}
    found.rows.sort(
        key=lambda row: (order[row.indicator], row.end, row.start, depth[row.place.level], row.place.code)
    )
    found.places = sorted(
        seen.values(), key=lambda one: (depth[one.level], one.code, one.valid_from or date.min)
    )
    return found


def open_measures(codes: Sequence[str]) -> list[Indicator]:
    """The indicators of those codes. Raises NotFound; Invalid for one that may tell of single persons."""
    found = [indicators.by_code(code) for code in codes]
    for row in found:
        if row.personal_data != PersonalData.NONE:
            raise Invalid(
                _("“%(indicator)s” có dữ liệu cá nhân nên không công bố thành dữ liệu mở.")
                % {"indicator": row.name},
                field="measures",
            )
    return found


def _levels(dataset: Dataset) -> list[Level | None]:
    return [Level(level) for level in Level.values if level in dataset.levels] or [None]


def _kinds(dataset: Dataset) -> list[PeriodKind | None]:
    return [kind for kind in PeriodKind if kind in dataset.kinds] or [None]


def _epochs(dataset: Dataset) -> list[_Epoch]:
    """Stretches from the first day to today: one, or one for each time that places changed."""
    first, last = dataset.first, clock.today()
    if dataset.boundaries:
        return [_Epoch(first, last, dataset.boundaries)]
    begins = places.places().filter(valid_from__gt=first, valid_from__lte=last)
    if dataset.within:
        unit = places.places().with_code(dataset.within).in_time().last()
        begins = begins.below(unit) if unit else begins
    told = begins.values_list("valid_from", flat=True).distinct()
    days = sorted({first, *(day for day in told if day)})
    ends = [*(day - timedelta(days=1) for day in days[1:]), last]
    return [_Epoch(start, end, end) for start, end in zip(days, ends, strict=True)]


def _asked(dataset: Dataset, epoch: _Epoch, level: Level | None, kind: PeriodKind | None) -> Answer | None:
    where = Places(epoch.boundaries, level, dataset.within)
    query = Query(tuple(dataset.measures), where, Times(epoch.first, epoch.last, kind))
    try:
        return ask(query, ANONYMOUS)
    except NotFound:
        if dataset.boundaries or epoch.boundaries == clock.today():
            raise
        return None  # the unit did not stand yet in that stretch


def _rows(answer: Answer) -> Iterator[Row]:
    """A row for each place, of every measure and period in which any place told something."""
    told = {(measure, period) for (measure, _place, period), _cell in answer}
    for measure in answer.measures:
        for period in answer.periods:
            if (measure.code, period.code) in told:
                for place in answer.places:
                    yield _row(measure, place, period, answer.cell(measure.code, place.pk, period.code))


def _row(measure: Indicator, place: Place, period: Period, cell: Cell | None) -> Row:
    status, number = Status.NONE, None
    if cell is not None and not cell.illustrative:
        number = cell.number if cell.comparable else None
        if not cell.comparable:
            status = Status.NOT_COMPARABLE
        elif number is not None:
            status = Status.COMPLETE if cell.is_complete else Status.PARTIAL
    part = cell.part if cell and number is not None else None
    ratio = part if part and part.denominator is not None else None
    return Row(
        measure.code,
        Where.of(place),
        place.full_name,
        period.code,
        period.start,
        period.end,
        period.kind.value,
        status,
        number,
        ratio.numerator if ratio else None,
        ratio.denominator if ratio else None,
        cell.told if cell and cell.expected else None,
        cell.expected if cell and cell.expected else None,
        apportioned=bool(cell and number is not None and cell.apportioned),
    )
