"""Writing many messages and deliveries at once: two statements, however many there are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.base.audit.context import current_actor_id, current_reason, current_request
from tinhso.notify.choices import Route, State

_MESSAGES = """
    INSERT INTO notify_message
        (id, kind, key, recipient, agency, "group", urgent, "values", href, illustrative,
         recorded_at, actor, reason, request)
    SELECT id, kind, key, recipient, agency, grp, urgent, told::jsonb, href, illustrative, %s, %s, %s, %s
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::text[], %s::bool[],
                %s::text[], %s::text[], %s::bool[])
        AS given (id, kind, key, recipient, agency, grp, urgent, told, href, illustrative)
    ON CONFLICT (kind, key, recipient) DO NOTHING
    RETURNING id
"""
_DELIVERIES = """
    INSERT INTO notify_delivery
        (id, message_id, recipient, route, "group", state, due_at, sent_at, illustrative, attempts, failure)
    SELECT id, message, recipient, route, grp, state, due, sent, illustrative, 0, ''
    FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
                %s::timestamptz[], %s::bool[])
        AS given (id, message, recipient, route, grp, state, due, sent, illustrative)
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
    """A delivery to be written."""

    id: UUID
    message: UUID
    recipient: UUID
    route: Route
    group: str
    state: State
    due_at: datetime
    sent_at: datetime | None
    illustrative: bool


def write_messages(rows: Sequence[NewMessage], at: datetime) -> set[UUID]:
    """Write those not told before; the answer is which. Somebody else telling the same is waited for."""
    if not rows:
        return set()
    columns: list[list[Any]] = [
        [row.id for row in rows],
        [row.kind for row in rows],
        [row.key for row in rows],
        [row.recipient for row in rows],
        [row.agency for row in rows],
        [row.group for row in rows],
        [row.urgent for row in rows],
        [json.dumps(row.values, ensure_ascii=False) for row in rows],
        [row.href for row in rows],
        [row.illustrative for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, [at, current_actor_id(), current_reason(), current_request(), *columns])
        return {row[0] for row in cursor.fetchall()}


def write_deliveries(rows: Sequence[NewDelivery]) -> None:
    """Write them all."""
    if not rows:
        return
    columns: list[list[Any]] = [
        [row.id for row in rows],
        [row.message for row in rows],
        [row.recipient for row in rows],
        [str(row.route) for row in rows],
        [row.group for row in rows],
        [str(row.state) for row in rows],
        [row.due_at for row in rows],
        [row.sent_at for row in rows],
        [row.illustrative for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, columns)
