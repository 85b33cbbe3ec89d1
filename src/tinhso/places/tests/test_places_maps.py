"""Outlines, projections and shades."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.places import queries
from tinhso.places.maps import MapValue, map_svg, shades
from tinhso.places.outline import NORTH, UNITS, WEST, draw

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.0, 21.0], [107.0, 21.0], [107.0, 22.0], [106.0, 22.0], [106.0, 21.0]]],
}


def test_a_square_is_drawn_east_and_south() -> None:
    drawn = draw(SQUARE)
    assert (drawn.west, drawn.east) == ((106 - WEST) * UNITS, (107 - WEST) * UNITS)
    assert (drawn.north, drawn.south) == ((NORTH - 22) * UNITS, (NORTH - 21) * UNITS)
    assert drawn.path == f"M8000 6000l{UNITS} 0 0 -{UNITS} -{UNITS} 0z"


@given(st.lists(st.tuples(st.floats(102.2, 109.4), st.floats(8.6, 23.4)), min_size=4, max_size=40))
def test_the_steps_of_a_path_stay_in_its_box(points: list[tuple[float, float]]) -> None:
    ring = [list(point) for point in [*points, points[0]]]
    try:
        drawn = draw({"type": "Polygon", "coordinates": [ring]})
    except ValueError:
        return
    start, steps = re.fullmatch(r"M(-?\d+ -?\d+)l([\d -]+)z", drawn.path).groups()  # type: ignore[union-attr]  # fails the test
    x, y = map(int, start.split())
    numbers = [int(number) for number in steps.split()]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        assert drawn.west <= x <= drawn.east
        assert drawn.north <= y <= drawn.south


def test_what_is_smaller_than_a_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        draw({"type": "Polygon", "coordinates": [[[106, 21], [106.00001, 21], [106, 21.00001], [106, 21]]]})


@pytest.mark.django_db
@pytest.mark.usefixtures("nation", "lang_son")
def test_values_become_titles_and_classes() -> None:
    communes = list(queries.descendants(queries.by_code("20"), level="commune"))
    dong_kinh = queries.by_code("05977")
    ha_noi = queries.by_code("01")
    values = {place: MapValue("12 hồ sơ", "fill-late") for place in communes} | {ha_noi: MapValue()}
    picture = map_svg(values, label="Thử")
    assert picture is not None
    assert picture.missing == (ha_noi,)
    shape = next(shape for shape in picture.shapes if shape.place == dong_kinh)
    assert (shape.title, shape.tone, shape.href) == (
        "Phường Đông Kinh: 12 hồ sơ",
        "fill-late",
        "/places/05977",
    )
    _x, _y, width, height = map(int, picture.view_box.split())
    assert 1.0 < width / height < 1.2
    assert map_svg({ha_noi: MapValue()}, label="Thử") is None


figures = st.dictionaries(st.uuids(), st.none() | st.integers(-50, 50).map(Decimal), max_size=60)


@given(figures)
def test_shades_follow_the_figures(found: dict[UUID, Decimal | None]) -> None:
    tones, legend = shades(found)
    assert tones.keys() == found.keys()
    assert {key for key, tone in tones.items() if tone == "map-none"} == {
        k for k, v in found.items() if v is None
    }
    ranked = sorted((value, tones[key]) for key, value in found.items() if value is not None)
    assert [tone for _value, tone in ranked] == sorted(tone for _value, tone in ranked)
    assert sum(shade.count for shade in legend) == len(ranked)
    assert all(shade.low <= shade.high for shade in legend)
    assert len(legend) <= 5
