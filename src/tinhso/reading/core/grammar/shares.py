"""Percentages, ratios and pairs of actual and target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.dates import short_day_at, year_at
from tinhso.reading.core.grammar.quantity import Quantity, quantity_at
from tinhso.reading.core.model import Kind
from tinhso.reading.core.scan import Scan

_OF: Final = ("trong", "trên")
_PERCENT_WORDS: Final = ("phần", "phan")
_REACH: Final = 28
_AIM_REACH: Final = 8
_AIMS: Final = frozenset({"mục tiêu", "chỉ tiêu", "kế hoạch", "kh", "nghị quyết"})


@dataclass(frozen=True)
class Percentage:
    """A percentage (or a range of them) that ends before token `last`."""

    value: Decimal
    last: int
    upper: Decimal | None = None


def percentage_at(scan: Scan, place: int) -> Percentage | None:
    """`89,5%`, `89,5 %`, `80 phần trăm`, `80-85%`, `5‰` (as a part of a hundred)."""
    value = scan.value(place)
    if value is None:
        return None
    last = _sign(scan, place + 1)
    if last is not None:
        if scan.is_mark(last, "-") and (upper := scan.value(last + 1)) is not None and _sign(scan, last + 2):
            return Percentage(value, _sign(scan, last + 2) or last, upper)
        return Percentage(value / 10 if scan.is_mark(place + 1, "‰") else value, last)
    if scan.is_mark(place + 1, "-") and (upper := scan.value(place + 2)) is not None:
        last = _sign(scan, place + 3)
        return Percentage(value, last, upper) if last is not None else None
    return None


def _sign(scan: Scan, place: int) -> int | None:
    """The end of a percent sign there."""
    if scan.is_mark(place, "%‰"):
        return place + 1
    if scan.is_word(place, *_PERCENT_WORDS) and scan.is_word(place + 1, "trăm", "tram"):
        return place + 2
    return None


def pair_at(scan: Scan, place: int) -> Raw | None:
    """`89%/85%`, actual before target; also `đạt 89% (mục tiêu 85%)`."""
    first = percentage_at(scan, place)
    if first is None or first.upper is not None:
        return None
    if scan.is_mark(first.last, "/") and (second := percentage_at(scan, first.last + 1)) is not None:
        return Raw(
            place,
            second.last,
            Kind.ACTUAL_TARGET,
            value=first.value,
            actual=first.value,
            target=second.value,
            unit="%",
        )
    aim = _aim_behind(scan, first.last)
    if aim is None:
        return None
    return Raw(
        place, aim.last, Kind.ACTUAL_TARGET, value=first.value, actual=first.value, target=aim.value, unit="%"
    )


def _aim_behind(scan: Scan, last: int) -> Percentage | None:
    """`(mục tiêu 85%)`, `so với mục tiêu … là 85%`, `/chỉ tiêu 85%` within a few words."""
    start = last
    if scan.is_mark(start, "(/"):
        start += 1
    elif scan.is_word(start, "so") and scan.is_word(start + 1, "với"):
        start += 2
    else:
        return None
    words = " ".join(token.low for token in scan.tokens[start : start + 2])
    if not any(words.startswith(aim) for aim in _AIMS):
        return None
    for place in range(start + 1, min(start + _AIM_REACH, len(scan))):
        if scan.is_break(place) or scan.is_mark(place, ".;)"):
            return None
        found = percentage_at(scan, place)
        if found is not None:
            return found
    return None


def ratio_at(scan: Scan, place: int) -> Raw | None:
    """`18/30 chỉ tiêu`, `01 trong 07 cơ quan`, `12 trên tổng số 30 xã`; with its printed percentage."""
    first = quantity_at(scan, place)
    if first is None or scan.is_mark(place - 1, "/"):
        return None
    second = _slash(scan, place, first) or _among(scan, first)
    if second is None or second.value == 0 or scan.is_mark(second.last, "%"):
        return None
    raw = Raw(
        place,
        second.last,
        Kind.RATIO,
        value=first.value,
        numerator=first.value,
        denominator=second.value,
    )
    return _with_percent(scan, raw)


def _slash(scan: Scan, place: int, first: Quantity) -> Quantity | None:
    if first.in_words or not scan.is_mark(first.last, "/") or not scan.is_number(first.last + 1):
        return None
    second = quantity_at(scan, first.last + 1)
    if second is None or scan.is_mark(second.last, "/") or _is_date(scan, place, second):
        return None
    return second


def _is_date(scan: Scan, place: int, second: Quantity) -> bool:
    """Whether `7/3` is a day or `4/2022` a month: nothing is counted behind it, or a year stands there."""
    day = short_day_at(scan, place)
    if (
        year_at(scan, second.last - 1)
        and (scan.value(place) or 0) <= 12
        and not scan.said("units", second.last)
    ):
        return True
    if day is None or day.last != second.last:
        return False
    if scan.said("units", second.last) is not None or scan.said("reaching", second.last) is not None:
        return False
    before = scan.said_before("reaching", place)
    return before is None and not scan.is_mark(second.last, "(")


def _among(scan: Scan, first: Quantity) -> Quantity | None:
    """`trong 07 cơ quan`, `trong tổng số 30 xã`, `trên tổng số 139`."""
    place = first.last
    place = found[0] if (found := scan.said("units", place)) is not None else place
    if not scan.is_word(place, *_OF) and not scan.is_mark(place, "/"):
        return None
    further = place + 1
    whole = False
    if scan.is_word(further, "tổng"):
        further, whole = further + 1, True
    if scan.is_word(further, "số"):
        further, whole = further + 1, True
    second = quantity_at(scan, further)
    if second is None or second.value < first.value or scan.is_mark(second.last, "%/"):
        return None
    counted = scan.said("units", second.last) is not None or (
        scan.is_word(second.last) and scan.said("reaching", second.last) is None
    )
    if not whole and (place != first.last or not counted):
        return None
    if not whole and scan.is_word(second.last, "ngày", "tháng", "năm", "tuần", "giờ"):
        return None
    return second


def _with_percent(scan: Scan, raw: Raw) -> Raw:
    """The ratio with the percentage that the rest of its sentence prints for it."""
    limit = min(scan.sentence(raw.first).stop, raw.last + _REACH)
    for place in range(raw.last, limit):
        if scan.is_mark(place, ";|") or (scan.is_number(place) and not _announced(scan, place)):
            if _is_passed(scan, place):
                continue
            break
        found = percentage_at(scan, place)
        if found is not None and found.upper is None and _closes(scan, found.last):
            return replace(raw, printed=found.value, printed_at=range(place, found.last))
    return raw


def _is_passed(scan: Scan, place: int) -> bool:
    """A year or a name between the two is no figure of its own: `18/30 chỉ tiêu năm 2022, đạt 60%`."""
    return year_at(scan, place) is not None


def _announced(scan: Scan, place: int) -> bool:
    """`đạt`, `chiếm`, `bằng`, `tỷ lệ`, `=` or a bracket before the percentage, or before what bounds it."""
    if percentage_at(scan, place) is None:
        return False
    bound = scan.said_before("comparisons", place)
    return any(
        scan.is_mark(first - 1, "(=≈") or scan.says(first - 1, *_TOLD)
        for first in (place, bound[0] if bound is not None else place)
    )


_TOLD: Final = ("đạt", "chiếm", "bằng", "lệ", "ứng", "đương", "trọng", "được", "tức")


def _closes(scan: Scan, last: int) -> bool:
    """Whether nothing is counted behind the percentage: `đạt 30% hồ sơ` is a figure of its own."""
    if scan.is_mark(last, "/"):
        return False
    return scan.said("units", last) is None or scan.is_word(last, "năm")


def percent_at(scan: Scan, place: int) -> Raw | None:
    """A percentage by itself."""
    found = percentage_at(scan, place)
    if found is None:
        return None
    return Raw(place, found.last, Kind.PERCENT, value=found.value, upper=found.upper, unit="%")
