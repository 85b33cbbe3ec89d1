"""Which units the names in a text are: without diacritics, with or without their type, one or several."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.places import queries as places
from tinhso.places.keys import NAME_END
from tinhso.places.models import Level, Place
from tinhso.reading.matching.known import taught
from tinhso.reading.models import Concerns

TYPES: Final[dict[str, str]] = {
    fold(words): level
    for words, level in (
        ("tỉnh", Level.PROVINCE),
        ("thành phố", ""),
        ("tp", ""),
        ("huyện", Level.DISTRICT),
        ("quận", Level.DISTRICT),
        ("thị xã", Level.DISTRICT),
        ("xã", Level.COMMUNE),
        ("phường", Level.COMMUNE),
        ("thị trấn", Level.COMMUNE),
        ("đặc khu", Level.COMMUNE),
        ("thôn", Level.VILLAGE),
        ("địa bàn", ""),
        ("ubnd", ""),
    )
}
"""Folded types that stand before a name, with the level they tell; empty: any."""
_LEVELS: Final = {Level.COUNTRY: 0, Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3, Level.VILLAGE: 4}


def bare(name: str) -> tuple[str, str]:
    """The folded name without the types before it, and the level that the last of them tells."""
    folded, level = fold(name), ""
    while folded:
        for words, told in TYPES.items():
            if folded.startswith(f"{words} "):
                folded, level = folded.removeprefix(f"{words} "), told or level
                break
        else:
            break
    return folded, level


class Names:
    """The units that many names may mean on a day, those inside `within` first; two queries."""

    def __init__(self, names: Iterable[str], day: date | None = None, within: Place | None = None) -> None:
        self._wanted = {name: bare(name) for name in dict.fromkeys(names) if fold(name)}
        self._within = within
        self._rows = self._read(day or clock.today()) if self._wanted else []
        self._taught = self._learned() if self._wanted else {}

    def _read(self, day: date) -> list[Place]:
        """Units of the day with one of the names; of another day where the day has none."""
        begins = [
            Q(search_key__startswith=f" {folded}{NAME_END}") for folded, _level in self._wanted.values()
        ]
        rows = places.places().with_ancestors().filter(reduce(or_, begins)).order_by("sort_key", "code", "id")
        every = list(rows)
        met = {self._key(row) for row in every if row.is_valid_on(day)}
        return [row for row in every if row.is_valid_on(day) or self._key(row) not in met]

    def _learned(self) -> dict[str, str]:
        return {
            phrase: code for (_about, code), phrases in taught(Concerns.PLACE).items() for phrase in phrases
        }

    @staticmethod
    def _key(row: Place) -> str:
        return row.search_key.split(NAME_END)[0].strip()

    def of(self, name: str) -> list[Place]:
        """The units that the name may mean, the likeliest first; several: somebody is asked."""
        folded, level = self._wanted.get(name, ("", ""))
        found = [row for row in self._rows if self._key(row) == folded and (not level or row.level == level)]
        code = self._taught.get(fold(name))
        meant = [row for row in found if row.code == code] or self._plainly(found, level)
        if meant:
            return meant[:1]
        near = self._near(found)
        return sorted(near, key=lambda row: (_LEVELS[Level(row.level)], row.sort_key, row.code))

    def _plainly(self, found: Collection[Place], level: str) -> list[Place]:
        """The document's own unit; a province, whose city of the same name is called a city."""
        own = [row for row in found if self._within is not None and row.pk == self._within.pk]
        if own or level:
            return own
        provinces = [row for row in found if row.level == Level.PROVINCE]
        return provinces if len(provinces) == 1 else []

    def _near(self, found: Collection[Place]) -> Collection[Place]:
        """Those inside the reading's own unit, or its province, where there are any; else all."""
        within = self._within
        while within is not None and within.level != Level.COUNTRY:
            inside = [row for row in found if row.pk == within.pk or row.path.startswith(f"{within.path}/")]
            if inside:
                return inside
            within = within.parent
        return found
