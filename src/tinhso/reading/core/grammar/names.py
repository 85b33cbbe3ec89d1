"""Numbers that are part of a name or an address and tell no figure: 3G, COVID-19, khoản 2, 0205.3812.345."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.model import Kind
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_PHONE: Final = re.compile(r"(?:0|\+?84)\d{8,10}|1[89]00\d{4,6}")
_PHONE_DIGITS: Final = range(8, 13)
_ROMAN: Final = re.compile(r"[IVXLC]+")
_LETTER: Final = re.compile(r"[a-zđ]", re.IGNORECASE)
_ITEM: Final = 30
_NUMBERING: Final = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")


def name_at(scan: Scan, place: int) -> Raw | None:
    """A number inside a name, or one that numbers something."""
    return (
        _glued(scan, place)
        or _numbering(scan, place)
        or _legal(scan, place)
        or _phone(scan, place)
        or _called(scan, place)
        or _address(scan, place)
        or _version(scan, place)
    )


def _glued(scan: Scan, place: int) -> Raw | None:
    """`3G`, `H37`, `COVID-19`, web addresses."""
    token = scan.token(place)
    if token is None or token.sort is not Sort.WORD:
        return None
    if not token.text.isalpha():
        return Raw(place, place + 1, what="name")
    if (
        scan.is_mark(place + 1, "-")
        and scan.touches(place + 1)
        and scan.is_number(place + 2)
        and scan.touches(place + 2)
        and not token.low.isnumeric()
        and not _ROMAN.fullmatch(token.text)
    ):
        return Raw(place, place + 3, what="name")
    return None


def _numbering(scan: Scan, place: int) -> Raw | None:
    """`1.`, `2.1.`, `3)`, `- 4.` at the head of a line; `(2)` in it."""
    token = scan.token(place)
    if token is None or token.sort is not Sort.NUMBER:
        return None
    if scan.is_mark(place - 1, "(") and scan.is_mark(place + 1, ")") and _small(token.text):
        return Raw(place, place + 1, what="numbering")
    if not scan.starts_line(place) or not _NUMBERING.fullmatch(token.text):
        return None
    if scan.is_mark(place + 1, ".)") and scan.touches(place + 1):
        return Raw(place, place + 2, what="numbering")
    if "." in token.text and (following := scan.token(place + 1)) is not None and following.is_title:
        return Raw(place, place + 1, what="numbering")
    if scan.is_mark(place + 1, "|") and scan.is_mark(place - 1, "|") is False and _small(token.text):
        return Raw(place, place + 1, what="numbering")
    return None


def _small(text: str) -> bool:
    return text.isdigit() and int(text) <= _ITEM * 10


def _legal(scan: Scan, place: int) -> Raw | None:
    """`Điều 5`, `khoản 2`, `điểm a`, `Phụ lục I`, `Mẫu số 01`."""
    found = scan.said("legal_parts", place)
    if found is None:
        return None
    last = found[0]
    token = scan.token(last)
    if token is None or token.sort is Sort.BREAK:
        return None
    if token.sort is Sort.NUMBER:
        return Raw(place, last + 1, what="part") if not _counts(scan, place, last) else None
    if _ROMAN.fullmatch(token.text) or (
        _LETTER.fullmatch(token.text) and scan.is_word(place, "điểm", "mục", "tiết")
    ):
        return Raw(place, last + 1, what="part")
    return None


def _counts(scan: Scan, place: int, last: int) -> bool:
    """`điểm 85,5`, `nội dung: 5`: a score and no article."""
    token = scan.tokens[last]
    return "," in token.text or (not scan.tokens[place].is_title and scan.said("units", last + 1) is not None)


def _phone(scan: Scan, place: int) -> Raw | None:
    cue = scan.said("phone_cues", place)
    start = cue[0] if cue is not None else place
    while cue is not None and (scan.is_mark(start, ":.") or scan.is_word(start, "số")):
        start += 1
    if scan.is_mark(start, "+("):
        start += 1
    last, digits = start, ""
    while scan.is_number(last) or (digits and scan.is_mark(last, "-.)") and scan.is_number(last + 1)):
        token = scan.tokens[last]
        if token.sort is Sort.NUMBER:
            if "," in token.text or (digits and len(digits) >= _PHONE_DIGITS.start + 1):
                break
            digits += token.text.replace(".", "")
        last += 1
    if not digits:
        return None
    told = cue is not None and len(digits) in _PHONE_DIGITS
    if told or (_PHONE.fullmatch(digits) and digits[0] in "081" and scan.tokens[start].text[0] in "01"):
        return Raw(place, last, what="phone")
    return None


def _called(scan: Scan, place: int) -> Raw | None:
    """A number behind a word that makes it a name: `Windows 10`, `Quốc lộ 1A`, `số 5 đường…`, `tổ 3,`."""
    if scan.is_word(place, "số") and scan.is_number(place + 1) and not scan.starts_line(place):
        before = scan.token(place - 1)
        if before is not None and before.sort is Sort.WORD and not scan.is_mark(place + 2, "%/"):
            counted = scan.said("units", place + 2) is not None
            return None if counted else Raw(place, place + 2, what="name")
    found = scan.said("before_a_name", place)
    if found is None:
        return None
    last = found[0]
    token = scan.token(last)
    if token is None or token.sort is not Sort.NUMBER or not _is_name_number(token.text):
        return None
    if scan.is_mark(last + 1, "%/") or scan.said("scales", last + 1) or scan.said("units", last + 1):
        return None
    before = scan.token(place - 1)
    if before is not None and (before.sort is Sort.NUMBER or before.text in "/%"):
        return None
    if scan.is_word(last + 1) and not scan.tokens[place].is_title and token.text.isdigit():
        return None
    return Raw(place, last + 1, what="name")


def _is_name_number(text: str) -> bool:
    return len(text) <= 4


def _address(scan: Scan, place: int) -> Raw | None:
    """`19 đường Yersin`, `25 phố Hàng Bài`: a house."""
    named = scan.token(place + 2)
    if not scan.is_number(place) or not scan.is_word(place + 1, "đường", "phố", "ngõ", "ngách"):
        return None
    return Raw(place, place + 2, what="address") if named is not None and named.is_title else None


def _version(scan: Scan, place: int) -> Raw | None:
    """`4.0`, `v2.1`: neither a group of three nor a percentage of another style."""
    token = scan.token(place)
    if token is None or token.sort is not Sort.NUMBER or scan.is_mark(place + 1, "%"):
        return None
    if re.fullmatch(r"\d\.0", token.text) or (token.text.count(".") >= 1 and scan.value(place) is None):
        return Raw(place, place + 1, what="name")
    return None


def level_at(scan: Scan, place: int) -> Raw | None:
    """`mức độ 3, 4`, `cấp độ 3`: a step of a scale, which orders and counts nothing."""
    found = scan.said("levels", place)
    if found is None:
        return None
    last = found[0]
    value = scan.integer(last)
    if value is None or value > _ITEM or scan.is_mark(last + 1, "%/") or scan.said("scales", last + 1):
        return None
    last += 1
    upper = None
    while (scan.is_mark(last, ",-") or scan.is_word(last, "và", "đến", "hoặc")) and (
        further := scan.integer(last + 1)
    ) is not None:
        if further > _ITEM or scan.said("units", last + 2) is not None:
            break
        upper, last = further, last + 2
    if scan.is_word(found[0] - 1, "mức") and scan.said("units", last) is not None:
        return None
    return Raw(
        place,
        last,
        Kind.ORDINAL,
        value=Decimal(value),
        upper=Decimal(upper) if upper else None,
        unit=scan.slice(range(place, found[0])).casefold(),
    )
