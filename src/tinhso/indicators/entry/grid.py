"""The entry grid (bảng nhập số liệu): places × indicators of one period, as one reader may fill it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid, NotFound, Problem
from tinhso.base.numbers import format_number
from tinhso.base.packs.home import home_pack
from tinhso.base.web import wording
from tinhso.indicators import choices, locks, policies, queries
from tinhso.indicators.definitions.laying import in_use
from tinhso.indicators.derived import plain
from tinhso.indicators.entry.cells import Cell
from tinhso.indicators.models import EntryDraft, Indicator, Kind, Observation, State
from tinhso.indicators.querysets import IndicatorQuerySet
from tinhso.indicators.shapes import DAYS, NEEDED
from tinhso.people import queries as people
from tinhso.people.models import Agency, AgencyKind
from tinhso.places import queries as places
from tinhso.places.models import Level, Place

MOST_COLUMNS: Final = 20
KINDS: Final = (
    *(Kind.COUNT, Kind.RATIO, Kind.PERCENT, Kind.ACTUAL_TARGET, Kind.MONEY, Kind.RANK),
    *(Kind.YES_NO, Kind.CHOICE, Kind.DATE),
)
"""Kinds that a spreadsheet's block can be pasted over: numbers, words to choose from, days."""
LEVELS: Final = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
"""The storeys a grid can be filled in for; districts ended on 30/06/2025."""


@dataclass
class Row:
    """One place with its cells."""

    place: Place
    agency: Agency | None
    cells: list[Cell] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """What the page knows of the row: a token a cell."""
        return " ".join(cell.seen for cell in self.cells)


@dataclass(frozen=True)
class Column:
    """One column of numbers: a value of an indicator."""

    indicator: Indicator
    column: str
    head: str
    locked: bool


@dataclass
class Grid:
    """What is on the page."""

    period: Period
    columns: list[Column]
    rows: list[Row]
    level: Level = Level.COMMUNE

    @property
    def cells(self) -> dict[str, Cell]:
        """Every cell by its name."""
        return {cell.name: cell for row in self.rows for cell in row.cells}

    @property
    def disputed(self) -> list[Cell]:
        """The cells that changed elsewhere while they were typed."""
        return [cell for row in self.rows for cell in row.cells if cell.dispute]

    @property
    def missing(self) -> int:
        """How many open cells hold nothing."""
        return sum(not cell.text and not cell.locked for row in self.rows for cell in row.cells)


def _heads() -> dict[str, str]:
    return {
        "numerator": _("tử số"),
        "denominator": _("mẫu số"),
        "actual": _("thực hiện"),
        "target": _("mục tiêu"),
    }


def choosable() -> list[Indicator]:
    """The indicators that a grid can hold."""
    return list(_told_by_people().order_by("sort_key", "code"))


def _told_by_people() -> IndicatorQuerySet:
    """Those that are typed: of a kind for it, still told, and not calculated from others."""
    return in_use(queries.indicators(), clock.today()).filter(kind__in=KINDS, formula="")


def chosen(codes: Sequence[str]) -> list[Indicator]:
    """The indicators of those codes, in that order. Raises Invalid for too many."""
    if len(codes) > MOST_COLUMNS:
        raise Invalid(_("Tối đa %(most)d chỉ số một bảng.") % {"most": MOST_COLUMNS}, field="indicator")
    found = {row.code: row for row in _told_by_people().filter(code__in=codes)}
    return [found[code] for code in dict.fromkeys(codes) if code in found]


def _home() -> str:
    """The code of the home province; empty where no pack is there."""
    try:
        return home_pack().place
    except NotFound:
        return ""


def _homes(day: date) -> list[Place]:
    """The home province as it stood on that day: the provinces it was made of, before they were one."""
    home = places.places().filter(code=_home()).valid_on(clock.today()).first()
    if home is None or home.is_valid_on(day):
        return [home] if home else []
    return [one.place for one in places.equivalents(home, day)]


def level_of(code: str) -> Level:
    """The storey of places to fill in; communes where none is asked for. Raises Invalid."""
    if not code:
        return Level.COMMUNE
    if code not in LEVELS:
        raise Invalid(_("Không có cấp địa bàn này."), field="level")
    return Level(code)


def reported_for(
    by: Actor, period: Period, level: Level = Level.COMMUNE
) -> list[tuple[Place, Agency | None]]:
    """The places that `by` fills in, each with the agency whose figures these are.

    Who writes for everybody chooses the `level`; the others have the places of their agencies.
    """
    own = policies.own_agencies(by)
    homes = _homes(period.end)
    if own is not None:
        held = people.agencies().filter(pk__in=own).select_related("place").order_by("sort_key", "code")
        return [(place, agency) for agency in held for place in ([agency.place] if agency.place else homes)]
    if level is Level.PROVINCE:
        return [(home, None) for home in homes]
    inside = [
        unit
        for home in homes
        for unit in places.descendants(home, period.end, level).order_by("sort_key", "code")
    ]
    committees = people.agencies().filter(place__in=inside, kind=AgencyKind.COMMITTEE)
    of_place = {agency.place_id: agency for agency in committees if agency.is_valid_on(period.end)}
    return [(place, of_place.get(place.pk)) for place in inside]


def build(by: Actor, indicators: Sequence[Indicator], period: Period, level: Level = Level.COMMUNE) -> Grid:
    """The grid as `by` sees it: seven queries whatever its size."""
    closed = locks.of_period(period, [row.pk for row in indicators])
    heads = _heads()
    columns = [
        Column(indicator, name, heads.get(name, ""), indicator.pk in closed)
        for indicator in indicators
        for name in NEEDED[Kind(indicator.kind)]
    ]
    rows = [Row(place, agency) for place, agency in reported_for(by, period, level)]
    told = versions(indicators, rows, period)
    before = versions(indicators, rows, period.previous(), in_force=True)
    drafts = _drafts(by, indicators, period)
    for row in rows:
        agency = row.agency.pk if row.agency else None
        for column in columns:
            key = (column.indicator.pk, row.place.pk, agency)
            draft = drafts.get((column.indicator.pk, row.place.pk), {})
            row.cells.append(_cell(row, column, told.get(key), before.get(key), draft))
    return Grid(period, columns, rows, level)


Key = tuple[UUID, UUID, UUID | None]


def versions(
    indicators: Sequence[Indicator], rows: Iterable[Row], period: Period, *, in_force: bool = False
) -> dict[Key, Observation]:
    """The last version of every figure of the grid; or the confirmed one."""
    found = queries.figures().filter(
        indicator__in=indicators,
        place__in=[row.place.pk for row in rows],
        period=period.code,
        is_target=False,
        code="",
    )
    found = found.filter(state=State.CONFIRMED) if in_force else found.filter(superseded_by=None)
    found = found.select_related("batch").defer("batch__answer").order_by("recorded_at", "pk")
    return {(row.indicator_id, row.place_id, row.agency_id): row for row in found}


def _drafts(
    by: Actor, indicators: Sequence[Indicator], period: Period
) -> dict[tuple[UUID, UUID], Mapping[str, str]]:
    if by.actor_id is None:
        return {}
    rows = EntryDraft.objects.filter(
        account=by.actor_id, period=period.code, indicator__in=indicators
    ).values_list("indicator_id", "place_id", "typed")
    return {(indicator, place): typed for indicator, place, typed in rows}


def printed(value: Decimal | int | date | None, indicator: Indicator) -> str:
    """A stored value as it is typed: a number without signs between groups, a word to choose, a day."""
    if value is None:
        return ""
    if isinstance(value, date):
        return wording.day(value)
    if indicator.kind in choices.CHOSEN:
        return choices.words(indicator.kind, indicator.options).get(int(value), str(int(value)))
    return format_number(plain(Decimal(value)), None, "vi").replace(".", "")


def cell_name(place: str, indicator: str, column: str) -> str:
    """The name of a cell in the form."""
    return f"c:{place}:{indicator}:{column}"


def _cell(
    row: Row,
    column: Column,
    told: Observation | None,
    before: Observation | None,
    draft: Mapping[str, str],
) -> Cell:
    cell = Cell(
        cell_name(row.place.code, column.indicator.code, column.column),
        column.column,
        f"{row.place.full_name}, {column.indicator.name}{', ' if column.head else ''}{column.head}",
        locked=column.locked,
        choices=tuple(choices.words(column.indicator.kind, column.indicator.options).values()),
        is_day=column.column in DAYS,
    )
    if before is not None:
        cell.last = printed(getattr(before, column.column), column.indicator)
    if told is not None and told.state != State.WITHDRAWN:
        cell.text = printed(getattr(told, column.column), column.indicator)
        cell.state = told.state
        cell.said = told.reason if told.state == State.RETURNED else ""
    cell.figure, cell.told = told, cell.text
    cell.overlay(draft)
    return cell


def spoiled(cell: Cell, problem: Problem) -> None:
    """Have the cell say what is wrong with it."""
    hint = f" {problem.hint}" if problem.hint else ""
    cell.problem = f"{problem.message}{hint}"
