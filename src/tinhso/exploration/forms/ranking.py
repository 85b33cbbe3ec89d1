"""The ranking (xếp hạng): places in one period, best first, with what changed since another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.web import svg, wording
from tinhso.exploration import looking, words
from tinhso.exploration.changes import change
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.sheets import MOST_SHOWN, Head, Item, Line, Sheet
from tinhso.indicators.models import Direction, Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Place

COMPACT: Final = 10


@dataclass(frozen=True)
class Row:
    """A place in the ranking; `rank` None: nothing was told."""

    place: Place
    rank: int | None
    item: Item
    bar: SafeString
    then: Item
    change: Item
    moved: Item


def make(ground: Ground) -> Made:
    """The list; places without a figure stand last, without a rank."""
    measure, at = ground.measures[0], ground.at or ground.periods[-1]
    before = ground.against or _period_before(ground, at)
    now = _numbers(ground, measure, at)
    then = _numbers(ground, measure, before) if before else {}
    ranks, old = ranked(measure, now), ranked(measure, then)
    most = max((abs(number) for number in now.values()), default=Decimal(0))
    ordered = _ordered(ground, ranks)
    rows = [_row(ground, measure, place, (before, at), (old, ranks), most) for place in ordered]
    sheet = _sheet(ground, measure, rows, before, at)
    shown = rows[: COMPACT if ground.compact else MOST_SHOWN]
    context = {
        "sheet": sheet,
        "rows": shown,
        "unit": words.unit(measure),
        "at": words.period(at, ground.today),
        "before": wording.period(before) if before else "",
        "best": _best(measure),
    }
    notes = _notes(ground, len(rows), len(shown))
    return Made("exploration/forms/ranking.html", context, sheet.table, sheet.lines, notes, is_table=True)


def _ordered(ground: Ground, ranks: Mapping[Place, int]) -> list[Place]:
    """By rank, the last first where that is asked; those without a rank stand last."""
    told = sorted((one for one in ground.places if one in ranks), key=lambda one: ranks[one])
    if ground.spec.reverse:
        told.reverse()
    return [*told, *(one for one in ground.places if one not in ranks)]


def _period_before(ground: Ground, at: Period) -> Period | None:
    earlier = [one for one in ground.periods if one.end < at.end]
    return earlier[-1] if earlier else None


def _numbers(ground: Ground, measure: Indicator, period: Period) -> dict[Place, Decimal]:
    found = {place: looking.number(ground, measure, place, period) for place in ground.places}
    return {place: number for place, number in found.items() if number is not None}


def ranked(measure: Indicator, numbers: Mapping[Place, Decimal]) -> dict[Place, int]:
    """1 for the best by the indicator's direction; equal numbers share the rank."""
    values = sorted(numbers.values(), reverse=measure.direction != Direction.DOWN)
    first: dict[Decimal, int] = {}
    for rank, value in enumerate(values, start=1):
        first.setdefault(value, rank)
    return {place: first[number] for place, number in numbers.items()}


def _row(
    ground: Ground,
    measure: Indicator,
    place: Place,
    periods: tuple[Period | None, Period],
    ranks: tuple[Mapping[Place, int], Mapping[Place, int]],
    most: Decimal,
) -> Row:
    before, at = periods
    item = looking.item(ground, measure, place, at)
    number = looking.number(ground, measure, place, at)
    then = looking.item(ground, measure, place, before) if before else Item()
    told = change(measure, looking.number(ground, measure, place, before), number) if before else None
    bar = (
        svg.bar(abs(number), most or 1, tone="on_track", label=item.text)
        if number is not None
        else SafeString()
    )
    old, new = (found.get(place) for found in ranks)
    return Row(place, new, item, bar, then, told.item if told else Item(), moved(old, new))


def moved(old: int | None, new: int | None) -> Item:
    """How far a place moved: `▲ lên 3 bậc`."""
    if old is None or new is None:
        return Item()
    steps = old - new
    if steps == 0:
        return Item(0, _("= giữ hạng"))
    if steps > 0:
        return Item(steps, _("▲ lên %(steps)d bậc") % {"steps": steps}, tone="met")
    return Item(steps, _("▼ xuống %(steps)d bậc") % {"steps": -steps}, tone="late")


def _sheet(ground: Ground, measure: Indicator, rows: list[Row], before: Period | None, at: Period) -> Sheet:
    unit = words.unit(measure)
    heads = [
        Head("rank", _("Hạng"), kind="integer"),
        Head("value", words.period(at, ground.today), unit=unit),
    ]
    if before:
        heads += [
            Head("then", wording.period(before), unit=unit),
            Head("change", _("Thay đổi")),
            Head("moved", _("Lên, xuống hạng"), kind="integer"),
        ]
    lines = tuple(
        Line(row.place.full_name, _items(row, compared=before is not None), code=row.place.code)
        for row in rows
    )
    return Sheet("xep-hang", ground.title, _("Địa bàn"), tuple(heads), lines, codes=_("Mã địa bàn"))


def _items(row: Row, *, compared: bool) -> tuple[Item, ...]:
    rank = Item(row.rank, wording.number(row.rank))
    return (rank, row.item, row.then, row.change, row.moved) if compared else (rank, row.item)


def _best(measure: Indicator) -> str:
    if measure.direction == Direction.DOWN:
        return _("Hạng 1 là nơi có số nhỏ nhất: chỉ số này càng thấp càng tốt.")
    if measure.direction == Direction.UP:
        return _("Hạng 1 là nơi có số lớn nhất: chỉ số này càng cao càng tốt.")
    return _("Hạng 1 là nơi có số lớn nhất.")


def _notes(ground: Ground, every: int, shown: int) -> tuple[str, ...]:
    found = []
    if len(ground.measures) > 1:
        found.append(_("Xếp hạng theo %(name)s.") % {"name": indicator_name(ground.measures[0])})
    if shown < every:
        found.append(_("%(shown)d trong %(every)d dòng.") % {"shown": shown, "every": every})
    return tuple(found)
