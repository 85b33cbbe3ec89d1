"""The small province that the tests of addresses ask about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.meta.world import World, built


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The small province, for all tests of this module."""
    with (
        django_db_blocker.unblock(),
        override_settings(FILES=tmp_path_factory.mktemp("files")),
        built() as made,
    ):
        yield made
