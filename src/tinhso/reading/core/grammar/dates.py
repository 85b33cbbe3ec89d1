"""Days, as they are written: `28/9/2021`, `ngày 14 tháng 12 năm 2022`, `sáng 7/3`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.scan import Scan

_FIRST_YEAR: Final = 1930
_LAST_YEAR: Final = 2100
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTHS: Final = 12
_DAYS: Final = 31
_HOURS: Final = 24
_MINUTES: Final = 60
_YEAR_DIGITS: Final = 4


@dataclass(frozen=True)
class Day:
    """A day that ends before token `last`; `year` None where none is written."""

    day: int
    month: int
    year: int | None
    last: int

    def on(self, year: int | None) -> date | None:
        """The date, with that year where none is written; None where there is no such day."""
        known = self.year or year
        try:
            return date(known, self.month, self.day) if known else None
        except ValueError:
            return None


def year_at(scan: Scan, place: int) -> int | None:
    """A year in four digits there."""
    token = scan.token(place)
    number = scan.integer(place)
    if token is None or number is None or len(token.text) != _YEAR_DIGITS:
        return None
    return number if _FIRST_YEAR <= number <= _LAST_YEAR else None


def month_at(scan: Scan, place: int) -> int | None:
    """A month's number there."""
    token, number = scan.token(place), scan.integer(place)
    return number if token and number and number <= _MONTHS and len(token.text) < 3 else None


def _day_number(scan: Scan, place: int) -> int | None:
    token, number = scan.token(place), scan.integer(place)
    return number if token and number and number <= _DAYS and len(token.text) < 3 else None


def full_day_at(scan: Scan, place: int) -> Day | None:
    """A day with its year: no other figure looks like it."""
    token = scan.token(place)
    if token is None:
        return None
    if dotted := _DOTTED.fullmatch(token.text):
        day, month, year = (int(part) for part in dotted.groups())
        return Day(day, month, year, place + 1) if month <= _MONTHS and day <= _DAYS else None
    found = short_day_at(scan, place)
    return found if found is not None and found.year is not None else None


def short_day_at(scan: Scan, place: int) -> Day | None:
    """`28/9/2021`, `7/3`, `14 tháng 12 năm 2022`, `14 tháng 12`."""
    day = _day_number(scan, place)
    if day is None:
        return None
    if scan.says(place + 1, "tháng"):
        month = month_at(scan, place + 2)
        if month is None:
            return None
        if scan.says(place + 3, "năm") and (year := year_at(scan, place + 4)) is not None:
            return Day(day, month, year, place + 5)
        if scan.is_mark(place + 3, "/") and (year := year_at(scan, place + 4)) is not None:
            return Day(day, month, year, place + 5)
        return Day(day, month, None, place + 3)
    if not scan.is_mark(place + 1, "/-") or (month := month_at(scan, place + 2)) is None:
        return None
    sign = scan.tokens[place + 1].low
    if (
        scan.is_mark(place + 3, sign)
        and scan.touches(place + 4)
        and (year := year_at(scan, place + 4)) is not None
    ):
        return Day(day, month, year, place + 5)
    if sign != "/" or not (scan.touches(place + 1) and scan.touches(place + 2)):
        return None
    return (
        None
        if scan.is_mark(place + 3, "/") and scan.is_number(place + 4)
        else Day(day, month, None, place + 3)
    )


def day_at(scan: Scan, place: int) -> tuple[int, Day] | None:
    """A day that a word announces (`ngày`, `sáng`), with where the day itself begins."""
    found = scan.said("day_cues", place)
    if found is not None:
        start = found[0]
        if scan.is_mark(start, "("):
            start += 1
        day = short_day_at(scan, start)
        if day is not None:
            return start, day
    day = full_day_at(scan, place)
    return (place, day) if day is not None else None


def date_at(scan: Scan, place: int) -> Raw | None:
    """A date is itself and no figure; several days of one month too (`ngày 12, 13/5/2023`, `ngày 5-7/3`)."""
    found = scan.said("day_cues", place)
    if found is not None and (more := _several(scan, found[0])) is not None:
        return Raw(place, more, what="date")
    told = day_at(scan, place)
    if told is not None:
        return Raw(place, told[1].last, what="date")
    return _hour_at(scan, place) or _holiday_at(scan, place)


def _several(scan: Scan, place: int) -> int | None:
    """`12, 13/5/2023`, `5-7/3`, `05 và 06/9`: the end."""
    last = place
    while _day_number(scan, last) is not None:
        if not (scan.is_mark(last + 1, ",-") or scan.is_word(last + 1, "và")):
            return None
        last += 2
        day = short_day_at(scan, last)
        if day is not None and day.last > last + 1:
            return day.last
    return None


def _hour_at(scan: Scan, place: int) -> Raw | None:
    token, number = scan.token(place), scan.integer(place)
    if token is not None and re.fullmatch(r"\d{1,2}(?:h\d{0,2}|g\d\d)", token.low):
        return Raw(place, place + 1, what="hour")
    if number is None or number > _HOURS or not scan.is_word(place + 1, "giờ", "h", "gio"):
        return None
    start = scan.token(place - 1)
    minutes = scan.integer(place + 2)
    if minutes is not None and minutes < _MINUTES and not _counted(scan, place + 3):
        return Raw(place, place + (4 if scan.says(place + 3, "phút") else 3), what="hour")
    at = start is not None and start.low in ("lúc", "hồi", "vào", "từ", "đến", "trước", "sau", "luc")
    return Raw(place, place + 2, what="hour") if at else None


def _counted(scan: Scan, place: int) -> bool:
    return scan.said("units", place) is not None and not scan.says(place, "ngày", "phút")


def _holiday_at(scan: Scan, place: int) -> Raw | None:
    """`24/7`, `24/24`; and a day without a word before it where nothing is counted: `Quốc khánh 2/9`."""
    first, second = scan.integer(place), scan.integer(place + 2)
    if first is None or second is None or not scan.is_mark(place + 1, "/"):
        return None
    if (first, second) in ((24, 7), (24, 24)):
        return Raw(place, place + 3, what="hours")
    before = scan.token(place - 1)
    festive = (
        before is not None and before.low in ("khánh", "lễ", "tết") and scan.said("units", place + 3) is None
    )
    return Raw(place, place + 3, what="date") if festive and short_day_at(scan, place) else None
