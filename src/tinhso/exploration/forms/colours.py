"""Conditional colours (tô màu có điều kiện): the indicator's own classes, else five of equal counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.web import statuses, wording
from tinhso.exploration import words
from tinhso.indicators.models import Indicator

_SIGNS: Final = "▁▂▄▆█"
_MARKS: Final = {
    "exceeded": "★", "met": "✓", "on_track": "→", "push": "▲", "late": "●", "dropped": "—", "unknown": "○",
}  # fmt: skip


@dataclass(frozen=True)
class Shade:
    """One class: values from `low` on and below `high`; a sign says what the tone says."""

    low: Decimal | None
    high: Decimal | None
    tone: str
    sign: str
    label: str

    def holds(self, value: Decimal) -> bool:
        """Whether the value falls into it."""
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


def classes(indicator: Indicator, values: Iterable[Decimal]) -> tuple[Shade, ...]:
    """The classes of an indicator over the values shown; none where all are equal."""
    if indicator.legend:
        return tuple(_own(indicator, one) for one in indicator.legend)
    found = sorted(set(values))
    if len(found) < 2:
        return ()
    many = min(len(_SIGNS), len(found))
    edges = [found[len(found) * index // many] for index in range(many)]
    bounds: Sequence[tuple[Decimal, Decimal | None]] = list(zip(edges, [*edges[1:], None], strict=True))
    step = (len(_SIGNS) - 1) / max(1, many - 1)
    return tuple(
        _equal(indicator, index, low, high, round(index * step)) for index, (low, high) in enumerate(bounds)
    )


def class_of(found: Iterable[Shade], value: Decimal | None) -> Shade | None:
    """The class of a value."""
    return None if value is None else next((one for one in found if one.holds(value)), None)


def _own(indicator: Indicator, one: dict[str, Any]) -> Shade:
    low, high = (None if one.get(key) is None else Decimal(str(one[key])) for key in ("from", "to"))
    tone = statuses.tone_of(str(one["tone"])).key
    name = one.get("en") if wording.language() == "en" else one.get("vi")
    return Shade(
        low, high, tone, _MARKS.get(tone, ""), f"{name or ''} ({_bounds(indicator, low, high)})".strip()
    )


def _equal(indicator: Indicator, index: int, low: Decimal, high: Decimal | None, step: int) -> Shade:
    return Shade(low if index else None, high, str(step + 1), _SIGNS[step], _bounds(indicator, low, high))


def _bounds(indicator: Indicator, low: Decimal | None, high: Decimal | None) -> str:
    printed = {"low": words.with_unit(indicator, low), "high": words.with_unit(indicator, high)}
    if low is None:
        return _("dưới %(high)s") % printed
    if high is None:
        return _("từ %(low)s") % printed
    return _("từ %(low)s đến dưới %(high)s") % printed
