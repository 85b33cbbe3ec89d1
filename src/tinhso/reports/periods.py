"""Which periods a template is told in."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.reports.models import Template
from tinhso.reports.spans import Span, SpanKind

_KINDS: Final = {
    Template.Kind.WEEK: SpanKind.WEEK,
    Template.Kind.MONTH: SpanKind.MONTH,
    Template.Kind.QUARTER: SpanKind.QUARTER,
    Template.Kind.HALF: SpanKind.HALF,
    Template.Kind.NINE: SpanKind.NINE,
    Template.Kind.YEAR: SpanKind.YEAR,
}
"""The periods of periodic templates; thematic ones and those on a resolution take any."""
_EXAMPLES: Final = {
    SpanKind.WEEK: "2026-W15",
    SpanKind.MONTH: "2026-03",
    SpanKind.QUARTER: "2026-Q1",
    SpanKind.HALF: "2026-H1",
    SpanKind.NINE: "2026-9M",
    SpanKind.YEAR: "2026",
}


def span_for(row: Template, code: str) -> Span:
    """The period of that code, if the template is told in such periods. Raises Invalid."""
    wanted = _KINDS.get(Template.Kind(row.kind))
    example = _EXAMPLES[wanted] if wanted else "2026-Q1"
    try:
        span = Span.parse(code.strip(), closed=row.closes)
    except ValueError as error:
        raise Invalid(
            _("Không đọc được kỳ “%(code)s”.") % {"code": code},
            field="period",
            hint=_("Ghi như %(example)s.") % {"example": example},
        ) from error
    if wanted and span.kind is not wanted:
        raise Invalid(
            _("%(kind)s không lập cho %(period)s.")
            % {"kind": Template.Kind(row.kind).label, "period": span.label},
            field="period",
            hint=_("Ghi như %(example)s.") % {"example": example},
        )
    return span


def usual(row: Template, day: date) -> Span:
    """The period of the template that holds `day`; of thematic ones the quarter."""
    kind = _KINDS.get(Template.Kind(row.kind), SpanKind.QUARTER)
    return Span.of(kind, day, closed=row.closes)
