"""Reading dates, moments, lengths and pauses that somebody typed; refusing the rest beside its field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.calendar import package
from tinhso.base.calendar.hours import Pause
from tinhso.base.errors import Invalid

Day = TypeVar("Day", bound=date)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+ -]\d\d:?\d\d)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,4})?", re.ASCII)


def day(text: str | None, field: str) -> date:
    """A date `YYYY-MM-DD` of a year whose calendar is known. Raises Invalid."""
    try:
        if _DATE.fullmatch(_given(text, field)):
            return _known(date.fromisoformat(text or ""), field)
    except ValueError:
        pass
    raise Invalid(_("“%(text)s” không phải là một ngày.") % {"text": text}, field=field, hint="YYYY-MM-DD")


def moment(text: str | None, field: str) -> date | datetime:
    """A date, or a moment of ISO 8601; without a zone it is told in the country's. Raises Invalid."""
    if found := _MOMENT.fullmatch(_given(text, field)):
        # A plus sign that was not escaped in an address arrives as a space.
        try:
            read = datetime.fromisoformat(found[1] + (found[2] or "").replace(" ", "+"))
            return _known(clock.local(read if read.tzinfo else read.replace(tzinfo=clock.TZ)), field)
        except (ValueError, OverflowError):
            pass
    elif _DATE.fullmatch(text or ""):
        return day(text, field)
    raise Invalid(
        _("“%(text)s” không phải là một ngày hay một thời điểm.") % {"text": text},
        field=field,
        hint="YYYY-MM-DD, YYYY-MM-DDTHH:MM+07:00",
    )


def whole(text: str, field: str, *, at_most: int) -> int:
    """A whole number from 1. Raises Invalid."""
    if text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= at_most:
        return int(text)
    raise Invalid(_("Phải là số nguyên từ 1 đến %(most)s.") % {"most": at_most}, field=field)


def amount(text: str, field: str, *, at_most: int) -> Decimal:
    """A number above 0 with a point before its decimals, e.g. `4.5`. Raises Invalid."""
    if _NUMBER.fullmatch(text) and 0 < Decimal(text) <= at_most:
        return Decimal(text)
    raise Invalid(
        _("Phải là số lớn hơn 0, nhiều nhất %(most)s.") % {"most": at_most}, field=field, hint="8, 4.5"
    )


def pauses(texts: Sequence[str], field: str, *, at_most: int) -> list[Pause]:
    """Pauses `FROM/TO`, dates or moments, both ends inclusive. Raises Invalid."""
    if len(texts) > at_most:
        raise Invalid(_("Nhiều nhất %(most)s lần tạm dừng.") % {"most": at_most}, field=field)
    return [_pause(text, field) for text in texts]


def _pause(text: str, field: str) -> Pause:
    since, slash, until = text.partition("/")
    if not slash:
        raise Invalid(
            _("Lần tạm dừng “%(text)s” phải ghi ngày đầu và ngày cuối.") % {"text": text},
            field=field,
            hint="YYYY-MM-DD/YYYY-MM-DD",
        )
    return moment(since, field), moment(until, field)


def _given(text: str | None, field: str) -> str:
    if not text:
        raise Invalid(_("Chưa nhập giá trị này."), field=field, code="missing")
    return text


def _known(value: Day, field: str) -> Day:
    if not package.FIRST_YEAR <= value.year <= package.LAST_YEAR:
        raise Invalid(
            _("Chỉ có lịch từ năm %(first)s đến năm %(last)s.")
            % {"first": package.FIRST_YEAR, "last": package.LAST_YEAR},
            field=field,
        )
    return value
