"""What a decision makes of a figure that waits, and what those are told whose turn it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Invalid, NotAllowed, Problem
from tinhso.indicators.approval.levels import Chain, Deciding, Rung, Step
from tinhso.indicators.models import Observation, State
from tinhso.people import queries as people


@dataclass(frozen=True)
class Decided:
    """The next version's state and level, and the levels it was confirmed ahead of (vượt cấp)."""

    state: State
    level: int | None
    ahead: tuple[Rung, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """What the trail keeps of it."""
        return {"ahead": [f"{rung.step}:{rung.climb}" for rung in self.ahead]} if self.ahead else {}


def approved(who: Deciding, row: Observation, chain: Chain) -> Decided:
    """The level whose turn it is passes the figure on. Raises NotAllowed naming whose turn it is."""
    turn = chain.turn(row.level)
    if turn.step is Step.OFFICE and who.agencies and not who.office:
        raise Conflict(
            _("Số liệu đã qua các cấp duyệt, đang chờ cơ quan thường trực xác nhận."), field="figure"
        )
    if not turn.held_by(who):
        raise _not_yours(turn)
    if turn.step is Step.OFFICE:
        return Decided(State.CONFIRMED, row.level)
    return Decided(State.APPROVED, turn.number + 1)


def confirmed(who: Deciding, row: Observation, chain: Chain, reason: str) -> Decided:
    """The standing office confirms; ahead of a level below with a reason only.

    Raises NotAllowed, Invalid (`reason`, code `ahead`) naming whose turn it is.
    """
    if not who.office:
        raise NotAllowed(_("Chỉ cơ quan thường trực được xác nhận, trả lại, đính chính hoặc rút số liệu."))
    ahead = chain.ahead(row.level)
    if ahead and not reason.strip():
        told = ahead_of(ahead[0])
        raise Invalid(told.message, code=told.code, field=told.field, hint=told.hint)
    return Decided(State.CONFIRMED, row.level, ahead)


def ahead_of(turn: Rung) -> Problem:
    """What the standing office is told that confirms, without a reason, before `turn` has decided."""
    return Problem(
        "ahead",
        _("Số liệu còn chờ %(who)s duyệt; xác nhận vượt cấp phải nêu lý do.") % {"who": said(turn)},
        "reason",
        _("Ghi lý do xác nhận vượt cấp, hoặc chờ cấp dưới duyệt."),
    )


def passed(who: Deciding, row: Observation, chain: Chain, reason: str) -> Decided:
    """Whichever of the two is `who`'s now: the own turn first, else the standing office's word."""
    if chain.turn(row.level).held_by(who) or not who.office:
        return approved(who, row, chain)
    return confirmed(who, row, chain, reason)


def returned(who: Deciding, row: Observation, chain: Chain, reason: str) -> Decided:
    """The level whose turn it is, or one above it, sends the figure back. Raises NotAllowed, Invalid."""
    if not any(rung.held_by(who) for rung in chain.open(row.level)):
        raise _not_yours(chain.turn(row.level))
    if not reason.strip():
        raise Invalid(_("Nêu lý do trả lại để đơn vị biết cần sửa gì."), field="reason")
    return Decided(State.RETURNED, None)


def _not_yours(turn: Rung) -> NotAllowed:
    return NotAllowed(
        _("Chưa đến lượt bạn: số liệu đang chờ %(who)s.") % {"who": said(turn)},
        field="figure",
    )


def said(rung: Rung, names: Mapping[UUID, str] | None = None) -> str:
    """Who decides at a level, in words; one statement for the names when they are not given."""
    if not rung.deciders:
        return _("cơ quan thường trực")
    known = names if names is not None else names_of([rung])
    who = ", ".join(sorted(known[agency] for agency in rung.deciders if agency in known))
    return (_("thủ trưởng %(who)s") if rung.step is Step.HEAD else _("lãnh đạo %(who)s")) % {"who": who}


def names_of(rungs: Iterable[Rung]) -> dict[UUID, str]:
    """The short names of the agencies of those levels; one statement, none without an agency."""
    wanted = {agency for rung in rungs for agency in rung.deciders}
    if not wanted:
        return {}
    return {row.pk: str(row) for row in people.agencies().filter(pk__in=wanted)}
