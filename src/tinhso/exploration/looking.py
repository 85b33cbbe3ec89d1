"""What forms ask of an answer: the period they show, places that conditions leave, cells as items."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.exploration import words
from tinhso.exploration.drawn import Ground
from tinhso.exploration.sheets import Item
from tinhso.exploration.spec import AS_TOLD, Spec, Where
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place
from tinhso.warehouse.answers import Answer, Cell
from tinhso.warehouse.questions import Op

_COMPARE: Final = MappingProxyType(
    {Op.BELOW: lt, Op.AT_MOST: le, Op.EQUAL: eq, Op.NOT_EQUAL: ne, Op.AT_LEAST: ge, Op.ABOVE: gt}
)


def holds(one: Where, cell: Cell | None) -> bool:
    """Whether that cell's number compares so; without a number it never does."""
    number = cell.number if cell else None
    return number is not None and bool(_COMPARE[one.op](number, one.number))


def is_told(answer: Answer, measure: str, period: Period) -> bool:
    """Whether any place has a number of it then."""
    cells = (answer.cell(measure, place.pk, period.code) for place in answer.places)
    return any(cell is not None and cell.part is not None for cell in cells)


def told_periods(answer: Answer) -> list[Period]:
    """The periods between the first and the last of which anything was told."""
    told = [any(is_told(answer, row.code, period) for row in answer.measures) for period in answer.periods]
    if not any(told):
        return []
    last = len(told) - told[::-1].index(True)
    return list(answer.periods[told.index(True) : last])


def named(code: str | None, periods: Sequence[Period]) -> Period | None:
    """The period of that code among them."""
    return next((one for one in periods if one.code == code), None)


def shown_period(spec: Spec, answer: Answer) -> Period | None:
    """The one period that forms of one period show: the one asked for, else the newest with figures."""
    return named(spec.at, answer.periods) or next(iter(reversed(told_periods(answer))), None)


def compared_period(spec: Spec, answer: Answer) -> Period | None:
    """The period it is compared with, where one is asked for."""
    return named(spec.against, answer.periods)


def meeting(spec: Spec, answer: Answer, at: Period) -> list[Place]:
    """The places that meet every condition in that period."""
    return [
        place
        for place in answer.places
        if all(holds(one, answer.cell(one.measure, place.pk, at.code)) for one in spec.where)
    ]


def facts_href(ground: Ground, measure: str, place: Place, period: Period) -> str:
    """The page of the facts behind one figure; called for every cell, so no address is looked up twice."""
    asked = f"m={quote(measure)}&place={place.code}&period={period.code}&on={ground.boundaries.isoformat()}"
    if ground.spec.told_at:
        asked += f"&told_at={ground.spec.told_at.value}"
    if ground.spec.kind is None:
        asked += f"&by={AS_TOLD}"
    return f"{_facts()}?{asked}&illustrative={int(ground.spec.illustrative)}"


@cache
def _facts() -> str:
    return reverse("exploration:facts")


def item(ground: Ground, measure: Indicator, place: Place, period: Period) -> Item:
    """A figure as a cell of a table, leading to its facts."""
    cell = ground.answer.cell(measure.code, place.pk, period.code)
    if cell is None:
        return Item()
    href = facts_href(ground, measure.code, place, period)
    if not cell.comparable:
        return Item(None, _("không so sánh được"), href, aside=True)
    return Item(cell.number, words.number(measure, cell.number), href, words.marks(cell))


def number(ground: Ground, measure: Indicator, place: Place, period: Period) -> Decimal | None:
    """The number there, if any."""
    cell = ground.answer.cell(measure.code, place.pk, period.code)
    return cell.number if cell else None
