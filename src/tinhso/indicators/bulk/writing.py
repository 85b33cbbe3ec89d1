"""Many figures at once: one transaction, a number of statements that does not grow with the rows."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.base.ids import new_ids
from tinhso.indicators import events, policies
from tinhso.indicators.approval import decisions, holders
from tinhso.indicators.approval.approving import Levels
from tinhso.indicators.bulk import store as bulk_store
from tinhso.indicators.bulk.known import Known
from tinhso.indicators.bulk.rows import checked, judged
from tinhso.indicators.bulk.shapes import Ready, RowDraft, RowResult, Status
from tinhso.indicators.bulk.store import Before, Fresh
from tinhso.indicators.current import keep_current
from tinhso.indicators.models import WAITING, Batch, State

__all__ = ["MOST", "BulkResult", "RowDraft", "RowResult", "write"]

MOST: Final = 10_000
"""Rows of one batch."""


@dataclass(frozen=True)
class BulkResult:
    """What became of a batch: a result a row, in their order; `repeated` when the key came again."""

    batch: UUID | None
    rows: tuple[RowResult, ...]
    repeated: bool = False

    def count(self, status: Status) -> int:
        """How many rows ended so; the four add up to all."""
        return sum(row.status == status for row in self.rows)


@contextmanager
def collector_resting() -> Iterator[None]:
    """Python's search for circles waits: a batch makes many things at once, none of them in a circle.

    It walked over all of them again and again, a quarter of the time. What is not in a circle goes as ever.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def write(
    by: Actor, rows: Sequence[RowDraft | Problem], *, submit: bool, key: str = "", body: str = ""
) -> BulkResult:
    """Write down many figures (ghi nhiều số liệu): good rows in, bad ones listed with what is wrong.

    `submit` sends them in to be confirmed; without it they are confirmed at once, by who may confirm. A row
    that could not be read stands as its problem. The same `key` with the same rows gets the same answer and
    writes nothing; `body` is what came as it came, where it did not come as rows. Raises NotAllowed, Invalid
    for too many rows, Conflict for a key that brought other rows.
    """
    _require(by, len(rows), submit=submit)
    body = _body(rows, body, submit=submit) if key else ""
    state = State.SUBMITTED if submit else State.CONFIRMED
    with acting(by, f"indicators.batch_{'submit' if submit else 'confirm'}") as act:
        if (answered := _answered(act, key, body)) is not None:
            return answered
        drafts = [(n, row) for n, row in enumerate(rows, start=1) if isinstance(row, RowDraft)]
        unread = [
            RowResult.refused(n, row) for n, row in enumerate(rows, start=1) if isinstance(row, Problem)
        ]
        known = Known.of(by, [draft for _n, draft in drafts], clock.today())
        bulk_store.lock_indicators([row.pk for row in known.indicators.values()])
        good, bad = judged(drafts, known)
        _pass_heads(by, known, good, state)
        fresh, results = _compared(good, state, known)
        fresh, fallen = checked(fresh, known)
        told = [*unread, *bad, *results, *fallen]
        batch = Batch(
            key=key,
            body=body,
            submitted=submit,
            actor_label=by.actor_label,
            count=len(fresh),
            illustrative=known.illustrative,
        )
        return _written(act, batch, fresh, told)


def _require(by: Actor, count: int, *, submit: bool) -> None:
    policies.require_enter(by)
    if not submit:
        policies.require_confirm(by)
    if count > MOST:
        raise Invalid(
            _("Tối đa %(most)d dòng một lần; đã gửi %(count)d.") % {"most": MOST, "count": count},
            code="too_many_rows",
            hint=_("Chia thành nhiều lần gửi."),
        )


def _body(rows: Sequence[RowDraft | Problem], body: str, *, submit: bool) -> str:
    found = hashlib.sha256(b"submit" if submit else b"confirm")
    if body:
        found.update(body.encode())
        return found.hexdigest()
    for row in rows:
        text = row.model_dump_json() if isinstance(row, RowDraft) else f"{row.code} {row.message} {row.field}"
        found.update(text.encode() + b"\n")
    return found.hexdigest()


def _answered(act: Act, key: str, body: str) -> BulkResult | None:
    """What the key got before; None when it is new. Two requests with one key come one after the other."""
    if not key:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{act.acting.actor_id} {key}"])
    before = Batch.objects.filter(actor=act.acting.actor_id, key=key).first()
    if before is None:
        return None
    if before.body != body:
        raise Conflict(
            _("Khoá này đã dùng cho một lần gửi khác."),
            code="key_used",
            field="Idempotency-Key",
            hint=_("Mỗi lần gửi dữ liệu mới dùng một khoá mới."),
        )
    return BulkResult(before.pk, tuple(_row(told) for told in before.answer["rows"]), repeated=True)


def _row(told: Sequence[Any]) -> RowResult:
    index, status, figure, *rest = told
    return RowResult(index, status, UUID(figure) if figure else None, *rest)


def _pass_heads(by: Actor, known: Known, good: Sequence[Ready], state: State) -> None:
    """What a head sends of the own agency has passed the head's step."""
    who = policies.deciding(by)
    if state == State.CONFIRMED or not who.agencies:
        return
    levels = Levels(known.indicators.values(), who.agencies)
    for row in good:
        agency = row.columns["agency_id"]
        if agency in who.agencies:
            chain = levels.of(row.columns["indicator_id"], agency, row.columns["period_end"])
            row.columns["level"] = chain.sent_by(who)


def _compared(
    good: Sequence[Ready], state: State, known: Known
) -> tuple[Sequence[tuple[int, Fresh]], list[RowResult]]:
    """What must be written of the rows that can stand, and what is said of the others."""
    last = bulk_store.before(good)
    waiting = [row for row in last.values() if row.state in WAITING]
    open_ones = [row.id for row in last.values() if row.state in WAITING or row.state == State.RETURNED]
    papers = holders.papers(open_ones)
    levels = Levels(known.indicators.values(), known.agencies_of(good)) if waiting else None
    fresh: list[tuple[int, Fresh]] = []
    told: list[RowResult] = []
    for row in good:
        before = last.get(row.index)
        if before is None:
            fresh.append((row.index, Fresh(row.columns, state, reason=row.reason)))
        elif before.says(row) and (before.state in {State.CONFIRMED, state} or _further(before, state)):
            told.append(RowResult(row.index, "unchanged", before.id))
        elif before.id in papers:
            told.append(RowResult.refused(row.index, holders.problem(papers[before.id])))
        elif problem := _refused(row, before) or _ahead(row, before, state, levels):
            told.append(RowResult.refused(row.index, problem))
        else:
            fresh.append((row.index, Fresh(row.columns, state, before.id, before.pack, row.reason)))
    return fresh, told


def _further(before: Before, state: State) -> bool:
    """Whether what is sent again waits at a level already."""
    return state == State.SUBMITTED and before.state == State.APPROVED


def _ahead(row: Ready, before: Before, state: State, levels: Levels | None) -> Problem | None:
    """The standing office confirms ahead of a level below with a reason only."""
    if levels is None or state != State.CONFIRMED or before.state not in WAITING:
        return None
    row.columns["level"] = before.level
    chain = levels.of(row.columns["indicator_id"], row.columns["agency_id"], row.columns["period_end"])
    ahead = chain.ahead(before.level)
    if not ahead or row.reason.strip():
        return None
    return decisions.ahead_of(ahead[0])


def _refused(row: Ready, before: Before) -> Problem | None:
    """A figure in force, withdrawn or returned as it is sent again changes with a reason only."""
    if row.reason.strip():
        return None
    if before.state == State.RETURNED and before.says(row):
        return Problem(
            "returned",
            _("Số liệu này đã bị trả lại: %(reason)s") % {"reason": before.reason},
            "reason",
            _("Sửa số liệu, hoặc nêu lý do giữ nguyên."),
        )
    if before.state in {State.CONFIRMED, State.WITHDRAWN}:
        return Problem(
            "reason_needed",
            _("Đã có số liệu được xác nhận hoặc đã rút của kỳ này; thay đổi phải nêu lý do."),
            "reason",
            _("Ghi lý do đính chính."),
        )
    return None


def _written(
    act: Act, batch: Batch, fresh: Sequence[tuple[int, Fresh]], told: Sequence[RowResult]
) -> BulkResult:
    """Write what is fresh and remember the answer; without a key and without a row nothing is left behind."""
    keys = new_ids(len(fresh))
    results = [
        RowResult(index, "superseded" if row.supersedes else "created", key)
        for (index, row), key in zip(fresh, keys, strict=True)
    ]
    if told:
        results = sorted([*told, *results], key=lambda row: row.index)
    if not fresh and not batch.key:
        return BulkResult(None, tuple(results))
    if batch.key:
        batch.answer = {
            "rows": [[str(one) if isinstance(one, UUID) else one for one in astuple(row)] for row in results]
        }
    bulk_store.store(act, batch, [row for _index, row in fresh], keys)
    announce(act, batch, [row for _index, row in fresh], keys)
    return BulkResult(batch.pk, tuple(results))


def announce(act: Act, batch: Batch, rows: Sequence[Fresh], keys: Sequence[UUID]) -> None:
    """Keep what is in force, and tell the rooms above, once for each state in the batch."""
    if not rows:
        return
    confirmed = [key for row, key in zip(rows, keys, strict=True) if row.state == State.CONFIRMED]
    if confirmed:
        keep_current(confirmed)
    by_state: dict[State, set[UUID]] = {}
    for row in rows:
        by_state.setdefault(row.state, set()).add(row.columns["indicator_id"])
    for state, indicators in by_state.items():
        act.emit(events.OF_BATCH[state](batch=batch.pk, indicators=tuple(sorted(indicators, key=str))))
