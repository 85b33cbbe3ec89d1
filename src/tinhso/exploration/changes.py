"""From one period to another (thay đổi): how much, which way, and whether that is good."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.exploration import words
from tinhso.exploration.sheets import Item
from tinhso.indicators.models import Direction, Indicator, Kind

_RATES = frozenset({Kind.RATIO, Kind.PERCENT})


@dataclass(frozen=True)
class Change:
    """The difference with its arrow and word; `tone` met or late where the indicator says what is better."""

    number: Decimal
    text: str
    tone: str = ""

    @property
    def item(self) -> Item:
        """The change as a cell."""
        return Item(self.number, self.text, tone=self.tone)


def change(indicator: Indicator, then: Decimal | None, now: Decimal | None) -> Change | None:
    """From `then` to `now`; None where either is missing."""
    if then is None or now is None:
        return None
    number = now - then
    told = words.number(indicator, abs(number))
    if number == 0:
        return Change(number, _("= không đổi"))
    unit = _("điểm %") if words.unit(indicator) == "%" and indicator.kind in _RATES else ""
    size = f"{told} {unit}".strip()
    text = _("▲ tăng %(size)s") if number > 0 else _("▼ giảm %(size)s")
    return Change(number, text % {"size": size}, _tone(indicator, rises=number > 0))


def _tone(indicator: Indicator, *, rises: bool) -> str:
    if indicator.direction == Direction.NONE:
        return ""
    return "met" if rises == (indicator.direction == Direction.UP) else "late"
