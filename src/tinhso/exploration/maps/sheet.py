"""Where units lie on the sheet: outlines, centres, the units around that conditions leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from uuid import UUID

from tinhso.exploration.drawn import Ground
from tinhso.exploration.maps.centres import centre
from tinhso.places import queries as places
from tinhso.places.maps import Frame, frame, outlines, with_outlines
from tinhso.places.models import Boundary, Place

_LARGEST = 0.055
"""The radius of the largest circle, as a part of the sheet's diagonal."""


@dataclass(frozen=True)
class Area:
    """A unit on the sheet. `x`, `y`: its middle as drawn, already narrowed."""

    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Sheet:
    """The sheet: `areas` of the places by row, `around` the paths of units that are left out."""

    frame: Frame
    areas: Mapping[UUID, Area]
    around: Sequence[str]
    attributions: Sequence[str]
    missing: Sequence[Place]

    @property
    def largest(self) -> float:
        """The radius of the circle of the largest figure."""
        _x, _y, width, height = self.frame.box
        return sqrt(width * width + height * height) * _LARGEST


def sheet(ground: Ground) -> Sheet | None:
    """The sheet of the answer's places; None when none of them has an outline. One or two statements."""
    shown = {place.pk: place for place in ground.places}
    drawn = _drawn(ground)
    inside = {key: row for key, row in drawn.items() if key in shown}
    if not inside:
        return None
    on = frame(drawn.values())
    return Sheet(
        on,
        {key: _area(row.path, on) for key, row in inside.items()},
        [row.path for key, row in drawn.items() if key not in shown],
        sorted({row.attribution for row in drawn.values()}),
        [place for key, place in shown.items() if key not in inside],
    )


def _drawn(ground: Ground) -> dict[UUID, Boundary]:
    """Outlines of the places, and of those around them where conditions left some out."""
    if not ground.spec.where:
        return outlines(list(ground.places))
    where = ground.answer.query.places
    if not where.within or where.level is None:
        return outlines(list(ground.places))
    unit = places.by_code(where.within, where.boundaries)
    found = places.descendants(unit, where.boundaries, where.level)
    return outlines(list(with_outlines(found)))


def _area(path: str, on: Frame) -> Area:
    middle = centre(path)
    return Area(path, round(middle.x * on.narrow, 1), round(middle.y, 1))
