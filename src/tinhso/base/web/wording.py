"""Numbers, days and terms as the reader's language writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from tinhso.base import clock
from tinhso.base.calendar import Period
from tinhso.base.numbers import Exact, Language, format_money, format_number, format_percent, round_half_up

NOTHING = "–"
"""What stands where there is no figure."""


def language() -> Language:
    """The reader's language, one of the two that the product speaks."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def named(thing: Any, field: str = "name") -> str:
    """A name or title in the reader's language: `name_en` for those who read English, where there is one."""
    english = getattr(thing, f"{field}_en", "") if language() == "en" else ""
    return str(english or getattr(thing, field))


def exact(value: Any) -> Exact | None:
    """`value` as an exact number; None when it is none. Floats keep the digits they print."""
    if isinstance(value, bool) or value is None or value == "":
        return None
    if isinstance(value, int | Decimal):
        return value
    return Decimal(str(value))


def number(value: Any, digits: int | None = None, lang: Language | None = None) -> str:
    """`1.680`, `89,5`; a dash where there is no figure. A list asks once for its reader's language."""
    found = exact(value)
    return NOTHING if found is None else format_number(found, digits, lang or language())


def lasting(span: timedelta) -> str:
    """How long something took: `2 ngày 3 giờ`, `1 giờ 15 phút`, `8 phút`; the two largest parts."""
    minutes = round(span.total_seconds() / 60)
    days, hours, left = minutes // 1440, minutes // 60 % 24, minutes % 60
    words = (
        (days, ngettext("%(n)d ngày", "%(n)d ngày", days)),
        (hours, ngettext("%(n)d giờ", "%(n)d giờ", hours)),
        (left, ngettext("%(n)d phút", "%(n)d phút", left)),
    )
    told = [word % {"n": count} for count, word in words if count][:2]
    return " ".join(told) or words[2][1] % {"n": 0}


def rounded(value: Any, most: int) -> str:
    """`84,41` of 84.405458: at most that many decimals, half up, without closing zeros."""
    found = exact(value)
    if found is None:
        return NOTHING
    kept = round_half_up(found, most)
    return number(kept.quantize(Decimal(1)) if kept == kept.to_integral_value() else kept.normalize())


def percent(value: Any, digits: int | None = 1, lang: Language | None = None) -> str:
    """`89,5 %` of a value already in percent."""
    found = exact(value)
    return NOTHING if found is None else format_percent(found, digits, lang or language())


def money(value: int | None) -> str:
    """`1.250.000 đồng`."""
    return NOTHING if value is None else format_money(value, language())


def local_day(value: date | datetime) -> date:
    """The calendar day in the country."""
    return clock.local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """`dd/mm/yyyy` in both languages: Vietnam's order."""
    return f"{local_day(value):%d/%m/%Y}" if value else NOTHING


def read_day(text: str) -> date:
    """`21/11/2026` or `2026-11-21` as a day. Raises ValueError with what was expected."""
    stripped = text.strip()
    try:
        if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", stripped):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(stripped)
    except ValueError as error:
        raise ValueError(gettext("cần một ngày dạng ngày/tháng/năm, ví dụ 21/11/2026")) from error


def moment(value: datetime | None) -> str:
    """`dd/mm/yyyy HH:MM` in the country's time."""
    return f"{clock.local(value):%d/%m/%Y %H:%M}" if value else NOTHING


def weekday(value: date | datetime) -> str:
    """`thứ Hai` … `Chủ nhật`."""
    names = (
        gettext("thứ Hai"),
        gettext("thứ Ba"),
        gettext("thứ Tư"),
        gettext("thứ Năm"),
        gettext("thứ Sáu"),
        gettext("thứ Bảy"),
        gettext("Chủ nhật"),
    )
    return names[local_day(value).weekday()]


def remaining(due: date, today: date) -> str:
    """A due date in words: `còn 3 ngày`, `hôm nay`, `quá hạn 2 ngày`. Calendar days."""
    days = (due - today).days
    if days == 0:
        return gettext("hôm nay")
    if days > 0:
        return ngettext("còn %(days)d ngày", "còn %(days)d ngày", days) % {"days": days}
    return ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", -days) % {"days": -days}


def period(value: Any) -> str:
    """The label of a period or of its code: `Quý II/2025`."""
    if isinstance(value, Period):
        return value.label_in(language())
    return Period.parse(value).label_in(language()) if value else NOTHING
