"""Derived values of very many places and periods in one statement: SQL over a prepared relation.

The relation has a row for each place and period, and a column for each reference. It says what
`stored.Stored` says of what a place tells itself; what it cannot say (longer periods from shorter ones, the
year to date, definitions that changed, yes and no, groups of places) is left to that reader.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.base.calendar.periods import Period
from tinhso.indicators.derivation.sources import Constants, Formula, Source
from tinhso.indicators.derivation.stored import meant
from tinhso.indicators.formula import Value
from tinhso.indicators.formula.compiling import DECIMALS, Sql, compile_sql
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import Adding, Kind

Values = dict[tuple[UUID, str], Value]
"""By place and code of the period."""

_MEASURED: Final = frozenset(
    {Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.RATIO, Kind.ACTUAL_TARGET, Kind.RANK}
)

_RELATION: Final = f"""
WITH specs AS (
  SELECT * FROM unnest(%(indicators)s::uuid[], %(kinds)s::text[], %(addings)s::text[], %(factors)s::numeric[])
    AS s(id, kind, adding, factor)
), parts AS (
  SELECT DISTINCT ON (c.indicator_id, c.place_id, c.period, c.agency_id)
    s.*, c.place_id, c.period, c.agency_id, o.numerator, o.denominator,
    CASE s.kind WHEN 'ratio' THEN trim_scale((o.numerator * s.factor + {DECIMALS}) / NULLIF(o.denominator, 0))
      WHEN 'actual_target' THEN o.actual WHEN 'rank' THEN o.rank ELSE o.value END AS measure
  FROM specs s JOIN indicators_currentfigure c ON c.indicator_id = s.id AND c.kind = s.kind
  JOIN indicators_observation o ON o.id = c.observation_id
  WHERE c.place_id = ANY(%(places)s) AND c.period = ANY(%(codes)s) AND NOT c.is_target
    AND (%(illustrative)s OR NOT c.illustrative)
    AND CASE s.kind WHEN 'ratio' THEN o.numerator IS NOT NULL AND o.denominator IS NOT NULL
      WHEN 'actual_target' THEN o.actual IS NOT NULL WHEN 'rank' THEN o.rank IS NOT NULL
      ELSE o.value IS NOT NULL END
  ORDER BY c.indicator_id, c.place_id, c.period, c.agency_id, c.illustrative
), said AS (
  SELECT id, place_id, period, CASE
    WHEN bool_or(agency_id IS NULL) THEN max(measure) FILTER (WHERE agency_id IS NULL)
    WHEN count(*) = 1 THEN max(measure)
    WHEN adding = '{Adding.SUM}' AND kind <> 'ratio' THEN sum(measure)
    WHEN adding = '{Adding.RATIO_OF_SUMS}' AND kind = 'ratio'
      THEN trim_scale((sum(numerator) * factor + {DECIMALS}) / NULLIF(sum(denominator), 0))
    WHEN adding = '{Adding.AVERAGE}' THEN round((sum(measure) + {DECIMALS}) / NULLIF(count(measure), 0), 6)
    WHEN adding = '{Adding.MAX}' THEN round(max(measure), 6)
    WHEN adding = '{Adding.MIN}' THEN round(min(measure), 6) END AS value
  FROM parts GROUP BY id, kind, adding, factor, place_id, period
), asked AS (
  SELECT * FROM unnest(%(ats)s::int[], %(keys)s::int[], %(positions)s::int[], %(of)s::uuid[],
    %(whens)s::text[], %(constants)s::numeric[]) AS a(at, key, position, id, period, constant)
)
SELECT place_id, at, ({{formula}}) FROM (
  SELECT p.id AS place_id, a.at, {{columns}}
  FROM unnest(%(places)s::uuid[]) AS p(id) CROSS JOIN asked a
  LEFT JOIN said ON said.id = a.id AND said.place_id = p.id AND said.period = a.period
  GROUP BY p.id, a.at
) AS row
"""  # noqa: S608 - constant text; every value is bound


@dataclass(frozen=True)
class Compiled:
    """A formula that one statement can calculate, with what it reads."""

    formula: Formula
    sources: Mapping[str, Source]
    sql: Sql


def compiled(source: Source, sources: Mapping[str, Source], periods: Collection[Period]) -> Compiled | None:
    """None where the statement could not say the same as the reader."""
    if len(source.laid) != 1 or source.laid[0].formula is None:
        return None
    formula = source.laid[0].formula
    if any(source.laid[0].rhythm.own(period) != period for period in periods):
        return None
    plain = [_is_plain(one, sources, periods) for one in formula.references]
    if not plain or not all(plain):
        return None
    columns = {one: f"row.k{number}" for number, one in enumerate(formula.references)}
    return Compiled(formula, sources, compile_sql(formula.tree, columns.__getitem__))


def _is_plain(one: Reference, sources: Mapping[str, Source], periods: Collection[Period]) -> bool:
    if one.kind is Points.CONSTANT:
        return True
    source = sources.get(one.name)
    if one.kind is not Points.DATA or one.to_date or source is None or len(source.laid) != 1:
        return False
    laid = source.laid[0]
    frequency = laid.rhythm.frequency
    return (
        laid.formula is None
        and laid.kind in _MEASURED
        and all(frequency is not None and period.kind is frequency for period in periods)
    )


def values(
    found: Compiled,
    places: Collection[UUID],
    periods: Sequence[Period],
    constants: Constants,
    *,
    illustrative: bool = False,
) -> Values:
    """The value of every place and period, None where there is none. One statement."""
    rows = [row for at, period in enumerate(periods) for row in _asked(found, at, period, constants)]
    if not rows or not places:
        return {}
    ats, keys, positions, of, whens, told = zip(*rows, strict=True)
    read = [source for code, source in found.sources.items() if code in _codes(found.formula)]
    laid = [source.laid[0] for source in read]
    named = {
        "indicators": [source.id for source in read],
        "kinds": [str(one.kind) for one in laid],
        "addings": [str(one.adding) for one in laid],
        "factors": [one.factor for one in laid],
        "places": list(places),
        "codes": sorted({when for when in whens if when is not None}),
        "illustrative": illustrative,
        "ats": list(ats),
        "keys": list(keys),
        "positions": list(positions),
        "of": list(of),
        "whens": list(whens),
        "constants": list(told),
    }
    text, params = _bound(found, named)
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return {(place, periods[at].code): value for place, at, value in cursor.fetchall()}


def _codes(formula: Formula) -> set[str]:
    return {one.name for one in formula.references if one.kind is Points.DATA}


_Asked = tuple[int, int, int, UUID | None, str | None, Decimal | None]


def _asked(found: Compiled, at: int, period: Period, constants: Constants) -> list[_Asked]:
    """What each column reads at one period: of which indicator in which periods, or a constant."""
    rows: list[_Asked] = []
    for key, one in enumerate(found.formula.references):
        if one.kind is Points.CONSTANT:
            rows.append((at, key, 0, None, None, constants.on(one.name, period.end)))
            continue
        source = found.sources[one.name]
        for position, when in enumerate(meant(one, source.laid[0], period)):
            rows.append((at, key, position, source.id, when.code if when else None, None))
    return rows


def _bound(found: Compiled, named: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The statement with its values in the order of the text."""
    columns = ", ".join(
        f"array_agg(said.value ORDER BY a.position) FILTER (WHERE a.key = {number}) AS k{number}"
        if one.span
        else f"max(COALESCE(said.value, a.constant)) FILTER (WHERE a.key = {number}) AS k{number}"
        for number, one in enumerate(found.formula.references)
    )
    before, after = _RELATION.split("{formula}")
    text: list[str] = []
    values: list[Any] = []
    for piece, more in ((before, found.sql), (after.replace("{columns}", columns), None)):
        parts = piece.split("%(")
        text.append(parts[0])
        for part in parts[1:]:
            name, _end, rest = part.partition(")s")
            values.append(named[name])
            text.append(f"%s{rest}")
        if more:
            text.append(more.text)
            values += more.params
    return "".join(text), values
