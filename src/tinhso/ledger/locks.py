"""Waiting for each other: by idempotency key, and by what has a floor. Locks last until the commit.

They are taken in the order of their numbers, so that two who need the same ones never wait in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from tinhso.ledger.triggers import FLOORS, KEYS

_TAKE = """
SELECT pg_advisory_xact_lock(%s, number)
FROM (SELECT DISTINCT hashtext(name) AS number FROM unnest(%s::text[]) AS name ORDER BY 1) AS sorted
"""


def _take(kind: int, names: Iterable[str]) -> None:
    wanted = list(names)
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [kind, wanted])


def keys(names: Iterable[str]) -> None:
    """Wait until nobody else is posting under these keys."""
    _take(KEYS, names)


def floors(names: Iterable[str]) -> None:
    """Wait until nobody else is moving these balances; the names are those the trigger puts together."""
    _take(FLOORS, names)
