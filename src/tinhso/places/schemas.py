"""Typed inputs and outputs of this room, shared by API, pages and packs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from tinhso.base.text import nfc
from tinhso.places.models import Basis, Level, Lineage, Place
from tinhso.places.queries import Descent, Equivalent

Share = Annotated[Decimal, Field(gt=0, le=1, max_digits=9, decimal_places=8)]
Text = Annotated[str, Field(min_length=1)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _composed(cls, value: Any) -> Any:
        return nfc(value) if isinstance(value, str) else value


class NewPlace(_Input):
    """A place that a pack or a person adds: above all villages (thôn, khối phố). `parent` is a code."""

    code: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,31}$")]
    type: Text
    name: Text
    parent: Text
    level: Literal["district", "commune", "village"] = "village"
    name_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    lat: Annotated[Decimal, Field(ge=-90, le=90, decimal_places=6)] | None = None
    lon: Annotated[Decimal, Field(ge=-180, le=180, decimal_places=6)] | None = None
    area_km2: Annotated[Decimal, Field(gt=0, decimal_places=3)] | None = None
    population: Annotated[int, Field(ge=0)] | None = None
    source: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to: không sớm hơn valid_from")
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat, lon: ghi cả hai hoặc để trống cả hai")
        return self


class Succession(_Input):
    """One successor of a place that ends. Without a share the basis must be `none`."""

    code: Text
    share: Share | None = None
    basis: Basis = Basis.NONE
    is_default: bool = False
    source: str = ""
    document: str = ""

    @model_validator(mode="after")
    def _share_names_its_basis(self) -> Self:
        if (self.share is None) != (self.basis == Basis.NONE):
            raise ValueError("basis: tỷ lệ phải nêu căn cứ; không có tỷ lệ thì để “none”")
        if self.basis == Basis.WHOLE and self.share != 1:
            raise ValueError("share: “whole” nghĩa là 1")
        return self


class Outline(_Input):
    """The outline of a place: a GeoJSON Polygon or MultiPolygon in WGS 84 longitude, latitude."""

    code: Text
    geometry: dict[str, Any]

    @field_validator("geometry")
    @classmethod
    def _polygons(cls, value: dict[str, Any]) -> dict[str, Any]:
        if value.get("type") not in {"Polygon", "MultiPolygon"}:
            raise ValueError("geometry: Polygon hoặc MultiPolygon")
        points = list(_points(value.get("coordinates")))
        if len(points) < 4:
            raise ValueError("geometry: vòng khép kín có ít nhất 4 điểm")
        if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points):
            raise ValueError("geometry: kinh độ trước, vĩ độ sau, hệ WGS 84")
        return value


def _points(coordinates: Any) -> Iterable[tuple[float, float]]:
    if not isinstance(coordinates, list) or not coordinates:
        raise ValueError("coordinates: danh sách điểm")
    if all(isinstance(number, (int, float)) for number in coordinates):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _points(part)


class PlaceBrief(BaseModel):
    """A place in a list."""

    id: UUID
    code: str
    level: Level
    type: str
    name: str
    full_name: str
    name_en: str
    parent: PlaceRef | None
    valid_from: date | None
    valid_to: date | None
    lat: Decimal | None
    lon: Decimal | None
    area_km2: Decimal | None
    population: int | None

    @classmethod
    def of(cls, place: Place) -> PlaceBrief:
        """From a row that came with its parent."""
        return cls(parent=PlaceRef.of(place.parent) if place.parent else None, **_plain(place))


class PlacePage(BaseModel):
    """A page of the list."""

    items: list[PlaceBrief]
    next: str | None
    total: int


class PlaceRef(BaseModel):
    """A place where another is told."""

    code: str
    level: Level
    full_name: str
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, place: Place) -> PlaceRef:
        """From a row."""
        return cls(
            code=place.code,
            level=Level(place.level),
            full_name=place.full_name,
            valid_from=place.valid_from,
            valid_to=place.valid_to,
        )


class LineageOut(BaseModel):
    """An edge of the lineage as seen from one end. `share`: part of the older unit, null when unknown."""

    place: PlaceRef
    share: Decimal | None
    basis: Basis
    is_default: bool
    on: date
    source: str
    document: str
    note: str

    @classmethod
    def of(cls, edge: Lineage, other: Place) -> LineageOut:
        """The edge, telling its `other` end."""
        return cls(
            place=PlaceRef.of(other),
            share=edge.share.normalize() if edge.share is not None else None,
            basis=Basis(edge.basis),
            is_default=edge.is_default,
            on=edge.on,
            source=edge.source,
            document=edge.document,
            note=edge.note,
        )


class EquivalentOut(BaseModel):
    """A unit of another day."""

    place: PlaceRef
    share: Decimal | None
    is_default: bool
    doubtful: bool

    @classmethod
    def of(cls, found: Equivalent) -> EquivalentOut:
        """From the query's answer."""
        return cls(
            place=PlaceRef.of(found.place),
            share=found.share.normalize() if found.share is not None else None,
            is_default=found.is_default,
            doubtful=found.doubtful,
        )


class PlaceOut(PlaceBrief):
    """A place with what stands above, below, before and after it."""

    as_of: date
    source: str
    ancestors: list[PlaceRef]
    children: dict[Level, int]
    came_from: list[LineageOut]
    became: list[LineageOut]
    today: list[EquivalentOut]

    @classmethod
    def told(
        cls,
        place: Place,
        *,
        as_of: date,
        ancestors: list[Place],
        children: dict[Level, int],
        descent: Descent,
        today: list[Equivalent],
    ) -> PlaceOut:
        """Put together from the room's queries."""
        return cls(
            **_plain(place),
            parent=PlaceRef.of(place.parent) if place.parent else None,
            as_of=as_of,
            source=place.source,
            ancestors=[PlaceRef.of(row) for row in ancestors],
            children=children,
            came_from=[LineageOut.of(edge, edge.predecessor) for edge in descent.came_from],
            became=[LineageOut.of(edge, edge.successor) for edge in descent.became],
            today=[EquivalentOut.of(found) for found in today],
        )


def _plain(place: Place) -> dict[str, Any]:
    columns = (
        *("id", "code", "level", "type", "name", "full_name", "name_en", "valid_from", "valid_to"),
        *("lat", "lon", "area_km2", "population"),
    )
    return {column: getattr(place, column) for column in columns}
