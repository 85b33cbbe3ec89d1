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


def new_ids(count: int) -> list[UUID]:
    """So many identifiers of one moment, in order; chance is fetched once for all."""
    first = uuid7()
    head = first.int >> 76 << 76
    chance = secrets.token_bytes(10 * count)
    tails = (int.from_bytes(chance[at : at + 10]) & _TAIL for at in range(0, 10 * count, 10))
    return [UUID(int=head | 0b10 << 62 | tail) for tail in sorted(tails)]


_TAIL = (1 << 76) - 1 & ~(0b11 << 62)
"""The bits of an identifier that are chance: all after the version, but the variant."""


def new_id() -> UUID:
    """Default of primary keys."""
    return uuid7()
