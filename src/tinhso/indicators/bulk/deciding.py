"""Deciding on many figures that wait, whatever their levels: each gets its next version, in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.ids import new_ids
from tinhso.indicators import locks, policies
from tinhso.indicators.approval import decisions, holders
from tinhso.indicators.approval.approving import levels_of
from tinhso.indicators.approval.decisions import Decided
from tinhso.indicators.approval.levels import Deciding
from tinhso.indicators.bulk import store as bulk_store
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.store import Fresh
from tinhso.indicators.models import WAITING, Batch, Observation, State

MOST: Final = bulk.MOST
"""Figures of one decision."""

_OWN: Final = frozenset(
    {"id", "recorded_at", "actor", "request", "batch_id", "state", "supersedes_id", "pack", "reason"}
)
_KEPT: Final = tuple(
    field.attname for field in Observation._meta.concrete_fields if field.attname not in _OWN
)


@dataclass(frozen=True)
class Outcome:
    """What a decision did: how many figures were approved, confirmed (some ahead of a level), returned."""

    approved: int = 0
    confirmed: int = 0
    returned: int = 0
    ahead: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.approved + self.confirmed + self.returned


def pass_on(by: Actor, figures: Sequence[UUID], reason: str = "") -> Outcome:
    """Approve or confirm figures that wait (duyệt, xác nhận nhiều số liệu), each at its level, in one batch.

    Raises NotAllowed where one is not `by`'s turn; Invalid without a figure, for too many, or without a
    reason where the standing office is ahead of a level; Conflict when one was decided on meanwhile, or its
    period is closed: then nothing is done.
    """
    return _decide(by, figures, reason, back=False)


def send_back(by: Actor, figures: Sequence[UUID], reason: str) -> Outcome:
    """Return figures that wait to their senders (trả lại nhiều số liệu). Raises as `pass_on`."""
    if not reason.strip():
        raise Invalid(_("Nêu lý do trả lại để đơn vị biết cần sửa gì."), field="reason")
    return _decide(by, figures, reason, back=True)


def _decide(by: Actor, figures: Sequence[UUID], reason: str, *, back: bool) -> Outcome:
    policies.require_decide(by)
    wanted = list(dict.fromkeys(figures))
    if not wanted:
        raise Invalid(_("Chọn ít nhất một số liệu."), field="figure")
    if len(wanted) > MOST:
        raise Invalid(
            _("Tối đa %(most)d số liệu một lần; đã chọn %(count)d.") % {"most": MOST, "count": len(wanted)},
            field="figure",
            hint=_("Thu hẹp bộ lọc rồi duyệt từng phần."),
        )
    with acting(by, f"indicators.decide_{'return' if back else 'pass'}", reason=reason) as act:
        rows = _locked(wanted)
        holders.require_free(wanted)
        fresh = [
            _following(row, decided)
            for row, decided in _decided(policies.deciding(by), rows, reason, back=back)
        ]
        _require_open(rows)
        bulk_store.lock_indicators(list({row.indicator_id for row in rows}))
        batch = Batch(
            body="",
            submitted=False,
            actor_label=by.actor_label,
            count=len(fresh),
            illustrative=all(row.illustrative for row in rows),
        )
        keys = new_ids(len(fresh))
        outcome = _told([decided for _one, decided in fresh])
        ahead = {"ahead": outcome.ahead} if outcome.ahead else {}
        bulk_store.store(act, batch, [one for one, _decided in fresh], keys, ahead)
        bulk.announce(act, batch, [one for one, _decided in fresh], keys)
    return outcome


def _locked(figures: Sequence[UUID]) -> list[Observation]:
    """The figures, locked, each the last version and waiting. Raises Conflict."""
    rows = Observation.objects.filter(pk__in=figures, state__in=WAITING, superseded_by=None)
    found = list(rows.select_related("indicator").select_for_update(of=("self",)).order_by("pk"))
    if len(found) < len(figures):
        raise Conflict(
            _("Số liệu này đã có bản mới hơn hoặc đã được xử lý."),
            field="figure",
            hint=_("Tải lại trang để xem bản mới nhất."),
        )
    return found


def _decided(
    who: Deciding, rows: Sequence[Observation], reason: str, *, back: bool
) -> list[tuple[Observation, Decided]]:
    levels = levels_of(rows)
    decide = decisions.returned if back else decisions.passed
    return [(row, decide(who, row, levels.of_figure(row), reason)) for row in rows]


def _following(row: Observation, decided: Decided) -> tuple[Fresh, Decided]:
    columns = {name: getattr(row, name) for name in _KEPT} | {"level": decided.level}
    return Fresh(columns, decided.state, row.pk, row.pack), decided


def _told(made: Sequence[Decided]) -> Outcome:
    states = [decided.state for decided in made]
    return Outcome(
        approved=states.count(State.APPROVED),
        confirmed=states.count(State.CONFIRMED),
        returned=states.count(State.RETURNED),
        ahead=sum(bool(decided.ahead) for decided in made),
    )


def _require_open(rows: Sequence[Observation]) -> None:
    closed = locks.locked({row.indicator_id for row in rows})
    for row in rows:
        if (row.indicator_id, row.period) in closed:
            locks.require_open(row.indicator_id, row.period)
