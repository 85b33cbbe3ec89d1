"""Deciding on many figures that wait: each gets its next version, in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.ids import new_ids
from tinhso.indicators import bulk, bulk_store, locks, policies
from tinhso.indicators.bulk_store import Fresh
from tinhso.indicators.models import Batch, Observation, State

_OWN: Final = frozenset(
    {"id", "recorded_at", "actor", "request", "batch_id", "state", "supersedes_id", "pack", "reason"}
)
_KEPT: Final = tuple(
    field.attname for field in Observation._meta.concrete_fields if field.attname not in _OWN
)


def waiting() -> QuerySet[Observation]:
    """Figures that came in batches and wait for confirmation."""
    return Observation.objects.filter(
        batch__isnull=False, state=State.SUBMITTED, superseded_by=None
    ).select_related("indicator", "place__parent", "agency", "batch")


def counted() -> list[tuple[Batch, int]]:
    """The batches of which something waits, the oldest first, each with how many figures."""
    counts = dict(waiting().order_by().values_list("batch").annotate(count=Count("pk")))
    rows = Batch.objects.in_bulk(counts)
    return sorted(((rows[key], count) for key, count in counts.items()), key=_moment)


def _moment(pair: tuple[Batch, int]) -> datetime:
    return pair[0].recorded_at


def decide(by: Actor, figures: Sequence[UUID], state: State, reason: str = "") -> int:
    """Confirm or return figures that wait (xác nhận, trả lại nhiều số liệu). How many.

    Raises NotAllowed; Invalid without a figure, or for a return without a reason; Conflict when one of them
    was decided on meanwhile, or its period is closed: then nothing is done.
    """
    policies.require_confirm(by)
    if not figures:
        raise Invalid(_("Chọn ít nhất một số liệu."), field="figure")
    if state == State.RETURNED and not reason.strip():
        raise Invalid(_("Nêu lý do trả lại để đơn vị biết cần sửa gì."), field="reason")
    with acting(
        by, f"indicators.decide_{'confirm' if state == State.CONFIRMED else 'return'}", reason=reason
    ) as act:
        rows = list(waiting().filter(pk__in=figures).select_for_update(of=("self",)).order_by("pk"))
        if len(rows) < len(set(figures)):
            raise Conflict(
                _("Số liệu này đã có bản mới hơn hoặc đã được xử lý."),
                field="figure",
                hint=_("Tải lại trang để xem bản mới nhất."),
            )
        _require_open(rows)
        bulk_store.lock_indicators(list({row.indicator_id for row in rows}))
        fresh = [Fresh({name: getattr(row, name) for name in _KEPT}, state, row.pk, row.pack) for row in rows]
        batch = Batch(
            body="",
            submitted=False,
            actor_label=by.actor_label,
            count=len(fresh),
            illustrative=all(row.illustrative for row in rows),
        )
        keys = new_ids(len(fresh))
        bulk_store.store(act, batch, fresh, keys)
        bulk.announce(act, batch, fresh, keys)
    return len(fresh)


def _require_open(rows: Sequence[Observation]) -> None:
    closed = locks.locked({row.indicator_id for row in rows})
    for row in rows:
        if (row.indicator_id, row.period) in closed:
            locks.require_open(row.indicator_id, row.period)
