"""Reading numbers as people write them, and refusing what could mean two things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from tinhso.base.numbers.errors import AmbiguousNumber, NotANumber, gettext_noop
from tinhso.base.numbers.printing import MARKS, Language, plain
from tinhso.base.numbers.rounding import places_of

Expects = Literal["integer", "decimal"]

_LONGEST = 100
_SIGNED = re.compile(r"([-+−]?)([0-9.,]+)")
_OTHER: dict[Language, Language] = {"vi": "en", "en": "vi"}


def _pattern(language: Language) -> re.Pattern[str]:
    group, decimal_mark = (re.escape(mark) for mark in MARKS[language])
    return re.compile(rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)(?:{decimal_mark}[0-9]+)?")


_PATTERNS: dict[Language, re.Pattern[str]] = {language: _pattern(language) for language in MARKS}

_NOT_A_NUMBER = gettext_noop("“%(text)s” không phải là số.")
_NOT_AN_INTEGER = gettext_noop("“%(text)s” không phải là số nguyên.")
_TWO_READINGS = gettext_noop(
    "“%(text)s” có thể hiểu là %(first)s hoặc %(second)s."
    " Hãy nhập lại rõ ràng, không dùng dấu phân cách hàng nghìn."
)
_OTHER_STYLE = gettext_noop(
    "“%(text)s” viết theo kiểu số khác với kiểu đang dùng. Nếu đúng là %(first)s, hãy nhập “%(first)s”."
)


def _readings(sign: str, body: str) -> dict[Language, Decimal]:
    """What `body` means in each language in which it is well formed."""
    found: dict[Language, Decimal] = {}
    for language, pattern in _PATTERNS.items():
        if pattern.fullmatch(body):
            group, decimal_mark = MARKS[language]
            value = Decimal(body.replace(group, "").replace(decimal_mark, "."))
            found[language] = value.copy_negate() if sign in ("-", "−") and value else value
    return found


def _two_readings(text: str, readings: Mapping[Language, Decimal], shown_in: Language) -> AmbiguousNumber:
    values = tuple(readings.values())
    first, second = (plain(value.normalize(), lang=shown_in) for value in values)
    return AmbiguousNumber(text, _TWO_READINGS, readings=values, first=first, second=second)


def _chosen(
    text: str, readings: Mapping[Language, Decimal], locale: Language | None, expects: Expects | None
) -> Decimal:
    """The one reading that stands, or a refusal."""
    shown_in = locale or "vi"
    differ = len(set(readings.values())) > 1
    if locale is None:
        if differ:
            raise _two_readings(text, readings, shown_in)
        return next(iter(readings.values()))
    if locale not in readings:
        other = readings[_OTHER[locale]]
        if expects == "integer" and places_of(other):
            raise NotANumber(text, _NOT_AN_INTEGER, code="not_an_integer")
        raise AmbiguousNumber(
            text, _OTHER_STYLE, readings=(other,), code="other_number_style", first=plain(other, lang=locale)
        )
    own = readings[locale]
    if differ and expects == ("integer" if places_of(own) else "decimal"):
        raise _two_readings(text, readings, shown_in)
    return own


def parse_number(text: str, *, locale: Language | None = "vi", expects: Expects | None = None) -> Decimal:
    """Exact value of `1.680`, `89,5`, `04`, `1.234.567`, `-3`, `−3`, with the decimals it is written with.

    `locale` says how the source writes numbers; None means that it is not known. Never guesses. Raises
    AmbiguousNumber where another reading is as likely (`1.680` where a decimal is expected, `1,234` where an
    integer is, either without a locale) or where only the other locale can read it (`0.8002` in `vi`, code
    `other_number_style`), NotANumber for the rest (code `not_an_integer` where an integer is expected and a
    decimal is written).
    """
    found = _SIGNED.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    readings = _readings(*found.groups()) if found else {}
    if not readings:
        raise NotANumber(text[:_LONGEST], _NOT_A_NUMBER)
    value = _chosen(text.strip(), readings, locale, expects)
    if expects == "integer" and places_of(value):
        raise NotANumber(text.strip(), _NOT_AN_INTEGER, code="not_an_integer")
    return value


def parse_integer(text: str, *, locale: Language | None = "vi") -> int:
    """`1.680`, `04` as an int; refuses as `parse_number` does."""
    return int(parse_number(text, locale=locale, expects="integer"))


def _without_percent_sign(text: str) -> str:
    return text.strip().removesuffix("%").rstrip()


def parse_percent(text: str, *, locale: Language | None = "vi") -> Decimal:
    """`89,5 %`, `89,5%` or `89,5` in hundredths, as written; `89.5%` needs `locale` "en" or None."""
    return parse_number(_without_percent_sign(text), locale=locale, expects="decimal")


def precision_of(text: str, *, locale: Language | None = "vi") -> int:
    """How many decimals a number or percentage is printed with: 1 for `89,5 %`, 0 for `1.680`."""
    return places_of(parse_number(_without_percent_sign(text), locale=locale))
