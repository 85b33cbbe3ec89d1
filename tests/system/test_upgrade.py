"""A database of the first version, with data, comes to today's tables with every row in place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from difflib import unified_diff
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from tinhso.base import tables
from tinhso.cli import dumps

pytestmark = pytest.mark.system

ROOMS = ("base", "places", "people", "documents", "indicators", "steering")
ALIAS, FRESH = "upgrade", "fresh"
DAY, MOMENT = date(2024, 12, 31), datetime(2025, 1, 2, 3, 4, tzinfo=UTC)


@contextmanager
def _beside(alias: str) -> Iterator[str]:
    """An empty database beside the tests' own, under an alias of its own."""
    parameters = connections["default"].get_connection_params()
    options = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    name = f"{connections['default'].settings_dict['NAME']}_{alias}"
    with psycopg.connect(**options, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
        connections.settings[alias] = {**connections["default"].settings_dict, "NAME": name, "OPTIONS": {}}
        try:
            yield alias
            connections[alias].close()
        finally:
            del connections[alias], connections.settings[alias]
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _first(executor: MigrationExecutor) -> list[tuple[str, str]]:
    return [min(node for node in executor.loader.graph.nodes if node[0] == room) for room in ROOMS]


def _row(apps: Any, model: str, **values: Any) -> Any:
    """A row of a historical model; texts and flags not given are empty."""
    made = apps.get_model(model)
    return made._default_manager.using(ALIAS).create(**values)


def _fill(apps: Any) -> dict[str, Any]:
    """One row of everything that carries a figure, written with the first version's models."""
    country = _row(
        apps, "places.Place", level="country", code="VN", type="", name="Việt Nam", slug="vn", path="VN"
    )
    place = _row(
        apps,
        "places.Place",
        level="province",
        code="98",
        type="Tỉnh",
        name="Thử",
        slug="thu",
        path="VN/98",
        parent=country,
    )
    agency = _row(apps, "people.Agency", code="thu.so", name="Sở thử", kind="department", place=place)
    account = _row(apps, "people.Account", username="thu")
    document = _row(
        apps, "documents.Document", slug="1-kh-thu", notation="1/KH-UBND", type="KH", title="Thử", date=DAY
    )
    indicator = _row(apps, "indicators.Indicator", code="thu.1", name="Chỉ số thử", kind="ratio")
    figure = _row(
        apps,
        "indicators.Observation",
        indicator=indicator,
        place=place,
        agency=agency,
        kind="ratio",
        period="2024",
        period_start=date(2024, 1, 1),
        period_end=DAY,
        dated=DAY,
        numerator=18,
        denominator=30,
        text="18/30",
        document=document,
        state="confirmed",
    )
    plan = _row(
        apps,
        "steering.Plan",
        slug="1-kh-thu",
        full_slug="thu-2024-1-kh-thu",
        pack="thu",
        place=place,
        kind="plan",
        title="Kế hoạch thử",
        short_title="KH thử",
        starts_on=date(2024, 1, 1),
        ends_on=DAY,
    )
    target = _row(
        apps,
        "steering.Target",
        plan=plan,
        place=place,
        indicator=indicator,
        code="thu-ct1",
        title="Chỉ tiêu thử",
        lead=agency,
    )
    task = _row(apps, "steering.Task", plan=plan, code="thu-nv1", title="Nhiệm vụ thử", lead=agency)
    report = _row(
        apps,
        "steering.Report",
        target=target,
        agency=agency,
        period="2024",
        dated=DAY,
        observation=figure,
        submitted_at=MOMENT,
        submitted_by=account.pk,
    )
    return {
        "places.Place": place,
        "people.Agency": agency,
        "people.Account": account,
        "documents.Document": document,
        "indicators.Indicator": indicator,
        "indicators.Observation": figure,
        "steering.Plan": plan,
        "steering.Target": target,
        "steering.Task": task,
        "steering.Report": report,
    }


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """What the first version wrote into the database `upgrade`, which was then brought to today."""
    with django_db_blocker.unblock(), _beside(ALIAS):
        executor = MigrationExecutor(connections[ALIAS])
        first = _first(executor)
        executor.migrate(first)
        old_apps = executor.loader.project_state(first).apps
        rows = _fill(old_apps)
        _row(old_apps, "base.OutboxEvent", name="thu", payload={"id": str(uuid4())})

        executor = MigrationExecutor(connections[ALIAS])
        executor.migrate(executor.loader.graph.leaf_nodes())
        yield rows


def test_the_first_version_with_data_comes_to_today(written: dict[str, Any]) -> None:
    today = MigrationExecutor(connections[ALIAS]).loader.project_state().apps
    for label, old in written.items():
        rows = today.get_model(label)._default_manager.using(ALIAS).filter(pk=old.pk)
        assert rows.count() == 1, f"{label} lost its row"
    figure = today.get_model("indicators.Observation")._default_manager.using(ALIAS).get()
    assert (figure.numerator, figure.denominator, figure.text) == (18, 30, "18/30")
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM base_history WHERE table_name = 'steering_plan'")
        assert cursor.fetchone() == (1,)
    assert connection.alias == "default"


def _tables(alias: str) -> list[str]:
    """What `pg_dump` says of every table, index, constraint, trigger and function."""
    return dumps.tables(connections[alias].settings_dict["NAME"]).splitlines()


def test_the_tables_kept_for_a_first_start_are_those_the_migrations_make(written: dict[str, Any]) -> None:
    with _beside(FRESH):
        kept = tables.read()
        assert kept is not None and kept.statements
        loaded = tables.load(connections[FRESH])
        assert loaded is (connections[FRESH].pg_version // 10_000 >= kept.postgresql)
        executor = MigrationExecutor(connections[FRESH])
        executor.migrate(executor.loader.graph.leaf_nodes())  # what came after the file was made
        unlike = unified_diff(_tables(FRESH), _tables(ALIAS), "kept", "migrated", n=2, lineterm="")
        assert not (told := "\n".join(unlike)), told
        assert _recorded(FRESH) == _recorded(ALIAS)


def _recorded(alias: str) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections[alias]).applied_migrations())
