"""Figures of several places or agencies made into one, by the indicator's rule. Pure and exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.indicators.models import Adding

_PLACES: Final = 6


@dataclass(frozen=True)
class Part:
    """What one place, agency or period contributes; None where it gave nothing.

    `factor`: what a ratio is told in (100: %).
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    factor: Decimal = Decimal(100)

    @property
    def measure(self) -> Fraction | None:
        """The value, else the ratio by its factor; None where there is neither."""
        if self.value is not None:
            return Fraction(self.value)
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) * Fraction(self.factor) / Fraction(self.denominator)


@dataclass(frozen=True)
class Aggregate:
    """The whole. `counted` parts went in, `missing` parts gave nothing: a whole with gaps says so."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    counted: int = 0
    missing: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every part gave something."""
        return self.counted > 0 and self.missing == 0


class CannotAggregate(ValueError):
    """No whole can be made of these parts. `reason` is for people."""

    def __init__(self, reason: str | Promise) -> None:
        self.reason = reason
        super().__init__(str(reason))


_NO_RULE: Final = _("Chỉ số này không cộng, không lấy trung bình giữa các địa bàn, cơ quan được.")
_NO_PARTS: Final = _("Cần tử số và mẫu số của từng đơn vị; không lấy trung bình các tỷ lệ.")
_RATIOS: Final = _("Đây là các tỷ lệ; quy tắc cộng chỉ dùng cho số đếm và số tiền.")


def decimal_of(value: Fraction) -> Decimal:
    """Exact where it ends within six decimals, else rounded half up to six; no trailing zeros."""
    scaled = abs(value) * 10**_PLACES
    units = int(scaled + Fraction(1, 2))
    digits = format(Decimal(f"{units}E-{_PLACES}"), "f").rstrip("0").rstrip(".")
    return Decimal(f"-{digits}" if value < 0 and units else digits)


def _exact_sum(values: Iterable[Decimal]) -> Decimal:
    return decimal_of(sum((Fraction(value) for value in values), Fraction(0)))


def _sum(parts: Sequence[Part]) -> Aggregate:
    if any(part.value is None and part.numerator is not None for part in parts):
        raise CannotAggregate(_RATIOS)
    given = [part.value for part in parts if part.value is not None]
    return Aggregate(
        value=_exact_sum(given) if given else None, counted=len(given), missing=len(parts) - len(given)
    )


def _ratio_of_sums(parts: Sequence[Part]) -> Aggregate:
    if any(part.value is not None and part.denominator is None for part in parts):
        raise CannotAggregate(_NO_PARTS)
    pairs = [
        (part.numerator, part.denominator)
        for part in parts
        if part.numerator is not None and part.denominator is not None
    ]
    missing = len(parts) - len(pairs)
    if not pairs:
        return Aggregate(missing=missing)
    return Aggregate(
        numerator=_exact_sum(numerator for numerator, _denominator in pairs),
        denominator=_exact_sum(denominator for _numerator, denominator in pairs),
        counted=len(pairs),
        missing=missing,
    )


def _of_measures(choose: Callable[[Sequence[Fraction]], Fraction]) -> Callable[[Sequence[Part]], Aggregate]:
    def aggregate(parts: Sequence[Part]) -> Aggregate:
        given = [measure for part in parts if (measure := part.measure) is not None]
        value = decimal_of(choose(given)) if given else None
        return Aggregate(value=value, counted=len(given), missing=len(parts) - len(given))

    return aggregate


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _refuse(parts: Sequence[Part]) -> Aggregate:
    del parts
    raise CannotAggregate(_NO_RULE)


_RULES: Final[Mapping[Adding, Callable[[Sequence[Part]], Aggregate]]] = MappingProxyType(
    {
        Adding.SUM: _sum,
        Adding.RATIO_OF_SUMS: _ratio_of_sums,
        Adding.AVERAGE: _of_measures(_mean),
        Adding.MAX: _of_measures(max),
        Adding.MIN: _of_measures(min),
        Adding.NONE: _refuse,
    }
)


def aggregate(rule: Adding, parts: Iterable[Part]) -> Aggregate:
    """The whole of `parts` by `rule`. Raises CannotAggregate with the reason; one part alone is itself."""
    given = list(parts)
    if len(given) == 1 and rule == Adding.NONE:
        only = given[0]
        empty = only.measure is None and only.numerator is None
        return Aggregate(only.value, only.numerator, only.denominator, int(not empty), int(empty))
    return _RULES[rule](given)
