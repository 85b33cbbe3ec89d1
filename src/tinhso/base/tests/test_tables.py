"""The kept tables are loaded into an empty database only, and only where they say what the migrations say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tinhso.base import tables


@pytest.fixture
def kept() -> tables.Tables:
    found = tables.read()
    assert found is not None
    return found


def test_the_file_is_read_as_it_was_written(kept: tables.Tables, tmp_path: Path) -> None:
    (tmp_path / "again").write_text(str(kept), encoding="utf-8")
    assert tables.read(tmp_path / "again") == kept
    assert str(kept) == tables.KEPT.read_text(encoding="utf-8")
    assert tables.read(tmp_path / "none") is None


def test_a_changed_or_missing_migration_or_another_package_is_noticed(
    kept: tables.Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader = tables.installed()
    true = replace(kept, fingerprint=tables.fingerprint(loader, kept.migrations))
    assert tables.is_true(true, loader)
    assert not tables.is_true(replace(true, fingerprint="0" * 64), loader)
    assert not tables.is_true(replace(true, migrations=true.migrations[1:]), loader)
    assert not tables.is_true(replace(true, migrations=(*true.migrations, ("base", "9999_later"))), loader)
    monkeypatch.setattr(tables, "MAKERS", ("django",))
    assert not tables.is_true(true, loader)


@pytest.mark.django_db
def test_a_database_that_holds_something_is_left_alone(kept: tables.Tables) -> None:
    assert not tables.may_load(kept, connection)
    assert not tables.load(connection)


@pytest.mark.django_db
def test_what_an_older_server_may_not_understand_is_not_sent_to_it(kept: tables.Tables) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        (now,) = cursor.fetchone()
        assert tables.may_load(replace(kept, postgresql=now), connection)
        assert not tables.may_load(replace(kept, postgresql=now + 1), connection)
        cursor.execute("CREATE SCHEMA own; SET LOCAL search_path = own")
        assert not tables.may_load(replace(kept, postgresql=now), connection), "tables are wanted elsewhere"


@pytest.mark.django_db
def test_an_empty_database_is_filled_by_the_command(kept: tables.Tables) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0, interactive=False)
    assert not tables.may_load(kept, connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT (app, name)) FROM public.django_migrations")
        assert cursor.fetchone() == (len(tables.installed().disk_migrations),) * 2


def test_of_a_dump_the_statements_stay(kept: tables.Tables) -> None:
    dump = (
        "--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n\n-- Dumped from database version 18.6\n\n"
        "SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\n"
        "--\n-- Name: f(); Type: FUNCTION; Schema: public; Owner: -\n--\n\n"
        "CREATE FUNCTION public.f() RETURNS void\n    AS $$\n\n-- kept\n\nSET work_mem = 1;\n\n$$;\n\n\n"
        "--\n-- Name: t; Type: TABLE; Schema: public; Owner: -\n--\n\n"
        "CREATE TABLE public.t (\n    n text CHECK (((n)::text = ANY ((ARRAY['a'::character varying,"
        " 'b'::character varying])::text[])))\n);\n\n\n"
        "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict x\n\n"
    )
    assert tables.plain(dump) == (
        "CREATE FUNCTION public.f() RETURNS void\n    AS $$\n\n-- kept\n\nSET work_mem = 1;\n\n$$;\n"
        "CREATE TABLE public.t (\n"
        "    n text CHECK ((n IN ('a'::character varying, 'b'::character varying)))\n);\n"
    )
