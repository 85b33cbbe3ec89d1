"""What this room tells others."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class PostHandedOver(Event):
    """A position passed from one person to another (bàn giao): open work goes with it."""

    name: ClassVar[str] = "people.post_handed_over"
    position: UUID
    agency: UUID
    from_person: UUID
    to_person: UUID
    last_day: date
    old_post: UUID
    new_post: UUID


class AccountClosed(Event):
    """An account can no longer sign in (khoá tài khoản)."""

    name: ClassVar[str] = "people.account_closed"
    account: UUID
