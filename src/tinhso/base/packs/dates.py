"""Dates relative to today in demo files: `today-30`, `today+10`, `workday+5`, `today-3 09:00`.

The digest of an item is taken before they are resolved: the text stands, the day moves.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

from tinhso.base import clock
from tinhso.base.calendar.national import national_calendar

_RELATIVE = re.compile(r"(today|workday)(?:([+-])(\d{1,4}))?(?: (\d{2}):(\d{2}))?")


def _resolve_text(text: str) -> str:
    match = _RELATIVE.fullmatch(text)
    if match is None:
        return text
    unit, sign, count, hour, minute = match.groups()
    steps = int(count or 0) * (-1 if sign == "-" else 1)
    today = clock.today()
    if unit == "today":
        day = today + timedelta(days=steps)
    else:
        day = national_calendar().add_working_days(today, steps)
    if hour is None:
        return day.isoformat()
    return datetime.combine(day, time(int(hour), int(minute)), tzinfo=clock.TZ).isoformat()


def resolve(data: Any) -> Any:
    """The same data with every relative date replaced by its ISO form."""
    if isinstance(data, str):
        return _resolve_text(data)
    if isinstance(data, list):
        return [resolve(value) for value in data]
    if isinstance(data, dict):
        return {key: resolve(value) for key, value in data.items()}
    return data
