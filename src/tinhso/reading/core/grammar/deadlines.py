"""Until when something is to be done: `trước ngày 30/6`, `chậm nhất trong quý II/2024`."""

from __future__ import annotations

from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.dates import full_day_at, short_day_at
from tinhso.reading.core.grammar.periods import stretch_at
from tinhso.reading.core.model import Kind
from tinhso.reading.core.scan import Scan

_ORDERS: Final = frozenset(
    {
        "hoàn",
        "xong",
        "trình",
        "gửi",
        "tham",
        "bổ",
        "xây",
        "phải",
        "cần",
        "yêu",
        "giao",
        "ban",
        "báo",
        "rà",
        "mở",
        "tổ",
    }
)


def deadline_at(scan: Scan, place: int) -> Raw | None:
    """Until when something is to be done: announced by a word, or `trong tháng 4` where work is laid down."""
    found = scan.said("deadline_cues", place)
    if found is not None and (raw := _due(scan, place, found[0])) is not None:
        return raw
    if not scan.is_word(place, "trong") or scan.is_word(place - 1, "ngay"):
        return None
    stretch = stretch_at(scan, place + 1)
    if stretch is None or not stretch.is_term or not _lays_down(scan, place, stretch.last):
        return None
    return Raw(
        place, stretch.last, Kind.DEADLINE, deadline=stretch.closes(scan.year), period=stretch.code(scan.year)
    )


def _due(scan: Scan, place: int, start: int) -> Raw | None:
    while scan.is_mark(start, ":") or scan.is_word(start, "trong", "vào", "là", "hết", "đến", "trước"):
        start += 1
    start += 1 if scan.says(start, "ngày") else 0
    day = short_day_at(scan, start) or full_day_at(scan, start)
    if day is not None and (due := day.on(scan.year)) is not None:
        return Raw(place, day.last, Kind.DEADLINE, deadline=due)
    stretch = stretch_at(scan, start)
    if stretch is None or (not stretch.is_term and not _urgent(scan, place)):
        return None
    return Raw(
        place, stretch.last, Kind.DEADLINE, deadline=stretch.closes(scan.year), period=stretch.code(scan.year)
    )


def _urgent(scan: Scan, place: int) -> bool:
    """Whether the word is about a term rather than a past: `hoàn thành năm 2022` is none."""
    return not scan.is_word(place, "hoàn", "trước", "xong")


def _lays_down(scan: Scan, place: int, last: int) -> bool:
    """Whether the sentence tells what is to be done, not what was."""
    sentence = scan.sentence(place)
    words = {token.low for token in scan.tokens[sentence.start : sentence.stop]}
    if words & {"đã", "được", "diễn", "hiện"} or not words & _ORDERS:
        return False
    return not _tells(scan, sentence, place, last)


def _tells(scan: Scan, sentence: range, place: int, last: int) -> bool:
    """Whether the sentence counts something too: `Trong tháng 4 ban hành 12 văn bản` tells what was done."""
    others = (*range(sentence.start, place), *range(last, sentence.stop))
    before = {token.low for token in scan.tokens[sentence.start : place]}
    if before & {"phải", "cần", "yêu", "giao", "nghị"}:
        return False
    return any(scan.said("units", other + 1) is not None for other in others if scan.is_number(other))
