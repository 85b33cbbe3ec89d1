"""The national tables and Lạng Sơn's outlines, loaded once for the whole run of tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker, Settings

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.places import national
from tinhso.places.pack import load_boundaries

ROBOT = SystemActor("kiểm thử")
LANG_SON = Path(__file__).parents[4] / "packs/langson/places/boundaries.geojson"
OLD = date(2025, 6, 30)
NEW = date(2025, 7, 1)
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _alone(settings: Settings) -> None:
    """This room's pages without what rooms above hang on them."""
    settings.TINHSO_PLACE_PANELS = []


@pytest.fixture
def robot() -> SystemActor:
    """The product itself."""
    return ROBOT


@pytest.fixture(scope="module")
def nation(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[national.Loaded]:
    """The shipped tables, loaded once a module and taken away after it."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            loaded = national.merge()
        yield loaded
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in ("places_lineage", "places_boundary", "places_place"):
                cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def lang_son(nation: national.Loaded, db: None) -> int:
    """The outlines of Lạng Sơn's communes."""
    return load_boundaries(ROBOT, LANG_SON)


@pytest.fixture(autouse=True)
def _today() -> object:
    """Tests stand on one day."""
    with clock.standing_at(TODAY):
        yield
