"""The series of an indicator as a chart, one line a place, with a gap where there is no figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Mark, Role, Series
from tinhso.indicators.derived import measure
from tinhso.indicators.models import Indicator, Kind, Observation
from tinhso.indicators.tables import indicator_name, unit_name

MOST_LINES = 8
_REFORM = date(2025, 7, 1)
_DRAWN = frozenset({Kind.COUNT, Kind.RATIO, Kind.PERCENT, Kind.ACTUAL_TARGET, Kind.RANK, Kind.MONEY})


@dataclass(frozen=True, order=True)
class _Line:
    """One line of the chart: a place, an agency of it, results or what was aimed at."""

    place: str
    agency: str
    is_target: bool

    @property
    def name(self) -> str:
        told = f"{self.place} · {self.agency}" if self.agency else self.place
        return _("%(name)s (mục tiêu)") % {"name": told} if self.is_target else told


def _lines(figures: Iterable[Observation]) -> dict[_Line, dict[str, Decimal]]:
    lines: dict[_Line, dict[str, Decimal]] = {}
    for figure in figures:
        value = measure(figure).value
        if value is not None:
            line = _Line(figure.place.full_name, str(figure.agency or ""), figure.is_target)
            lines.setdefault(line, {})[figure.period] = value
    return lines


def _marks(periods: Sequence[Observation]) -> tuple[Mark, ...]:
    """The reform of 2025 at the first period that reaches into the time after it."""
    before = any(figure.period_end < _REFORM for figure in periods)
    after = next((figure for figure in periods if figure.period_end >= _REFORM), None)
    if not (before and after):
        return ()
    return (Mark(wording.period(after.period), _("01/07/2025: sắp xếp đơn vị hành chính")),)


def _role(line: _Line, first: _Line | None) -> Role:
    if line.is_target:
        return "target"
    return "actual" if line == first else "other"


def series_chart(indicator: Indicator, figures: Sequence[Observation]) -> Chart | None:
    """The chart of those figures, oldest first; None for kinds without a line and for a single period."""
    drawn = [figure for figure in figures if Kind(figure.kind) in _DRAWN and figure.kind == indicator.kind]
    lines = _lines(drawn)
    periods = {figure.period: figure for figure in sorted(drawn, key=lambda one: one.period_end)}
    if len(periods) < 2 or not lines:
        return None
    shown = sorted(lines, key=lambda line: (-len(lines[line]), line))[:MOST_LINES]
    first = next((line for line in shown if not line.is_target), None)
    unit = measure(drawn[-1]).unit
    return Chart(
        indicator_name(indicator),
        tuple(wording.period(period) for period in periods),
        tuple(
            Series(line.name, tuple(lines[line].get(period) for period in periods), _role(line, first))
            for line in shown
        ),
        kind="rank" if indicator.kind == Kind.RANK else "line",
        unit=unit_name(indicator) if unit == indicator.unit else unit,
        digits=indicator.decimals if indicator.kind == Kind.RATIO else None,
        axis=_("Kỳ"),
        marks=_marks(list(periods.values())),
        source=_("số liệu đã xác nhận, nguồn ghi ở từng dòng bên dưới"),
    )
