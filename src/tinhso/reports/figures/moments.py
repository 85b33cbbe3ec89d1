"""For which period, place and moment a report's figures are told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from tinhso.base.calendar.periods import Period
from tinhso.reports.spans import Span, SpanKind


@dataclass(frozen=True)
class Setting:
    """A period, the place and the pack whose plans `*` means, and the moment: `as_of` selects by a fact's own
    date, `known_at` by when it was recorded. `illustrative`: the demo's rows count too.
    """

    span: Span
    as_of: date
    known_at: datetime
    place: str
    pack: str
    illustrative: bool = False

    def before(self) -> Setting:
        """The period before, its figures as of its own last day, known as now."""
        span = self.span.previous()
        return replace(self, span=span, as_of=span.end)

    @property
    def period(self) -> Period:
        """The period of figures at hand for formulas: the report's; the last month of nine, of a week."""
        if self.span.kind is SpanKind.NINE:
            return Period.parse(f"{self.span.year:04}-09")
        if self.span.kind is SpanKind.WEEK:
            return Period.parse(f"{self.span.end:%Y-%m}")
        return Period.parse(self.span.code)
