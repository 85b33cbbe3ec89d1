"""The series of an indicator as a chart, one line a place, with a gap where there is no figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Mark, Role, Series
from tinhso.indicators.derived import measure
from tinhso.indicators.models import Indicator, Kind, Observation
from tinhso.indicators.tables import indicator_name, unit_name

MOST_LINES = 8
Key = TypeVar("Key", bound=Hashable)
REFORM = date(2025, 7, 1)
_DRAWN = frozenset({Kind.COUNT, Kind.RATIO, Kind.PERCENT, Kind.ACTUAL_TARGET, Kind.RANK, Kind.MONEY})


@dataclass(frozen=True, order=True)
class _Line:
    """One line of the chart: a place by name and code, an agency of it, results or what was aimed at."""

    place: str
    code: str
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
            line = _Line(
                figure.place.full_name, figure.place.code, str(figure.agency or ""), figure.is_target
            )
            lines.setdefault(line, {})[figure.period] = value
    return lines


def reform_marks(periods: Sequence[tuple[str, date]]) -> tuple[Mark, ...]:
    """The reform of 2025 at the first period that reaches beyond it; codes and last days, in order."""
    before = any(end < REFORM for _code, end in periods)
    after = next((code for code, end in periods if end >= REFORM), None)
    if not (before and after):
        return ()
    return (Mark(wording.period(after), _("01/07/2025: sắp xếp đơn vị hành chính")),)


def told_apart(lines: Mapping[Key, tuple[str, str]]) -> dict[Key, str]:
    """The name of each line, with its code where two lines share the name: a name may go to another unit."""
    often = Counter(name for name, _code in lines.values())
    return {key: f"{name} ({code})" if often[name] > 1 else name for key, (name, code) in lines.items()}


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
    names = told_apart({line: (line.name, line.code) for line in shown})
    unit = measure(drawn[-1]).unit
    return Chart(
        indicator_name(indicator),
        tuple(wording.period(period) for period in periods),
        tuple(
            Series(names[line], tuple(lines[line].get(period) for period in periods), _role(line, first))
            for line in shown
        ),
        kind="rank" if indicator.kind == Kind.RANK else "line",
        unit=unit_name(indicator) if unit == indicator.unit else unit,
        digits=indicator.decimals if indicator.kind == Kind.RATIO else None,
        axis=_("Kỳ"),
        marks=reform_marks([(code, figure.period_end) for code, figure in periods.items()]),
        source=_("số liệu đã xác nhận, nguồn ghi ở từng dòng bên dưới"),
    )
