"""Verbs: every step of a figure is a new row that supersedes the one before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict, Invalid
from tinhso.documents import queries as documents
from tinhso.indicators import events, evidence, locks, policies, queries, validation
from tinhso.indicators.approval import decisions
from tinhso.indicators.approval.approving import levels_of, sending_level
from tinhso.indicators.approval.decisions import Decided
from tinhso.indicators.approval.levels import Chain
from tinhso.indicators.checks import live
from tinhso.indicators.current import keep_current, rebuild_current
from tinhso.indicators.models import WAITING, Kind, Observation, State
from tinhso.indicators.schemas import Draft, Values, values_of
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.places import queries as places
from tinhso.places.models import Place

__all__ = [
    "approve",
    "confirm",
    "correct",
    "rebuild_current",
    "record_observation",
    "return_",
    "withdraw",
]

_TOLD = ("unit", "text", "subject", "comparison", "is_target", "locator", "code")
_COPIED = (
    *("code", "indicator", "place", "agency", "kind", "period", "period_start", "period_end", "dated"),
    *(*Values.model_fields, "unit", "text", "subject", "comparison", "is_target", "document", "locator"),
    *("evidence", "note", "illustrative", "pack"),
)
_EVENTS: dict[str, type[events.FigureEvent]] = {
    State.SUBMITTED: events.FigureSubmitted,
    State.APPROVED: events.FigureApproved,
    State.RETURNED: events.FigureReturned,
    State.CONFIRMED: events.FigureConfirmed,
    State.WITHDRAWN: events.FigureWithdrawn,
}
_WAITING = frozenset(State(state) for state in WAITING)


def record_observation(
    by: Actor, draft: Draft, state: State = State.SUBMITTED, *, illustrative: bool = False, reason: str = ""
) -> Observation:
    """Write down a figure (ghi số liệu): sent in, or confirmed at once by who may confirm.

    Sent by the head of its agency, it has passed the head's step. Raises NotAllowed;
    Invalid with every problem at its field; NotFound for unknown codes.
    """
    if state not in {State.SUBMITTED, State.CONFIRMED}:
        raise Invalid(_("Số liệu mới ở trạng thái đã gửi hoặc đã xác nhận."), field="state")
    agency = _agency(draft.agency)
    _require(by, state, agency)
    level = _level(by, draft, agency, state)
    with acting(by, f"indicators.{_verb(state, level)}", reason=reason) as act:
        row = _row(draft, agency, state)
        row.level = level
        row.illustrative = illustrative or row.indicator.illustrative
        _require_sound(row, reason)
        return _write(act, row)


def approve(by: Actor, figure: Observation | UUID, note: str = "") -> Observation:
    """Pass a figure on to the next level (duyệt), by the level whose turn it is.

    Raises NotAllowed naming whose turn it is, Conflict.
    """
    row, chain = _levels(figure)
    return _decide(by, row, "approve", decisions.approved(policies.deciding(by), row, chain), note)


def confirm(by: Actor, figure: Observation | UUID, note: str = "") -> Observation:
    """Confirm a figure that was sent in (xác nhận), by the standing office.

    Ahead of a level below (vượt cấp) with a reason only. Raises NotAllowed, Invalid (`reason`), Conflict.
    """
    policies.require_confirm(by)
    row, chain = _levels(figure)
    decided = decisions.confirmed(policies.deciding(by), row, chain, note)
    return _decide(by, row, "confirm_ahead" if decided.ahead else "confirm", decided, note)


def passes_on(by: Actor, figure: Observation, note: str = "") -> bool:
    """Whether `by`'s word leaves the figure waiting for another level. Raises as `approve` and `confirm`."""
    row, chain = _levels(figure)
    return decisions.passed(policies.deciding(by), row, chain, note).state == State.APPROVED


def return_(by: Actor, figure: Observation | UUID, reason: str) -> Observation:
    """Return a figure to its sender with what to mend (trả lại), by the level whose turn it is or one above.

    Raises NotAllowed, Invalid without a reason, Conflict.
    """
    row, chain = _levels(figure)
    return _decide(by, row, "return", decisions.returned(policies.deciding(by), row, chain, reason), reason)


def _levels(figure: Observation | UUID) -> tuple[Observation, Chain]:
    """The version that is decided on, and its levels; a version never changes, so neither does its level."""
    row = queries.by_id(figure if isinstance(figure, UUID) else figure.pk)
    return row, levels_of([row]).of_figure(row)


def _decide(by: Actor, row: Observation, verb: str, decided: Decided, reason: str) -> Observation:
    with acting(by, f"indicators.{verb}", reason=reason) as act:
        following = _next(_last(row, _WAITING), decided.state)
        following.level = decided.level
        return _write(act, following, decided.told)


def correct(
    by: Actor, figure: Observation | UUID, draft: Draft, reason: str, *, state: State = State.CONFIRMED
) -> Observation:
    """Write a corrected version (đính chính): confirmed by the standing office, or sent again (`state`).

    The series stays: another period, place, agency or indicator is another figure. Raises NotAllowed,
    Invalid, Conflict.
    """
    agency = _agency(draft.agency)
    _require(by, state, agency)
    _require_reason(reason, _("Nêu lý do đính chính."))
    level = _level(by, draft, agency, state)
    with acting(by, f"indicators.correct_{_verb(state, level)}", reason=reason) as act:
        before = _last(figure, {*_WAITING, State.RETURNED, State.CONFIRMED})
        policies.require_submit(by, before.agency_id)
        row = _row(draft, agency, state)
        row.level = level
        _require_same_series(before, row)
        row.supersedes, row.illustrative = before, before.illustrative
        row.code, row.pack = before.code, before.pack
        _require_sound(row, reason)
        return _write(act, row)


def withdraw(by: Actor, figure: Observation | UUID, reason: str) -> Observation:
    """Withdraw a confirmed figure (rút số liệu): its period is left without a value. Raises as `return_`."""
    policies.require_confirm(by)
    _require_reason(reason, _("Nêu lý do rút số liệu."))
    with acting(by, "indicators.withdraw", reason=reason) as act:
        return _write(act, _next(_last(figure, {State.CONFIRMED}), State.WITHDRAWN))


def _verb(state: State, level: int | None) -> str:
    if state == State.CONFIRMED:
        return "confirm"
    return "submit" if level is None else "submit_by_head"


def _level(by: Actor, draft: Draft, agency: Agency | None, state: State) -> int | None:
    """The steps that sending passes by itself: the head's, where the head of the agency sends."""
    who = policies.deciding(by)
    if state == State.CONFIRMED or agency is None or agency.pk not in who.agencies:
        return None
    try:
        day = draft.days.end
    except ValueError:
        return None
    return sending_level(who, queries.by_code(draft.indicator), agency.pk, day)


def _require(by: Actor, state: State, agency: Agency | None) -> None:
    if state == State.CONFIRMED:
        policies.require_confirm(by)
    policies.require_submit(by, agency.pk if agency else None)


def _require_reason(reason: str, message: str) -> None:
    if not reason.strip():
        raise Invalid(message, field="reason")


def _agency(code: str) -> Agency | None:
    if not code:
        return None
    found = people.agencies().filter(code=code).first()
    if found is None:
        raise Invalid(_("Không có cơ quan mang mã “%(code)s”.") % {"code": code}, field="agency")
    return found


def _place(draft: Draft) -> Place:
    """The row that was the unit on the period's last day; a target's document speaks of its own day's units.

    Raises NotValidThen naming the units to use instead.
    """
    day = min(draft.days.end, draft.own_date) if draft.is_target else draft.days.end
    if isinstance(draft.place, UUID):
        return places.unit_valid_for(places.by_id(draft.place), day)
    rows = places.places().with_code(draft.place)
    row = rows.valid_on(day).first() or rows.order_by("-valid_from").first()
    return places.unit_valid_for(row or places.by_code(draft.place, day), day)


def _row(draft: Draft, agency: Agency | None, state: State) -> Observation:
    """The fact a draft makes, validated but not written."""
    indicator = queries.by_code(draft.indicator)
    kind = draft.kind or Kind(indicator.kind)
    validation.require_valid(draft, validation.Rules.of(indicator, kind), clock.today())
    days = draft.days
    evidence.require(indicator, days.end, draft)
    return Observation(
        **{name: getattr(draft, name) for name in (*Values.model_fields, *_TOLD)},
        indicator=indicator,
        place=_place(draft),
        agency=agency,
        kind=kind,
        period=days.code,
        period_start=days.start,
        period_end=days.end,
        dated=draft.own_date,
        document=documents.by_slug(draft.document) if draft.document else None,
        evidence_id=draft.evidence,
        note="\n".join(filter(None, (draft.note, draft.over_reason))),
        state=state,
    )


def _last(figure: Observation | UUID, allowed: Collection[State]) -> Observation:
    """The figure, locked, in one of those states, with nothing after it. Raises Conflict."""
    row = queries.for_update(figure if isinstance(figure, UUID) else figure.pk)
    if not queries.is_last(row) or State(row.state) not in allowed:
        raise Conflict(
            _("Số liệu này đã có bản mới hơn hoặc đã được xử lý."),
            field="figure",
            hint=_("Tải lại trang để xem bản mới nhất."),
        )
    return row


def _next(before: Observation, state: State) -> Observation:
    return Observation(**{name: getattr(before, name) for name in _COPIED}, supersedes=before, state=state)


def _require_sound(row: Observation, reason: str) -> None:
    """Raises Invalid when a rule refuses the figure, or asks for a reason that is not given."""
    sent = live.Sent(
        row.indicator.code,
        row.place_id,
        row.agency_id,
        Period.parse(row.period),
        live.figure_of(row.kind, values_of(row)),
        explained=bool(reason.strip() or row.note),
        is_target=row.is_target,
    )
    live.require_sound(sent)


def _require_same_series(before: Observation, row: Observation) -> None:
    for name in ("indicator_id", "place_id", "agency_id", "period", "kind", "is_target"):
        if getattr(before, name) != getattr(row, name):
            raise Invalid(
                _("Đính chính giữ nguyên chỉ số, địa bàn, đơn vị, kỳ và dạng số liệu."),
                field=name.removesuffix("_id"),
                hint=_("Nếu ghi nhầm kỳ hoặc địa bàn: rút số liệu này rồi ghi số liệu mới."),
            )


def _write(act: Act, row: Observation, more: Mapping[str, Any] | None = None) -> Observation:
    """Fact, audit entry (its stream's lock keeps confirmations in line), current state, event."""
    if not (row.document_id or row.actor or row.illustrative or row.pack):
        raise Invalid(_("Số liệu phải có văn bản nguồn hoặc người báo cáo."), field="document")
    locks.require_open(row.indicator_id, row.period)
    row.save(force_insert=True)
    told: dict[str, Any] = {
        "state": row.state,
        "period": row.period,
        "text": row.text,
        "supersedes": row.supersedes_id,
    }
    told |= {"level": row.level} if row.level is not None else {}
    told |= more or {}
    act.record(f"indicator:{row.indicator.code}", subject=row, data=told, facts=[row])
    if row.state in {State.CONFIRMED, State.WITHDRAWN}:
        keep_current([row])
    act.emit(
        _EVENTS[row.state](
            figure=row.pk,
            indicator=row.indicator_id,
            place=row.place_id,
            agency=row.agency_id,
            period=row.period,
        )
    )
    return row
