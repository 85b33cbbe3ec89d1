"""Keeping the file of an empty database's tables in step with the migrations (`tinhso.base.tables`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import django
import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tinhso.base import tables
from tinhso.cli import dumps

AGAIN = "`./run check --update-tables` makes them anew."


def wrong() -> list[str]:
    """What keeps the file from standing for all migrations, in sentences."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
    kept, there = tables.read(), tables.installed()
    if kept is None:
        return ["No tables are kept.", AGAIN]
    found = [
        f"The kept tables lack what {app}.{name} makes."
        for app, name in sorted(set(there.disk_migrations) - set(kept.migrations))
    ]
    if not tables.is_true(kept, there):
        found.append(
            "A migration, or a package that makes tables of them, is not the one the kept tables are of."
        )
    return [*found, AGAIN] if found else []


@contextmanager
def _empty_database() -> Iterator[str]:
    """A database of its own on the server of DATABASE_URL, which names it for the length of the block."""
    address = os.environ["DATABASE_URL"]
    name = "tinhso_tables"
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
        os.environ["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{name}").geturl()
        try:
            yield name
        finally:
            os.environ["DATABASE_URL"] = address
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def update() -> bool:
    """Run every migration in an empty database and keep the tables that come of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    with _empty_database() as name:
        django.setup()
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        with connection.cursor() as cursor:
            filled = [table for table in connection.introspection.table_names(cursor) if _is_filled(table)]
        postgresql = connection.pg_version // 10_000
        connection.close()
        connection.close_pool()
        dump = dumps.tables(name)
    if filled != ["django_migrations"]:
        print(f"Migrations write rows into an empty database, which are not kept: {', '.join(filled)}.")
        return False
    nodes = tuple(sorted(executor.loader.disk_migrations))
    made = tables.Tables(postgresql, tables.fingerprint(tables.installed(), nodes), nodes, tables.plain(dump))
    tables.KEPT.parent.mkdir(exist_ok=True)
    tables.KEPT.write_text(str(made), encoding="utf-8")
    print(f"{tables.KEPT.name}: {len(nodes)} migrations")
    return True


def _is_filled(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})")
        return bool(cursor.fetchone()[0])
