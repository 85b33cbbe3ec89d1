"""The committee, on one day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tinhso.base import clock
from tinhso.committees.tests.scene import TODAY, Scene, new_scene


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Tests stand on one day."""
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    """The committee and who acts around it."""
    return new_scene()
