"""Derived values of what places tell themselves, for many at once: in Python, or as one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.indicators.derivation import sql as derivation_sql
from tinhso.indicators.derivation import stored
from tinhso.indicators.derivation.sources import constants, sources
from tinhso.indicators.derivation.sql import Values
from tinhso.indicators.derivation.values import own_reference
from tinhso.indicators.formula.nodes import Kind as Points

WORTH_IT: Final = 10
"""Values from which on the one statement is surely quicker than reading figures and calculating here."""


def values(
    code: str,
    places: Collection[UUID],
    periods: Sequence[Period],
    *,
    illustrative: bool = False,
    worth_it: int = WORTH_IT,
) -> Values:
    """The value of a derived indicator at every place in every period, by place and code of the period.

    Under the boundaries of each figure's own day. Where figures of other boundaries or of the units inside
    must be read, ask `answers.Question`.
    """
    if len(places) * len(periods) >= worth_it:
        known = sources([code])
        found = derivation_sql.compiled(known[code], known, periods) if code in known else None
        if found:
            named = {one.name for one in found.formula.references if one.kind is Points.CONSTANT}
            return derivation_sql.values(found, places, periods, constants(named), illustrative=illustrative)
    return _here(code, places, periods, illustrative=illustrative)


def _here(code: str, places: Collection[UUID], periods: Sequence[Period], *, illustrative: bool) -> Values:
    reference = own_reference(code)
    whom = [(place, None) for place in places]
    found = stored.read([reference], whom, periods, illustrative=illustrative)
    return {
        (one[0], period.code): found.cell(reference, one, period).value for one in whom for period in periods
    }
