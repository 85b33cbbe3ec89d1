"""When a figure crosses a threshold: what stood before against what stands now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType
from typing import Final
from uuid import UUID

from tinhso.indicators.models import Adding, Indicator
from tinhso.warehouse.answers import Answer, Cell
from tinhso.warehouse.catalogue import rule_of
from tinhso.warehouse.questions import Op

_HOLDS: Final = MappingProxyType(
    {Op.BELOW: lt, Op.AT_MOST: le, Op.EQUAL: eq, Op.NOT_EQUAL: ne, Op.AT_LEAST: ge, Op.ABOVE: gt}
)
_KEPT: Final = Decimal("0.000001")
_LARGEST: Final = Decimal(10) ** 18


def holds(op: Op, number: Decimal, threshold: Decimal) -> bool:
    """Whether the number is what the watch waits for."""
    return bool(_HOLDS[op](number, threshold))


@dataclass(frozen=True)
class Stand:
    """The newest figure of a place, and whether it is what the watch waits for."""

    period: str
    number: Decimal
    inside: bool


@dataclass(frozen=True)
class Crossing:
    """A place whose figure crossed; `before` None: nothing was told there until now."""

    place: UUID
    now: Stand
    before: Stand | None


def crossings(before: Mapping[UUID, Stand], now: Mapping[UUID, Stand]) -> list[Crossing]:
    """Each place that went in or out, in the order of `now`.

    Where nothing was told before, nothing was waited for: a first figure that is, has crossed. Where nothing
    is told now, nothing crossed.
    """
    found = []
    for place, stand in now.items():
        stood = before.get(place)
        if stand.inside is not (stood.inside if stood else False):
            found.append(Crossing(place, stand, stood))
    return found


def newest(answer: Answer, measure: Indicator, op: Op, threshold: Decimal) -> dict[UUID, Stand]:
    """Where each place stands: its newest figure that can be judged."""
    found: dict[UUID, Stand] = {}
    for place in answer.places:
        stand = _newest(answer, measure, place.pk, op, threshold)
        if stand is not None:
            found[place.pk] = stand
    return found


def _newest(answer: Answer, measure: Indicator, place: UUID, op: Op, threshold: Decimal) -> Stand | None:
    for period in reversed(answer.periods):
        cell = answer.cell(measure.code, place, period.code)
        number = judgeable(measure, cell)
        if number is not None:
            return Stand(period.code, number, holds(op, number, threshold))
    return None


def judgeable(measure: Indicator, cell: Cell | None) -> Decimal | None:
    """The number that a threshold may be held against: told, comparable, and of a sum all of its parts.

    A sum of which parts are missing would fall below its threshold for no other reason.
    """
    if cell is None or not cell.comparable or cell.number is None or abs(cell.number) >= _LARGEST:
        return None
    if rule_of(measure) is Adding.SUM and not cell.is_complete:
        return None
    return cell.number.quantize(_KEPT, ROUND_HALF_UP)
