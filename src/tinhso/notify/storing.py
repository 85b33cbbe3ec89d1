"""Writing many messages and deliveries at once: as JSON documents that the database takes apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.base.audit.context import current_actor_id, current_reason, current_request
from tinhso.base.ids import new_ids
from tinhso.notify.choices import DeliveryState, Route

_AT_ONCE: Final = 10_000
_MESSAGES: Final = """
    WITH told AS (
        INSERT INTO notify_message
            (id, kind, key, recipient, agency, "group", urgent, "values", href, illustrative,
             recorded_at, actor, reason, request)
        SELECT id, kind, key, recipient, agency, "group", urgent, "values", href, illustrative,
            %(at)s, %(actor)s, %(reason)s, %(request)s
        FROM json_to_recordset(%(rows)s) AS given
            (id uuid, kind text, key text, recipient uuid, agency uuid, "group" text, urgent bool,
             "values" jsonb, href text, illustrative bool)
        ON CONFLICT (kind, key, recipient) DO NOTHING
        RETURNING id, recipient, "group", illustrative
    ), shown AS (
        INSERT INTO notify_delivery
            (id, message_id, recipient, route, "group", state, due_at, sent_at, illustrative, attempts,
             failure)
        SELECT id, id, recipient, %(inapp)s, "group", %(sent)s, %(at)s, %(at)s, illustrative, 0, '' FROM told
    )
    SELECT id FROM told
"""
"""In the inbox a message is as soon as it is told; there its delivery has the message's own id."""
_DELIVERIES: Final = """
    INSERT INTO notify_delivery
        (id, message_id, recipient, route, "group", state, due_at, illustrative, attempts, failure)
    SELECT id, message, recipient, route, "group", state, due_at, illustrative, 0, ''
    FROM json_to_recordset(%(rows)s) AS given
        (id uuid, message uuid, recipient uuid, route text, "group" text, state text, due_at timestamptz,
         illustrative bool)
"""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be written."""

    id: UUID
    kind: str
    key: str
    recipient: UUID
    agency: UUID | None
    group: str
    urgent: bool
    values: dict[str, str]
    href: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to be written, on a way out of the house."""

    id: UUID
    message: UUID
    recipient: UUID
    route: Route
    group: str
    state: DeliveryState
    due_at: datetime
    illustrative: bool


def identifiers() -> Iterator[UUID]:
    """As many as are asked for, made a thousand at a time."""
    while True:
        yield from new_ids(1000)


def _as_json(rows: Sequence[NewMessage | NewDelivery]) -> str:
    names = [field.name for field in fields(rows[0])]
    told = [{name: getattr(row, name) for name in names} for row in rows]
    return json.dumps(told, ensure_ascii=False, default=str)


def write_messages(rows: Sequence[NewMessage], at: datetime) -> set[UUID]:
    """Write those not told before, each with its place in the inbox; the answer is which.

    Somebody else who tells the same meanwhile is waited for.
    """
    found: set[UUID] = set()
    fixed = {
        "at": at,
        "actor": current_actor_id(),
        "reason": current_reason(),
        "request": current_request(),
        "inapp": str(Route.INAPP),
        "sent": str(DeliveryState.SENT),
    }
    with connection.cursor() as cursor:
        for some in _stretches(rows):
            cursor.execute(_MESSAGES, {"rows": _as_json(some), **fixed})
            found.update(row[0] for row in cursor.fetchall())
    return found


def write_deliveries(rows: Sequence[NewDelivery]) -> None:
    """Write them all."""
    with connection.cursor() as cursor:
        for some in _stretches(rows):
            cursor.execute(_DELIVERIES, {"rows": _as_json(some)})


def _stretches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
