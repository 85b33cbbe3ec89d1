"""Answers as programs read them: axes with names, cells as short rows, exact numbers as decimal strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from django.utils.translation import gettext_lazy
from pydantic import BaseModel, Field

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.base.web.tables import Column, Table
from tinhso.indicators.derived import sign_of
from tinhso.indicators.models import Indicator, Kind
from tinhso.indicators.tables import indicator_name, unit_name
from tinhso.places.models import Place
from tinhso.warehouse.answers import Answer, Cell, Freshness, Refused
from tinhso.warehouse.derived import held
from tinhso.warehouse.schemas import address

COLUMNS: Final = (
    "measure", "place", "period", "number", "value", "numerator", "denominator", "told", "expected",
    "periods_told", "periods_expected", "comparable", "apportioned", "illustrative",
)  # fmt: skip


class MeasureOut(BaseModel):
    """An indicator that was answered.

    `unit`: of values, numerators and denominators; `number_unit`: of the one number, of a ratio what it is
    told in (`factor` 100: %).
    """

    code: str
    name: str
    unit: str
    number_unit: str
    kind: str
    factor: str
    decimals: int
    adding: str
    over_time: str


class AskedPlaceOut(BaseModel):
    """A unit of the boundary date."""

    code: str
    name: str
    level: str


class PeriodOut(BaseModel):
    """A period."""

    code: str
    name: str
    start: date
    end: date


class OfferOut(BaseModel):
    """A question near the one refused: in words, and as parameters of `GET /query`."""

    words: str
    query: str


class RefusedOut(BaseModel):
    """A measure that cannot be answered so."""

    measure: str
    reason: str
    offers: list[OfferOut]


class NoteOut(BaseModel):
    """What whoever reads a measure must know."""

    measure: str
    words: str


class FreshnessOut(BaseModel):
    """`at`: the last publication that went in, null straight from the facts; `waiting`: more is coming."""

    at: datetime | None
    version: int
    waiting: bool


Row = Annotated[
    list[int | str | bool | None],
    Field(description="In the order of `columns`; the first three are positions in `measures` … `periods`"),
]


class AnswerOut(BaseModel):
    """The axes, with or without cells, and the cells in their order."""

    measures: list[MeasureOut]
    places: list[AskedPlaceOut]
    periods: list[PeriodOut]
    boundaries: date
    columns: list[str]
    cells: list[Row]
    refused: list[RefusedOut]
    notes: list[NoteOut]
    freshness: FreshnessOut


def _measure(row: Indicator) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": indicator_name(row),
        "unit": unit_name(row),
        "number_unit": number_unit(row),
        "kind": row.kind,
        "factor": text(row.factor) or "",
        "decimals": row.decimals,
        "adding": row.adding,
        "over_time": row.over_time,
    }


def number_unit(row: Indicator) -> str:
    """What the one number of a cell is told in."""
    return sign_of(row.factor) if row.kind == Kind.RATIO else unit_name(row)


def _place(unit: Place) -> dict[str, Any]:
    return {"code": unit.code, "name": unit.full_name, "level": unit.level}


def _period(one: Period) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": wording.period(one),
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
    }


def refusal(refused: Refused) -> dict[str, Any]:
    """A refused measure as programs read it."""
    offers = [{"words": one.words, "query": address(one.query)} for one in refused.offers]
    return {"measure": refused.measure, "reason": refused.reason, "offers": offers}


def freshness(fresh: Freshness) -> dict[str, Any]:
    """How fresh an answer is, as programs read it."""
    at = fresh.at.isoformat() if fresh.at else None
    return {"at": at, "version": fresh.version, "waiting": fresh.waiting}


def text(value: Decimal | None) -> str | None:
    """An exact number without trailing zeros; None: none."""
    if value is None:
        return None
    said = format(value, "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def _cell(cell: Cell) -> list[Any]:
    part = cell.part
    numbers = (None, None, None) if part is None else (part.value, part.numerator, part.denominator)
    return [
        text(cell.number), *map(text, numbers), cell.told, cell.expected, cell.periods_told,
        cell.periods_expected, cell.comparable, cell.apportioned, cell.illustrative,
    ]  # fmt: skip


def rows(answer: Answer) -> Iterator[tuple[int, int, int, Cell]]:
    """The cells with their positions on the three axes, in order."""
    measure = {row.code: at for at, row in enumerate(answer.measures)}
    place = {unit.pk: at for at, unit in enumerate(answer.places)}
    period = {one.code: at for at, one in enumerate(answer.periods)}
    found = [(measure[m], place[p], period[t], cell) for (m, p, t), cell in held(answer.cells).items()]
    yield from sorted(found, key=lambda one: one[:3])


def document(answer: Answer) -> dict[str, Any]:
    """The answer as `AnswerOut` describes it, ready to be written as JSON."""
    return {
        "measures": [_measure(row) for row in answer.measures],
        "places": [_place(unit) for unit in answer.places],
        "periods": [_period(one) for one in answer.periods],
        "boundaries": answer.query.places.boundaries.isoformat(),
        "columns": list(COLUMNS),
        "cells": [[m, p, t, *_cell(cell)] for m, p, t, cell in rows(answer)],
        "refused": [refusal(one) for one in answer.refused],
        "notes": [{"measure": one.measure, "words": one.words} for one in answer.notes],
        "freshness": freshness(answer.freshness),
    }


@dataclass(frozen=True)
class Line:
    """One cell with its names."""

    measure: Indicator
    place: Place
    period: Period
    cell: Cell


def lines(answer: Answer) -> Iterable[Line]:
    """Every cell, in the order of the axes."""
    for m, p, t, cell in rows(answer):
        yield Line(answer.measures[m], answer.places[p], answer.periods[t], cell)


LINES: Final[Table[Line]] = Table(
    "kho-du-lieu",
    gettext_lazy("Số liệu tổng hợp"),
    (
        Column("measure", gettext_lazy("Mã chỉ số"), lambda one: one.measure.code),
        Column("measure_name", gettext_lazy("Chỉ số"), lambda one: indicator_name(one.measure)),
        Column("place", gettext_lazy("Mã địa bàn"), lambda one: one.place.code),
        Column("place_name", gettext_lazy("Địa bàn"), lambda one: one.place.full_name),
        Column("period", gettext_lazy("Mã kỳ"), lambda one: one.period.code),
        Column("period_name", gettext_lazy("Kỳ"), lambda one: wording.period(one.period)),
        Column("number", gettext_lazy("Số liệu"), lambda one: one.cell.number, kind="decimal"),
        Column("unit", gettext_lazy("Đơn vị tính"), lambda one: number_unit(one.measure)),
        Column(
            "numerator",
            gettext_lazy("Tử số"),
            lambda one: one.cell.part and one.cell.part.numerator,
            kind="decimal",
        ),
        Column(
            "denominator",
            gettext_lazy("Mẫu số"),
            lambda one: one.cell.part and one.cell.part.denominator,
            kind="decimal",
        ),
        Column("told", gettext_lazy("Số đơn vị có số liệu"), lambda one: one.cell.told, kind="integer"),
        Column("expected", gettext_lazy("Số đơn vị"), lambda one: one.cell.expected, kind="integer"),
        Column(
            "periods_told",
            gettext_lazy("Số kỳ có số liệu"),
            lambda one: one.cell.periods_told,
            kind="integer",
        ),
        Column(
            "periods_expected", gettext_lazy("Số kỳ"), lambda one: one.cell.periods_expected, kind="integer"
        ),
        Column("comparable", gettext_lazy("So sánh được"), lambda one: one.cell.comparable),
        Column("apportioned", gettext_lazy("Phân bổ"), lambda one: one.cell.apportioned),
        Column("illustrative", gettext_lazy("Minh hoạ"), lambda one: one.cell.illustrative),
    ),
)
