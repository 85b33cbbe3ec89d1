"""Ranks (`thứ 5/63`), moves among them (`tăng 11 bậc`) and ordinals (`lần thứ nhất`)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.quantity import quantity_at
from tinhso.reading.core.model import Change, Comparison, Kind
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_MOST: Final = 1000
_ROMAN: Final = re.compile(r"[IVXLC]+")
_NUMERALS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SESSIONS: Final = ("khóa", "kỳ", "khoá")


def change_at(scan: Scan, place: int) -> Raw | None:
    """`tăng 11 bậc`, `tăng ít nhất 2 bậc`, `giảm 03 hạng`, `tăng từ 3 đến 5 bậc`."""
    for name, meaning in (("rises", Change.INCREASE), ("falls", Change.DECREASE)):
        found = scan.said(name, place)
        if found is None:
            continue
        start, comparison = found[0], Comparison.EXACT
        bound = scan.said("comparisons", start)
        if bound is not None:
            start, comparison = bound[0], Comparison(bound[1])
        told = quantity_at(scan, start)
        if told is None:
            continue
        last, upper = told.last, None
        if (scan.is_mark(last, "-") or scan.is_word(last, "đến")) and (
            more := quantity_at(scan, last + 1)
        ) is not None:
            last, upper = more.last, more.value
        unit = scan.said("places_of_rank", last)
        if unit is None:
            continue
        return Raw(
            place,
            unit[0],
            Kind.RANK_CHANGE,
            value=told.value,
            upper=upper,
            unit=unit[1],
            comparison=comparison,
            change=meaning,
        )
    return None


def rank_at(scan: Scan, place: int) -> Raw | None:
    """`xếp thứ 5/63 tỉnh, thành phố`, `thứ 38`, `xếp hạng 6/63`, `đứng thứ 3 cả nước`, `vị trí thứ hai`."""
    found = scan.said("rank_cues", place)
    if found is None:
        return None
    start = found[0]
    bound = scan.said("comparisons", start)
    if bound is not None and scan.is_word(start - 1, "thứ", "hạng") is False:
        start = bound[0]
    rank = scan.integer(start)
    plain = scan.is_word(place, "thứ", "hạng") and found[0] == place + 1
    if rank is None:
        return _in_words(scan, place, start)
    if rank == 0 or rank > _MOST:
        return None
    last, of = start + 1, None
    if scan.is_mark(last, "/") and (whole := scan.integer(last + 1)) is not None:
        of, last = whole, last + 2
    elif scan.is_word(last, "trong", "trên") and (among := _whole(scan, last + 1)) is not None:
        of, last = among
    if of is None and (
        (scan.is_mark(start + 1, "%/,") and scan.is_number(start + 2)) or scan.is_mark(start + 1, "%")
    ):
        return None
    if of is None and plain and _orders(scan, place):
        return None
    if of is None and found[1] == "xếp":
        return None
    unit = scan.said("units", last)
    return Raw(
        place,
        last,
        Kind.RANK,
        value=Decimal(rank),
        rank=rank,
        of=of,
        unit=scan.slice(range(last, unit[0])) if unit is not None else "",
        shown=range(start, last),
    )


def _whole(scan: Scan, place: int) -> tuple[int, int] | None:
    place += 1 if scan.is_word(place, "tổng") else 0
    place += 1 if scan.is_word(place, "số") else 0
    whole = scan.integer(place)
    return (whole, place + 1) if whole is not None and scan.said("units", place + 1) is not None else None


def _in_words(scan: Scan, place: int, start: int) -> Raw | None:
    """`xếp thứ nhất`, `đứng thứ hai`; a bare `thứ hai` is a Monday or an ordinal."""
    if not scan.is_word(start - 1, "thứ") or start - 1 == place:
        return None
    found = scan.said("ordinal_words", start, start + 1)
    if found is None:
        return None
    rank = int(found[1])
    return Raw(place, start + 1, Kind.RANK, value=Decimal(rank), rank=rank, shown=range(start - 1, start + 1))


def _orders(scan: Scan, place: int) -> bool:
    """Whether `thứ 13` tells which of a row it is: `lần thứ 13`, `phiên thứ 2`, `khóa`."""
    return (
        scan.said_before("ordinal_cues", place + 1) is not None
        and not scan.is_word(place, "hạng")
        and (scan.is_word(place - 1, "lần", "phiên", "khóa", "đợt", "họp", "hội", "kỳ", "năm", "ngày", "lan"))
    )


def ordinal_at(scan: Scan, place: int) -> Raw | None:
    """`lần thứ nhất`, `lần thứ 13`, `khóa XVII`, `đầu tiên`, `kỳ họp thứ ba`."""
    if scan.is_word(place, "đầu") and scan.is_word(place + 1, "tiên", "tien"):
        return Raw(place, place + 2, Kind.ORDINAL, value=Decimal(1))
    if scan.is_word(place, *_SESSIONS) and (value := _roman(scan, place + 1)) is not None:
        return Raw(place, place + 2, Kind.ORDINAL, value=Decimal(value), unit=scan.tokens[place].low)
    found = scan.said("ordinal_cues", place)
    if found is None or _is_day_of_week(scan, place):
        return None
    start = found[0]
    number = scan.integer(start)
    if number is None:
        number = _roman(scan, start)
    if number is None:
        told = scan.said("ordinal_words", start, start + 1)
        number = int(told[1]) if told is not None else None
    if number is None or number > _MOST or scan.is_mark(start + 1, "%/"):
        return None
    unit = scan.slice(range(place, start - 1)).casefold() if start - 1 > place else ""
    return Raw(place, start + 1, Kind.ORDINAL, value=Decimal(number), unit=unit)


def _is_day_of_week(scan: Scan, place: int) -> bool:
    """`thứ hai, ngày 6/3`, `sáng thứ ba`; `thứ nhất:` at the head of a list is a numbering too."""
    if not scan.is_word(place, "thứ"):
        return False
    if scan.is_word(place - 1, "sáng", "chiều", "tối", "ngày"):
        return True
    return scan.is_mark(place + 2, ",:(") and (
        scan.starts_line(place) or scan.is_word(place + 3, "ngày") or scan.tokens[place].is_title
    )


def _roman(scan: Scan, place: int) -> int | None:
    token = scan.token(place)
    if token is None or token.sort is not Sort.WORD or not _ROMAN.fullmatch(token.text):
        return None
    total, highest = 0, 0
    for letter in reversed(token.text):
        value = _NUMERALS[letter]
        total += value if value >= highest else -value
        highest = max(highest, value)
    return total
