"""The API of what is aimed at: public, read only."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from tinhso.indicators import policies, queries, validation
from tinhso.indicators.derived import plain
from tinhso.indicators.models import Direction, Indicator, Observation
from tinhso.indicators.targets.asking import targets_for
from tinhso.indicators.targets.reached import Judged, judged
from tinhso.indicators.targets.reaching import Reached, rounded
from tinhso.people import queries as people
from tinhso.people.principals import principal_of

router = Router(tags=["indicators"])

Words = Annotated[str, Query(max_length=200)]
_KEPT = 6


class BaselineOut(BaseModel):
    """Where the way begins."""

    value: Decimal
    on: dt.date
    href: str


class ResultOut(BaseModel):
    """The newest result that is not later than the aim's day."""

    value: Decimal
    dated: dt.date
    text: str
    href: str

    @classmethod
    def of(cls, row: Observation, value: Fraction) -> Self:
        """From the figure and its exact value."""
        told = plain(rounded(value, _KEPT))
        return cls(value=told, dated=row.dated, text=row.text, href=row.get_absolute_url())


class AimOut(BaseModel):
    """A value to reach by a day, whose paper says so, and what was reached. `way` in percent of the way from
    the baseline. `contested`: another paper says something else of the same place, agency and day.
    """

    indicator: str
    place: str
    place_name: str
    agency: str | None
    due_on: dt.date
    period: str
    value: Decimal
    text: str
    direction: Direction
    baseline: BaselineOut | None
    origin: Literal["figure", "plan"]
    title: str
    document: str
    document_href: str
    locator: str
    href: str
    contested: bool
    result: ResultOut | None
    reached: Reached | None
    way: Decimal | None
    illustrative: bool

    @classmethod
    def of(cls, indicator: Indicator, one: Judged) -> Self:
        """From an aim beside its result."""
        aim, base, row = one.aim, one.aim.baseline, one.result
        same = ("due_on", "period", "text", "direction", "origin", "title", "locator", "href")
        return cls(
            **{name: getattr(aim, name) for name in (*same, "illustrative")},
            indicator=indicator.code,
            value=plain(aim.value),
            place=aim.place.code,
            place_name=aim.place.full_name,
            agency=aim.agency.code if aim.agency else None,
            baseline=BaselineOut(value=plain(base.value), on=base.on, href=base.href) if base else None,
            document=aim.document.cited if aim.document else "",
            document_href=aim.document.get_absolute_url() if aim.document else "",
            contested=one.contested,
            result=ResultOut.of(row, one.value) if row is not None and one.value is not None else None,
            reached=one.reached,
            way=one.way,
        )


class AimPage(BaseModel):
    """All aims of an indicator that were asked for, the nearest day first."""

    items: list[AimOut]
    next: str | None
    total: int


@router.get(
    "/indicators/{code}/targets",
    response=AimPage,
    url_name="indicator_targets",
    summary="What is aimed at, with baselines and results (mục tiêu, mức gốc)",
    auth=None,
)
def targets(
    request: HttpRequest,
    code: str,
    place: Words = "",
    agency: Words = "",
    period: Words = "",
    illustrative: bool = False,
) -> AimPage:
    """Plans' targets and target figures of one indicator, each with its paper; where two papers differ, both.
    `place` is a code, `agency` a code, `period` a period's code (what is due in it).
    """
    row = queries.by_code(code)
    aims = targets_for(
        [row],
        places=[place] if place else None,
        agencies=[people.agency_by_code(agency).pk] if agency else None,
        periods=[validation.read_period(period)] if period else (),
        illustrative=illustrative,
    )
    figures = queries.series(row) if aims and policies.may_read_all(principal_of(request), row) else []
    told = [AimOut.of(row, one) for one in judged(row, aims, figures)]
    return AimPage(items=told, next=None, total=len(told))
