"""Deciding on what is proposed: nothing enters the figures without a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, Refusal
from tinhso.indicators import actions as figures
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Observation, State
from tinhso.people.principals import Principal
from tinhso.places import queries as places
from tinhso.reading import drafting, policies, queries
from tinhso.reading.actions import founding
from tinhso.reading.actions.teaching import learn
from tinhso.reading.events import ProposalAccepted
from tinhso.reading.matching import agencies
from tinhso.reading.models import Proposal, ProposalState, Reading, ReadingState
from tinhso.reading.models.readings import OPEN
from tinhso.reading.schemas import Choice
from tinhso.steering.queries import plans

_EDITED: Final = (
    *("period", "kind", "standing", "comparison", "subject", "unit"),
    *("value", "numerator", "denominator", "percent_printed", "actual", "rank", "of"),
)


def accept(by: Principal, proposal: UUID, choice: Choice | None = None, *, teaching: bool = True) -> Proposal:
    """Accept a figure (nhận số liệu): it is written as one that is entered, its sentence its evidence.

    Confirmed at once by who may confirm, for the agency that its sentence is about; else sent in for the
    agency that had it read. Raises NotAllowed; Conflict where somebody decided
    already; Invalid with what is missing, or what `indicators` finds wrong.
    """
    with acting(by, "reading.accept") as act:
        row = _open(by, proposal)
        if choice is not None:
            _apply(by, row, choice)
        confirmed = policies.confirms(by)
        draft = drafting.draft_of(row, _code(row.agency) if confirmed else row.reading.agency.code)
        state = State.CONFIRMED if confirmed else State.SUBMITTED
        fact = figures.record_observation(by, draft, state, illustrative=row.reading.illustrative)
        _require_real(row, fact)
        row.fact, row.state = fact, ProposalState.ACCEPTED
        told = {"figure": fact.pk, "indicator": draft.indicator, "period": draft.period}
        _decided(act, by, row, {**told, "agency": draft.agency})
        if teaching:
            learn(by, row)
        act.emit(
            ProposalAccepted(
                reading=row.reading_id,
                position=row.position,
                figure=fact.pk,
                indicator=fact.indicator_id,
            )
        )
    return row


def change(by: Principal, proposal: UUID, choice: Choice) -> Proposal:
    """Say what is meant instead (sửa), without accepting it yet. Raises as `accept` does, and NotFound."""
    with acting(by, "reading.change") as act:
        row = _open(by, proposal)
        _apply(by, row, choice)
        row.state = ProposalState.CHANGED
        told = {"edited": row.edited, "indicator": _code(row.indicator), "agency": _code(row.agency)}
        _decided(act, by, row, told)
    return row


def reject(by: Principal, proposal: UUID, reason: str = "") -> Proposal:
    """Do not take a figure (không nhận). Raises NotAllowed, Conflict."""
    with acting(by, "reading.reject", reason=reason.strip()) as act:
        row = _open(by, proposal)
        row.state = ProposalState.REJECTED
        _decided(act, by, row, {})
    return row


def undo(by: Principal, proposal: UUID, reason: str = "") -> Proposal:
    """Take a decision back (hoàn tác): the figure waits again, and the last change is forgotten.

    What was accepted is withdrawn where it was confirmed, returned where it waits. Raises NotAllowed where
    that is not for `by`, Conflict where nothing was decided or the figure has gone on.
    """
    why = reason.strip() or _("Hoàn tác việc nhận số liệu từ văn bản.")
    with acting(by, "reading.undo", reason=why) as act:
        row = queries.locked(proposal)
        policies.require_see(by, row.reading)
        if row.state == ProposalState.PROPOSED:
            raise Conflict(_("Số liệu này chưa được xử lý."), field="proposal")
        if row.fact is not None:
            _take_back(by, row.fact, why)
        before = row.state
        if before == ProposalState.CHANGED:
            row.edited = {}
        row.fact, row.state = None, ProposalState.CHANGED if row.edited else ProposalState.PROPOSED
        _decided(act, by, row, {"before": before})
    return row


@dataclass(frozen=True)
class Accepted:
    """What became of many: those that were accepted, and those that were not, each with the reason."""

    accepted: tuple[Proposal, ...]
    left: tuple[tuple[Proposal, str], ...]


def accept_above(by: Principal, reading: UUID, threshold: Decimal) -> Accepted:
    """Accept every figure that matches at least so well (nhận hàng loạt), none that does not agree.

    Each on its own: one that cannot stand leaves the others. Raises NotFound; Invalid for a threshold that is
    none.
    """
    if not Decimal(0) < threshold <= 1:
        raise Invalid(_("Ngưỡng từ 1 đến 100 %."), code="invalid", field="threshold")
    row = queries.one(by, reading)
    disputed = {position for check in row.checks for position in check["figures"]}
    accepted: list[Proposal] = []
    left: list[tuple[Proposal, str]] = []
    for each in queries.proposals(row):
        if each.state not in OPEN or each.score is None or each.score < threshold:
            continue
        if each.position in disputed:
            left.append((each, _("Có mâu thuẫn cần xem.")))
            continue
        try:
            accepted.append(accept(by, each.pk, teaching=False))
        except Refusal as refusal:
            left.append((each, str(refusal.message)))
    return Accepted(tuple(accepted), tuple(left))


def _open(by: Principal, proposal: UUID) -> Proposal:
    """The proposal, locked, still to be decided on by `by`. Raises NotAllowed, NotFound, Conflict."""
    row = queries.locked(proposal)
    policies.require_see(by, row.reading)
    if row.state not in OPEN:
        raise Conflict(
            _("Số liệu này đã được xử lý."),
            field="proposal",
            hint=_("Tải lại trang để xem; hoàn tác nếu cần xử lý lại."),
        )
    return row


def _require_real(row: Proposal, fact: Observation) -> None:
    if fact.illustrative and not row.illustrative:
        raise Invalid(
            _("Chỉ số này chỉ để minh hoạ: không nhận số liệu thật."), code="illustrative", field="indicator"
        )


def _take_back(by: Principal, fact: Observation, why: str) -> None:
    last = indicators.versions(fact)[0]
    if last.state == State.CONFIRMED:
        figures.withdraw(by, last, why)
    elif last.state in {State.SUBMITTED, State.APPROVED}:
        figures.return_(by, last, why)


def _apply(by: Principal, row: Proposal, choice: Choice) -> None:
    """Put what a person chose in the place of what was read or matched. Raises NotFound for unknown codes."""
    told = choice.model_dump(mode="json", exclude_none=True)
    named = {"actual": "actual", "aimed": "target"}
    edited = {named.get(name, name): value for name, value in told.items() if name in {*_EDITED, "aimed"}}
    row.edited = {
        **row.edited,
        **{name: value for name, value in edited.items() if _differs(row, name, value)},
    }
    if choice.target:
        row.target = plans.find_target(choice.target)
        row.indicator = row.target.indicator
    if choice.indicator:
        row.indicator = indicators.by_code(choice.indicator)
        if row.target and row.target.indicator_id != row.indicator.pk:
            row.target = None
    if choice.new_indicator:
        row.indicator, row.target = founding.found(by, row, choice.new_indicator), None
    if choice.place:
        row.place = places.by_code(choice.place, row.reading.dated)
    if choice.agency is not None and choice.agency != _code(row.agency):
        row.agency = agencies.chosen(choice.agency) if choice.agency else None


def _differs(row: Proposal, name: str, value: Any) -> bool:
    """Whether that is anything else than what stands there: `1680` is `1680.0`."""
    stands = row.edited.get(name, row.figure.get(name, ""))
    if name in {"value", "numerator", "denominator", "percent_printed", "actual", "target"}:
        return stands == "" or Decimal(str(stands)) != Decimal(str(value))
    return bool(stands != value)


def _code(thing: Any) -> str:
    return thing.code if thing is not None else ""


def _decided(act: Act, by: Principal, row: Proposal, told: Mapping[str, object]) -> None:
    """Keep who decided, write the trail, and see whether anything is left."""
    row.decided_by, row.decided_label, row.decided_at = by.account_id, by.actor_label, act.now
    row.version += 1
    row.save()
    data = {"position": row.position, "text": str(row), "state": row.state, **told}
    act.record(f"reading:{row.reading_id}", subject=row, data=data)
    left = Proposal.objects.filter(reading=row.reading_id, state__in=OPEN).exists()
    state = ReadingState.READY if left else ReadingState.DONE
    if row.reading.state != state:
        Reading.objects.filter(pk=row.reading_id).update(state=state)
        row.reading.state = state
