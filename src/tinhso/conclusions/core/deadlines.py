"""Terms in words, as chairs say them: “trong tháng 4” ends on 30/04."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

_YEAR = r"(?:\s*(?:/|-|năm)?\s*(?P<year>\d{4}))?"
_MONTHS_OF_HALF: Final = {"đầu": 6, "cuối": 12}
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

Reading = Callable[[re.Match[str], date], date | None]


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _coming(match: re.Match[str], said_on: date, month: int, day: int | None = None) -> date | None:
    """The day, or the month's last, in the year named, else in the next such month from `said_on` on."""
    named = match.groupdict().get("year")
    year = int(named) if named else said_on.year
    try:
        found = date(year, month, day) if day else _last_day(year, month)
    except ValueError:
        return None
    if named or found >= said_on:
        return found
    return _coming_next(year + 1, month, day)


def _coming_next(year: int, month: int, day: int | None) -> date | None:
    try:
        return date(year, month, day) if day else _last_day(year, month)
    except ValueError:
        return None


def _day(match: re.Match[str], said_on: date) -> date | None:
    return _coming(match, said_on, int(match["month"]), int(match["day"]))


def _month(match: re.Match[str], said_on: date) -> date | None:
    return _coming(match, said_on, int(match["month"])) if 1 <= int(match["month"]) <= 12 else None


def _quarter(match: re.Match[str], said_on: date) -> date | None:
    return _coming(match, said_on, 3 * _ROMAN[match["quarter"]])


def _half(match: re.Match[str], said_on: date) -> date | None:
    return _coming(match, said_on, _MONTHS_OF_HALF[match["half"]])


def _year(match: re.Match[str], said_on: date) -> date | None:
    year = int(match["year"])
    return date(year, 12, 31) if year >= said_on.year else None


def _this_month(_match: re.Match[str], said_on: date) -> date:
    return _last_day(said_on.year, said_on.month)


def _next_month(_match: re.Match[str], said_on: date) -> date:
    following = _last_day(said_on.year, said_on.month) + timedelta(days=1)
    return _last_day(following.year, following.month)


def _this_week(_match: re.Match[str], said_on: date) -> date:
    return said_on + timedelta(days=6 - said_on.weekday())


def _this_quarter(_match: re.Match[str], said_on: date) -> date:
    return _last_day(said_on.year, (said_on.month + 2) // 3 * 3)


def _this_year(_match: re.Match[str], said_on: date) -> date:
    return date(said_on.year, 12, 31)


_WORDS: Final[tuple[tuple[str, Reading], ...]] = (
    (
        r"(?<![\d/.-])(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>\d{4}))?(?![\d])",
        _day,
    ),
    (r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})" + _YEAR, _day),
    (r"tháng\s+(?P<month>\d{1,2})" + _YEAR + r"(?!\s*tháng)", _month),
    (r"quý\s+(?P<quarter>iv|iii|ii|i|[1-4])\b" + _YEAR, _quarter),
    (r"6\s+tháng\s+(?P<half>đầu|cuối)(?:\s+năm)?" + _YEAR, _half),
    (r"tháng\s+này", _this_month),
    (r"tháng\s+(?:sau|tới)", _next_month),
    (r"tuần\s+này", _this_week),
    (r"quý\s+này", _this_quarter),
    (r"(?:cuối|trong|hết)\s+năm\s+(?P<year>\d{4})", _year),
    (r"(?:cuối|trong|hết)\s+năm(?:\s+nay)?\b(?!\s*\d)", _this_year),
)
_PATTERNS: Final = tuple((re.compile(pattern), reading) for pattern, reading in _WORDS)


def last_day(words: str, said_on: date) -> date | None:
    """The last day of a term said on `said_on`; None where the words name no day.

    A month or quarter without its year is the next to end from then on. “Trước 30/4” is read as the day
    named, and shown to whoever types before it counts.
    """
    found = term_in(words, said_on)
    return found[1] if found else None


_BEFORE: Final = re.compile(
    r"(?:(?:xong|hoàn thành)\s+)?(?:trước ngày|trước|trong|đến ngày|hết|chậm nhất ngày)\s*$"
)


def term_in(words: str, said_on: date) -> tuple[str, date] | None:
    """The words of `words` that name a term, and its last day; None where there are none."""
    text = " ".join(words.split())
    folded = text.casefold()
    if len(folded) != len(text):
        text = folded
    for pattern, reading in _PATTERNS:
        match = pattern.search(folded)
        day = reading(match, said_on) if match else None
        if match and day:
            begins = _BEFORE.search(folded[: match.start()])
            return text[begins.start() if begins else match.start() : match.end()].strip(), day
    return None
