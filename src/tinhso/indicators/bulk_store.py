"""Batches in the database: what stands before their rows, and the rows written by one COPY."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.base.actions import Act
from tinhso.base.audit.hashing import digest_of_many, is_empty
from tinhso.indicators.bulk_rows import SERIES, TOLD, VALUES, Ready
from tinhso.indicators.models import Batch, Observation, State

_FIELDS: Final = tuple(field.attname for field in Observation._meta.concrete_fields)
_COLUMNS: Final = ", ".join(
    connection.ops.quote_name(str(field.column)) for field in Observation._meta.concrete_fields
)
SAID: Final = (
    *VALUES,
    *(name for name in TOLD if name != "code"),
    "dated",
    "document_id",
    "evidence_id",
    "note",
)
"""The columns that make a figure what it says: where they are the same, nothing changed."""

_TYPES: Final = ("uuid", "uuid", "uuid", "text", "text", "boolean", "boolean", "text")
_SAME: Final = " AND ".join(f"o.{name} = w.{name}" for name in SERIES if name != "agency_id")
_BEFORE: Final = f"""
SELECT DISTINCT ON (w.n) w.n, o.id, o.state, o.pack, o.reason, {", ".join(f'o."{name}"' for name in SAID)}
FROM unnest({", ".join(f"%s::{kind}[]" for kind in _TYPES)}) WITH ORDINALITY AS w({", ".join(SERIES)}, n)
JOIN indicators_observation o ON {_SAME} AND o.agency_id IS NOT DISTINCT FROM w.agency_id
WHERE NOT EXISTS (SELECT 1 FROM indicators_observation later WHERE later.supersedes_id = o.id)
ORDER BY w.n, o.recorded_at DESC, o.id DESC
"""  # noqa: S608 - constant text


@dataclass(frozen=True, slots=True)
class Before:
    """The last version of a figure, as far as a new one must know it."""

    id: UUID
    state: State
    pack: str
    reason: str
    said: tuple[Any, ...]

    def says(self, row: Ready) -> bool:
        """Whether `row` says the same."""
        return all(row.columns[name] == value for name, value in zip(SAID, self.said, strict=True))


def lock_indicators(keys: Sequence[UUID]) -> None:
    """Have everybody who writes figures of those indicators wait: their rows refer to these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM indicators_indicator WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(keys)]
        )


def before(rows: Sequence[Ready]) -> dict[int, Before]:
    """The last versions of the figures of `rows`, by the rows' index; one statement."""
    if not rows:
        return {}
    arrays = [list(column) for column in zip(*(row.series for row in rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, arrays)
        return {
            rows[n - 1].index: Before(key, State(state), pack, reason, tuple(said))
            for n, key, state, pack, reason, *said in cursor.fetchall()
        }


@dataclass(frozen=True)
class Fresh:
    """A row to be written: all that is not the batch's own."""

    columns: Mapping[str, Any]
    state: State
    supersedes: UUID | None = None
    pack: str = ""
    reason: str = ""


def store(act: Act, batch: Batch, rows: Sequence[Fresh], keys: Sequence[UUID]) -> None:
    """Write the batch and its rows under `keys`: by COPY, sealed into the trail by one digest."""
    batch.save(force_insert=True)
    if not rows:
        return
    common = {
        **dict.fromkeys(_FIELDS, None),
        "recorded_at": act.now,
        "actor": act.acting.actor_id,
        "request": act.acting.request,
        "batch_id": batch.pk,
    }
    full = [_columns(common, row, key, act.acting.reason) for row, key in zip(rows, keys, strict=True)]
    full.sort(key=lambda columns: columns["id"].int)
    _copy(full)
    act.record(
        "figures",
        subject=batch,
        data={"written": len(rows), "state": str(rows[0].state), "batches": list(_sealed(batch, full))},
        facts=[batch],
    )


def _columns(common: Mapping[str, Any], row: Fresh, key: UUID, reason: str) -> dict[str, Any]:
    return {
        **common,
        **row.columns,
        "id": key,
        "state": str(row.state),
        "supersedes_id": row.supersedes,
        "pack": row.pack,
        "reason": row.reason or reason,
    }


def _copy(full: Sequence[Mapping[str, Any]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY indicators_observation ({_COLUMNS}) FROM STDIN") as copy,
    ):
        for columns in full:
            copy.write_row([columns[name] for name in _FIELDS])


def _sealed(batch: Batch, full: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the trail keeps: how many rows and their digest, illustrative ones apart (they may be cleared)."""
    for illustrative in (False, True):
        rows = [columns for columns in full if columns["illustrative"] is illustrative]
        if rows:
            told = ({name: value for name, value in row.items() if not is_empty(value)} for row in rows)
            count, sha256 = digest_of_many(told)
            yield {
                "model": Observation._meta.label_lower,
                "column": "batch",
                "key": str(batch.pk),
                "illustrative": illustrative,
                "count": count,
                "sha256": sha256,
            }
