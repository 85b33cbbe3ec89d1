"""Money and what is counted."""

from __future__ import annotations

from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.quantity import quantity_at
from tinhso.reading.core.model import Kind
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_TEN: Final = 10


def money_at(scan: Scan, place: int) -> Raw | None:
    """`536,46 tỷ đồng`, `1.234.567 đồng`, `15 triệu USD`, `3-5 tỷ đồng`; the value in the currency itself."""
    first = quantity_at(scan, place)
    if first is None:
        return None
    last, lower, upper = first.last, first.value, None
    if (scan.is_mark(last, "-") or scan.is_word(last, "đến")) and (
        more := quantity_at(scan, last + 1)
    ) is not None:
        scale = more.value / (scan.value(last + 1) or more.value) if more.scaled and not first.scaled else 1
        lower, upper, last = first.value * scale, more.value, more.last
    found = scan.said("currencies", last)
    if found is None:
        if not (first.scaled and upper is None and _is_dong(scan, place, last)):
            return None
        return Raw(place, last, Kind.MONEY, value=lower, unit="đồng")
    return Raw(place, found[0], Kind.MONEY, value=lower, upper=upper, unit=str(found[1]))


def _is_dong(scan: Scan, place: int, last: int) -> bool:
    """`kinh phí 12,5 tỷ`: billions without a word for what they count are đồng where it is about money."""
    token = scan.token(last)
    if token is not None and token.sort is Sort.WORD and scan.said("stops", last) is None:
        return False
    sentence = scan.sentence(place)
    words = {one.low for one in scan.tokens[sentence.start : place]}
    return bool(words & {"phí", "vốn", "thu", "ngân", "sách", "đầu", "tiền", "giá", "mức"})


def count_at(scan: Scan, place: int) -> Raw | None:
    """A number with what it counts behind it, or told of something before it."""
    first = quantity_at(scan, place)
    if first is None:
        return None
    last, upper = first.last, None
    if (
        scan.is_mark(last, "-")
        and (more := quantity_at(scan, last + 1)) is not None
        and more.value > first.value
    ):
        upper, last = more.value, more.last
    unit = scan.said("units", last)
    if first.in_words and unit is None and first.value < _TEN:
        return None
    if unit is None and not (_counts_a_word(scan, place, last) or _is_told(scan, place, last)):
        return None
    named = scan.slice(range(last, unit[0])) if unit is not None else ""
    return Raw(place, last, Kind.COUNT, value=first.value, upper=upper, unit=named.casefold())


def _counts_a_word(scan: Scan, place: int, last: int) -> bool:
    """A word in small letters right behind it that neither ends nor joins what was said."""
    token = scan.token(last)
    if token is None or token.sort is not Sort.WORD or scan.is_mark(place - 1, "/."):
        return False
    if scan.said("stops", last) is not None or scan.said("reaching", last) is not None:
        return False
    before = scan.token(place - 1)
    if (
        before is not None
        and before.sort is Sort.WORD
        and before.low in {"số", "thứ", "khóa", "lớp", "điều", "kênh"}
    ):
        return False
    return not token.is_title or scan.said("units", last) is not None


def _is_told(scan: Scan, place: int, last: int) -> bool:
    """`tổng số hồ sơ là 12.345`, a cell of a table."""
    if scan.is_mark(place - 1, "|") or scan.is_mark(last, "|"):
        return not scan.starts_line(place) or scan.is_mark(place - 1, "|")
    start = place
    bound = scan.said_before("comparisons", place, scan.sentence(place).start)
    start = bound[0] if bound is not None else start
    if scan.is_mark(start - 1, ":"):
        return True
    return scan.said_before("reaching", start, scan.sentence(place).start) is not None
