"""Numbers as they are written: digits with a scale (`1,2 triệu`), or in words (`hai mươi`)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tinhso.reading.core.model import Change, Comparison
from tinhso.reading.core.scan import Scan

_TEN: Final = ("mươi", "muoi")
_TEEN: Final = ("mười", "muời")
_HUNDRED: Final = ("trăm", "tram")
_ODD: Final = ("linh", "lẻ", "le")
_FEWEST_IN_WORDS: Final = 2


@dataclass(frozen=True)
class Quantity:
    """A number that ends before token `last`; `scaled` when a word multiplied it."""

    value: Decimal
    last: int
    scaled: bool = False
    in_words: bool = False


def quantity_at(scan: Scan, place: int) -> Quantity | None:
    """The number that starts there."""
    value = scan.value(place)
    if value is not None:
        return _scaled(scan, value, place + 1)
    return _in_words(scan, place)


def _scaled(scan: Scan, value: Decimal, place: int) -> Quantity:
    """`2 nghìn tỷ`, `15 tỷ 200 triệu`."""
    total, last, scaled = value, place, False
    while (found := scan.said("scales", last)) is not None:
        total, last, scaled = total * found[1], found[0], True
    further = scan.value(last) if scaled else None
    if (
        further is not None
        and (found := scan.said("scales", last + 1)) is not None
        and total > found[1] * further
    ):
        rest = _scaled(scan, further, last + 1)
        return Quantity(_whole(total + rest.value), rest.last, scaled=True)
    return Quantity(_whole(total) if scaled else total, last, scaled)


def _whole(value: Decimal) -> Decimal:
    """`96,4 tỷ` without the decimals that the multiplication left: 96400000000."""
    return Decimal(int(value)) if value == int(value) else value


def _in_words(scan: Scan, place: int) -> Quantity | None:
    token = scan.token(place)
    if token is None or (token.is_title and place != scan.sentence(place).start):
        return None
    found = _hundreds(scan, place)
    if found is None:
        return None
    value, last = found
    if value < _FEWEST_IN_WORDS:
        return None
    if value < 10 and scan.said("units", last) is None:
        return None
    scaled = _scaled(scan, Decimal(value), last)
    return Quantity(scaled.value, scaled.last, scaled.scaled, in_words=True)


def _unit(scan: Scan, place: int) -> int | None:
    found = scan.said("words_of_numbers", place, place + 1)
    return int(found[1]) if found is not None else None


def _tens(scan: Scan, place: int) -> tuple[int, int] | None:
    if scan.is_word(place, *_TEEN):
        rest = _unit(scan, place + 1)
        return (10 + rest, place + 2) if rest is not None else (10, place + 1)
    first = _unit(scan, place)
    if first is None:
        return None
    if scan.is_word(place + 1, *_TEN):
        rest = _unit(scan, place + 2)
        return (first * 10 + rest, place + 3) if rest is not None else (first * 10, place + 2)
    return first, place + 1


def _hundreds(scan: Scan, place: int) -> tuple[int, int] | None:
    first = _unit(scan, place)
    if first is None or not scan.is_word(place + 1, *_HUNDRED):
        return _tens(scan, place)
    last = place + 2
    if scan.is_word(last, *_ODD):
        rest = _unit(scan, last + 1)
        return (first * 100 + rest, last + 2) if rest is not None else (first * 100, last)
    below = _tens(scan, last)
    if below is not None and below[0] >= 10:
        return first * 100 + below[0], below[1]
    return first * 100, last


def bound_before(scan: Scan, place: int) -> tuple[int, Comparison]:
    """A word that bounds the number that starts there, and where it begins; EXACT where none does."""
    found = scan.said_before("comparisons", place, scan.sentence(place).start)
    if found is None:
        return place, Comparison.EXACT
    first, meaning = found
    if scan.says(first, "từ") and first + 1 == place and not _opens_range(scan, place):
        return place, Comparison.EXACT
    return first, Comparison(meaning)


def _opens_range(scan: Scan, place: int) -> bool:
    found = quantity_at(scan, place)
    if found is None:
        return False
    last = found.last + (1 if scan.is_mark(found.last, "%") else 0)
    return any(scan.said("tails", further) is not None for further in range(last, min(last + 12, len(scan))))


def bound_after(scan: Scan, last: int) -> tuple[int, Comparison]:
    """`trở lên`, `trở xuống` right behind a number, and where it ends."""
    found = scan.said("tails", last)
    return (last, Comparison.EXACT) if found is None else (found[0], Comparison(found[1]))


def change_before(scan: Scan, place: int) -> tuple[int, Change]:
    """`tăng`, `giảm` before the number (or before the word that bounds it), and where that begins."""
    start = scan.sentence(place).start
    for name, meaning in (("gained", Change.INCREASE), ("lost", Change.DECREASE)):
        found = scan.said_before(name, place, start)
        if found is not None:
            return found[0], meaning
    return place, Change.NONE
