"""Scenario 29: the colours of the national map at their edges."""

from __future__ import annotations

import pytest

from tinhso.bordergate.core.colours import NATIONAL, Colour, ColourScale


@pytest.mark.parametrize(
    ("waiting", "colour"),
    [
        (0, "green"),
        (499, "green"),
        (500, "yellow"),
        (1000, "yellow"),
        (1001, "orange"),
        (5000, "orange"),
        (5001, "red"),
    ],
)
def test_scenario_29_the_colours_change_where_the_map_says(waiting: int, colour: str) -> None:
    assert NATIONAL.colour(waiting) == colour


def test_a_scale_that_does_not_rise_is_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        ColourScale(((10, Colour.GREEN), (10, Colour.YELLOW)), Colour.RED)
    with pytest.raises(ValueError, match="Fewer"):
        NATIONAL.colour(-1)
