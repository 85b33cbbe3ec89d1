"""The packs of the product, the demo's part included, for the tests of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.snapshots import filled
from tinhso.base.packs.home import all_packs
from tinhso.base.packs.load import load

Get = Callable[..., Any]


def _load() -> None:
    for info in all_packs():
        load(info.code, demo=True)


@pytest.fixture(scope="module")
def packs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every pack, home and reference; the database is emptied after the last test of a file."""
    with django_db_blocker.unblock():
        filled("packs", _load)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def get(packs: None, db: None, client: Client) -> Get:
    """`get("/plans", limit=3)` is the JSON of that read; `status=404` is what it must answer with."""

    def asked(path: str, *, status: int = 200, **query: object) -> Any:
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        response = client.get(address, {key: str(value) for key, value in query.items()})
        assert response.status_code == status, response.content.decode()
        return response.json()

    return asked
