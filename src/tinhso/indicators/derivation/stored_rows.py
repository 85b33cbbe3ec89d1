"""The figures in force that formulas read, as parts by code, place, period and agency."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators import queries
from tinhso.indicators.aggregation import Part
from tinhso.indicators.derivation.sources import Source
from tinhso.indicators.models import CurrentFigure
from tinhso.indicators.telling import part_of, together

Overlay = Mapping[tuple[str, UUID, UUID | None, str], Part | None]
"""What stands over the stored figures, by code, place, agency and period: drafts; None takes one away."""

_NUMBERS: Final = ("value", "numerator", "denominator", "actual", "rank")
_SERIES: Final = ("indicator_id", "place_id", "agency_id", "period", "kind", "illustrative")


@dataclass(frozen=True)
class Told:
    """What somebody says, and the figures it comes from."""

    part: Part
    figures: tuple[UUID, ...]


ToldByPlace = dict[tuple[str, UUID], dict[str, dict[UUID | None, Told]]]
"""By code and place: for every period what each agency says."""


def speaking(
    source: Source, by_agency: Mapping[UUID | None, Told], agency: UUID | None, period: str
) -> Told | None:
    """The agency's own figure, else the place's own; for a place what its agencies say together."""
    if agency is not None:
        return by_agency.get(agency) or by_agency.get(None)
    day = Period.parse(period).end
    part = together(source.on(day).adding, [(who, told.part) for who, told in by_agency.items()])
    if part is None:
        return None
    speaking = [by_agency[None]] if None in by_agency else by_agency.values()
    return Told(part, each_once(told.figures for told in speaking))


def each_once(several: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(one for some in several for one in some))


def rows_in_force(
    wanted: Mapping[UUID, Collection[str]],
    places: Collection[UUID],
    as_of: date | None,
    known_at: datetime | None,
    *,
    illustrative: bool,
) -> Iterator[tuple[Any, ...]]:
    """The figures in force: key, series, numbers; published ones last, so that they stand."""
    codes = set[str]().union(*wanted.values())
    narrowed: dict[str, Any] = {
        "indicator__in": list(wanted), "place__in": places, "period__in": codes, "is_target": False,
    }  # fmt: skip
    if not illustrative:
        narrowed["illustrative"] = False
    if as_of or known_at:
        found = queries.figures().in_force(as_of, known_at).filter(**narrowed)
        rows = found.order_by("-illustrative", "recorded_at", "pk").values_list("pk", *_SERIES, *_NUMBERS)
        return iter(rows)
    numbers = [f"observation__{name}" for name in _NUMBERS]
    current = CurrentFigure.objects.filter(**narrowed).order_by("-illustrative")
    return iter(current.values_list("observation_id", *_SERIES, *numbers))


@dataclass(frozen=True)
class _Row:
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    actual: Decimal | None
    rank: int | None


def told_by_place(
    found: Mapping[str, Source], rows: Iterable[tuple[Any, ...]], overlay: Overlay
) -> ToldByPlace:
    """What every place's agencies say by period, drafts over figures."""
    by_id = {source.id: source for source in found.values()}
    told: ToldByPlace = {}
    for key, indicator, place, agency, period, kind, _illustrative, *numbers in rows:
        source = by_id[indicator]
        laid = source.on(Period.parse(period).end)
        part = part_of(kind, _Row(*numbers), laid.factor) if kind == laid.kind else None
        if part is not None:
            told.setdefault((source.code, place), {}).setdefault(period, {})[agency] = Told(part, (key,))
    for (code, place, agency, period), part in overlay.items():
        by_agency = told.setdefault((code, place), {}).setdefault(period, {})
        by_agency.pop(agency, None)
        if part is not None:
            by_agency[agency] = Told(part, ())
    return told
