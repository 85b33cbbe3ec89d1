"""One committee with a meeting that is being held, on one day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tinhso.base import clock
from tinhso.committees.tests.scene import TODAY
from tinhso.conclusions.tests.scene import Scene, new_scene


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Tests stand on one day."""
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    """The committee, its meeting, and who acts around them."""
    return new_scene()
