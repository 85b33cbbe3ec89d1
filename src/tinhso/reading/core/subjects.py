"""What a figure is about: the phrase behind it, or the one before the verb that leads to it."""

from __future__ import annotations

from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.documents import document_at
from tinhso.reading.core.leading import (
    About,
    before,
    clause_start,
    is_trailing,
    level_behind,
    without_trailing,
)
from tinhso.reading.core.model import Kind
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_LEFT: Final = frozenset({Kind.RANK, Kind.RANK_CHANGE, Kind.ACTUAL_TARGET})
_SHARES: Final = frozenset({Kind.PERCENT, Kind.RATIO})
_ENDS: Final = ";:|"
_LEVELS: Final = frozenset(
    {"tỉnh", "huyện", "xã", "phường", "thị", "trấn", "thành", "phố", "cấp", "bản", "thôn"}
)
_FAR: Final = 6


def about(scan: Scan, raw: Raw, bounds: range) -> About:
    """What `raw` is about, looked for within `bounds`: the sentence without the figures before and behind."""
    if raw.kind is Kind.PERIOD:
        return About()
    if raw.kind is Kind.DEADLINE:
        return About(_trimmed(scan, _work(scan, raw.last, bounds.stop)))
    if raw.kind is Kind.ORDINAL:
        return About(_ordered(scan, raw, bounds.start))
    if raw.kind in _LEFT:
        return before(scan, raw, bounds)
    level = level_behind(scan, raw.places.stop)
    if level:
        return About(before(scan, raw, bounds).subject, level)
    if raw.kind is Kind.MONEY or _is_measured(scan, raw) or not _is_counted(scan, raw):
        return before(scan, raw, bounds)
    if raw.kind is Kind.PERCENT and scan.said("bases", raw.places.stop) is not None:
        found = before(scan, raw, bounds)
        if found.subject or raw.first > bounds.start or scan.said_before("reaching", raw.first):
            return found
    if raw.kind is Kind.COUNT and (told := _told_of(scan, raw, bounds)):
        return told
    return About(_trimmed(scan, _to_the_right(scan, raw.places.stop, bounds.stop, raw.kind in _SHARES)))


def _is_measured(scan: Scan, raw: Raw) -> bool:
    """Whether the unit only measures (`12 km`, `5 ngày làm việc`); `10 điểm cầu` are counted."""
    measure, unit = scan.said("measures", raw.places.stop), scan.said("units", raw.places.stop)
    if measure is None or (unit is not None and measure[0] < unit[0]):
        return False
    return not scan.is_word(measure[0]) or _joins(scan, measure[0])


def _joins(scan: Scan, place: int) -> bool:
    """Whether a word there begins something else than what is counted."""
    return scan.said("stops", place) is not None or scan.tokens[place].low in _NO_NOUNS


def _told_of(scan: Scan, raw: Raw, bounds: range) -> About | None:
    """`tổng số thủ tục của tỉnh là 1.892 thủ tục`: the unit only repeats what stands before the verb."""
    unit = scan.said("units", raw.places.stop)
    behind = _to_the_right(scan, raw.places.stop, bounds.stop, is_share=False)
    if unit is None or behind.stop > unit[0] or scan.said_before("reaching", raw.first, bounds.start) is None:
        return None
    found = before(scan, raw, bounds)
    opens = found.subject and scan.said("heads", found.subject.start) is not None
    return found if opens else None


def _work(scan: Scan, start: int, stop: int) -> range:
    """What is to be done by then: the rest of the clause, commas and all."""
    if scan.is_mark(start, ",:)"):
        start += 1
    place = start
    while place < stop and not scan.is_mark(place, ";|)") and not scan.is_break(place):
        place += 1
    return range(start, place)


def _ordered(scan: Scan, raw: Raw, start: int) -> range:
    """What is ordered: behind `là`, else from the last noun that can be counted or held."""
    if raw.unit.startswith("khóa"):
        first = clause_start(scan, start, raw.first)
        return without_trailing(scan, first, raw.first) if raw.first - first <= 2 * _FAR else range(0)
    if raw.unit and not raw.unit.startswith(("lần", "mức", "cấp")):
        return range(raw.first, raw.last - 2 if raw.last - raw.first > 2 else raw.last - 1)
    first = clause_start(scan, start, raw.first)
    for place in range(raw.first - 1, first - 1, -1):
        if scan.is_word(place, "là"):
            return without_trailing(scan, place + 1, raw.first)
    held = [places for places, _ in scan.lexicon["events"].within(scan.tokens, range(first, raw.first))]
    if held and held[-1].stop > raw.first - _FAR:
        return without_trailing(scan, held[-1].start, raw.first)
    nouns = [places for places, _ in scan.lexicon["units"].within(scan.tokens, range(first, raw.first))]
    near = [places for places in nouns if places.stop > raw.first - _FAR]
    return without_trailing(scan, near[-1].start, raw.first) if near else range(0)


def _is_counted(scan: Scan, raw: Raw) -> bool:
    """Whether what is counted stands right behind."""
    place = raw.places.stop
    token = scan.token(place)
    if token is None or token.sort is not Sort.WORD:
        return False
    if scan.said("units", place) is not None:
        return True
    return not _joins(scan, place)


_NO_NOUNS: Final = frozenset(
    (
        *(
            "so",
            "trong",
            "trên",
            "ở",
            "tại",
            "vào",
            "và",
            "theo",
            "của",
            "cho",
            "trở",
            "mỗi",
            "khi",
            "từ",
            "đến",
        ),
        *(
            "về",
            "được",
            "đã",
            "đang",
            "sẽ",
            "cao",
            "thấp",
            "vượt",
            "cùng",
            "thì",
            "nhưng",
            "qua",
            "bởi",
            "ngay",
        ),
        *("lên", "xuống"),
    )
)


def _to_the_right(scan: Scan, start: int, stop: int, is_share: bool) -> range:
    """From there to the end of the clause: lists of what is counted and of levels go on behind a comma.

    A share is of things that do or have something, so what they do belongs to it, behind a comma too.
    """
    place = start
    unit = scan.said("units", start)
    if unit is not None:
        place = unit[0]
    of_all = not is_share and scan.is_word(start - 2, "cả")
    while place < stop:
        token = scan.tokens[place]
        if token.sort is Sort.BREAK or scan.is_mark(place, _ENDS):
            break
        if scan.is_mark(place, "("):
            break
        if token.text in ".!?…" and not scan.is_word(place + 1):
            break
        if scan.is_mark(place, ",") and not _goes_on(scan, place, stop, is_share):
            break
        if place > start and (
            _is_stop(scan, place) or (of_all and scan.is_word(place, "đã", "được", "đều", "có"))
        ):
            break
        place += 1
    return range(start, place)


def _clause_end(scan: Scan, place: int) -> int:
    """Where the clause ends: a semicolon, a colon, the end of the sentence but its stop."""
    stop = scan.sentence(place).stop
    return next((further for further in range(place, stop) if scan.is_mark(further, ";:")), stop - 1)


def _is_stop(scan: Scan, place: int) -> bool:
    """A phrase behind which something else is told; `với` only before a figure, `theo` before a document."""
    if scan.is_word(place, "theo"):
        return document_at(scan, place + 1) is not None
    if scan.is_word(place, "với"):
        return any(scan.is_number(further) for further in range(place + 1, place + _FAR))
    return scan.said("hard_stops", place) is not None


def _goes_on(scan: Scan, place: int, stop: int, is_share: bool) -> bool:
    """`cấp tỉnh, huyện, xã được xử lý`, `sóng 3G, 4G`; of a share also `được giới thiệu, quảng bá`."""
    following = scan.token(place + 1)
    if following is None or place + 1 >= stop or following.sort is Sort.BREAK:
        return False
    if following.sort is Sort.WORD and not following.text.isalpha():
        return True
    if (
        is_share
        and following.sort is Sort.WORD
        and not following.is_title
        and stop >= _clause_end(scan, place)
    ):
        lists = ("openers", "hard_stops", "heads", "reaching")
        if all(scan.said(name, place + 1) is None for name in lists):
            return True
    if place + 2 >= stop or following.low not in _LEVELS:
        return False
    before = scan.tokens[place - 1]
    return before.low in _LEVELS and not (scan.token(place + 2) or following).is_title


def _trimmed(scan: Scan, places: range) -> range:
    """Without joining words and signs at both ends."""
    first, last = places.start, places.stop
    while last > first and is_trailing(scan, last - 1):
        last -= 1
    while (
        first < last
        and (scan.tokens[first].sort is Sort.MARK or scan.is_word(first, "số", "tổng"))
        and last - first > 1
    ):
        if scan.is_mark(first, '“"(') or (
            scan.is_word(first, "số") and scan.is_word(first + 1, "hóa", "liệu")
        ):
            break
        first += 1
    return range(first, last)
