"""One way to print any figure: big value, unit, period, ≠ where print and computation differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.numbers import format_money_short
from tinhso.base.text import fold
from tinhso.base.web import wording
from tinhso.indicators.derived import compared, plain, ratio_computed, sign_of
from tinhso.indicators.models import Indicator, Kind, Observation
from tinhso.indicators.shapes import DONG

_SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈", "=": ""}
)


@dataclass(frozen=True)
class Shown:
    """A figure in the reader's language. `of` stands small behind the value: 18`/30`, 5`/63`.

    `beside` is the percentage of a ratio, computed, at the precision of the print or of the indicator.
    """

    value: str
    of: str = ""
    unit: str = ""
    beside: str = ""
    period: str = ""
    differs: bool = False

    @property
    def text(self) -> str:
        """In one line: `1.761/1.966 thủ tục (89,6 %)`."""
        whole = f"{self.value}/{self.of}" if self.of else self.value
        told = f"{whole} {self.unit}".strip()
        return f"{told} ({self.beside})" if self.beside else told


def _number(value: Decimal | None) -> str:
    return wording.number(None if value is None else plain(value))


def _percent(value: Decimal | None) -> str:
    return wording.percent(None if value is None else plain(value), None)


def unit_of(figure: Observation) -> str:
    """The unit in the reader's language: the figure's own, else the indicator's.

    In English the indicator's stands for a longer wording too (mục tiêu cụ thể), not for another scale.
    """
    own, indicator = figure.unit, figure.indicator
    worded = own.lower().startswith(indicator.unit.lower()) if own and indicator.unit else not own
    if wording.language() == "en" and indicator.unit_en and worded:
        return indicator.unit_en
    return own or indicator.unit


def percent_beside(figure: Observation) -> Decimal | None:
    """The computed ratio at the precision of the print, else of the indicator."""
    comparison = compared(figure)
    if comparison:
        return comparison.computed
    return ratio_computed(figure, figure.indicator.decimals)


def unit_shown(indicator: Indicator) -> str:
    """The unit of the one number a series is drawn by: what a ratio is told in, else the indicator's own."""
    if indicator.kind == Kind.RATIO:
        return sign_of(indicator.factor)
    return wording.named(indicator, "unit")


def in_factor(value: Decimal | None, factor: Decimal, digits: int | None = None) -> str:
    """A ratio told in `factor`: `89,5 %`, `12,5 ‰`, `3,2 / 100.000`."""
    sign = sign_of(factor)
    if value is None or sign == "%":
        return wording.percent(value, digits)
    return (
        f"{wording.number(value, digits)}\N{NO-BREAK SPACE}{sign}" if sign else wording.number(value, digits)
    )


def _ratio(figure: Observation) -> Shown:
    share = percent_beside(figure)
    return Shown(
        _number(figure.numerator),
        of=_number(figure.denominator),
        unit=unit_of(figure) if unit_of(figure) != "%" else "",
        beside="" if share is None else in_factor(share, figure.indicator.factor),
    )


def _pair(figure: Observation) -> Shown:
    if unit_of(figure) == "%":
        return Shown(_percent(figure.actual), of=_percent(figure.target))
    return Shown(_number(figure.actual), of=_number(figure.target), unit=unit_of(figure))


def _rank_change(figure: Observation) -> Shown:
    if figure.value is None:
        return Shown(wording.NOTHING)
    steps = _number(abs(figure.value))
    if figure.value == 0:
        return Shown(_("giữ nguyên hạng"))
    words = _("tăng %(steps)s bậc") if figure.value > 0 else _("giảm %(steps)s bậc")
    return Shown(words % {"steps": steps})


def _money(figure: Observation) -> Shown:
    value, unit = figure.value, unit_of(figure)
    if value is not None and unit in DONG and value == int(value):
        return Shown(format_money_short(int(value), lang=wording.language()))
    return Shown(_number(value), unit=unit)


def _period(figure: Observation) -> Shown:
    first, last = figure.date_from, figure.date_to
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return Shown(f"{first.year}–{last.year}" if first.year != last.year else str(first.year))
    if first and last:
        return Shown(f"{wording.day(first)} – {wording.day(last)}")
    return Shown(_("từ %(day)s") % {"day": wording.day(first)})


def _ordinal(figure: Observation) -> Shown:
    return Shown(_("lần thứ %(number)s") % {"number": _number(figure.value)})


def _rank(figure: Observation) -> Shown:
    unit = unit_of(figure)
    return Shown(wording.number(figure.rank), of=wording.number(figure.of) if figure.of else "", unit=unit)


def _yes_no(figure: Observation) -> Shown:
    return Shown(wording.NOTHING if figure.value is None else _("Có") if figure.value else _("Không"))


def _choice(figure: Observation) -> Shown:
    chosen = [option for option in figure.indicator.options if option["value"] == figure.value]
    if not chosen:
        return Shown(_number(figure.value))
    return Shown((wording.language() == "en" and chosen[0].get("en")) or chosen[0]["vi"])


_KINDS: Final[Mapping[str, Callable[[Observation], Shown]]] = MappingProxyType(
    {
        Kind.COUNT: lambda figure: Shown(_number(figure.value), unit=unit_of(figure)),
        Kind.RATIO: _ratio,
        Kind.PERCENT: lambda figure: Shown(_percent(figure.value)),
        Kind.ACTUAL_TARGET: _pair,
        Kind.RANK: _rank,
        Kind.RANK_CHANGE: _rank_change,
        Kind.MONEY: _money,
        Kind.ORDINAL: _ordinal,
        Kind.PERIOD: _period,
        Kind.DATE: lambda figure: Shown(wording.day(figure.date_from)),
        Kind.YES_NO: _yes_no,
        Kind.CHOICE: _choice,
        Kind.DEADLINE: lambda figure: Shown(_("trước hết %(day)s") % {"day": wording.day(figure.date_to)}),
    }
)


def show(figure: Observation) -> Shown:
    """Any figure, its indicator with it, as the reader's language prints it."""
    shown = _KINDS[figure.kind](figure)
    comparison = compared(figure)
    sign = _SIGNS.get(figure.comparison, figure.comparison)
    return Shown(
        f"{sign} {shown.value}".strip(),
        of=shown.of,
        unit=shown.unit,
        beside=shown.beside,
        period=wording.period(figure.period),
        differs=comparison is not None and not comparison.agrees,
    )


def name_of(figure: Observation) -> str:
    """What the figure speaks of: its indicator in the reader's language, its subject where it says more."""
    indicator = figure.indicator
    name = (wording.language() == "en" and indicator.name_en) or indicator.name
    says_more = figure.subject and fold(figure.subject) not in fold(indicator.name)
    return f"{name} ({figure.subject})" if says_more else name


VERDICTS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "same": lambda: _("Khớp."),
        "truncated": lambda: _("Văn bản cắt bớt phần lẻ thay vì làm tròn."),
        "different": lambda: _("Hai số khác nhau; cả hai được giữ nguyên."),
        "not_computable": lambda: _("Không tính được vì mẫu số bằng 0."),
    }
)


def verdict(figure: Observation) -> str:
    """What the comparison of print and computation found; empty where there is nothing to compare."""
    comparison = compared(figure)
    return VERDICTS[comparison.verdict]() if comparison else ""
