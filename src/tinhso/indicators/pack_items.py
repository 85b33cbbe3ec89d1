"""What one item of each of this room's pack sections looks like."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.packs.fields import Number
from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.indicators.models import Adding, Direction, Kind, State


class IndicatorItem(PackItem):
    """What is measured (chỉ số thống kê)."""

    code: str
    name: Words
    kind: Kind
    unit: str = ""
    unit_en: str = ""
    direction: Direction = Direction.UP
    adding: Adding = Adding.NONE
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    unbounded: bool = False
    definition: str = ""


class FigureItem(PackItem):
    """One figure as somebody published it (số liệu).

    `period` is a code (`2022`, `2022-Q1`, `2021..2025`); `from_`/`until` bound a stretch without one.
    `months_ago: 3`, in demo files, is the calendar month so long before today's.
    """

    code: str
    indicator: str
    place: str
    agency: str = ""
    kind: Kind | None = None
    period: str
    dated: date | None = None
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    actual: Number | None = None
    target: Number | None = None
    rank: int | None = None
    of: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    percent_printed: Number | None = None
    unit: str = ""
    text: str = ""
    subject: str = ""
    comparison: str = ""
    is_target: bool = False
    document: str = ""
    locator: str = ""
    note: str = ""
    state: State = State.CONFIRMED

    @model_validator(mode="before")
    @classmethod
    def _month_from_today(cls, data: Any) -> Any:
        if isinstance(data, dict) and "months_ago" in data:
            rest = {name: value for name, value in data.items() if name != "months_ago"}
            month = Period.of(PeriodKind.MONTH, clock.today()).shift(-int(data["months_ago"]))
            return {"period": month.code, **rest}
        return data

    @model_validator(mode="after")
    def _known_period(self) -> Self:
        _ = self.days
        return self

    @property
    def days(self) -> Period:
        """The period's days. Raises ValueError."""
        return Period.parse(self.period)

    @property
    def own_date(self) -> date:
        """The fact's own date: as told, else the period's last day."""
        return self.dated or self.days.end
