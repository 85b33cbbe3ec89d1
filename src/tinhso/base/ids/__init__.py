"""Identifiers that sort by the moment they were made."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID


def uuid7(moment: datetime | None = None) -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then chance."""
    instant = moment or datetime.now(UTC)  # noqa: TID251 - an identifier's order is the machine's, not the simulation's
    milliseconds = int(instant.timestamp() * 1000) & ((1 << 48) - 1)
    chance_a, chance_b = secrets.randbits(12), secrets.randbits(62)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | chance_a << 64 | 0b10 << 62 | chance_b)


def new_id() -> UUID:
    """Default of primary keys."""
    return uuid7()
