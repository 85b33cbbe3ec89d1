"""A folder of its own for every test's files, and the small world of figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tinhso.indicators.tests.conftest import world  # noqa: F401 - a fixture of the tests here
from tinhso.warehouse.storage import reading


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.WAREHOUSE = tmp_path / "warehouse"
    reading.forget()
    yield
    reading.forget()
