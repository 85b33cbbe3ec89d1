"""The phrase before a figure: what leads to it by a verb, without the words that open the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.periods import stretch_at
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_TRAILING: Final = frozenset(
    (
        *(
            "và",
            "với",
            "có",
            "là",
            "đạt",
            "gồm",
            "trong",
            "đó",
            "được",
            "khoảng",
            "hơn",
            "trên",
            "gần",
            "cùng",
            "từ",
        ),
        *(
            "đến",
            "còn",
            "chiếm",
            "đã",
            "bằng",
            "thì",
            "bao",
            "cả",
            "cũng",
            "vượt",
            "tới",
            "nhưng",
            "ước",
            "hoặc",
        ),
        *("tăng", "giảm", "lên", "mới", "chỉ", "hiện", "sẽ"),
    )
)
_NEAR_LEVEL: Final = 4


@dataclass(frozen=True)
class About:
    """The tokens of the subject, and those of a level or a part that narrows it (`cấp huyện`)."""

    subject: range = range(0)
    scope: range = range(0)


def is_trailing(scan: Scan, place: int) -> bool:
    """Whether a joining word or a sign stands there, which ends no phrase."""
    token = scan.tokens[place]
    return (token.sort in (Sort.MARK, Sort.BREAK) and token.text not in ')”"') or token.low in _TRAILING


def before(scan: Scan, raw: Raw, bounds: range) -> About:
    """The phrase before the verb that leads to the figure."""
    last = _verb_start(scan, raw, bounds)
    start = clause_start(scan, bounds.start, last)
    head = _head(scan, bounds.start, start, last)
    first = _without_openers(scan, start, last) if head is None else head
    places = without_trailing(scan, first, _without_time(scan, first, last))
    if not places and scan.is_mark(start - 1, ","):
        places = _regarded(scan, bounds.start, start - 1)
    if not places:
        places = _topic(scan, bounds.start, start)
    level = _level_at_end(scan, places) or _place_at_end(scan, places)
    if level:
        before = level.start - (1 if scan.is_word(level.start - 1, "tại", "ở") else 0)
        return About(without_trailing(scan, places.start, max(before, places.start)), level)
    return About(places)


def _without_time(scan: Scan, first: int, last: int) -> int:
    """`Tổng kinh phí giai đoạn 2023-2025` without its years: the period is told apart."""
    for place in range(last - 1, max(first - 1, last - 2 * _NEAR_LEVEL), -1):
        stretch = stretch_at(scan, place) if scan.is_word(place) else None
        if stretch is not None and stretch.last >= without_trailing(scan, first, last).stop:
            return place
    return last


def _topic(scan: Scan, start: int, last: int) -> range:
    """`PAPI thì ngược lại: năm 2022 xếp thứ 6/61`: what stands before `thì`, when the sentence opens so."""
    for place in range(start, min(last, start + 2 * _NEAR_LEVEL)):
        if scan.is_word(place, "thì"):
            return range(_without_openers(scan, start, place), place)
    return range(0)


def _regarded(scan: Scan, start: int, last: int) -> range:
    """`Xét mức độ sẵn sàng, tỉnh xếp thứ nhì`: what the clause before says it is about."""
    first = clause_start(scan, start, last)
    found = scan.said("regards", first, last)
    return range(found[0], last) if found is not None and last - found[0] <= 3 * _NEAR_LEVEL else range(0)


def _place_at_end(scan: Scan, places: range) -> range:
    """`Tỷ lệ kích hoạt tại huyện Bảo Lạc`: one of several places, told beside the others."""
    for first in range(places.start, places.stop):
        if scan.is_word(first, "tại", "ở", "riêng") and scan.said("place_kinds", first + 1) is not None:
            rest = range(first + 1, places.stop)
            short = len(rest) <= 2 * _NEAR_LEVEL
            return rest if short and all(scan.is_word(place) for place in rest) else range(0)
    return range(0)


def _verb_start(scan: Scan, raw: Raw, bounds: range) -> int:
    """Where the verb (or sign) before the figure begins."""
    last = raw.first
    while last > bounds.start:
        found = scan.said_before("reaching", last, bounds.start) or scan.said_before(
            "comparisons", last, bounds.start
        )
        if found is not None:
            last = found[0]
        elif scan.is_mark(last - 1, ":(|=") or scan.is_word(
            last - 1, "đã", "mới", "cũng", "chỉ", "sẽ", "phải", "cần", "đang"
        ):
            last -= 1
        else:
            break
    return last


def clause_start(scan: Scan, start: int, last: int) -> int:
    """The last comma, semicolon or colon before the verb, those in brackets not counted."""
    depth = 0
    for place in range(last - 1, start - 1, -1):
        if scan.is_mark(place, ")"):
            depth += 1
        elif scan.is_mark(place, "(") and depth:
            depth -= 1
        elif not depth and (scan.is_mark(place, ",;:|(") or scan.is_break(place)):
            return place + 1
    return start


def _without_openers(scan: Scan, first: int, last: int) -> int:
    """Behind `Hiện nay`, `Năm 2022`, `Trong đó`, dashes."""
    while first < last:
        found = scan.said("openers", first, last)
        if found is not None:
            first = found[0]
        elif scan.tokens[first].sort is Sort.MARK:
            first += 1
        elif len(scan.tokens[first].text) == 1 and scan.is_mark(first + 1, ").") and scan.starts_line(first):
            first += 2
        else:
            break
    return first


def _head(scan: Scan, start: int, first: int, last: int) -> int | None:
    """Where a head noun (`tỷ lệ`, `chỉ số`) begins: in the clause itself, else in the list before it."""
    own = _heads(scan, range(first, last))
    if own:
        return own[0]
    place = first - 1
    if not scan.is_mark(place, ","):
        return None
    earlier = clause_start(scan, start, place)
    found = _heads(scan, range(earlier, place))
    return found[0] if found and found[0] - earlier < 2 * _NEAR_LEVEL else None


def _heads(scan: Scan, places: range) -> list[int]:
    """Where head nouns begin; one of a single syllable (`số`) only at the start of the clause."""
    found = scan.lexicon["heads"].within(scan.tokens, places)
    opening = _without_openers(scan, places.start, places.stop)
    return [
        one.start
        for one, _ in found
        if len(one) > 1 or one.start in (places.start, opening) or scan.is_word(one.start - 1, "nâng", "đưa")
    ]


def without_trailing(scan: Scan, first: int, last: int) -> range:
    """From `first`, without joining words and signs before `last`."""
    while last > first and is_trailing(scan, last - 1):
        last -= 1
    return range(first, last)


def _level_at_end(scan: Scan, places: range) -> range:
    """`… tại cấp tỉnh`, `cấp huyện`: the level a figure is told for."""
    for first in range(max(places.start, places.stop - _NEAR_LEVEL), places.stop):
        if not scan.is_word(first, "cấp", "khu") or not scan.is_word(
            first + 1, "tỉnh", "huyện", "xã", "vực", "thành"
        ):
            continue
        if scan.is_word(first - 1, "tại", "ở") and first - 1 >= places.start:
            return range(first, places.stop)
        if first == places.start:
            return range(first, places.stop)
    return range(0)


def level_behind(scan: Scan, place: int) -> range:
    """`50% tại cấp huyện`: the level told right behind a figure."""
    if not scan.is_word(place, "tại", "ở") or not scan.is_word(place + 1, "cấp", "khu"):
        return range(0)
    if not scan.is_word(place + 2, "tỉnh", "huyện", "xã", "vực", "thành"):
        return range(0)
    return range(place + 1, place + 3)
