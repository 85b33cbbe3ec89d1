"""What every place says of every indicator in every period, as SQL over the facts: *spoken rows*.

The one statement that both the files of the warehouse and its PostgreSQL engine stand on. It says what
`boundaries.flowing` reads from the current figures: the rows of an indicator's own kind, no targets, of
places valid on the period's last day; published before illustrative for each place, agency and period; the
place's own figure, else what its agencies say together by the indicator's rule (`telling.together`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from tinhso.base.calendar.periods import PeriodKind
from tinhso.indicators.formula.compiling import DECIMALS
from tinhso.indicators.models import Adding, Kind
from tinhso.indicators.telling import COLUMNS

KINDS: Final = tuple(PeriodKind)
"""A period's kind by its number in spoken rows: 0 day, 1 month, 2 quarter, 3 half, 4 year, 5 span."""

PUBLISHED_ONLY: Final = 0
EITHER: Final = 1
ILLUSTRATIVE_ONLY: Final = 2
"""`stands`: the row counts without illustrative figures, in either case, only together with them."""

COLUMNS_OF_ROWS: Final = (
    "indicator", "place", "period", "kind", "cut_off", "first", "last",
    "value", "numerator", "denominator", "stands",
)  # fmt: skip
"""uuid, uuid, text, int2, boolean, date, date, numeric × 3, int2; a value, or both parts of a ratio."""

KIND_OF_PERIOD: Final = f"""CASE WHEN period ~ '\\.\\.' THEN {KINDS.index(PeriodKind.SPAN)}
      WHEN period ~ '-Q' THEN {KINDS.index(PeriodKind.QUARTER)}
      WHEN period ~ '-H' THEN {KINDS.index(PeriodKind.HALF)}
      WHEN period ~ '-..-' THEN {KINDS.index(PeriodKind.DAY)}
      WHEN period ~ '-' THEN {KINDS.index(PeriodKind.MONTH)}
      ELSE {KINDS.index(PeriodKind.YEAR)} END::int2"""
"""The number of the kind of a code of a period, which stands in a column `period`."""
CUT_OFF: Final = "starts_with(period, 'R')"
"""Whether that code names a reporting period."""

_OWN_NUMBER: Final = " ".join(f"WHEN '{kind}' THEN o.{column}::numeric" for kind, column in COLUMNS.items())

_TEXT: Final = f"""
WITH chosen AS (
  SELECT DISTINCT ON (c.indicator_id, c.place_id, c.period, c.agency_id)
    c.indicator_id, c.place_id, c.period, c.agency_id, c.illustrative,
    i.kind = '{Kind.RATIO}' AS is_ratio, i.adding, i.factor, o.period_start, o.period_end,
    CASE i.kind WHEN '{Kind.RATIO}' THEN NULL {_OWN_NUMBER} ELSE o.value END AS value,
    CASE WHEN i.kind = '{Kind.RATIO}' AND o.denominator IS NOT NULL THEN o.numerator END AS numerator,
    CASE WHEN i.kind = '{Kind.RATIO}' AND o.numerator IS NOT NULL THEN o.denominator END AS denominator
  FROM indicators_currentfigure c
  JOIN indicators_indicator i ON i.id = c.indicator_id AND i.kind = c.kind
  JOIN indicators_observation o ON o.id = c.observation_id
  JOIN places_place p ON p.id = c.place_id
    AND (p.valid_from IS NULL OR p.valid_from <= o.period_end)
    AND (p.valid_to IS NULL OR p.valid_to >= o.period_end)
  WHERE NOT c.is_target {{narrowed}}
  ORDER BY c.indicator_id, c.place_id, c.period, c.agency_id, c.illustrative
), mixed AS (
  SELECT *, bool_or(illustrative) OVER (PARTITION BY indicator_id, place_id, period) AS is_mixed,
    value IS NOT NULL OR numerator IS NOT NULL AS told,
    CASE WHEN is_ratio THEN (numerator * factor + {DECIMALS}) / NULLIF(denominator, 0)
      ELSE value END AS measure
  FROM chosen
), whole AS (
  SELECT indicator_id, place_id, period, stands, adding, is_ratio,
    min(period_start) AS first, min(period_end) AS last,
    count(*) FILTER (WHERE told) AS counted,
    count(*) FILTER (WHERE told AND agency_id IS NULL) > 0 AS is_own,
    max(value) FILTER (WHERE agency_id IS NULL) AS own_value,
    max(numerator) FILTER (WHERE agency_id IS NULL) AS own_numerator,
    max(denominator) FILTER (WHERE agency_id IS NULL) AS own_denominator,
    max(value) AS only_value,
    sum(value) AS value, sum(numerator) AS numerator, sum(denominator) AS denominator,
    max(measure) AS greatest, min(measure) AS least,
    (sum(measure) + {DECIMALS}) / NULLIF(count(measure), 0) AS mean
  FROM mixed CROSS JOIN LATERAL unnest(
    CASE WHEN NOT is_mixed THEN '{{{{{EITHER}}}}}'::int2[]
      WHEN illustrative THEN '{{{{{ILLUSTRATIVE_ONLY}}}}}'::int2[]
      ELSE '{{{{{PUBLISHED_ONLY},{ILLUSTRATIVE_ONLY}}}}}'::int2[] END) AS side(stands)
  GROUP BY indicator_id, place_id, period, stands, adding, is_ratio
), spoken AS (
  SELECT indicator_id AS indicator, place_id AS place, period,
    {KIND_OF_PERIOD} AS kind, {CUT_OFF} AS cut_off, first, last,
    CASE WHEN is_own THEN own_value WHEN counted = 1 THEN only_value
      WHEN adding = '{Adding.SUM}' THEN value
      WHEN adding = '{Adding.AVERAGE}' THEN round(mean, 6)
      WHEN adding = '{Adding.MAX}' THEN round(greatest, 6)
      WHEN adding = '{Adding.MIN}' THEN round(least, 6) END AS value,
    CASE WHEN is_own THEN own_numerator
      WHEN counted = 1 OR adding = '{Adding.RATIO_OF_SUMS}' THEN numerator END AS numerator,
    CASE WHEN is_own THEN own_denominator
      WHEN counted = 1 OR adding = '{Adding.RATIO_OF_SUMS}' THEN denominator END AS denominator,
    stands
  FROM whole WHERE counted > 0
)
SELECT {", ".join(COLUMNS_OF_ROWS)} FROM spoken WHERE value IS NOT NULL OR numerator IS NOT NULL
"""  # noqa: S608 - constant text; every value is bound


@dataclass(frozen=True, slots=True)
class Series:
    """What one place says of one indicator in one period."""

    indicator: UUID
    place: UUID
    period: str


@dataclass(frozen=True)
class Spoken:
    """A relation with the columns `COLUMNS_OF_ROWS`: a whole statement, to run or to put in brackets.

    `values` are bound by name (`%(spoken_…)s`), so that whoever embeds it adds names of its own.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def everything(cls) -> Self:
        """Of all indicators, places and periods."""
        return cls.where([], {})

    @classmethod
    def narrowed(
        cls,
        indicators: Collection[UUID] | None = None,
        first: date | None = None,
        last: date | None = None,
        places: Collection[UUID] | None = None,
    ) -> Self:
        """Of those indicators and places, in periods that end from `first` to `last`; None: no such limit."""
        limits = {
            "c.indicator_id = ANY(%(spoken_indicators)s::uuid[])": (
                "spoken_indicators",
                None if indicators is None else list(indicators),
            ),
            "c.place_id = ANY(%(spoken_places)s::uuid[])": (
                "spoken_places",
                None if places is None else list(places),
            ),
            "o.period_end >= %(spoken_first)s": ("spoken_first", first),
            "o.period_end <= %(spoken_last)s": ("spoken_last", last),
        }
        given = {text: (name, value) for text, (name, value) in limits.items() if value is not None}
        return cls.where(list(given), dict(given.values()))

    @classmethod
    def of(cls, series: Iterable[Series]) -> Self:
        """Of exactly these; found by index, however many figures there are."""
        rows = sorted(series, key=lambda one: (one.indicator, one.place, one.period))
        condition = """(c.indicator_id, c.place_id, c.period) IN (
          SELECT * FROM unnest(%(spoken_indicators)s::uuid[], %(spoken_places)s::uuid[],
            %(spoken_periods)s::text[]))"""
        return cls.where(
            [condition],
            {
                "spoken_indicators": [one.indicator for one in rows],
                "spoken_places": [one.place for one in rows],
                "spoken_periods": [one.period for one in rows],
            },
        )

    @classmethod
    def where(cls, conditions: Iterable[str], values: Mapping[str, Any]) -> Self:
        """Of the current figures `c` (facts `o`) that meet all conditions.

        A condition takes all figures of an indicator, place and period, or none: they speak together.
        """
        return cls(_TEXT.format(narrowed="".join(f" AND {one}" for one in conditions)), dict(values))
