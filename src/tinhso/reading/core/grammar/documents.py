"""Documents a text names: `Nghị quyết số 49-NQ/TU ngày 28/9/2021 của Ban Thường vụ Tỉnh ủy`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from tinhso.documents.notation import NotationError, parse_notation
from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.dates import day_at
from tinhso.reading.core.model import NamedDocument, Span
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_NUMBER_WORDS: Final = ("số", "so")
_LONGEST: Final = 16
_NAME: Final = 7
_PLACED: Final = frozenset({"tỉnh", "huyện", "xã", "phố", "ủy", "phường"})
_SEGMENT: Final = re.compile(r"[^\W_]+")


def document_at(scan: Scan, place: int) -> Raw | None:
    """A document with its notation or its short number, and the day and issuer that follow it."""
    found = scan.said("document_types", place)
    kind, start = ("", place) if found is None else (found[1], found[0])
    numbered = start
    if scan.is_word(start, *_NUMBER_WORDS) or (start == place and scan.is_word(start, "số:")):
        numbered = start + 1
        numbered += 1 if scan.is_mark(numbered, ":") else 0
    elif found is not None and (place_of_number := _behind_name(scan, start)):
        numbered = place_of_number
    told = _notation(scan, numbered)
    if told is not None:
        last, number, own = told
    elif found is not None and (short := _short(scan, start, numbered)) is not None:
        last, number, own = short
    else:
        return None
    dated, last = _dated(scan, last)
    issuer, last = _issuer(scan, last)
    span = Span(scan.tokens[place].start, scan.tokens[last - 1].end)
    named = NamedDocument(span, span.of(scan.text), number, own or kind, dated, issuer)
    return Raw(place, last, what="document", document=named)


def _behind_name(scan: Scan, start: int) -> int:
    """`Luật Đất đai số 31/2024/QH15`: where the number begins behind a name of a few words; else 0."""
    for place in range(start, min(start + _NAME, len(scan))):
        if not scan.is_word(place):
            return 0
        if scan.is_word(place, "số") and scan.is_number(place + 1) and scan.tokens[start].is_title:
            return place + 1
    return 0


def _notation(scan: Scan, place: int) -> tuple[int, str, str] | None:
    """A notation: the end, its printed form, the sign of its type. Longest first."""
    token = scan.token(place)
    plain = scan.is_number(place) and scan.is_mark(place + 1, "/-")
    if token is None or not (plain or re.fullmatch(r"\d+[^\W\d_]", token.text)):
        return None
    last = place + 1
    while last < len(scan) and last - place < _LONGEST and not scan.is_break(last):
        token = scan.tokens[last]
        joined = token.start == scan.tokens[last - 1].end or (token.text == "-" and scan.is_word(last + 1))
        if not joined and scan.tokens[last - 1].text != "-":
            break
        if token.sort is Sort.MARK and token.low not in "/-.&":
            break
        last += 1
    while last > place + 2:
        text = scan.slice(range(place, last))
        if not text[-1].isalnum() or not _has_sign(text):
            last -= 1
            continue
        try:
            node = parse_notation(text)
        except NotationError:
            last -= 1
            continue
        return last, str(node), node.document_type
    return None


def _has_sign(text: str) -> bool:
    """Whether capitals of a type or an issuer follow the number: `12/huyện` has none."""
    letters = [part for part in _SEGMENT.findall(text) if not part.isdigit()]
    return (
        bool(letters)
        and all(part[0].isupper() for part in letters)
        and any(
            len(part) > 1
            and (part.isupper() or part[-1].isupper() or part[1].isupper() or part[-1].isdigit())
            for part in letters
        )
    )


def _short(scan: Scan, start: int, numbered: int) -> tuple[int, str, str] | None:
    """`Nghị quyết số 49`, `Quyết định 06`: a number alone, behind the word for its type."""
    number = scan.integer(numbered)
    token = scan.token(numbered)
    if number is None or token is None or scan.is_mark(numbered + 1, "%/"):
        return None
    spoken = scan.tokens[start - 1]
    if numbered == start and (scan.tokens[start - 1].sort is not Sort.WORD or not _titled(scan, start)):
        return None
    if scan.said("units", numbered + 1) is not None or (len(token.text) == 4 and numbered == start):
        return None
    return (numbered + 1, token.text, "") if spoken else None


def _titled(scan: Scan, start: int) -> bool:
    """Whether the word for the type is written as a name: `Đề án 06`, not `5 đề án`."""
    place = start - 1
    while place >= 0 and scan.is_word(place) and start - place < 3:
        if scan.tokens[place].is_title:
            return True
        place -= 1
    return False


def _dated(scan: Scan, last: int) -> tuple[date | None, int]:
    """`ngày 28/9/2021`, `, ngày 14/12/2022`, `(ngày …)` behind a document."""
    start = last + (1 if scan.is_mark(last, ",(") else 0)
    if not (scan.is_word(start, "ngày", "ngay") or start == last + 1):
        return None, last
    told = day_at(scan, start)
    if told is None or told[1].year is None:
        return None, last
    end = told[1].last
    return told[1].on(None), end + (1 if scan.is_mark(last, "(") and scan.is_mark(end, ")") else 0)


def _issuer(scan: Scan, last: int) -> tuple[str, int]:
    """`của Ban Thường vụ Tỉnh ủy`, `của UBND tỉnh Lạng Sơn`."""
    start = last + (1 if scan.is_mark(last, ",") else 0)
    if not scan.is_word(start, "của", "cua"):
        return "", last
    found = scan.said("issuers", start + 1)
    if found is None:
        return "", last
    end = found[0]
    if (field := scan.said("fields", end)) is not None:
        return scan.slice(range(start + 1, field[0])), field[0]
    if scan.is_word(end, "tỉnh") or scan.tokens[end - 1].low in _PLACED:
        end += 1 if scan.is_word(end, "tỉnh") else 0
        while (token := scan.token(end)) is not None and token.is_title:
            end += 1
    return scan.slice(range(start + 1, end)), end
