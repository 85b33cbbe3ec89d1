"""Figures of a text beside what others told of the same: figures in force, texts that wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_noop

from tinhso.base.calendar.periods import Period
from tinhso.indicators import display, tables
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Observation
from tinhso.reading import drafting
from tinhso.reading.core.model import Check, CheckKind
from tinhso.reading.matching.matching import Proposed
from tinhso.reading.models import Proposal, Reading
from tinhso.reading.models.readings import OPEN

Key = tuple[Any, ...]
"""Indicator, place, agency, period, kind, target or result."""
SURE: Final = Decimal("0.75")
"""From this score on two figures are taken to be of the same thing."""
MOST: Final = 500
"""Figures of other texts that are looked at."""
_SAID: Final = gettext_noop(
    "“%(subject)s”, %(period)s: văn bản ghi %(first)s, số đang có là %(second)s (%(source)s)."
)


def disagreements(row: Reading, proposed: Sequence[Proposed]) -> Iterator[Check]:
    """The figures that are told differently by those in force, or by another text that waits; two queries."""
    asked = {
        key: position for position, one in enumerate(proposed) if (key := _key(one, row.dated)) is not None
    }
    if not asked:
        return
    in_force, waiting = _in_force(row, list(asked)), _waiting(row, list(asked))
    for key, position in asked.items():
        one = proposed[position]
        if (fact := in_force.get(key)) is not None and _differs(one, fact):
            yield _check(one, position, fact.period, display.show(fact).text, tables.source_of(fact))
        elif (other := waiting.get(key)) is not None and _values(one) != _values_of(other):
            yield _check(one, position, key[3], str(other), str(other.reading))


def _in_force(row: Reading, asked: Sequence[Key]) -> dict[Key, Observation]:
    keys, places = {key[0] for key in asked}, {key[1] for key in asked}
    whose = Q(agency=None) | Q(agency__in={key[2] for key in asked} - {None})
    found = indicators.current(keys, places, illustrative=row.illustrative).filter(whose)
    rows = found.select_related("observation__indicator", "observation__document", "observation__agency")
    return {
        (one.indicator_id, one.place_id, one.agency_id, one.period, one.kind, one.is_target): one.observation
        for one in rows
    }


def _waiting(row: Reading, asked: Sequence[Key]) -> dict[Key, Proposal]:
    """Figures of the agency's other texts that nobody decided on yet, the newest text's first."""
    rows = Proposal.objects.filter(
        reading__agency=row.agency_id,
        state__in=OPEN,
        score__gte=SURE,
        indicator__in={key[0] for key in asked},
        place__in={key[1] for key in asked},
    ).exclude(reading=row.pk)
    found: dict[Key, Proposal] = {}
    for one in rows.select_related("reading", "indicator").order_by("-reading__created_at")[:MOST]:
        figure = drafting.effective(one)
        period = drafting.period_of(figure, one.indicator, one.reading.dated)
        key = (one.indicator_id, one.place_id, one.agency_id, period, figure.kind.value, figure.is_target)
        found.setdefault(key, one)
    return found


def _key(one: Proposed, dated: date | None) -> Key | None:
    """Where indicator, place and period are sure."""
    if one.match is None or one.match.score < SURE or one.indicator is None or one.place is None:
        return None
    period = drafting.period_of(one.figure, one.indicator, dated)
    agency = one.agency.pk if one.agency else None
    return (one.indicator.pk, one.place.pk, agency, period, one.figure.kind.value, one.figure.is_target)


def _values(one: Proposed) -> Mapping[str, Any]:
    assert one.indicator is not None, "asked by indicator"
    return drafting.values_of(one.figure, one.indicator)


def _values_of(other: Proposal) -> Mapping[str, Any]:
    assert other.indicator is not None, "asked by indicator"
    return drafting.values_of(drafting.effective(other), other.indicator)


def _differs(one: Proposed, fact: Observation) -> bool:
    return any(
        getattr(fact, name) is not None and getattr(fact, name) != value
        for name, value in _values(one).items()
        if name != "percent_printed"
    )


def _check(one: Proposed, position: int, period: str, second: str, source: str) -> Check:
    params = {
        "subject": one.figure.subject,
        "period": Period.parse(period).label,
        "first": one.figure.text,
        "second": second,
        "source": source[:200],
    }
    return Check(CheckKind.TWO_VALUES, _SAID, (position,), tuple(params.items()))
