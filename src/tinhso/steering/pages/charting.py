"""The chart of a target: baseline → actual → pace needed → target, and the table of the same points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Mark
from tinhso.base.web.charts import Series as Drawn
from tinhso.steering.queries.shapes import Point, Series


def _days(series: Series) -> list[date]:
    points = [*series.actual, *series.needed, *series.due]
    if series.baseline:
        points.append(series.baseline)
    return sorted({point.on for point in points})


def _along(points: Sequence[Point], days: Sequence[date]) -> tuple[Decimal | None, ...]:
    values = {point.on: point.value for point in points}
    return tuple(values.get(day) for day in days)


def chart(series: Series) -> Chart | None:
    """None where there is neither a figure nor a value due."""
    days = _days(series)
    if not series.actual and not series.due:
        return None
    labels = tuple(wording.day(day) for day in days)
    actual = [*([series.baseline] if series.baseline else []), *series.actual]
    drawn = [Drawn(_("Thực hiện"), _along(actual, days), "actual")]
    if len(series.needed) > 1:
        drawn.append(Drawn(_("Phải đạt"), _along(series.needed, days), "needed"))
    elif series.due:
        drawn.append(Drawn(_("Phải đạt"), _along(series.due, days), "target"))
    return Chart(
        _("Diễn biến so với mức phải đạt"),
        labels,
        tuple(drawn),
        kind="line",
        unit=wording.named(series.target.indicator, "unit") if series.target.indicator else "",
        digits=series.decimals,
        axis=_("Ngày"),
        marks=_marks(series, days),
        source=_sources(series),
    )


def _marks(series: Series, days: Sequence[date]) -> tuple[Mark, ...]:
    """Reforms and statements at the axis's first day on or after theirs, which they name; one label a day."""
    told: dict[str, list[str]] = {}
    for event in series.events:
        after = [day for day in days if day >= event.on]
        if after and event.on >= days[0] and event.kind != "document":
            text = event.text if event.on == after[0] else f"{event.text} ({wording.day(event.on)})"
            told.setdefault(wording.day(after[0]), []).append(text)
    return tuple(Mark(day, "; ".join(texts)) for day, texts in told.items())


def _sources(series: Series) -> str:
    return "; ".join(dict.fromkeys(point.source for point in series.actual if point.source))
