"""Charts as data: one frozen spec becomes the drawing, the table below it and the words for those who listen.

Kinds: `line` (time), `bar` (zero-based, lying), `column` (zero-based, standing), `stacked` (statuses),
`rank` (1 on top).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise

from tinhso.base.web import wording

Value = int | Decimal | None
Words = str | Promise
ChartKind = Literal["line", "bar", "column", "stacked", "rank"]
Role = Literal[
    "actual", "needed", "target", "baseline", "other",
    "exceeded", "met", "on_track", "push", "late", "dropped", "unknown",
    "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8",
]  # fmt: skip
"""What a series means decides its colour, the same on every page; `s1` … `s8` only tell several apart."""


@dataclass(frozen=True)
class Series:
    """One row of values, None where there is no figure. `band` holds (low, high) pairs of uncertainty.

    `hrefs`: the page behind each value.
    """

    name: Words
    values: tuple[Value, ...]
    role: Role = "actual"
    band: tuple[tuple[Value, Value], ...] = ()
    hrefs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """An event on the axis: a document, a reform (`at` is one of the labels)."""

    at: str
    label: Words


@dataclass(frozen=True)
class Chart:
    """What is drawn. `labels` are the axis; every series has as many values."""

    title: Words
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: ChartKind = "line"
    unit: Words = ""
    digits: int | None = None
    axis: Words = ""
    marks: tuple[Mark, ...] = ()
    source: Words = ""
    summary: Words = ""
    hrefs: tuple[str, ...] = ()
    size: Literal["", "short", "tall"] = ""

    def __post_init__(self) -> None:
        """Raises ValueError when a series does not fit the axis."""
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.name}: {len(series.values)} values for {len(self.labels)} labels")

    def print(self, value: Value) -> str:
        """A value with its decimals, without unit."""
        return wording.number(value, self.digits)

    @property
    def description(self) -> str:
        """The words for those who listen: the given summary, or first and last value of every series."""
        if self.summary:
            return str(self.summary)
        return f"{self.title}. " + " ".join(self._spoken(series) for series in self.series)

    def _spoken(self, series: Series) -> str:
        known = [(label, v) for label, v in zip(self.labels, series.values, strict=True) if v is not None]
        if not known:
            return f"{series.name}: {wording.NOTHING}."
        ends = known if len(known) == 1 else [known[0], known[-1]]
        told = ", ".join(f"{label} {self.print(value)} {self.unit}".strip() for label, value in ends)
        return f"{series.name}: {told}."

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table below: a label and its printed values."""
        return [
            (label, [self.print(series.values[index]) for series in self.series])
            for index, label in enumerate(self.labels)
        ]

    @property
    def spec(self) -> dict[str, Any]:
        """What `charts.js` reads."""
        return {
            "kind": self.kind,
            "title": str(self.title),
            "labels": list(self.labels),
            "unit": str(self.unit),
            "digits": self.digits,
            "language": wording.language(),
            "description": self.description,
            "marks": [{"at": mark.at, "label": str(mark.label)} for mark in self.marks],
            "hrefs": list(self.hrefs),
            "series": [self._series(series) for series in self.series],
        }

    def _series(self, series: Series) -> dict[str, Any]:
        drawn: dict[str, Any] = {
            "name": str(series.name),
            "role": series.role,
            "values": [_float(value) for value in series.values],
        }
        if series.hrefs:
            drawn["hrefs"] = list(series.hrefs)
        if series.band:
            drawn["band"] = [[_float(low), _float(high)] for low, high in series.band]
        return drawn


def _float(value: Value) -> float | int | None:
    """For drawing only; the table keeps the exact figure."""
    return float(value) if isinstance(value, Decimal) else value


def of_counts(title: Words, counts: Mapping[str, int], **more: Any) -> Chart:
    """Bars of counts by label, longest first."""
    ordered: Sequence[tuple[str, int]] = sorted(counts.items(), key=lambda pair: -pair[1])
    return Chart(
        title,
        tuple(label for label, _count in ordered),
        (Series(title, tuple(count for _label, count in ordered)),),
        kind="bar",
        digits=0,
        **more,
    )
