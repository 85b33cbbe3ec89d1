"""What the codes of a batch mean, read once for all its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid, NotFound, Problem, Refusal
from tinhso.base.files.models import StoredFile
from tinhso.documents import queries as documents
from tinhso.indicators import locks, policies
from tinhso.indicators.bulk_shapes import Head, Ready, RowDraft
from tinhso.indicators.models import Indicator
from tinhso.people import queries as people
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.places.resolving import PlaceRows

_NAMED: Final = 20
"""So many unknown places of a batch are told with the units to use instead; each costs queries."""


@dataclass
class Known:
    """What the codes of a batch mean, read once for all its rows."""

    by: Actor
    today: date
    illustrative: bool
    indicators: dict[str, Indicator]
    agencies: dict[str, UUID]
    rows: PlaceRows
    units: dict[UUID, Place]
    documents: dict[str, UUID]
    evidence: frozenset[UUID]
    locked: frozenset[tuple[UUID, str]]
    own: UUID | None
    periods: dict[str, Period | None] = field(default_factory=dict)
    found: dict[tuple[UUID | str, date], Place | Problem] = field(default_factory=dict)
    allowed: dict[UUID | None, bool] = field(default_factory=dict)
    heads: dict[tuple[Any, ...], Head | Refusal] = field(default_factory=dict)
    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)
    named: int = 0

    @classmethod
    def of(cls, by: Actor, drafts: Sequence[RowDraft], today: date) -> Known:
        """Read what `drafts` name: seven queries whatever their number."""
        keys = {draft.place for draft in drafts if isinstance(draft.place, UUID)}
        indicators = {draft.indicator for draft in drafts}
        rows = Indicator.objects.filter(code__in=indicators)
        agencies = {draft.agency for draft in drafts} - {""}
        slugs = {draft.document for draft in drafts} - {""}
        files = {draft.evidence for draft in drafts if draft.evidence}
        found = {row.code: row for row in rows}
        return cls(
            by=by,
            today=today,
            illustrative=bool(getattr(by, "illustrative", False)),
            indicators=found,
            agencies=dict(people.agencies().filter(code__in=agencies).values_list("code", "pk")),
            rows=PlaceRows(draft.place for draft in drafts if isinstance(draft.place, str)),
            units=places.places().in_bulk(keys),
            documents=dict(documents.documents().filter(slug__in=slugs).values_list("slug", "pk")),
            evidence=frozenset(StoredFile.objects.filter(pk__in=files).values_list("pk", flat=True)),
            locked=locks.locked(row.pk for row in found.values()),
            own=policies.only_agency(by),
        )

    @cached_property
    def every_indicator(self) -> list[str]:
        """All codes there are, read once when a row names one that is none."""
        return list(Indicator.objects.values_list("code", flat=True))

    def period(self, code: str) -> Period | None:
        """The period of that code; None where there is none."""
        if code not in self.periods:
            try:
                self.periods[code] = Period.parse(code)
            except ValueError:
                self.periods[code] = None
        return self.periods[code]

    def place(self, named: UUID | str, day: date) -> Place:
        """The unit of that day. Raises Invalid, naming the unit that was one then for the first few."""
        at = (named, day)
        if at not in self.found:
            self.found[at] = self._place(named, day)
        answer = self.found[at]
        if isinstance(answer, Problem):
            raise Invalid(answer.message, code=answer.code, field="place", hint=answer.hint)
        return answer

    def _place(self, named: UUID | str, day: date) -> Place | Problem:
        try:
            if isinstance(named, UUID):
                row = self.units.get(named)
                if row is None:
                    raise NotFound(_("Không có địa bàn này."), field="place")
                return row if row.is_valid_on(day) else self._other(row, day)
            return self.rows.on(named, day)
        except NotFound as refused:
            try:
                return self._other(self.rows.last(named), day) if isinstance(named, str) else _told(refused)
            except Refusal as better:
                return _told(better)
        except Refusal as refused:
            return _told(refused)

    def _other(self, row: Place, day: date) -> Place:
        """Raises Invalid naming what was the unit then."""
        self.named += 1
        if self.named <= _NAMED:
            return places.unit_valid_for(row, day)
        raise Invalid(
            _("%(place)s không phải một đơn vị hành chính vào ngày %(day)s.")
            % {"place": row.full_name, "day": f"{day:%d/%m/%Y}"},
            code="not_valid_then",
            field="place",
        )

    @staticmethod
    def agencies_of(rows: Iterable[Ready]) -> set[UUID | None]:
        """The agencies whose figures those are."""
        return {row.columns["agency_id"] for row in rows}

    def may_send(self, agency: UUID | None) -> bool:
        """Whether figures of that agency may be written by whoever writes."""
        if agency not in self.allowed:
            self.allowed[agency] = policies.may_write_figures(self.by, agency)
        return self.allowed[agency]


def _told(refused: Refusal) -> Problem:
    near = getattr(refused, "near", ())
    hint = refused.hint or (", ".join(near) if near else None)
    return Problem(refused.code, refused.message, "place", hint)
