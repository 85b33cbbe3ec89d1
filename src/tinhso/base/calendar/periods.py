"""Periods that figures belong to: calendar periods, and reporting periods with a cut-off day (kỳ báo cáo).

Codes: `2022-03-05` day, `2022-03` month, `2022-Q1` quarter, `2022-H1` half-year, `2022` year, `2021..2025`
span of years. `R2022-03`, `R2022-Q1`, `R2022-H1`, `R2022` are the reporting periods of those names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from tinhso.base import clock
from tinhso.base.calendar import period_labels

ONE_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SPAN = "span"


MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}
"""Months in a period of that kind; the other kinds are not made of months."""


def _months_later(first: date, months: int) -> date:
    """The first day of the month so many months after that of `first`."""
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month + 1, 1)


@dataclass(frozen=True)
class CutOff:
    """When reported figures are closed (thời gian chốt số liệu): on that day of the period's last month.

    A period then runs from the day after the closing day of the month before it.
    """

    closes_on: int
    legal: str

    def __post_init__(self) -> None:
        if not 1 <= self.closes_on <= 27:
            raise ValueError(
                f"The closing day must exist in every month and leave a rest of it: {self.closes_on}"
            )

    def bounds(self, first: date, last: date) -> tuple[date, date]:
        """First and last day of the reporting period named after the calendar period `first`–`last`."""
        return _months_later(first, -1).replace(day=self.closes_on + 1), last.replace(day=self.closes_on)

    def named_after(self, day: date) -> date:
        """The first day of the month whose reporting period holds `day`."""
        return _months_later(day, 1 if day.day > self.closes_on else 0)


ND_09_2019 = CutOff(closes_on=14, legal="Nghị định 09/2019/NĐ-CP (chế độ báo cáo của cơ quan hành chính)")
"""Month: 15th of the month before to the 14th; quarters, halves and the year (15/12–14/12) alike."""

_PATTERN = re.compile(
    r"(?P<reporting>R)?(?P<year>\d{4})"
    r"(?:-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<month>\d\d)(?:-(?P<day>\d\d))?|\.\.(?P<last>\d{4}))?",
    re.ASCII,
)


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days, both ends inclusive, with a name. Ordered by start, then end.

    `cut_off` is the rule of a reporting period, None for a calendar period. Made by `parse`, `of` and `span`.
    """

    start: date
    end: date
    kind: PeriodKind
    code: str
    cut_off: CutOff | None = field(default=None, compare=False)

    @classmethod
    def parse(cls, code: str, cut_off: CutOff = ND_09_2019) -> Self:
        """The period of that code. Raises ValueError."""
        found = _PATTERN.fullmatch(code)
        if not found:
            raise ValueError(f"Not the code of a period: {code!r}")
        part, year = found.groupdict(), int(found["year"])
        if part["reporting"] and (part["day"] or part["last"]):
            raise ValueError(f"Days and spans of years are not reporting periods: {code!r}")
        rule = cut_off if part["reporting"] else None
        if part["last"]:
            return cls.span(year, int(part["last"]))
        if part["day"]:
            return cls.of(PeriodKind.DAY, date(year, int(part["month"]), int(part["day"])))
        for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF):
            if part[kind]:
                return cls._named(kind, date(year, (int(part[kind]) - 1) * MONTHS[kind] + 1, 1), rule)
        return cls._named(PeriodKind.YEAR, date(year, 1, 1), rule)

    @classmethod
    def of(cls, kind: PeriodKind, day: date, cut_off: CutOff | None = None) -> Self:
        """The period of that kind that holds `day`; with `cut_off` the reporting one. No spans."""
        if kind is PeriodKind.DAY and cut_off is None:
            return cls(day, day, kind, day.isoformat())
        if kind not in MONTHS:
            raise ValueError(f"No such period follows from a day: {kind}")
        named = cut_off.named_after(day) if cut_off else day
        return cls._named(
            kind, date(named.year, (named.month - 1) // MONTHS[kind] * MONTHS[kind] + 1, 1), cut_off
        )

    @classmethod
    def span(cls, first: int, last: int) -> Self:
        """The years `first`–`last` (giai đoạn). Raises ValueError unless there are at least two."""
        if last <= first:
            raise ValueError(f"A span of years ends after the year it starts in: {first}..{last}")
        return cls(date(first, 1, 1), date(last, 12, 31), PeriodKind.SPAN, f"{first:04}..{last:04}")

    @classmethod
    def _named(cls, kind: PeriodKind, first: date, cut_off: CutOff | None) -> Self:
        """The period named after the calendar period that starts with `first`."""
        months = MONTHS[kind]
        last = _months_later(first, months) - ONE_DAY
        number = (first.month - 1) // months + 1
        suffix = {PeriodKind.MONTH: f"-{number:02}", PeriodKind.YEAR: ""}.get(
            kind, f"-{kind[0].upper()}{number}"
        )
        code = f"{first.year:04}{suffix}"
        if cut_off:
            return cls(*cut_off.bounds(first, last), kind, f"R{code}", cut_off)
        return cls(first, last, kind, code)

    @property
    def is_reporting(self) -> bool:
        """Whether this is a reporting period with a cut-off day."""
        return self.cut_off is not None

    @property
    def nominal(self) -> Self:
        """The calendar period this one is named after; itself when it is one."""
        return type(self).parse(self.code.removeprefix("R")) if self.cut_off else self

    @property
    def label(self) -> str:
        """The Vietnamese name: `tháng 3/2022`, `giai đoạn 2021–2025`, `kỳ báo cáo quý I/2022`."""
        return self.label_in("vi")

    def label_in(self, language: str) -> str:
        """The name in that language: English for `en…`, else Vietnamese."""
        named = self.nominal
        return period_labels.label(language, named.kind, named.start, named.end, reporting=self.is_reporting)

    def shift(self, steps: int) -> Self:
        """The period of the same kind so many steps later (negative: earlier). Spans step by their length."""
        named = self.nominal
        if self.kind is PeriodKind.DAY:
            return type(self).of(self.kind, self.start + ONE_DAY * steps)
        if self.kind is PeriodKind.SPAN:
            years = (self.end.year - self.start.year + 1) * steps
            return type(self).span(self.start.year + years, self.end.year + years)
        return self._named(self.kind, _months_later(named.start, MONTHS[self.kind] * steps), self.cut_off)

    def next(self) -> Self:
        """The period of the same kind that follows."""
        return self.shift(1)

    def previous(self) -> Self:
        """The period of the same kind before."""
        return self.shift(-1)

    def contains(self, thing: date | datetime | Period) -> bool:
        """Whether a day, a moment (told in the country's zone) or a whole period lies inside."""
        if isinstance(thing, Period):
            return self.start <= thing.start and thing.end <= self.end
        day = clock.local(thing).date() if isinstance(thing, datetime) else thing
        return self.start <= day <= self.end

    def split(self, kind: PeriodKind) -> list[Self]:
        """The periods of a shorter kind that lie inside, in order; reporting ones in a reporting period."""
        parts = [type(self).of(kind, self.start, self.cut_off)]
        while parts[-1].end < self.end:
            parts.append(parts[-1].next())
        return [part for part in parts if self.contains(part)]
