"""Lists of places and their filters, one declaration for page, CSV, XLSX and JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tinhso.base import clock
from tinhso.base.web.filters import ChoiceFilter, DateFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.places import queries
from tinhso.places.errors import named
from tinhso.places.models import Level, Place
from tinhso.places.querysets import PlaceQuerySet


def parent_name(place: Place) -> str:
    """The parent with its own parent, since names repeat: `Huyện Bình Gia, Tỉnh Lạng Sơn`."""
    above = [row.full_name for row in reversed(queries.ancestors(place)) if row.level != Level.COUNTRY]
    return ", ".join(above)


def _level(place: Place) -> str:
    return str(Level(place.level).label)


_CODE: Column[Place] = Column("code", gettext_lazy("Mã"), lambda place: place.code, sort="code")
_NAME: Column[Place] = Column(
    "name", gettext_lazy("Tên"), lambda place: place.full_name, sort=("sort_key", "code")
)
_LEVEL: Column[Place] = Column("level", gettext_lazy("Cấp"), _level, essential=False)
_PARENT: Column[Place] = Column("parent", gettext_lazy("Thuộc"), parent_name, sort=("path",))
_AREA: Column[Place] = Column(
    "area_km2",
    gettext_lazy("Diện tích (km²)"),
    lambda place: place.area_km2,
    kind="decimal",
    digits=2,
    sort="area_km2",
    essential=False,
)
_POPULATION: Column[Place] = Column(
    "population",
    gettext_lazy("Dân số"),
    lambda place: place.population,
    kind="integer",
    sort="population",
    essential=False,
)
_FROM: Column[Place] = Column(
    "valid_from", gettext_lazy("Từ ngày"), lambda place: place.valid_from, kind="date", sort="valid_from"
)
_TO: Column[Place] = Column(
    "valid_to", gettext_lazy("Đến ngày"), lambda place: place.valid_to, kind="date", sort="valid_to"
)
_POINT: tuple[Column[Place], ...] = (
    Column("type", gettext_lazy("Loại"), lambda place: place.type, export_only=True),
    Column("lat", gettext_lazy("Vĩ độ"), lambda place: place.lat, kind="decimal", export_only=True),
    Column("lon", gettext_lazy("Kinh độ"), lambda place: place.lon, kind="decimal", export_only=True),
    Column("id", gettext_lazy("Định danh"), lambda place: place.pk, export_only=True),
)

PLACES: Table[Place] = Table(
    "dia-ban",
    gettext_lazy("Đơn vị hành chính"),
    (_NAME, _CODE, _LEVEL, _PARENT, _AREA, _FROM, _TO, *_POINT),
    href=Place.get_absolute_url,
)

INSIDE: Table[Place] = Table(
    "don-vi-truc-thuoc",
    pgettext_lazy("list", "Đơn vị trực thuộc"),
    (_NAME, _CODE, _AREA, _POPULATION, *_POINT),
    href=Place.get_absolute_url,
)

_LEVELS = tuple((level.value, level.label) for level in Level if level != Level.COUNTRY)


class WithinFilter(TextFilter):
    """A unit by its code, of any day."""

    def read(self, text: str) -> str:
        """The code. Raises ValueError when no unit ever carried it."""
        code = super().read(text)
        if not queries.places().with_code(code).exists():
            raise ValueError(_("mã một đơn vị, ví dụ 20"))
        return code

    def say(self, value: Any) -> str:
        """The unit's name today, or its last one."""
        rows = list(queries.places().with_code(value).in_time())
        today = clock.today()
        valid = [row for row in rows if row.is_valid_on(today)]
        return named((valid or rows)[-1]) if rows else str(value)


FILTERS = (
    TextFilter("q", gettext_lazy("Tên hoặc mã")),
    ChoiceFilter("level", gettext_lazy("Cấp"), options=_LEVELS),
    WithinFilter("within", gettext_lazy("Thuộc")),
    DateFilter("as_of", gettext_lazy("Ngày")),
    FlagFilter("all_days", gettext_lazy("Mọi thời kỳ")),
)


def narrow(rows: PlaceQuerySet, filters: Filters) -> PlaceQuerySet:
    """Apply what the address asks for. Nothing asked: the provinces of the day."""
    day: date = filters.get("as_of") or clock.today()
    found = rows.with_ancestors().searched(filters.get("q") or "")
    if not filters.get("all_days"):
        found = found.valid_on(day)
    if filters.get("within"):
        around = queries.places().with_code(filters.get("within"))
        if not filters.get("all_days"):
            around = around.valid_on(day)
        paths = set(around.values_list("path", flat=True))
        found = found.inside_paths(paths)
    if filters.get("level"):
        return found.at_level(filters.get("level"))
    if not (filters.get("q") or filters.get("within")):
        return found.at_level(Level.PROVINCE)
    return found
