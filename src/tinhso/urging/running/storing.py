"""Writing many steps at once by COPY: a first run over a hundred thousand tasks tells twice as many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from tinhso.base.audit.context import current_actor_id, current_reason, current_request
from tinhso.base.ids import new_ids
from tinhso.urging.models import Run, Urge
from tinhso.urging.running.planning import Call

_COLUMNS: Final = (
    "id", "recorded_at", "actor", "reason", "request", "illustrative", "run_id", "ladder", "kind", "subject",
    "code", "period", "agency_id", "due", "track", "rank",
)  # fmt: skip


def write(made: Run, reached: Sequence[tuple[Call, bool]]) -> None:
    """The facts of a run: each step with whether only people of the demo heard it."""
    if not reached:
        return
    shared = (made.recorded_at, current_actor_id(), current_reason(), current_request())
    statement = f"COPY {Urge._meta.db_table} ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for key, (call, demo) in zip(new_ids(len(reached)), reached, strict=True):
            copy.write_row((key, *shared, *_row(made, call, demo=demo)))


def _row(made: Run, call: Call, *, demo: bool) -> tuple[Any, ...]:
    debt, step = call.debt, call.step
    return (
        debt.illustrative or demo, made.pk, call.ladder, str(debt.kind), debt.subject, debt.code, debt.period,
        debt.agency, debt.due, step.track.value, step.rank,
    )  # fmt: skip
