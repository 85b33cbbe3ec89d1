"""What the `holidays` package (country VN, public) knows: days off and weekends worked in exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays

FIRST_YEAR, LAST_YEAR = 1901, 2100
"""The lunar tables of the package reach from the first of these years to the last."""

SATURDAY = 5
WEEKEND = {SATURDAY: "thứ Bảy", SATURDAY + 1: "Chủ nhật"}
"""Weekly days off of the public sector (tuần làm việc 40 giờ), with the words used for them."""


class OutsideCalendar(ValueError):
    """A day in a year for which no calendar is known."""


@dataclass(frozen=True)
class Year:
    """One year of the package: holidays with their Vietnamese names, and weekend days that are worked."""

    days_off: Mapping[date, str]
    worked: frozenset[date]


@cache
def year(number: int) -> Year:
    """Read one year, once a process. Raises OutsideCalendar."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise OutsideCalendar(f"No calendar of the year {number}: {FIRST_YEAR}–{LAST_YEAR} are known.")
    table = holidays.country_holidays(
        "VN", years=[number - 1, number, number + 1], expand=False, language="vi", categories="public"
    )
    days = (date(number, 1, 1) + timedelta(days=offset) for offset in range(366))
    weekend = [day for day in days if day.year == number and day.weekday() in WEEKEND]
    return Year(
        MappingProxyType({day: name for day, name in sorted(table.items()) if day.year == number}),
        frozenset(day for day in weekend if table.is_working_day(day)),
    )
