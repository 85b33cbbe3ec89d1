"""Notations of official documents (số, ký hiệu văn bản), read leniently and printed one way.

State documents (NĐ 30/2020/NĐ-CP, phụ lục I): `247/KH-UBND`, `30/2020/NĐ-CP`, letters `2881/VP-KGVX`; of the
National Assembly `202/2025/QH15`. Party documents (HD 36-HD/VPTW): `49-NQ/TU`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tinhso.base.text import nfc

_LONGEST: Final = 80
_FIRST_YEAR, _LAST_YEAR = 1945, 2100


class Style(StrEnum):
    """Whose rules a notation follows."""

    STATE = "state"
    PARTY = "party"


def _known(*codes: str) -> MappingProxyType[str, str]:
    return MappingProxyType({code.casefold(): code for code in codes})


TYPES: Final = _known(
    *("NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr"),
    *("HĐ", "CV", "CĐ", "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB"),
    *("NĐ", "TT", "TTLT", "NQLT", "L", "PL", "KL", "QĐi", "TTCT", "LB"),
)
"""Signs of types: the 29 of NĐ 30/2020, laws and decrees, and the Party's own."""

ISSUERS: Final = _known(
    *("UBND", "HĐND", "CP", "TTg", "CTN", "QH", "TU", "TW", "BCĐ", "VP", "VPTU", "VPTW", "VPUBND", "VPCP"),
    *("BTTTT", "BKHCN", "BNV", "BTC", "BCA", "STTTT", "SKHCN", "SNV", "STC", "HU", "ĐU", "BTGTU", "UBMTTQ"),
)
"""Signs of issuers whose letters are known; others are kept as typed."""

_PLAIN: Final = str.maketrans("Đđ", "Dd")
_PARTY: Final = re.compile(r"(?P<number>\d+)(?P<letter>[^\W\d_]?)-(?P<type>[^\W\d_]+)/(?P<rest>.+)")
_STATE: Final = re.compile(r"(?P<number>\d+)(?P<letter>[^\W\d_]?)/(?:(?P<year>\d{4})/)?(?P<rest>[^/]+)")
_SEGMENT: Final = re.compile(r"[^\W_][\w&.]*")
_ASSEMBLY: Final = re.compile(r"QH\d{1,2}")


def gettext_noop(message: str) -> str:
    """Mark `message` for translation; this module knows no translator."""
    return message


class NotationError(ValueError):
    """A text that is no notation. `reason` is Vietnamese; faces translate `message` and fill in `params`."""

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params = {name: str(value) for name, value in params.items()}
        self.reason = message % self.params
        super().__init__(self.reason)


_EMPTY = gettext_noop("Chưa nhập số, ký hiệu.")
_SHAPE = gettext_noop(
    "“%(text)s” không phải số, ký hiệu văn bản. Viết như 247/KH-UBND, 30/2020/NĐ-CP hoặc 49-NQ/TU."
)
_NO_NUMBER = gettext_noop("“%(text)s” thiếu số ở đầu. Viết như 247/KH-UBND.")
_ZERO = gettext_noop("Số của văn bản bắt đầu từ 01.")
_UNKNOWN_TYPE = gettext_noop("“%(type)s” không phải chữ viết tắt của một loại văn bản.")
_NO_ISSUER = gettext_noop("“%(text)s” thiếu cơ quan ban hành sau “%(type)s”.")
_YEAR = gettext_noop("Năm %(year)s nằm ngoài khoảng %(first)s–%(last)s.")
_SIGN = gettext_noop("“%(sign)s” có dấu không dùng trong ký hiệu văn bản.")
_ASSEMBLY_YEAR = gettext_noop("Văn bản của Quốc hội có năm ban hành: 202/2025/QH15.")


@dataclass(frozen=True)
class Notation:
    """A notation taken apart. `type` is empty where the sign names none: letters, laws, assembly resolutions.

    Raises NotationError when its parts would print as another notation.
    """

    number: int
    issuer: str
    type: str = ""
    year: int | None = None
    unit: str = ""
    letter: str = ""
    style: Style = Style.STATE

    def __post_init__(self) -> None:
        _check(self)

    @property
    def document_type(self) -> str:
        """The sign of the type, `CV` for letters; empty for the National Assembly (law or resolution)."""
        if self.type or _ASSEMBLY.fullmatch(self.issuer):
            return self.type
        return "CV"

    def __str__(self) -> str:
        number = f"{self.number:02}{self.letter}"
        issuer = f"{self.issuer}-{self.unit}" if self.unit else self.issuer
        if self.style is Style.PARTY:
            return f"{number}-{self.type}/{issuer}"
        year = f"{self.year}/" if self.year else ""
        kind = f"{self.type}-" if self.type else ""
        return f"{number}/{year}{kind}{issuer}"


def _check(node: Notation) -> None:
    if node.number < 1:
        raise NotationError(_ZERO)
    if node.year is not None and not _FIRST_YEAR <= node.year <= _LAST_YEAR:
        raise NotationError(_YEAR, year=node.year, first=_FIRST_YEAR, last=_LAST_YEAR)
    if node.type and TYPES.get(node.type.casefold()) != node.type:
        raise NotationError(_UNKNOWN_TYPE, type=node.type)
    if node.style is Style.PARTY and (not node.type or node.year is not None):
        raise NotationError(_SHAPE, text=node)
    for sign in (node.issuer, *filter(None, node.unit.split("-") if node.unit else ())):
        if not _SEGMENT.fullmatch(sign):
            raise NotationError(_SIGN, sign=sign)
    if node.style is Style.STATE and not node.type:
        _check_untyped(node)


def _check_untyped(node: Notation) -> None:
    if _sign(TYPES, node.issuer):
        raise NotationError(_NO_ISSUER, text=node, type=node.issuer)
    if _ASSEMBLY.fullmatch(node.issuer) and node.year is None:
        raise NotationError(_ASSEMBLY_YEAR)


def _sign(known: MappingProxyType[str, str], typed: str) -> str | None:
    """The known sign that was typed, whatever its case; D stands for Đ where only one sign can be meant."""
    exact = known.get(typed.casefold())
    if exact:
        return exact
    plain = typed.casefold().translate(_PLAIN)
    meant = [sign for sign in known.values() if sign.casefold().translate(_PLAIN) == plain]
    return meant[0] if len(meant) == 1 else None


def _issuer(typed: str) -> str:
    """An issuer's sign: known letters, else capitals unless both cases were mixed on purpose."""
    known = _sign(ISSUERS, typed)
    if known:
        return known
    return typed.upper() if typed[1:] == typed[1:].lower() else typed


def _tidy(text: str) -> str:
    """One kind of dash, no spaces, no word “Số” before the number."""
    tidy = re.sub(r"[‐‑‒–—−]", "-", nfc(text).strip())
    tidy = re.sub(r"^số\s*:?\s*", "", tidy, flags=re.IGNORECASE)
    return re.sub(r"\s+", "", tidy)


def parse_notation(text: str) -> Notation:
    """Read a notation, whatever its spaces, dashes and case. Raises NotationError with its reason."""
    shown = text.strip()[:_LONGEST]
    tidy = _tidy(text)
    if not tidy:
        raise NotationError(_EMPTY)
    if len(tidy) > _LONGEST:
        raise NotationError(_SHAPE, text=shown)
    if not tidy[0].isdigit() or not tidy[0].isascii():
        raise NotationError(_NO_NUMBER, text=shown)
    if found := _PARTY.fullmatch(tidy):
        return _party(found, shown)
    if found := _STATE.fullmatch(tidy):
        return _state(found, shown)
    raise NotationError(_SHAPE, text=shown)


def _segments(rest: str, shown: str) -> list[str]:
    segments = rest.split("-")
    if "" in segments:
        raise NotationError(_SHAPE, text=shown)
    return segments


def _unit(segments: list[str]) -> str:
    return "-".join(_issuer(segment) for segment in segments)


def _party(found: re.Match[str], shown: str) -> Notation:
    kind = _sign(TYPES, found["type"])
    if kind is None:
        raise NotationError(_UNKNOWN_TYPE, type=found["type"])
    issuer, *unit = _segments(found["rest"], shown)
    if "/" in found["rest"]:
        raise NotationError(_SHAPE, text=shown)
    return Notation(
        number=int(found["number"]),
        letter=found["letter"].lower(),
        type=kind,
        issuer=_issuer(issuer),
        unit=_unit(unit),
        style=Style.PARTY,
    )


def _state(found: re.Match[str], shown: str) -> Notation:
    first, *rest = _segments(found["rest"], shown)
    kind = _sign(TYPES, first)
    if kind and not rest:
        raise NotationError(_NO_ISSUER, text=shown, type=kind)
    issuer, unit = (rest[0], rest[1:]) if kind else (first, rest)
    return Notation(
        number=int(found["number"]),
        letter=found["letter"].lower(),
        year=int(found["year"]) if found["year"] else None,
        type=kind or "",
        issuer=_issuer(issuer),
        unit=_unit(unit),
    )


def print_notation(node: Notation) -> str:
    """The canonical form; `parse_notation` reads it back to the same node."""
    return str(node)
