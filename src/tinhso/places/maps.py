"""Maps of units as server-rendered SVG: shapes coloured by class, each a link with a title; no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, radians
from uuid import UUID

from tinhso.places.models import Boundary, Place
from tinhso.places.outline import latitude
from tinhso.places.querysets import PlaceQuerySet

MARGIN = 12
SHADES = 5


@dataclass(frozen=True)
class MapValue:
    """What a map says of one place: words for the title, a CSS class (`fill-met`, `map-q3`…), a link."""

    text: object = ""
    tone: str = "map-plain"
    href: str = ""


@dataclass(frozen=True)
class Shape:
    """One place ready to draw."""

    place: Place
    path: str
    title: str
    tone: str
    href: str


@dataclass(frozen=True)
class MapPicture:
    """A map ready for `{% place_map %}`. `missing` places have no outline: they stand in the table only."""

    label: object
    view_box: str
    scale: str
    shapes: tuple[Shape, ...]
    attributions: tuple[str, ...]
    missing: tuple[Place, ...]


def _title(place: Place, value: MapValue) -> str:
    return f"{place.full_name}: {value.text}" if value.text else place.full_name


def with_outlines(places: PlaceQuerySet) -> PlaceQuerySet:
    """Places with their outlines read along, as far as a map draws them."""
    return places.select_related("boundary").defer("boundary__geojson")


def outlines(places: Sequence[Place]) -> dict[UUID, Boundary]:
    """Outlines by place: those read along, else asked for in one query; places without one are left out."""
    if places and all("boundary" in place._state.fields_cache for place in places):
        read = {place.pk: place._state.fields_cache["boundary"] for place in places}
        return {key: outline for key, outline in read.items() if outline is not None}
    rows = Boundary.objects.filter(place__in=places).defer("geojson")
    return {row.place_id: row for row in rows}


@dataclass(frozen=True)
class Frame:
    """The sheet that outlines are drawn on: x, y, width, height; `narrow` is what x is multiplied by."""

    box: tuple[float, float, float, float]
    narrow: float


def frame(drawn: Iterable[Boundary]) -> Frame:
    """The smallest sheet with a margin. Raises ValueError where there is nothing to draw."""
    rows = list(drawn)
    west, north = min(row.west for row in rows), min(row.north for row in rows)
    east, south = max(row.east for row in rows), max(row.south for row in rows)
    narrow = cos(radians(latitude((north + south) / 2)))
    width, height = (east - west) * narrow + 2 * MARGIN, south - north + 2 * MARGIN
    return Frame((west * narrow - MARGIN, north - MARGIN, width, height), narrow)


def map_svg(values: Mapping[Place, MapValue], *, label: object) -> MapPicture | None:
    """The map of those places; None when none of them has an outline.

    One query, none where the places came `with_outlines`. Drawn on a plane narrowed by the cosine of the
    middle latitude (equirectangular).
    """
    stored = outlines(list(values))
    if not stored:
        return None
    sheet = frame(stored.values())
    shapes = [
        Shape(
            place,
            stored[place.pk].path,
            _title(place, value),
            value.tone,
            value.href or place.get_absolute_url(),
        )
        for place, value in values.items()
        if place.pk in stored
    ]
    return MapPicture(
        label,
        " ".join(f"{number:.0f}" for number in sheet.box),
        f"scale({sheet.narrow:.5f} 1)",
        tuple(shapes),
        tuple(sorted({row.attribution for row in stored.values()})),
        tuple(place for place in values if place.pk not in stored),
    )


def plain_map(places: Iterable[Place], *, label: object) -> MapPicture | None:
    """A map that only shows where places are."""
    return map_svg({place: MapValue() for place in places}, label=label)


@dataclass(frozen=True)
class Shade:
    """One class of a choropleth, its bounds inclusive, for the legend."""

    tone: str
    low: Decimal
    high: Decimal
    count: int


def shades(figures: Mapping[UUID, Decimal | None]) -> tuple[dict[UUID, str], Sequence[Shade]]:
    """Five shades with about equally many places in each; equal figures share a shade, None is `map-none`."""
    known = sorted(value for value in figures.values() if value is not None)
    if not known:
        return dict.fromkeys(figures, "map-none"), ()
    tops = sorted({known[-(-len(known) * part // SHADES) - 1] for part in range(1, SHADES + 1)})
    tones: dict[UUID, str] = {}
    members: dict[str, list[Decimal]] = {}
    for key, value in figures.items():
        if value is None:
            tones[key] = "map-none"
            continue
        rank = next(number for number, top in enumerate(tops) if value <= top)
        tones[key] = f"map-q{rank + 1 + SHADES - len(tops)}"
        members.setdefault(tones[key], []).append(value)
    legend = [Shade(tone, min(found), max(found), len(found)) for tone, found in sorted(members.items())]
    return tones, legend
