"""What loading the packs leaves in the database, kept in memory: tests want it again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Snapshot:
    """The rows of every table as PostgreSQL copies them, and where its sequences stand."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


_taken: dict[str, Snapshot] = {}


def filled(name: str, fill: Callable[[], None]) -> None:
    """Fill the empty database: by `fill` the first time in this process, then by copying what it left."""
    found = _taken.get(name)
    if found is None:
        fill()
        _taken[name] = _take()
    else:
        _bring_back(found)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what autovacuum would do in a minute: without it plans are blind guesses


def _tables() -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def _take() -> Snapshot:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = {}
        for table in _tables():
            with cursor.copy(f"COPY {quote(table)} TO STDOUT (FORMAT binary)") as copy:
                tables[table] = b"".join(bytes(block) for block in copy)
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        sequences = {name: value for name, value in cursor.fetchall() if value is not None}
    return Snapshot(tables, sequences)


def _bring_back(found: Snapshot) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE " + ", ".join(quote(table) for table in found.tables))
        for table, rows in found.tables.items():
            with cursor.copy(f"COPY {quote(table)} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)
        for name, value in found.sequences.items():
            cursor.execute("SELECT setval(%s, %s)", [quote(name), value])
