"""Figures of a text beside what other documents told of the same: the figures in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_noop

from tinhso.base.calendar.periods import Period
from tinhso.indicators import display, tables
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Observation
from tinhso.reading import drafting
from tinhso.reading.core.model import Check, CheckKind
from tinhso.reading.matching.matching import Proposed

SURE: Final = Decimal("0.75")
"""From this score on two figures are taken to be of the same thing."""
_SAID: Final = gettext_noop(
    "“%(subject)s”, %(period)s: văn bản ghi %(first)s, số đang có là %(second)s (%(source)s)."
)


def disagreements(proposed: Sequence[Proposed], dated: date | None, *, illustrative: bool) -> Iterator[Check]:
    """The figures that another document, or somebody, told differently; one query."""
    asked = {key: position for position, one in enumerate(proposed) if (key := _key(one, dated)) is not None}
    if not asked:
        return
    found = indicators.current(
        {key[0] for key in asked}, {key[1] for key in asked}, illustrative=illustrative
    )
    rows = found.filter(agency=None).select_related(
        "observation__indicator", "observation__document", "observation__agency"
    )
    told = {(row.indicator_id, row.place_id, row.period, row.kind, row.is_target): row for row in rows}
    for key, position in asked.items():
        if key in told:
            fact = told[key].observation
            if _differs(proposed[position], fact):
                yield _check(proposed[position], position, fact)


def _key(one: Proposed, dated: date | None) -> tuple[Any, ...] | None:
    """Indicator, place, period, kind, target or result: where all are sure."""
    if one.match is None or one.match.score < SURE or one.indicator is None or one.place is None:
        return None
    period = drafting.period_of(one.figure, one.indicator, dated)
    return (one.indicator.pk, one.place.pk, period, one.figure.kind.value, one.figure.is_target)


def _differs(one: Proposed, fact: Observation) -> bool:
    assert one.indicator is not None, "asked by indicator"
    values: Mapping[str, Any] = drafting.values_of(one.figure, one.indicator)
    return any(
        getattr(fact, name) is not None and getattr(fact, name) != value
        for name, value in values.items()
        if name != "percent_printed"
    )


def _check(one: Proposed, position: int, fact: Observation) -> Check:
    params = {
        "subject": one.figure.subject,
        "period": Period.parse(fact.period).label,
        "first": one.figure.text,
        "second": display.show(fact).text,
        "source": tables.source_of(fact)[:200],
    }
    return Check(CheckKind.TWO_VALUES, _SAID, (position,), tuple(params.items()))
