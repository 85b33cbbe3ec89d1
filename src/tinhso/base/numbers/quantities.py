"""Reading what is made of numbers: ratios and sums of money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tinhso.base.numbers.errors import NotANumber, gettext_noop
from tinhso.base.numbers.printing import Language
from tinhso.base.numbers.reading import parse_integer, parse_number
from tinhso.base.numbers.rounding import percent
from tinhso.base.text import fold, nfc

_LONGEST = 200
_RATIO = re.compile(r"([0-9.,]+)\s*(?:/|trong|trên)\s*([0-9.,]+)")
_MONEY = re.compile(r"([-+−]?[0-9.,]+)\s*([^\W\d_]+(?:\s+[^\W\d_]+)*|₫)?")
_SCALES = {
    "": 1,
    "nghin": 10**3,
    "ngan": 10**3,
    "trieu": 10**6,
    "ti": 10**9,
    "nghin ti": 10**12,
    "ngan ti": 10**12,
}
_DONG = frozenset({"dong", "d", "vnd"})

_NOT_A_RATIO = gettext_noop("“%(text)s” không phải là tỷ số dạng 18/30.")
_NOT_MONEY = gettext_noop("“%(text)s” không phải là số tiền dạng 536,46 tỷ đồng.")
_FRACTION_OF_DONG = gettext_noop("“%(text)s” không tròn đồng.")


@dataclass(frozen=True)
class Ratio:
    """So many of so many (18/30), with the text it was read from."""

    numerator: int
    denominator: int
    text: str = ""

    def percent(self, places: int = 1) -> Decimal | None:
        """In hundredths, rounded half up; None when the denominator is 0."""
        return percent(self.numerator, self.denominator, places)

    def __str__(self) -> str:
        return self.text or f"{self.numerator}/{self.denominator}"


def parse_ratio(text: str, *, locale: Language | None = "vi") -> Ratio:
    """Read `02/34`, `1.761/1.966`, `01 trong 07`. Raises NumberError.

    A pair of percentages (`89%/85%`, actual and target) is no ratio and is refused: code `not_a_ratio`.
    """
    found = _RATIO.fullmatch(nfc(text.strip())) if len(text) <= _LONGEST else None
    if not found:
        raise NotANumber(text[:_LONGEST], _NOT_A_RATIO, code="not_a_ratio")
    numerator, denominator = (parse_integer(part, locale=locale) for part in found.groups())
    return Ratio(numerator, denominator, text.strip())


def _scale(unit: str) -> int | None:
    """How many đồng one `unit` is; None when the word is unknown. The word đồng may be left out."""
    words = fold(unit).split()
    if words and words[-1] in _DONG:
        words.pop()
    return _SCALES.get(" ".join(words))


def parse_money(text: str, *, locale: Language | None = "vi") -> int:
    """`536,46 tỷ đồng`, `1.234.567 đồng`, `900 nghìn`, `2 triệu VNĐ` as whole đồng, exactly.

    A number without a unit is in đồng. Raises NumberError: code `fraction_of_dong` where no whole number of
    đồng comes out, `not_money` for an unknown unit, AmbiguousNumber for `1,000 đồng`.
    """
    found = _MONEY.fullmatch(nfc(text.strip())) if len(text) <= _LONGEST else None
    scale = _scale(found[2] or "") if found else None
    if not found or scale is None:
        raise NotANumber(text[:_LONGEST], _NOT_MONEY, code="not_money")
    units, parts = _amount(found[1], scale, locale).as_integer_ratio()
    dong, rest = divmod(units * scale, parts)
    if rest:
        raise NotANumber(text.strip(), _FRACTION_OF_DONG, code="fraction_of_dong")
    return dong


def _amount(digits: str, scale: int, locale: Language | None) -> Decimal:
    """The number before the unit. Whole đồng are written without decimals, so `1,000 đồng` is not 1 đồng."""
    try:
        return parse_number(digits, locale=locale, expects="integer" if scale == 1 else None)
    except NotANumber as refusal:
        if refusal.code != "not_an_integer":
            raise
        raise NotANumber(digits, _FRACTION_OF_DONG, code="fraction_of_dong") from refusal
