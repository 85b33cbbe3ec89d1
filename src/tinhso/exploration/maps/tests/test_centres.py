"""The middle of a unit lies inside its largest part."""

from __future__ import annotations

from itertools import pairwise
from math import isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.exploration.maps.centres import centre


def _path(points: list[tuple[int, int]]) -> str:
    (x, y), steps = points[0], []
    for (ax, ay), (bx, by) in pairwise(points):
        steps.append(f"{bx - ax} {by - ay}")
    return f"M{x} {y}l{' '.join(steps)}z"


@settings(deadline=None)
@given(st.integers(0, 9000), st.integers(0, 9000), st.integers(2, 500), st.integers(2, 500))
def test_of_a_box_it_is_the_middle(x: int, y: int, width: int, height: int) -> None:
    found = centre(_path([(x, y), (x + width, y), (x + width, y + height), (x, y + height)]))
    assert isclose(found.x, x + width / 2)
    assert isclose(found.y, y + height / 2)
    assert isclose(found.area, width * height)


def test_of_several_parts_it_is_in_the_largest() -> None:
    small, large = _path([(0, 0), (4, 0), (4, 4), (0, 4)]), _path([(100, 0), (160, 0), (160, 60), (100, 60)])
    assert (centre(small + large).x, centre(small + large).y) == (130, 30)


def test_of_a_horseshoe_it_is_moved_inside() -> None:
    shoe = [(0, 0), (100, 0), (100, 20), (20, 20), (20, 80), (100, 80), (100, 100), (0, 100)]
    found = centre(_path(shoe))
    assert 0 < found.x <= 20
    assert 20 < found.y < 80
