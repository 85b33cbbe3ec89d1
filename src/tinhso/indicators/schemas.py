"""Typed inputs of figures, shared by pages, API, imports and the rooms above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.base.text import nfc
from tinhso.indicators.models import Kind

_COLUMN = Field(default=None, max_digits=24, decimal_places=6)


def _composed(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_composed)]
Number = Annotated[Decimal | None, _COLUMN]


class Values(BaseModel):
    """The values of one figure; which of them are needed follows from its kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    value: Number = None
    numerator: Number = None
    denominator: Number = None
    actual: Number = None
    target: Number = None
    rank: int | None = Field(default=None, le=2**31 - 1)
    of: int | None = Field(default=None, le=2**31 - 1)
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    percent_printed: Decimal | None = Field(default=None, max_digits=9, decimal_places=4)


class Draft(Values):
    """A figure before it is a fact (số liệu đang nhập).

    `place` is the id of a place row, or a code meant as of the period's last day; `agency` and `indicator`
    are codes, `document` a slug. `dated` None: the period's last day, or today while the period runs.
    `over_reason` explains a numerator greater than its denominator, and goes into the note.
    """

    indicator: str
    place: UUID | str
    period: str
    agency: str = ""
    kind: Kind | None = None
    dated: dt.date | None = None
    unit: str = Field(default="", max_length=60)
    text: Text = Field(default="", max_length=500)
    subject: Text = Field(default="", max_length=500)
    comparison: str = Field(default="", max_length=10)
    is_target: bool = False
    document: str = ""
    locator: Text = Field(default="", max_length=500)
    evidence: UUID | None = None
    note: Text = Field(default="", max_length=4000)
    over_reason: Text = Field(default="", max_length=1000)
    code: str = ""

    @property
    def days(self) -> Period:
        """The period. Raises ValueError for what is no code of one."""
        return Period.parse(self.period)

    @property
    def own_date(self) -> dt.date:
        """The fact's own date."""
        if self.dated:
            return self.dated
        days = self.days
        return days.end if self.is_target else max(days.start, min(days.end, clock.today()))


def values_of(row: object) -> Mapping[str, Any]:
    """The values of a stored figure, in the names of `Values`."""
    return {name: getattr(row, name) for name in Values.model_fields}
