"""What the charts share: series of figures with their links, the sheet that says the same, honest notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, cast

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Role, Series
from tinhso.exploration import looking, words
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.sheets import Head, Item, Line, Sheet
from tinhso.indicators.charting import told_apart
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Place

SCRIPTS: Final = ("vendor/echarts.js", "web/charts.js")
TEMPLATE: Final = "exploration/forms/chart.html"
_ROLES: Final = 8
Order = Callable[[Decimal], Decimal]


@dataclass(frozen=True)
class One:
    """One series: a measure of a place."""

    measure: Indicator
    place: Place


def role(number: int) -> Role:
    """The colour of the series of that number; the same number, the same colour."""
    return cast(Role, f"s{number % _ROLES + 1}")


def of_one_unit(ground: Ground) -> tuple[list[Indicator], tuple[str, ...]]:
    """The measures that share the first one's unit: others cannot stand on its axis, and a note says so."""
    unit = words.unit(ground.measures[0])
    kept = [row for row in ground.measures if words.unit(row) == unit]
    left = [indicator_name(row) for row in ground.measures if words.unit(row) != unit]
    if not left:
        return kept, ()
    return kept, (_("Không vẽ chung được vì khác đơn vị tính: %(names)s.") % {"names": ", ".join(left)},)


def names(ones: Sequence[One]) -> list[str]:
    """What tells the series apart: the place, the measure, or both."""
    places = told_apart({one.place: (one.place.full_name, one.place.code) for one in ones})
    several = len({one.measure.code for one in ones}) > 1
    if len(places) == 1:
        return [indicator_name(one.measure) if several else places[one.place] for one in ones]
    if not several:
        return [places[one.place] for one in ones]
    return [f"{places[one.place]} · {indicator_name(one.measure)}" for one in ones]


def over_time(ground: Ground, ones: Sequence[One]) -> tuple[Series, ...]:
    """The figures of each over the periods; a gap stays a gap."""
    found = []
    for number, (one, name) in enumerate(zip(ones, names(ones), strict=True)):
        items = [looking.item(ground, one.measure, one.place, period) for period in ground.periods]
        found.append(_series(name, items, number))
    return tuple(found)


def _series(name: str, items: Sequence[Item], number: int) -> Series:
    return Series(
        name, tuple(value_of(item) for item in items), role(number), hrefs=tuple(i.href for i in items)
    )


def at_places(
    ground: Ground, measure: Indicator, places: Sequence[Place], period: Period, name: str, number: int
) -> Series:
    """The figures of places in one period."""
    return _series(name, [looking.item(ground, measure, place, period) for place in places], number)


def value_of(item: Item) -> Decimal | None:
    """The number of a cell, for drawing."""
    return item.value if isinstance(item.value, Decimal) else None


def sheet_over_time(ground: Ground, ones: Sequence[One]) -> Sheet:
    """Every series as a column, periods down."""
    heads = tuple(
        Head(f"{one.measure.code}-{one.place.code}", name, unit=words.unit(one.measure))
        for one, name in zip(ones, names(ones), strict=True)
    )
    lines = tuple(
        Line(
            wording.period(period),
            tuple(looking.item(ground, one.measure, one.place, period) for one in ones),
            code=period.code,
        )
        for period in ground.periods
    )
    return Sheet("kham-pha", ground.title, _("Kỳ"), heads, lines, codes=_("Mã kỳ"))


def sheet_of_places(ground: Ground, places: Sequence[Place], periods: Sequence[Period]) -> Sheet:
    """Places down, every measure and period across."""
    heads = tuple(
        Head(
            f"{row.code}-{period.code}",
            wording.period(period),
            group=indicator_name(row) if len(ground.measures) > 1 else "",
            unit=words.unit(row),
        )
        for row in ground.measures
        for period in periods
    )
    lines = tuple(
        Line(
            place.full_name,
            tuple(looking.item(ground, row, place, one) for row in ground.measures for one in periods),
            code=place.code,
        )
        for place in places
    )
    return Sheet("kham-pha", ground.title, _("Địa bàn"), heads, lines, codes=_("Mã địa bàn"))


def by_value(ground: Ground, measure: Indicator, period: Period) -> list[Place]:
    """The places with a number then, the greatest first, equal ones in Vietnamese order; then the others."""
    found = {place: looking.number(ground, measure, place, period) for place in ground.places}
    told = [place for place, number in found.items() if number is not None]
    told.sort(key=lambda one: found[one] or 0, reverse=not ground.spec.reverse)
    return [*told, *(place for place, number in found.items() if number is None)]


def charted(
    chart: Chart,
    sheet: Sheet,
    notes: tuple[str, ...] = (),
    **more: object,
) -> Made:
    """A chart with the sheet below it."""
    context = {"chart": chart, "sheet": sheet, **more}
    return Made(TEMPLATE, context, sheet.table, sheet.lines, (*notes, *incomplete(sheet)), scripts=SCRIPTS)


def incomplete(sheet: Sheet) -> tuple[str, ...]:
    """That some figures are made of less than all: the table says which."""
    marked = sum(bool(item.said) for line in sheet.lines for item in line.items)
    if not marked:
        return ()
    return (
        _("%(count)d số liệu chưa đủ đơn vị, chưa đủ kỳ hoặc không so sánh được; bảng ghi rõ số nào.")
        % {"count": marked},
    )


def size(ground: Ground, bars: int = 0) -> Literal["", "short", "tall"]:
    """How tall it is drawn."""
    if ground.compact:
        return ""
    return "tall" if bars != 1 else ""
