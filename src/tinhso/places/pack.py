"""What a pack says of places: villages and other units of its own, and outlines for the map."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from tinhso.base.actions import Act
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.packs.fields import Number
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, Section
from tinhso.base.packs.source import read_items
from tinhso.places import actions, national, queries
from tinhso.places.models import Boundary, Origin, Place
from tinhso.places.schemas import NewPlace, Outline


class PlaceItem(NewPlace):
    """A place of the pack's own, above all a village (thôn, khối phố)."""

    area_km2: Annotated[Number, Field(gt=0, decimal_places=3)] | None = None


class OutlineItem(Outline):
    """One feature of a GeoJSON file; `attribution` and `as_of` may stand once, on the collection."""

    attribution: Annotated[str, Field(min_length=1)]
    as_of: date | None = None


@cache
def national_codes() -> frozenset[str]:
    """All codes of the shipped tables, for checks without a database."""
    codes: set[str] = set()
    for name in national.PLACES:
        with national.files()[name].open(encoding="utf-8", newline="") as file:
            codes.update(row["code"] for row in csv.DictReader(file))
    return frozenset(codes)


def _by(act: Act) -> Actor:
    return SystemActor(act.acting.actor_label)


def _split_key(key: str) -> tuple[str, date | None]:
    code, _at, day = key.partition("@")
    return code, date.fromisoformat(day) if day else None


class Places(Section[PlaceItem]):
    """The section `places`. The national tables are loaded before its first item."""

    name = "places"
    schema = PlaceItem
    files = ("places/places.csv", "places/villages.csv", "places/*.yaml")

    def key(self, item: PlaceItem) -> str:
        """Code and beginning."""
        return f"{item.code}@{item.valid_from or ''}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PlaceItem]:
        """The stored rows, whoever wrote them."""
        del pack
        codes = {_split_key(key)[0] for key in keys}
        rows = queries.places().filter(code__in=codes).select_related("parent")
        found = {f"{row.code}@{row.valid_from or ''}": row for row in rows}
        return {key: _item(found[key]) for key in keys if key in found}

    def write(self, pack: PackInfo, item: PlaceItem, act: Act, *, illustrative: bool) -> None:
        """Add the place, or revise what this pack added."""
        del pack
        code, start = _split_key(self.key(item))
        row = queries.places().with_code(code).filter(valid_from=start).first()
        if row is None:
            actions.add_place(_by(act), item, origin=Origin.PACK, illustrative=illustrative)
        else:
            actions.revise_place(_by(act), row.pk, item)

    def write_many(self, pack: PackInfo, items: Sequence[PlaceItem], act: Act, *, illustrative: bool) -> None:
        """In the order of the file, so that a parent may stand above its children."""
        actions.load_national(_by(act))
        for item in items:
            self.write(pack, item, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[PlaceItem]], everything: Catalogue) -> Iterable[Finding]:
        """Parents exist in the national tables or in the pack."""
        del everything
        own = {item.value.code for item in items}
        for item in items:
            if item.value.parent not in own and item.value.parent not in national_codes():
                yield item.error("parent", _("mã một đơn vị hành chính đã có"), item.value.parent)


def _item(row: Place) -> PlaceItem:
    columns = PlaceItem.model_fields.keys() - {"parent"}
    values = {column: getattr(row, column) for column in columns}
    return PlaceItem.model_construct(parent=row.parent.code if row.parent else "", **values)


class Outlines(Section[OutlineItem]):
    """The section `outlines`: boundaries for maps."""

    name = "outlines"
    schema = OutlineItem
    files = ("places/*.geojson",)

    def key(self, item: OutlineItem) -> str:
        """Code and day."""
        return f"{item.code}@{item.as_of or ''}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, OutlineItem]:
        """The stored outlines of those units."""
        del pack
        found: dict[str, OutlineItem] = {}
        for day, group in groupby(sorted(map(_split_key, keys), key=_by_day), key=_by_day):
            codes = [code for code, _day in group]
            as_of = None if day == date.min else day
            rows = {row.pk: row for row in queries.by_codes(codes, as_of).values()}
            for boundary in Boundary.objects.filter(place__in=rows):
                item = OutlineItem(
                    code=rows[boundary.place_id].code,
                    geometry=boundary.geojson,
                    attribution=boundary.attribution,
                    as_of=as_of,
                )
                found[self.key(item)] = item
        return found

    def write(self, pack: PackInfo, item: OutlineItem, act: Act, *, illustrative: bool) -> None:
        """One outline."""
        self.write_many(pack, [item], act, illustrative=illustrative)

    def write_many(
        self, pack: PackInfo, items: Sequence[OutlineItem], act: Act, *, illustrative: bool
    ) -> None:
        """All outlines of one source and day at once."""
        del pack, illustrative
        actions.load_national(_by(act))
        put_outlines(_by(act), items)

    def check(self, items: Sequence[Located[OutlineItem]], everything: Catalogue) -> Iterable[Finding]:
        """Outlines belong to units that exist."""
        known = {_split_key(key)[0] for key in everything.keys("places")} | national_codes()
        for item in items:
            if item.value.code not in known:
                yield item.error("code", _("mã một đơn vị hành chính đã có"), item.value.code)


def _by_day(pair: tuple[str, date | None]) -> date:
    return pair[1] or date.min


def put_outlines(by: Actor, items: Iterable[OutlineItem]) -> int:
    """Store outlines of several sources and days. Returns how many were written anew."""

    def source(item: OutlineItem) -> tuple[str, date]:
        return item.attribution, item.as_of or date.min

    written = 0
    for (attribution, day), group in groupby(sorted(items, key=source), key=source):
        outlines = [Outline(code=item.code, geometry=item.geometry) for item in group]
        written += actions.put_boundaries(by, outlines, attribution, None if day == date.min else day)[0]
    return written


def load_boundaries(by: Actor, path: Path) -> int:
    """Store the outlines of one GeoJSON file (nạp ranh giới) outside of any pack; how many changed."""
    items = [OutlineItem.model_validate(raw.data) for raw in read_items(path, path.name)]
    return put_outlines(by, items)


SECTIONS = (Places(), Outlines())
