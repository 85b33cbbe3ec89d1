"""Rows of a batch resolved and judged: codes by a few queries for all rows, the rest without the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid, NotAllowed, NotFound, Problem, Refusal
from tinhso.base.files.models import StoredFile
from tinhso.base.text import near_matches
from tinhso.documents import queries as documents
from tinhso.indicators import locks, policies, validation
from tinhso.indicators.models import Indicator, Kind, found_by
from tinhso.indicators.schemas import Draft, Text, Values
from tinhso.people import queries as people
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.places.resolving import PlaceRows

Status = Literal["created", "unchanged", "superseded", "refused"]

_NAMED: Final = 20
"""So many unknown places of a batch are told with the units to use instead; each costs queries."""

TOLD: Final = ("unit", "text", "subject", "comparison", "is_target", "locator", "code")
VALUES: Final = tuple(Values.model_fields)


class RowDraft(Draft):
    """One row of a batch (dòng số liệu): a draft; `reason` is needed where a confirmed figure changes."""

    reason: Text = Field(default="", max_length=1000)


@dataclass(slots=True)
class RowResult:
    """What became of row `index` (from 1): the figure that stands for it now, or why it was refused."""

    index: int
    status: Status
    figure: UUID | None = None
    code: str = ""
    message: str = ""
    field: str | None = None
    hint: str = ""

    @classmethod
    def refused(cls, index: int, problem: Problem) -> RowResult:
        """The row did not go in."""
        hint = str(problem.hint) if problem.hint else ""
        return cls(index, "refused", None, problem.code, str(problem.message), problem.field, hint)


@dataclass(slots=True)
class Ready:
    """A row that can stand: its columns by attname, without key, state and what comes before it."""

    index: int
    columns: dict[str, Any]
    reason: str = ""
    name: tuple[int, int, str] = (0, 0, "")

    @property
    def series(self) -> tuple[Any, ...]:
        """What names the figure among all: its series and code."""
        found: tuple[Any, ...] = _series(self.columns)
        return found


SERIES: Final = (
    *("indicator_id", "place_id", "agency_id", "period", "kind", "is_target", "illustrative", "code"),
)
_series: Final = itemgetter(*SERIES)


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

    def may_send(self, agency: UUID | None) -> bool:
        """Whether figures of that agency may be written by whoever writes."""
        if agency not in self.allowed:
            self.allowed[agency] = policies.may_write_figures(self.by, agency)
        return self.allowed[agency]


def _told(refused: Refusal) -> Problem:
    near = getattr(refused, "near", ())
    hint = refused.hint or (", ".join(near) if near else None)
    return Problem(refused.code, refused.message, "place", hint)


@dataclass(frozen=True, slots=True)
class Head:
    """What rows of one indicator, period and agency have in common."""

    columns: dict[str, Any]
    rules: validation.Rules
    day: date
    number: int
    places: dict[UUID | str, Place] = field(default_factory=dict)


_HEAD: Final = attrgetter(
    *("indicator", "kind", "period", "agency", "dated", "is_target", "document", "evidence")
)
_OWN: Final = (*VALUES, *TOLD)
_own: Final = attrgetter(*_OWN)


def ready(index: int, draft: RowDraft, known: Known) -> Ready:
    """The columns of one row. Raises Refusal with every problem of its values."""
    named = _HEAD(draft)
    if named not in known.heads:
        known.heads[named] = _head(draft, known)
    head = known.heads[named]
    if isinstance(head, Refusal):
        raise head
    if wrong := validation.value_problems(draft, head.rules):
        raise Invalid(wrong[0].message, code=wrong[0].code, problems=wrong)
    columns = dict(zip(_OWN, _own(draft), strict=True))
    columns |= head.columns
    place = head.places.get(draft.place)
    if place is None:
        place = head.places[draft.place] = known.place(draft.place, head.day)
    columns["place_id"] = place.pk
    if draft.note or draft.over_reason:
        columns["note"] = "\n".join(filter(None, (draft.note, draft.over_reason)))
    if draft.subject or draft.text or draft.code:
        columns["search_key"] = found_by(draft.subject, draft.text, draft.code)
    return Ready(index, columns, draft.reason, (head.number, place.pk.int, draft.code))


def _head(draft: RowDraft, known: Known) -> Head | Refusal:
    try:
        return _judged_head(draft, known)
    except Refusal as refused:
        return refused


def _judged_head(draft: RowDraft, known: Known) -> Head:
    indicator = _indicator(draft.indicator, known)
    days = known.period(draft.period)
    kind = draft.kind or Kind(indicator.kind)
    wrong = list(validation.time_problems(draft, days, known.today))
    if wrong or days is None:
        raise Invalid(wrong[0].message, code=wrong[0].code, problems=wrong)
    agency = _agency(draft.agency, known)
    if (indicator.pk, days.code) in known.locked:
        raise locks.refusal(days)
    dated = draft.dated or (days.end if draft.is_target else max(days.start, min(days.end, known.today)))
    columns = {
        "indicator_id": indicator.pk,
        "agency_id": agency,
        "kind": str(kind),
        "period": days.code,
        "period_start": days.start,
        "period_end": days.end,
        "dated": dated,
        "document_id": _document(draft.document, known),
        "evidence_id": _evidence(draft.evidence, known),
        "illustrative": known.illustrative or indicator.illustrative,
        "note": "",
        "search_key": "",
    }
    day = min(days.end, dated) if draft.is_target else days.end
    named = (*(columns[name] for name in SERIES if name in columns), draft.is_target)
    number = known.numbers.setdefault(named, len(known.numbers))
    return Head(columns, validation.Rules.of(indicator, kind), day, number)


def _indicator(code: str, known: Known) -> Indicator:
    if code not in known.indicators:
        near = near_matches(code, known.indicators)
        raise NotFound(
            _("Không có chỉ số mang mã “%(code)s”.") % {"code": code},
            field="indicator",
            hint=", ".join(near) or None,
        )
    return known.indicators[code]


def _agency(code: str, known: Known) -> UUID | None:
    """The agency named; for somebody who writes for one only, that one when none is named."""
    if code and code not in known.agencies:
        raise Invalid(_("Không có cơ quan mang mã “%(code)s”.") % {"code": code}, field="agency")
    agency = known.agencies[code] if code else known.own
    if not known.may_send(agency):
        raise NotAllowed(_("Bạn chỉ gửi được số liệu của đơn vị mình."), field="agency")
    return agency


def _document(slug: str, known: Known) -> UUID | None:
    if slug and slug not in known.documents:
        raise NotFound(_("Không có văn bản “%(slug)s”.") % {"slug": slug}, field="document")
    return known.documents.get(slug)


def _evidence(file: UUID | None, known: Known) -> UUID | None:
    if file and file not in known.evidence:
        raise NotFound(_("Không có tệp minh chứng này."), field="evidence")
    return file


def judged(numbered: Iterable[tuple[int, RowDraft]], known: Known) -> tuple[list[Ready], list[RowResult]]:
    """Rows that can stand, and those refused; of two rows for one figure the first stands."""
    good: list[Ready] = []
    bad: list[RowResult] = []
    seen: dict[tuple[int, int, str], int] = {}
    for index, draft in numbered:
        try:
            row = ready(index, draft, known)
        except Refusal as refused:
            bad.append(RowResult.refused(index, refused.problems[0]))
            continue
        first = seen.setdefault(row.name, index)
        if first == index:
            good.append(row)
        else:
            said = _("Dòng %(first)d đã ghi số liệu này.") % {"first": first}
            bad.append(RowResult.refused(index, Problem("duplicate_row", said, "place")))
    return good, bad
