"""Reads over indicators and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, BooleanField, Exists, OuterRef, QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.indicators.models import Batch, CurrentFigure, Indicator, Observation
from tinhso.indicators.querysets import IndicatorQuerySet, ObservationQuerySet

_NEAR = 5

_IN_FORCE_THEN = """
o.indicator_id = pair.indicator_id AND o.place_id = pair.place_id
  AND o.state IN ('confirmed', 'withdrawn') AND o.state = 'confirmed'
  AND o.dated <= %(as_of)s AND o.recorded_at <= %(known_at)s
  AND o.is_target = %(is_target)s AND (%(illustrative)s OR NOT o.illustrative)
  AND NOT EXISTS (
    SELECT 1 FROM indicators_observation newer
    WHERE newer.indicator_id = o.indicator_id AND newer.place_id = o.place_id
      AND newer.state IN ('confirmed', 'withdrawn')
      AND newer.dated <= %(as_of)s AND newer.recorded_at <= %(known_at)s
      AND (newer.recorded_at, newer.id) > (o.recorded_at, o.id)
      AND newer.period = o.period AND newer.kind = o.kind AND newer.is_target = o.is_target
      AND newer.illustrative = o.illustrative AND newer.code = o.code
      AND newer.agency_id IS NOT DISTINCT FROM o.agency_id)
  AND NOT EXISTS (
    SELECT 1 FROM indicators_observation direct
    WHERE direct.supersedes_id = o.id AND direct.state IN ('confirmed', 'withdrawn')
      AND direct.recorded_at <= %(known_at)s)
"""
_PAIRS = """
SELECT found.id FROM (
  SELECT i.id AS indicator_id, p.id AS place_id
  FROM unnest(%(indicators)s::uuid[]) AS i(id) CROSS JOIN unnest(%(places)s::uuid[]) AS p(id)
) AS pair CROSS JOIN LATERAL (
"""
_ONE = f"""{_PAIRS}
  SELECT o.id FROM indicators_observation o WHERE {_IN_FORCE_THEN}
  ORDER BY o.dated DESC, (o.agency_id IS NULL) DESC, o.recorded_at DESC, o.id DESC LIMIT 1
) AS found"""  # noqa: S608 - constant text
_EACH_AGENCY = f"""{_PAIRS}
  SELECT DISTINCT ON (o.agency_id) o.id FROM indicators_observation o WHERE {_IN_FORCE_THEN}
  ORDER BY o.agency_id, o.dated DESC, o.recorded_at DESC, o.id DESC
) AS found"""  # noqa: S608 - constant text


def _ids(things: Iterable[Indicator | UUID] | Iterable[object]) -> list[UUID]:
    return [thing if isinstance(thing, UUID) else thing.pk for thing in things]  # type: ignore[attr-defined]  # rows have keys


def latest(
    indicators: Iterable[object],
    places: Iterable[object],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    by_agency: bool = False,
    is_target: bool = False,
    illustrative: bool = False,
) -> ObservationQuerySet:
    """The confirmed figure in force of every indicator at every place, in one query (số liệu hiện hành).

    `as_of` (default today) leaves out facts dated later, `known_at` (default now) what was recorded later; a
    withdrawn figure leaves its period without a value, and the period before stands. `by_agency` gives one
    figure per agency, else one per place, of one day its own before an agency's. `illustrative` lets the
    demo's rows in.
    """
    wanted = {
        "indicators": _ids(indicators),
        "places": _ids(places),
        "as_of": as_of or clock.today(),
        "known_at": known_at or clock.now(),
        "is_target": is_target,
        "illustrative": illustrative,
    }
    statement, values = _positional(_EACH_AGENCY if by_agency else _ONE, wanted)
    chosen = f"indicators_observation.id = ANY (ARRAY({statement}))"  # an array is found first, then its rows
    return Observation.objects.filter(RawSQL(chosen, values, output_field=BooleanField())).whole()  # noqa: S611 - constant text


def _positional(statement: str, named: dict[str, object]) -> tuple[str, tuple[object, ...]]:
    """Named placeholders as positional ones: what an expression inside a queryset takes."""
    pieces = statement.split("%(")
    values: list[object] = []
    text = pieces[0]
    for piece in pieces[1:]:
        name, _end, rest = piece.partition(")s")
        values.append(named[name])
        text += f"%s{rest}"
    return text, tuple(values)


_WITH_FIGURES = """
    (SELECT i.id FROM indicators_indicator i CROSS JOIN LATERAL (
        SELECT FROM indicators_currentfigure c
        WHERE c.indicator_id = i.id AND c.place_id = ANY (%s) AND NOT c.is_target LIMIT 1
    ) AS any_figure
    WHERE (i.kind = 'rank') = %s AND i.personal_data = 'none' AND i.whole_id IS NULL
    ORDER BY i.sort_key, i.code LIMIT %s)
"""


def with_figures(ranked: Iterable[object], places: Iterable[object], most: int) -> IndicatorQuerySet:
    """Ranks that `ranked` have, and the first other indicators with a figure in force of any of `places`.

    Each indicator costs one short look into an index, however many figures there are.
    """
    both = RawSQL(  # noqa: S611 - constant text
        f"{_WITH_FIGURES} UNION ALL {_WITH_FIGURES}",
        (_ids(ranked), True, most, _ids(places), False, most),
        output_field=UUIDField(),
    )
    return indicators().filter(pk__in=both).order_by("sort_key", "code")


def current(
    indicators: Iterable[object], places: Iterable[object] | None = None, *, illustrative: bool = False
) -> QuerySet[CurrentFigure]:
    """The figures in force now, one per series and period, the newest first; fast, from the current state.

    Those that may tell of single persons are left out: what reads them asks whose eyes they are for.
    """
    found = CurrentFigure.objects.filter(indicator__in=_ids(indicators), dated__lte=clock.today())
    found = found.filter(RawSQL(_IMPERSONAL, (), output_field=BooleanField()))  # noqa: S611 - constant text
    if places is not None:
        found = found.filter(place__in=_ids(places))
    if not illustrative:
        found = found.filter(illustrative=False)
    return found.order_by("-dated", "-observation__recorded_at")


_IMPERSONAL = """
indicators_currentfigure.indicator_id NOT IN (
  SELECT told.id FROM indicators_indicator told WHERE told.personal_data <> 'none')
"""
_NEWEST = """
    SELECT found.id FROM unnest(%s::uuid[]) AS i(id) CROSS JOIN unnest(%s::uuid[]) AS p(id)
    CROSS JOIN LATERAL (
        SELECT c.id FROM indicators_currentfigure c JOIN indicators_observation o ON o.id = c.observation_id
        WHERE c.indicator_id = i.id AND c.place_id = p.id AND c.dated <= %s AND NOT c.is_target
          AND (%s OR NOT c.illustrative)
        ORDER BY c.dated DESC, (c.agency_id IS NULL) DESC, o.recorded_at DESC LIMIT 1
    ) AS found
"""


def newest_each(
    indicators: Iterable[object], places: Iterable[object], *, illustrative: bool = False
) -> RawSQL:
    """Keys of the newest current figure of each indicator at each place, for `current().filter(pk__in=…)`.

    Of one day the place's own stands before what an agency told. Each pair costs one short look into an
    index, however long its history is.
    """
    values = (_ids(indicators), _ids(places), clock.today(), illustrative)
    return RawSQL(_NEWEST, values, output_field=BigIntegerField())  # noqa: S611 - constant text


def indicators() -> IndicatorQuerySet:
    """All indicators; chain `searched`, `published`."""
    return Indicator.objects.all()


def by_code(code: str) -> Indicator:
    """The indicator of that code. Raises NotFound with near matches."""
    found = indicators().filter(code=code).first()
    if found is None:
        known = indicators().values_list("code", flat=True)
        raise NotFound(
            _("Không có chỉ số mang mã “%(code)s”.") % {"code": code},
            near=near_matches(code, known, _NEAR),
            field="indicator",
        )
    return found


def figures() -> ObservationQuerySet:
    """All facts; chain `in_force`, `searched`, `published`, `at_place`, `from_source`, `whole`."""
    return Observation.objects.all()


def in_force(as_of: date | None = None, known_at: datetime | None = None) -> ObservationQuerySet:
    """The figures of the list, published before illustrative, the newest first, as known at those moments."""
    return (
        figures().in_force(as_of, known_at).whole().order_by("illustrative", "-dated", "-recorded_at", "-pk")
    )


def told_by_then(
    rows: IndicatorQuerySet, as_of: date | None, known_at: datetime | None, *, illustrative: bool = False
) -> IndicatorQuerySet:
    """Those of which a confirmed figure is dated and recorded not later."""
    told = Observation.objects.filter(
        indicator=OuterRef("pk"),
        state="confirmed",
        dated__lte=as_of or date.max,
        recorded_at__lte=known_at or clock.now(),
    )
    return rows.filter(Exists(told if illustrative else told.published()))


def by_id(figure_id: UUID | str) -> Observation:
    """One version of a figure with everything around it. Raises NotFound."""
    try:
        found = figures().whole().filter(pk=figure_id).first()
    except ValidationError:
        found = None
    if found is None:
        raise NotFound(_("Không có số liệu này."), field="figure")
    return found


def for_update(figure_id: UUID) -> Observation:
    """The row, locked, so that two decisions on it come one after the other. Raises NotFound."""
    found = (
        Observation.objects.select_for_update(of=("self",)).select_related("indicator").filter(pk=figure_id)
    )
    row = found.first()
    if row is None:
        raise NotFound(_("Không có số liệu này."), field="figure")
    return row


def is_last(figure: Observation) -> bool:
    """Whether no version follows."""
    return not Observation.objects.filter(supersedes=figure).exists()


def versions(figure: Observation) -> list[Observation]:
    """Every version of the same figure, the newest first."""
    found = figures().versions_of(figure).whole()
    return list(found.order_by("-recorded_at", "-pk"))


def series(indicator: Indicator, most: int = 1000) -> list[Observation]:
    """The newest figures in force of an indicator, oldest first; what its chart is drawn from."""
    found = in_force().filter(indicator=indicator).order_by("-dated", "-recorded_at", "-pk")[:most]
    return list(reversed(found))


def who_said(rows: Sequence[Observation]) -> dict[UUID, str]:
    """For each row who wrote it: the actor in the audit trail, else the pack it came with."""
    subjects = {f"{row._meta.label_lower}:{row.pk}": row.pk for row in rows}
    found = AuditEntry.objects.filter(subject__in=subjects).values_list("subject", "actor_label")
    packs = {row.pk: _("gói dữ liệu %(pack)s") % {"pack": row.pack} for row in rows if row.pack}
    batches = {row.batch_id for row in rows if row.batch_id}
    if batches:
        labels = dict(Batch.objects.filter(pk__in=batches).values_list("pk", "actor_label"))
        packs |= {row.pk: labels[row.batch_id] for row in rows if row.batch_id}
    return packs | {subjects[subject]: label for subject, label in found}


def newest(rows: Sequence[Observation], most: int = 6) -> list[Observation]:
    """Of figures told oldest first: the results of the last date at every place and agency, newest first."""
    results = [row for row in rows if not row.is_target]
    last = {(row.place_id, row.agency_id, row.kind): row.dated for row in results}
    chosen = {
        (row.place_id, row.agency_id, row.kind, row.subject): row
        for row in results
        if row.dated == last[row.place_id, row.agency_id, row.kind]
    }
    return sorted(chosen.values(), key=lambda row: (row.dated, row.recorded_at), reverse=True)[:most]
