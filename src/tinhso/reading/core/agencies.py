"""Agencies that a text names: `Sở Thông tin và Truyền thông`, `UBND các huyện, thành phố`."""

from __future__ import annotations

from typing import Final

from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_LONGEST: Final = 9
_PLACED: Final = ("tỉnh", "huyện", "xã", "thành", "phường", "thị", "quận")
_JOINED: Final = ("và", "-", ",")


def agencies_in(scan: Scan, places: range) -> list[range]:
    """The agencies named within `places`, left to right."""
    found, place = [], places.start
    while place < places.stop:
        last = agency_at(scan, place, places.stop)
        if last is None:
            place += 1
            continue
        found.append(range(place, last))
        place = last
    return found


def agency_at(scan: Scan, place: int, stop: int) -> int | None:
    """Where the agency named from there ends; None where none is."""
    group = scan.said("agency_groups", place, stop)
    if group is not None:
        return group[0]
    kind = scan.said("agency_kinds", place, stop)
    if kind is None or not scan.tokens[place].is_title:
        return None
    last = kind[0]
    field = scan.said("fields", last, stop)
    if field is not None:
        return _placed(scan, field[0], stop)
    below = scan.said("committees_below", last, stop)
    if below is not None:
        return below[0]
    if last < stop and scan.is_word(last, *_PLACED):
        return _placed(scan, last, stop)
    if last < stop and (inner := agency_at(scan, last, stop)) is not None:
        return inner
    end = _named(scan, last, stop)
    return _placed(scan, end, stop) if end > last or kind[0] - place > 1 else None


def _named(scan: Scan, place: int, stop: int) -> int:
    """The end of a name: words from a capital on, those between in small letters too, up to a verb."""
    last = place
    while last < stop and last - place < _LONGEST:
        token = scan.tokens[last]
        if token.sort is Sort.MARK and token.low == "-" and last > place:
            last += 1
            continue
        if token.sort is not Sort.WORD or scan.said("work_verbs", last) is not None or token.low in _PLACED:
            break
        if last == place and not token.is_title:
            break
        if token.low == "và" and not (last + 1 < stop and scan.tokens[last + 1].is_title):
            break
        if token.low == "và" and scan.said("agency_kinds", last + 1) is not None:
            break
        last += 1
    while last > place and scan.tokens[last - 1].low in _JOINED:
        last -= 1
    return last


def _placed(scan: Scan, place: int, stop: int) -> int:
    """`tỉnh`, `tỉnh Lạng Sơn`, `huyện Bình Xuyên` behind a name belong to it."""
    last = place
    if last >= stop or not scan.is_word(last, *_PLACED):
        return last
    last += 2 if scan.is_word(last, "thành", "thị") else 1
    while last < stop and scan.tokens[last].is_title and scan.said("agency_kinds", last) is None:
        last += 1
    return min(last, stop)
