"""Periods: `quý I/2022`, `giai đoạn 2022-2025`, `đến nay`."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.dates import day_at, month_at, year_at
from tinhso.reading.core.model import Kind
from tinhso.reading.core.scan import Scan

_ROMAN: Final = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "01": 1,
    "02": 2,
    "03": 3,
    "04": 4,
}


def _says_year(scan: Scan, place: int) -> bool:
    """`năm`, also without its mark; not the end of “Việt Nam”."""
    return scan.is_word(place, "năm") or (scan.is_word(place, "nam") and scan.tokens[place].text == "nam")


_YEAR_MONTHS: Final = 12


@dataclass(frozen=True)
class Stretch:
    """A calendar stretch as written, ending before token `last`. `year` None where none is written."""

    last: int
    year: int | None = None
    quarter: int | None = None
    first_month: int | None = None
    last_month: int | None = None
    to_year: int | None = None

    def code(self, year: int | None) -> str:
        """Its code; the given year stands where none is written."""
        known = self.year or year
        if known is None:
            return ""
        if self.to_year:
            return f"{known}..{self.to_year}"
        if self.quarter:
            return f"{known}-Q{self.quarter}"
        if self.first_month and self.last_month:
            return _months(known, self.first_month, self.last_month)
        return str(known)

    @property
    def is_term(self) -> bool:
        """Whether it is one month or one quarter: longer ones are a time to work in rather than a term."""
        return bool(self.quarter or self.first_month) and self.first_month == self.last_month

    def closes(self, year: int | None) -> date | None:
        """Its last day."""
        known = self.to_year or self.year or year
        if known is None:
            return None
        month = self.quarter * 3 if self.quarter else self.last_month or _YEAR_MONTHS
        return date(known, month, calendar.monthrange(known, month)[1])


def _months(year: int, first: int, last: int) -> str:
    if first == last:
        return f"{year}-{first:02}"
    if (first, last) in ((1, 6), (7, 12)):
        return f"{year}-H{1 if first == 1 else 2}"
    if (first, last) == (1, _YEAR_MONTHS):
        return str(year)
    return f"{year}-{first:02}..{year}-{last:02}"


def stretch_at(scan: Scan, place: int) -> Stretch | None:
    """A quarter, month, half, run of months, year or run of years that starts there."""
    return _quarter(scan, place) or _month(scan, place) or _run_of_months(scan, place) or _years(scan, place)


def _of_year(scan: Scan, last: int) -> tuple[int, int | None]:
    """`/2022`, `năm 2022`, `-2022` behind a quarter or a month: the end and the year."""
    if scan.is_mark(last, "/-") and (year := year_at(scan, last + 1)) is not None:
        return last + 2, year
    if _says_year(scan, last) and (year := year_at(scan, last + 1)) is not None:
        return last + 2, year
    if scan.is_word(last, "của") and _says_year(scan, last + 1) and (year := year_at(scan, last + 2)):
        return last + 3, year
    return last, None


def _quarter(scan: Scan, place: int) -> Stretch | None:
    token, further = scan.token(place), scan.token(place + 1)
    if token is None:
        return None
    if token.low in ("q1", "q2", "q3", "q4"):
        last, year = _of_year(scan, place + 1)
        return Stretch(last, year, quarter=int(token.low[1])) if year else None
    if not scan.says(place, "quý") or further is None or further.low not in _ROMAN:
        return None
    last, year = _of_year(scan, place + 2)
    return Stretch(last, year, quarter=_ROMAN[further.low])


def _month(scan: Scan, place: int) -> Stretch | None:
    if not scan.says(place, "tháng") or (month := month_at(scan, place + 1)) is None:
        return None
    if scan.is_number(place - 1):
        return None
    last, year = _of_year(scan, place + 2)
    return Stretch(last, year, first_month=month, last_month=month)


def _run_of_months(scan: Scan, place: int) -> Stretch | None:
    """`6 tháng đầu năm 2023`, `09 tháng cuối năm 2022`, `9 tháng năm 2022`, `sáu tháng đầu năm`."""
    months = month_at(scan, place)
    if months is None:
        found = scan.said("words_of_numbers", place, place + 1)
        months = int(found[1]) if found else None
    if months is None or not scan.says(place + 1, "tháng"):
        return None
    at_end = scan.says(place + 2, "cuối")
    last = place + 3 if at_end or scan.says(place + 2, "đầu") else place + 2
    behind, year = _of_year(scan, last)
    if year is None:
        if last == place + 2 or not _says_year(scan, last):
            return None
        behind = last + 1
    first = _YEAR_MONTHS + 1 - months if at_end else 1
    return Stretch(behind, year, first_month=first, last_month=_YEAR_MONTHS if at_end else months)


def _years(scan: Scan, place: int) -> Stretch | None:
    found = scan.said("span_cues", place)
    start = found[0] if found else place
    if scan.says(start, "từ"):
        start += 1
    if scan.says(start, "cuối", "đầu", "giữa", "hết") and _says_year(scan, start + 1):
        start += 1
    named = _says_year(scan, start)
    start += 1 if named else 0
    if named and scan.is_word(start, "học", "ngân", "tài"):
        start += 1
    year = year_at(scan, start)
    if year is None:
        return None
    further = start + 1
    if scan.is_mark(further, "-") or scan.says(further, "đến"):
        further += 2 if _says_year(scan, further + 1) else 1
        to_year = year_at(scan, further)
        if to_year is not None and to_year > year:
            return Stretch(further + 1, year, to_year=to_year)
    return Stretch(start + 1, year) if named or found else None


def period_at(scan: Scan, place: int) -> Raw | None:
    """A period there: one that says it runs until a day, or since a year, or one by name, or a bare year."""
    return _until(scan, place) or _since(scan, place) or _named(scan, place) or _bare(scan, place)


def _until(scan: Scan, place: int) -> Raw | None:
    now = scan.said("told_now", place)
    if now is not None:
        return Raw(
            place, now[0], Kind.PERIOD, period=f"..{scan.dated.isoformat()}" if scan.dated else "", what="now"
        )
    found = scan.said("until_cues", place)
    if found is None:
        return None
    told = day_at(scan, found[0])
    if told is not None and (day := told[1].on(scan.year)) is not None:
        return Raw(place, told[1].last, Kind.PERIOD, period=f"..{day.isoformat()}")
    stretch = stretch_at(scan, found[0])
    if stretch is None:
        return None
    return Raw(place, stretch.last, Kind.PERIOD, period=stretch.code(scan.year))


def _since(scan: Scan, place: int) -> Raw | None:
    """`từ năm 2021 đến nay`, `từ ngày 01/01/2023 đến ngày 30/6/2023`."""
    if not scan.says(place, "từ", "kể"):
        return None
    start = place + 1 + (1 if scan.is_word(place, "kể") and scan.is_word(place + 1, "từ") else 0)
    told, stretch = day_at(scan, start), stretch_at(scan, start)
    if told is not None:
        last, year = told[1].last, told[1].year
        first = told[1].on(scan.year)
        code = first.isoformat() if first else ""
    elif stretch is not None and (stretch.year or stretch.first_month or stretch.quarter):
        last, year, code = stretch.last, stretch.year, stretch.code(scan.year)
        if stretch.to_year:
            return Raw(place, last, Kind.PERIOD, period=code)
    else:
        return None
    now = scan.said("told_now", last)
    if now is not None:
        return Raw(place, now[0], Kind.PERIOD, period=f"{code}..")
    if not scan.says(last, "đến", "tới"):
        return None
    end = day_at(scan, last + 1)
    if end is not None and (closing := end[1].on(scan.year)) is not None:
        opened = told[1].on(closing.year) if told is not None and year is None else None
        return Raw(
            place,
            end[1].last,
            Kind.PERIOD,
            period=f"{opened.isoformat() if opened else code}..{closing.isoformat()}",
        )
    further = stretch_at(scan, last + 1 + (1 if scan.is_word(last + 1, "hết") else 0))
    if further is None:
        return None
    opening = stretch.code(year or further.year or scan.year) if stretch is not None else code
    return Raw(place, further.last, Kind.PERIOD, period=f"{opening}..{further.code(scan.year)}")


def _named(scan: Scan, place: int) -> Raw | None:
    stretch = stretch_at(scan, place)
    if stretch is None or _is_ratio(scan, place):
        return None
    return Raw(place, stretch.last, Kind.PERIOD, period=stretch.code(scan.year))


def _is_ratio(scan: Scan, place: int) -> bool:
    return scan.is_mark(place - 1, "/") and scan.touches(place)


def _bare(scan: Scan, place: int) -> Raw | None:
    """A year without its word: `DTI 2021`, `Viet Solutions 2022`, `các năm 2021, 2022`."""
    year = year_at(scan, place)
    if year is None or year < 1990 or scan.is_mark(place - 1, "/") or scan.is_mark(place + 1, "/%"):
        return None
    if scan.said("units", place + 1) is not None or scan.said("scales", place + 1) is not None:
        return None
    before = scan.token(place - 1)
    if before is not None and before.low in ("số", "là", "đạt", "có", "được"):
        return None
    return Raw(place, place + 1, Kind.PERIOD, period=str(year))
