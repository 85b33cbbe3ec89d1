"""Rows of a batch resolved and judged, the database asked once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, NotAllowed, NotFound, Problem, Refusal
from tinhso.indicators import evidence, locks, validation
from tinhso.indicators.bulk.known import Known, NotThatDay
from tinhso.indicators.bulk.shapes import SERIES, Head, Ready, RowDraft, RowResult
from tinhso.indicators.bulk.store import Fresh
from tinhso.indicators.checks import live
from tinhso.indicators.checks.known import touching
from tinhso.indicators.models import Indicator, Kind, found_by
from tinhso.places.elsewhen import Asked, not_valid_then

_HEAD: Final = attrgetter(
    *("indicator", "kind", "period", "agency", "dated", "is_target", "document", "evidence")
)


def ready(index: int, draft: RowDraft, known: Known) -> Ready:
    """The columns of one row. Raises Refusal with every problem of its values."""
    named = _HEAD(draft)
    head = known.heads.get(named)
    if head is None:
        head = known.heads[named] = _head(draft, known)
    if isinstance(head, Refusal):
        raise head
    if wrong := validation.value_problems(draft, head.rules):
        raise Invalid(wrong[0].message, code=wrong[0].code, problems=wrong)
    columns = vars(draft) | head.columns
    place = head.places.get(draft.place)
    if place is None:
        place = head.places[draft.place] = known.place(draft.place, head.day)
    key = columns["place_id"] = place.id
    if draft.note or draft.over_reason:
        columns["note"] = "\n".join(filter(None, (draft.note, draft.over_reason)))
    if draft.subject or draft.text or draft.code:
        columns["search_key"] = found_by(draft.subject, draft.text, draft.code)
    return Ready(index, columns, draft.reason, (head.number, key.int, draft.code))


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
    if not evidence.comes_with(draft) and known.asks_evidence(indicator.pk, days.end):
        raise evidence.refused()
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
        "level": None,
    }
    day = min(days.end, dated) if draft.is_target else days.end
    named = (*(columns[name] for name in SERIES if name in columns), draft.is_target)
    number = known.numbers.setdefault(named, len(known.numbers))
    return Head(columns, validation.Rules.of(indicator, kind), day, number)


def _indicator(code: str, known: Known) -> Indicator:
    if code not in known.indicators:
        raise NotFound(
            _("Không có chỉ số mang mã “%(code)s”.") % {"code": code},
            field="indicator",
            hint=known.near(code, known.every_indicator),
        )
    return known.indicators[code]


def _agency(code: str, known: Known) -> UUID | None:
    """The agency named; for somebody who writes for one only, that one when none is named."""
    if code and code not in known.agencies:
        raise Invalid(
            _("Không có cơ quan mang mã “%(code)s”.") % {"code": code},
            field="agency",
            hint=known.near(code, known.every_agency),
        )
    agency = known.agencies[code] if code else known.own
    if not known.may_send(agency):
        raise NotAllowed(_("Bạn chỉ gửi được số liệu của đơn vị mình."), field="agency")
    return agency


def _document(slug: str, known: Known) -> UUID | None:
    if slug and slug not in known.documents:
        raise NotFound(
            _("Không có văn bản “%(slug)s”.") % {"slug": slug},
            field="document",
            hint=known.near(slug, known.every_document),
        )
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
    elsewhen: dict[int, Asked] = {}
    for index, draft in numbered:
        try:
            row = ready(index, draft, known)
        except NotThatDay as refused:
            elsewhen[index] = refused.asked
            continue
        except Refusal as refused:
            bad.append(RowResult.refused(index, refused.problems[0]))
            continue
        first = seen.setdefault(row.name, index)
        if first == index:
            good.append(row)
        else:
            said = _("Dòng %(first)d đã ghi số liệu này.") % {"first": first}
            bad.append(RowResult.refused(index, Problem("duplicate_row", said, "place")))
    told = not_valid_then(set(elsewhen.values()))
    bad += [RowResult.refused(n, told[row.pk, day].problems[0]) for n, (row, day) in elsewhen.items()]
    return good, bad


def checked(
    rows: Sequence[tuple[int, Fresh]], known: Known
) -> tuple[Sequence[tuple[int, Fresh]], list[RowResult]]:
    """The rows that stand before the rules laid down for their indicators, and those that do not.

    One statement where no rule looks at any of them.
    """
    rules = touching(known.indicators) if rows else []
    if not rules:
        return rows, []
    codes = {row.pk: row.code for row in known.indicators.values()}
    wrong = live.refusals([_sent(row, codes, known) for _index, row in rows], rules)
    good = [pair for at, pair in enumerate(rows) if at not in wrong]
    return good, [RowResult.refused(rows[at][0], problem) for at, problem in sorted(wrong.items())]


def _sent(row: Fresh, codes: dict[UUID, str], known: Known) -> live.Sent:
    columns = row.columns
    period = known.period(columns["period"])
    if period is None:
        raise ValueError(columns["period"])
    return live.Sent(
        codes[columns["indicator_id"]],
        columns["place_id"],
        columns["agency_id"],
        period,
        live.figure_of(columns["kind"], columns),
        explained=bool(row.reason.strip() or columns["note"]),
        is_target=columns["is_target"],
    )
