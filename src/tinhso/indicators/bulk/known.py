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
from tinhso.base.text import near_matches
from tinhso.documents import queries as documents
from tinhso.indicators import locks, policies
from tinhso.indicators.bulk.shapes import Head, Ready, RowDraft
from tinhso.indicators.evidence import Asking, marked
from tinhso.indicators.models import Indicator
from tinhso.people import queries as people
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.places.resolving import PlaceRows

_NAMED: Final = 100
"""So many unknown codes of a batch are told with near ones; each costs a look at all there are."""


class NotThatDay(Refusal):
    """A place that was no unit on its day; `elsewhen.not_valid_then` says which was, for all at once."""

    def __init__(self, place: Place, day: date) -> None:
        super().__init__("")
        self.asked = (place, day)


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
    asks_evidence: Asking
    periods: dict[str, Period | None] = field(default_factory=dict)
    found: dict[tuple[UUID | str, date], Place | Problem | NotThatDay] = field(default_factory=dict)
    allowed: dict[UUID | None, bool] = field(default_factory=dict)
    heads: dict[tuple[Any, ...], Head | Refusal] = field(default_factory=dict)
    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)
    named: int = 0

    @classmethod
    def of(cls, by: Actor, drafts: Sequence[RowDraft], today: date) -> Known:
        """Read what `drafts` name: seven queries whatever their number."""
        keys = {draft.place for draft in drafts if isinstance(draft.place, UUID)}
        indicators = {draft.indicator for draft in drafts}
        rows = marked(Indicator.objects.filter(code__in=indicators))
        agencies = {draft.agency for draft in drafts} - {""}
        slugs = {draft.document for draft in drafts} - {""}
        files = {draft.evidence for draft in drafts if draft.evidence}
        found = {row.code: row for row in rows}
        return cls(
            by=by,
            today=today,
            illustrative=bool(getattr(by, "illustrative", False)),
            indicators=found,
            asks_evidence=Asking(found.values()),
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

    @cached_property
    def every_agency(self) -> list[str]:
        """As `every_indicator`."""
        return list(people.agencies().values_list("code", flat=True))

    @cached_property
    def every_document(self) -> list[str]:
        """As `every_indicator`."""
        return list(documents.documents().values_list("slug", flat=True))

    def near(self, code: str, candidates: Sequence[str]) -> str | None:
        """What an unknown code may have meant, for the first few of a batch."""
        self.named += 1
        return ", ".join(near_matches(code, candidates)) or None if self.named <= _NAMED else None

    def period(self, code: str) -> Period | None:
        """The period of that code; None where there is none."""
        if code not in self.periods:
            try:
                self.periods[code] = Period.parse(code)
            except ValueError:
                self.periods[code] = None
        return self.periods[code]

    def place(self, named: UUID | str, day: date) -> Place:
        """The unit of that day. Raises Invalid; NotThatDay, to be told with all others of the batch."""
        at = (named, day)
        if at not in self.found:
            self.found[at] = self._place(named, day)
        answer = self.found[at]
        if isinstance(answer, Place):
            return answer
        if isinstance(answer, Refusal):
            raise answer
        raise Invalid(answer.message, code=answer.code, field="place", hint=answer.hint)

    def _place(self, named: UUID | str, day: date) -> Place | Problem | NotThatDay:
        try:
            row = self.rows.near(named, day) if isinstance(named, str) else self.units.get(named)
        except NotFound as refused:
            return _told(refused)
        if row is None:
            return Problem("not_found", _("Không có địa bàn này."), "place")
        return row if row.is_valid_on(day) else NotThatDay(row, day)

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
