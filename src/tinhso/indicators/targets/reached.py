"""What results make of aims: the newest result in time for each, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tinhso.indicators.models import Indicator, Observation
from tinhso.indicators.targets.asking import Aim, contested
from tinhso.indicators.targets.reaching import Reached, reached, rounded, way_made
from tinhso.indicators.telling import part_of

WAY_PLACES: Final = 1


@dataclass(frozen=True)
class Judged:
    """An aim with the result that counts for it. `way`: percent of the way from the baseline; `contested`:
    another paper says something else of the same.
    """

    aim: Aim
    result: Observation | None
    value: Fraction | None
    reached: Reached | None
    way: Decimal | None
    contested: bool


def value_of(figure: Observation) -> Fraction | None:
    """The exact number of a figure."""
    part = part_of(figure.kind, figure, figure.indicator.factor)
    return part.measure if part else None


def judged(indicator: Indicator, aims: Sequence[Aim], figures: Iterable[Observation]) -> list[Judged]:
    """Each aim beside the newest result of its place and agency that is not later than its day."""
    results = [row for row in figures if not row.is_target]
    results.sort(key=lambda row: (row.illustrative, row.dated, row.recorded_at), reverse=True)
    doubtful = contested(aims)
    return [_judge(indicator, aim, results, contested=aim.cell in doubtful) for aim in aims]


def counts_for(aim: Aim, row: Observation) -> bool:
    """Whether a result is one of the aim's place and agency, told in time and after its baseline."""
    return (
        row.indicator_id == aim.indicator
        and row.place.code == aim.place.code
        and (aim.agency is None or row.agency_id == aim.agency.pk)
        and row.dated <= aim.due_on
        and (aim.baseline is None or row.dated > aim.baseline.on)
        and (aim.illustrative or not row.illustrative)
    )


def _judge(indicator: Indicator, aim: Aim, results: Sequence[Observation], *, contested: bool) -> Judged:
    row = next((one for one in results if counts_for(aim, one)), None)
    value = value_of(row) if row else None
    if value is None:
        return Judged(aim, row, None, None, None, contested)
    way = way_made(value, aim.baseline.value, aim.value, aim.direction) if aim.baseline else None
    return Judged(
        aim,
        row,
        value,
        reached(value, aim.value, aim.direction, indicator.decimals),
        None if way is None else rounded(way * 100, WAY_PLACES),
        contested,
    )
