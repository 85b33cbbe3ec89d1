"""The distribution (phân bố): how many places fall where, the quantiles, and who is in each bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Series
from tinhso.exploration import looking, words
from tinhso.exploration.drawn import Ground, Made
from tinhso.exploration.forms import series
from tinhso.exploration.sheets import Head, Item, Line, Sheet
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place

BINS: Final = 10
_STEPS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Bin:
    """From `low` on and below `high`, the last one with its end; the places in it."""

    low: Decimal
    high: Decimal
    label: str
    places: tuple[tuple[Place, Item], ...]


@dataclass(frozen=True)
class Quantile:
    """A point of the distribution with its name."""

    name: str
    text: str


def make(ground: Ground) -> Made:
    """The histogram of one measure in one period."""
    measure, at = ground.measures[0], ground.at or ground.periods[-1]
    ordered = series.by_value(ground, measure, at)
    found = [(place, looking.item(ground, measure, place, at)) for place in ordered]
    told = [(place, item) for place, item in found if isinstance(item.value, Decimal)]
    numbers = sorted(item.value for _place, item in told if isinstance(item.value, Decimal))
    parts = bins(told)
    chart = Chart(
        f"{ground.title} · {words.period(at, ground.today)}",
        tuple(one.label for one in parts),
        (Series(_("Số địa bàn"), tuple(len(one.places) for one in parts), "s1"),),
        kind="column",
        unit=_("địa bàn"),
        digits=0,
        axis=words.unit(measure) or _("Khoảng"),
        summary=_summary(ground, measure, numbers),
    )
    sheet = _sheet(ground, measure, parts, found)
    return series.charted(
        chart,
        sheet,
        bins=[one for one in parts if one.places],
        quantiles=quantiles(measure, numbers),
        without=len(found) - len(told),
    )


def step_of(numbers: Sequence[Decimal]) -> Decimal:
    """The width of a bin: 1, 2 or 5 times a power of ten, so that there are about ten of them."""
    reach = numbers[-1] - numbers[0]
    if not reach:
        return Decimal(1)
    raw = reach / BINS
    power = Decimal(1).scaleb(raw.adjusted())
    return next(power * one for one in _STEPS if power * one >= raw)


def bins(told: Sequence[tuple[Place, Item]]) -> list[Bin]:
    """Equal steps over all numbers, each with its places; no place falls out."""
    numbers = sorted(item.value for _place, item in told if isinstance(item.value, Decimal))
    if not numbers:
        return []
    step = step_of(numbers)
    first = numbers[0] // step * step
    first = first - step if first > numbers[0] else first
    found: list[Bin] = []
    low = first
    while low < numbers[-1] or not found:
        high = low + step
        found.append(Bin(low, high, _label(low, high), _inside(told, low, high, last=high >= numbers[-1])))
        low = high
    return found


def _inside(
    told: Sequence[tuple[Place, Item]], low: Decimal, high: Decimal, *, last: bool
) -> tuple[tuple[Place, Item], ...]:
    """Those from `low` on and below `high`; the last bin holds its end too."""
    return tuple(
        (place, item)
        for place, item in told
        if isinstance(item.value, Decimal)
        and low <= item.value
        and (item.value < high or (last and item.value == high))
    )


def _label(low: Decimal, high: Decimal) -> str:
    return f"{wording.rounded(low, 6)}–{wording.rounded(high, 6)}"


def quantiles(measure: Indicator, numbers: Sequence[Decimal]) -> list[Quantile]:
    """Least, quarters, greatest; between two numbers in proportion."""
    if not numbers:
        return []
    named = (
        (_("Thấp nhất"), Decimal(0)),
        (_("Một phần tư dưới"), Decimal("0.25")),
        (_("Trung vị"), Decimal("0.5")),
        (_("Một phần tư trên"), Decimal("0.75")),
        (_("Cao nhất"), Decimal(1)),
    )
    return [Quantile(name, words.with_unit(measure, quantile(numbers, share))) for name, share in named]


def quantile(numbers: Sequence[Decimal], share: Decimal) -> Decimal:
    """Where `share` of the sorted numbers lies below."""
    place = share * (len(numbers) - 1)
    index = int(place)
    low, high = numbers[index], numbers[min(index + 1, len(numbers) - 1)]
    return low + (high - low) * (place - index)


def _summary(ground: Ground, measure: Indicator, numbers: Sequence[Decimal]) -> str:
    told = ", ".join(f"{one.name.lower()} {one.text}" for one in quantiles(measure, numbers))
    return f"{ground.title}: {told}."


def _sheet(
    ground: Ground, measure: Indicator, parts: Sequence[Bin], found: Sequence[tuple[Place, Item]]
) -> Sheet:
    where = {place: one.label for one in parts for place, _item in one.places}
    lines = tuple(
        Line(
            place.full_name,
            (item, Item(where.get(place), where.get(place, wording.NOTHING))),
            code=place.code,
        )
        for place, item in found
    )
    heads = (Head("value", _("Giá trị"), unit=words.unit(measure)), Head("bin", _("Khoảng"), kind="text"))
    return Sheet("phan-bo", ground.title, _("Địa bàn"), heads, lines, codes=_("Mã địa bàn"))
