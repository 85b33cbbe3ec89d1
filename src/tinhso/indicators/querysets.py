"""Indicators and figures in the domain's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from tinhso.base.text import fold

if TYPE_CHECKING:
    from tinhso.indicators.models import Indicator, Observation

_NEWER = """
EXISTS (
  SELECT 1 FROM indicators_observation newer
  WHERE newer.indicator_id = indicators_observation.indicator_id
    AND newer.place_id = indicators_observation.place_id
    AND newer.period = indicators_observation.period
    AND newer.kind = indicators_observation.kind
    AND newer.is_target = indicators_observation.is_target
    AND newer.illustrative = indicators_observation.illustrative
    AND newer.code = indicators_observation.code
    AND newer.agency_id IS NOT DISTINCT FROM indicators_observation.agency_id
    AND newer.state IN ('confirmed', 'withdrawn')
    AND (newer.recorded_at, newer.id) > (indicators_observation.recorded_at, indicators_observation.id)
    {known}
)
"""
_DIRECT = """
EXISTS (
  SELECT 1 FROM indicators_observation newer
  WHERE newer.supersedes_id = indicators_observation.id AND newer.state IN ('confirmed', 'withdrawn') {known}
)
"""
_IMPERSONAL = """
indicators_observation.indicator_id NOT IN (
  SELECT told.id FROM indicators_indicator told WHERE told.personal_data <> 'none')
"""
_DEFINED_ANEW = """
EXISTS (
  SELECT 1 FROM indicators_definition later
  WHERE later.indicator_id = indicators_observation.indicator_id
    AND later.valid_from > indicators_observation.period_end
)
"""


def _not_replaced(as_of: date | None, known_at: datetime | None) -> list[RawSQL]:
    """True for rows that nothing known then replaced; one condition each, so that both become joins."""
    limits = [("newer.dated <= %s", as_of), ("newer.recorded_at <= %s", known_at)]
    known = "".join(f" AND {text}" for text, value in limits if value is not None)
    values = tuple(value for _text, value in limits if value is not None)
    return [
        RawSQL(f"NOT {clause.format(known=known)}", values, output_field=BooleanField())  # noqa: S611 - constant text, bound values
        for clause in (_NEWER, _DIRECT)
    ]


class IndicatorQuerySet(QuerySet["Indicator"]):
    """Indicators by words."""

    def searched(self, words: str) -> Self:
        """Those in which every word occurs in name or code, tones ignored."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_key__contains=word)
        return found

    def published(self) -> Self:
        """Without the demo's illustrative rows."""
        return self.filter(illustrative=False)

    def reported_by(self, how: str, value: str) -> Self:
        """Those that name that agency (`agencies`), kind of agencies (`kinds`) or level (`level`)."""
        return self.filter(reporters__contains={how: value if how == "level" else [value]})

    def wholes(self) -> Self:
        """Without the cells of disaggregations."""
        return self.filter(whole=None)

    def like(self, indicator: Indicator) -> Self:
        """Others of the same kind and unit."""
        return self.filter(kind=indicator.kind, unit=indicator.unit).exclude(pk=indicator.pk)


class ObservationQuerySet(QuerySet["Observation"]):
    """Figures by state, words, place and source."""

    def in_force(self, as_of: date | None = None, known_at: datetime | None = None) -> Self:
        """Confirmed figures that no later version of the same figure replaced or withdrew.

        A figure is named by series and code: two sources that disagree are two figures. `as_of` leaves out
        facts dated later, `known_at` what was recorded later, corrections included.
        """
        found = self.filter(*_not_replaced(as_of, known_at), state="confirmed")
        if as_of:
            found = found.filter(dated__lte=as_of)
        return found.filter(recorded_at__lte=known_at) if known_at else found

    def searched(self, words: str) -> Self:
        """Those in which every word occurs in subject, printed text or indicator, tones ignored."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(search_key__contains=word) | Q(indicator__search_key__contains=word))
        return found

    def bulk_create(self, objs: Iterable[Observation], *args: Any, **options: Any) -> list[Observation]:
        """As Django does, with the search keys that `save` would give."""
        rows = list(objs)
        for row in rows:
            row.search_key = row.found_by()
        return super().bulk_create(rows, *args, **options)

    def published(self) -> Self:
        """Without the demo's illustrative rows."""
        return self.filter(illustrative=False)

    def open_to(self, agencies: frozenset[UUID] | None) -> Self:
        """Without figures that may tell of single persons, but those of these agencies; None: all of them."""
        if agencies is None:
            return self
        impersonal = Q(RawSQL(_IMPERSONAL, (), output_field=BooleanField()))  # noqa: S611 - constant text
        return self.filter(impersonal | Q(agency__in=agencies) if agencies else impersonal)

    def at_place(self, code: str) -> Self:
        """Figures of every row that carried `code`."""
        return self.filter(place__code=code)

    def from_source(self, source: str) -> Self:
        """Figures taken from the document of that slug or notation."""
        return self.filter(Q(document__slug=source) | Q(document__notation=source))

    def whole(self) -> Self:
        """Indicator, place, agency and document in the same query, and whether it was defined anew since."""
        anew = RawSQL(_DEFINED_ANEW, (), output_field=BooleanField())  # noqa: S611 - constant text
        rows = self.select_related("indicator", "place__parent", "agency", "document")
        return rows.annotate(defined_anew=anew)

    def versions_of(self, figure: Observation) -> Self:
        """All rows of the same figure: same series, same code."""
        return self.filter(
            indicator=figure.indicator_id,
            place=figure.place_id,
            agency=figure.agency_id,
            period=figure.period,
            kind=figure.kind,
            is_target=figure.is_target,
            illustrative=figure.illustrative,
            code=figure.code,
        )
