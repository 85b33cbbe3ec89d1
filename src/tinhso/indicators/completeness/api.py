"""The API of completeness and timeliness: for those who may see it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel

from tinhso.base.calendar import Period
from tinhso.base.errors import Invalid
from tinhso.base.web import exports, wording
from tinhso.base.web.moments import KnownAt, looked_at
from tinhso.base.web.tables import Table
from tinhso.indicators import queries
from tinhso.indicators.completeness import reach, tables
from tinhso.indicators.completeness.counting import (
    MOST_PERIODS,
    Cell,
    Standing,
    Tally,
    cells,
    completeness,
)
from tinhso.people import queries as people
from tinhso.people.principals import principal_of

router = Router(tags=["indicators"])

Words = Annotated[str, Query(max_length=200)]


class TallyOut(BaseModel):
    """Counts: expected = received + returned + missing, received = on_time + late + untimed,
    missing = overdue + open; `running` periods have not ended and are not expected yet. Shares in percent.
    """

    expected: int
    received: int
    on_time: int
    late: int
    untimed: int
    returned: int
    missing: int
    overdue: int
    open: int
    running: int
    share: Decimal | None
    timely: Decimal | None

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """From the counts."""
        return cls(**{name: getattr(tally, name) for name in cls.model_fields})


class CountedOut(TallyOut):
    """The counts of one agency or indicator in one period (the name of the calendar period)."""

    code: str
    name: str
    period: str


class CellOut(BaseModel):
    """One figure asked of one agency."""

    agency: str
    indicator: str
    period: str
    due_on: dt.date | None
    sent_at: dt.datetime | None
    standing: Standing
    days_late: int
    reason: str

    @classmethod
    def of(cls, cell: Cell) -> Self:
        """From a cell."""
        return cls(
            agency=cell.agency.code,
            indicator=cell.indicator.code,
            period=cell.period.code,
            due_on=cell.due_on,
            sent_at=cell.sent_at,
            standing=cell.standing,
            days_late=cell.days_late,
            reason=cell.said,
        )


class CompletenessOut(BaseModel):
    """How complete some periods are; `cells` only where an agency or an indicator is named."""

    periods: list[str]
    total: TallyOut
    agencies: list[CountedOut]
    indicators: list[CountedOut]
    cells: list[CellOut]


def _counted(lines: list[tables.Line]) -> list[CountedOut]:
    return [
        CountedOut(
            **TallyOut.of(line.tally).model_dump(),
            code=line.thing.code,
            name=wording.named(line.thing),
            period=line.period.code,
        )
        for line in lines
    ]


def _periods(codes: str) -> list[Period]:
    """Codes with commas between. Raises Invalid."""
    found = [reach.read_period(code.strip()) for code in dict.fromkeys(codes.split(","))]
    if len(found) > MOST_PERIODS:
        raise Invalid(_("Tối đa %(most)d kỳ một lần.") % {"most": MOST_PERIODS}, field="period")
    if len({one.nominal for one in found}) < len(found):
        raise Invalid(_("Một kỳ được nêu hai lần."), field="period", hint=_("R2026-10 nằm trong 2026-10."))
    return found


@router.get(
    "/completeness",
    response=CompletenessOut,
    url_name="completeness",
    summary="Completeness and timeliness of figures (mức độ đầy đủ, đúng hạn)",
    auth=None,
)
def how_complete(
    request: HttpRequest,
    period: Annotated[str, Query(min_length=4, max_length=600, description="Codes, commas between")],
    agency: Words = "",
    indicator: Words = "",
    known_at: KnownAt = None,
    illustrative: bool = False,
    format: Literal["json", "csv", "xlsx"] = "json",
) -> CompletenessOut | HttpResponse:
    """What the definitions in force on each period's last day expect of agencies valid on that day, and what
    came in: on time (first sent not later than the due day), late, returned, missing. A calendar period
    (`2026-10`) counts the reporting period of its name (`R2026-10`) too. The standing office, leaders and
    auditors see every agency, officers and heads their own. `format=csv|xlsx`: the figures one by one where
    an agency or an indicator is named, else the counts by agency and period.
    """
    seen = reach.seen_by(principal_of(request))
    wanted = _periods(period)
    if agency:
        row = people.agency_by_code(agency)
        reach.require_see(principal_of(request), row)
        seen = frozenset({row.pk})
    codes = [queries.by_code(indicator).code] if indicator else None
    moment = looked_at(None, known_at)
    listed = bool(agency or indicator)
    every = cells(wanted, seen, codes, known_at=moment, illustrative=illustrative) if listed else []
    if format != "json" and listed:
        return _file(tables.CELLS, every, format)
    found = completeness(wanted, seen, codes, known_at=moment, illustrative=illustrative)
    if format != "json":
        return _file(tables.COUNTS, tables.lines(found, found.agencies), format)
    return CompletenessOut(
        periods=[one.code for one in wanted],
        total=TallyOut.of(found.total),
        agencies=_counted(tables.lines(found, found.agencies)),
        indicators=_counted(tables.lines(found, found.indicators)),
        cells=[CellOut.of(cell) for cell in every],
    )


def _file(table: Table[Any], rows: list[Any], name: str) -> HttpResponse:
    if name == "csv":
        return HttpResponse("".join(exports.csv_lines(table, rows)), content_type="text/csv; charset=utf-8")
    return HttpResponse(exports.xlsx(table, rows), content_type=exports.XLSX_TYPE)
