"""The trend of an indicator under the boundaries of a date: one line a place, through every reform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Series
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.outputs import percent_of
from tinhso.indicators.charting import MOST_LINES, reform_marks, told_apart
from tinhso.indicators.derived import sign_of
from tinhso.indicators.models import Adding, Indicator, Kind
from tinhso.indicators.tables import indicator_name, unit_name
from tinhso.places.models import Place

_ONE_NUMBER = frozenset({Kind.COUNT, Kind.RATIO, Kind.PERCENT, Kind.ACTUAL_TARGET, Kind.RANK, Kind.MONEY})


def _value(found: Flowed) -> Decimal | None:
    """Percent for ratios, else the value; None where it is not comparable: a gap, never a guess."""
    amount = found.reading.amount
    if amount is None:
        return None
    return amount.decimals()[0] if amount.numerator is None else percent_of(amount, found.indicator.factor)


def _of_one_size(indicator: Indicator, lines: Iterable[Place]) -> list[Place]:
    """A sum dwarfs its parts: of what is added up, only the largest units are drawn."""
    places = list(lines)
    highest = min((place.path.count("/") for place in places), default=0)
    if indicator.adding != Adding.SUM:
        return places
    return [place for place in places if place.path.count("/") == highest]


def _source(indicator: Indicator) -> str:
    if indicator.formula:
        return _("tính từ số liệu đã xác nhận theo địa giới ngày %(day)s; chỗ trống là thiếu số liệu đầu vào")
    return _("số liệu đã xác nhận, đọc theo địa giới ngày %(day)s; chỗ trống là không so sánh được")


def flowed_chart(indicator: Indicator, found: Sequence[Flowed], boundaries: date) -> Chart | None:
    """Lines of the places with most values; None for kinds without a line and for a single period."""
    lines: dict[Place, dict[str, Decimal]] = {}
    for one in found:
        value = _value(one)
        if value is not None:
            lines.setdefault(one.place, {})[one.period.code] = value
    periods = {one.period.code: one.period for one in sorted(found, key=lambda one: one.period.end)}
    if indicator.kind not in _ONE_NUMBER or len(periods) < 2 or not lines:
        return None
    drawn = _of_one_size(indicator, lines)
    shown = sorted(drawn, key=lambda place: (-len(lines[place]), place.path.count("/"), place.sort_key))[
        :MOST_LINES
    ]
    names = told_apart({place: (place.full_name, place.code) for place in shown})
    ratio = indicator.kind == Kind.RATIO
    return Chart(
        indicator_name(indicator),
        tuple(wording.period(period) for period in periods.values()),
        tuple(
            Series(
                names[place],
                tuple(lines[place].get(code) for code in periods),
                "actual" if number == 0 else "other",
            )
            for number, place in enumerate(shown)
        ),
        kind="rank" if indicator.kind == Kind.RANK else "line",
        unit=sign_of(indicator.factor) if ratio else unit_name(indicator),
        digits=indicator.decimals if ratio else None,
        axis=_("Kỳ"),
        marks=reform_marks([(period.code, period.end) for period in periods.values()]),
        source=_source(indicator) % {"day": wording.day(boundaries)},
    )
