"""A text cut into words, numbers, signs and line ends: one pass, nothing decided yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tinhso.base.text import fold, nfc


class Sort(StrEnum):
    """What a token is made of."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `low` is its text in small letters, tones where they were written; `plain` without any."""

    sort: Sort
    start: int
    end: int
    text: str
    low: str
    plain: str

    @property
    def is_title(self) -> bool:
        """Whether it is a word that starts with a capital."""
        return self.sort is Sort.WORD and self.text[0].isupper()


_UNITS: Final = "km2|km|m2|m3|m|ha|kg|tr|tỷ|tỉ|triệu|đ|đồng|h|GB|TB|Mbps|Gbps|kW|MW"
_SHAPES: Final = re.compile(
    r"(?P<web>(?:https?://|www\.)\S*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*){1,4}"
    r"(?=[\s),;:]|\.?$|\.\s))"
    rf"|(?P<glued>\d+(?:[.,]\d+)*(?=(?:{_UNITS})(?![\w])))"
    r"|(?P<mixed>\d+[^\W\d_]\w*)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_](?:[^\W_]|[’'](?=\w))*)"
    r"|(?P<break>[^\S\n]*\n\s*)"
    r"|(?P<mark>\S)",
    re.MULTILINE,
)
_SORTS: Final = {"glued": Sort.NUMBER, "number": Sort.NUMBER, "break": Sort.BREAK, "mark": Sort.MARK}
_WEB_ENDS: Final = frozenset(
    {"vn", "com", "org", "net", "gov", "edu", "jpg", "png", "pdf", "docx", "xlsx", "html"}
)
_DASHES: Final = frozenset("-–—−‐‑‒")


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of an NFC text, in order; spaces are none."""
    found: list[Token] = []
    position = 0
    while match := _SHAPES.search(text, position):
        name = match.lastgroup or "mark"
        end = match.end()
        if name == "web" and not _is_web(match[0]):
            match = _WORD.match(text, match.start()) or match
            name, end = "word", match.end()
        found.append(_token(name, match.start(), end, text[match.start() : end]))
        position = end
    return tuple(found)


_WORD: Final = re.compile(r"[^\W\d_](?:[^\W_]|[’'](?=\w))*")


def _is_web(text: str) -> bool:
    return "@" in text or "/" in text or text.rpartition(".")[2].casefold() in _WEB_ENDS


def _token(name: str, start: int, end: int, text: str) -> Token:
    sort = _SORTS.get(name, Sort.WORD)
    if sort is Sort.MARK and text in _DASHES:
        return Token(sort, start, end, text, "-", "-")
    if sort is not Sort.WORD:
        return Token(sort, start, end, text, text, text)
    low = text.casefold()
    return Token(sort, start, end, text, _STYLES.get(low, low), low if name == "web" else fold(text))


_STYLES: Final = dict(
    (
        *(
            ("tỉ", "tỷ"),
            ("quí", "quý"),
            ("kì", "kỳ"),
            ("uỷ", "ủy"),
            ("hoà", "hòa"),
            ("hoá", "hóa"),
            ("kỉ", "kỷ"),
        ),
        *(
            ("thuỷ", "thủy"),
            ("toả", "tỏa"),
            ("lí", "lý"),
            ("kĩ", "kỹ"),
            ("mĩ", "mỹ"),
            ("sĩ", "sỹ"),
            ("quĩ", "quỹ"),
        ),
        *(("luỹ", "lũy"), ("tuỳ", "tùy"), ("khoẻ", "khỏe"), ("khoá", "khóa"), ("uỷ", "ủy"), ("hạng", "hạng")),
    )
)
"""Words that are written in two ways."""


def value_of(text: str) -> Decimal | None:
    """What digits mean in Vietnamese prose: `1.680`, `89,5`, `536,46`, `0.8002`; None for a version.

    Points part groups of three, a comma the decimals; a point before other than three digits, or after a
    zero, is a decimal mark of another style, as the national index prints it.
    """
    whole, comma, decimals = text.partition(",")
    if comma and ("," in decimals or "." in decimals):
        return _english(text)
    groups = whole.split(".")
    if len(groups) == 1:
        return Decimal(f"{whole}.{decimals}" if comma else whole)
    if all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0":
        joined = "".join(groups)
        return Decimal(f"{joined}.{decimals}" if comma else joined)
    return Decimal(text) if len(groups) == 2 and not comma else None


def _english(text: str) -> Decimal | None:
    whole, _, decimals = text.rpartition(".")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", whole) and decimals.isdigit():
        return Decimal(f"{whole.replace(',', '')}.{decimals}")
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", text):
        return Decimal(text.replace(",", ""))
    return None


def canonical(text: str) -> str:
    """The form a text is read in: NFC, line ends as \\n, no-break spaces as they are."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
