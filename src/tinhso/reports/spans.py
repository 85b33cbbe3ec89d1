"""Periods of reports (kỳ báo cáo): those of figures, weeks, nine months, and the day figures are closed.

Codes: `2022-W15` week (Monday to Sunday, ISO 8601), `2022-9M` nine months; else those of
`base.calendar.periods`. With a cut-off (thời điểm chốt số liệu, NĐ 09/2019/NĐ-CP) the period ends on the
closing day: `Span.closed`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import ND_09_2019, Period, PeriodKind
from tinhso.base.web import wording

_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
_NINE: Final = re.compile(r"(\d{4})-9M", re.ASCII)


class SpanKind(StrEnum):
    """How long a report's period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE = "nine"
    YEAR = "year"
    SPAN = "span"
    DAY = "day"


@dataclass(frozen=True, order=True)
class Span:
    """A period of a report: first and last day, both inclusive. `closed`: figures close before its end."""

    start: date
    end: date
    kind: SpanKind
    code: str
    closed: bool = False

    @classmethod
    def parse(cls, code: str, *, closed: bool = False) -> Self:
        """The period of that code; `closed`: it ends on the regime's closing day. Raises ValueError."""
        bare = code.removeprefix("R")
        if week := _WEEK.fullmatch(bare):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return cls(monday, monday + timedelta(days=6), SpanKind.WEEK, bare)
        if nine := _NINE.fullmatch(bare):
            year = int(nine[1])
            first, last = date(year, 1, 1), date(year, 9, 30)
            if closed:
                first, last = ND_09_2019.bounds(first, last)
            return cls(first, last, SpanKind.NINE, bare, closed)
        period = Period.parse(bare)
        apart = period.kind in {PeriodKind.DAY, PeriodKind.SPAN}
        told = Period.parse(f"R{bare}") if closed and not apart else period
        return cls(told.start, told.end, SpanKind(period.kind.value), bare, closed and not apart)

    @classmethod
    def of(cls, kind: SpanKind, day: date, *, closed: bool = False) -> Self:
        """The period of that kind that holds `day`. No spans of years. Raises ValueError."""
        if kind is SpanKind.WEEK:
            year, week, _day = day.isocalendar()
            return cls.parse(f"{year:04}-W{week:02}")
        if kind is SpanKind.NINE:
            return cls.parse(f"{day.year:04}-9M", closed=closed)
        cut_off = ND_09_2019 if closed and kind is not SpanKind.DAY else None
        return cls.parse(Period.of(PeriodKind(kind.value), day, cut_off).code, closed=closed)

    @property
    def label(self) -> str:
        """The name: `tuần 15/2022`, `9 tháng đầu năm 2022`, `quý IV/2022`."""
        if self.kind is SpanKind.WEEK:
            year, week, _day = self.start.isocalendar()
            return _("tuần %(week)d/%(year)d") % {"week": week, "year": year}
        if self.kind is SpanKind.NINE:
            return _("9 tháng đầu năm %(year)d") % {"year": self.year}
        return Period.parse(self.code).label_in(wording.language())

    @property
    def year(self) -> int:
        """The year it is named after."""
        return int(self.code[:4])

    def previous(self) -> Self:
        """The period of the same kind before it; of nine months those of the year before."""
        if self.kind is SpanKind.WEEK:
            return type(self).of(SpanKind.WEEK, self.start - timedelta(days=7))
        if self.kind is SpanKind.NINE:
            return type(self).parse(f"{self.year - 1:04}-9M", closed=self.closed)
        return type(self).parse(Period.parse(self.code).previous().code, closed=self.closed)
