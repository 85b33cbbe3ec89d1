"""Reads: places by code and date, above and below, and what corresponds to what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.places.descent import ONE, Span, Step, correspond
from tinhso.places.errors import NotValidThen, named
from tinhso.places.models import Level, Lineage, Place
from tinhso.places.querysets import PlaceQuerySet

_NEAR = 5
_LAST = 2
"""Codes that share all but so many digits are near: they were given out district by district."""
_ZERO_LOST = frozenset({1, 4})
"""Lengths of province and commune codes that lost their first zero in a spreadsheet."""


def places() -> PlaceQuerySet:
    """All rows of all days; chain `valid_on`, `at_level`, `below`, `searched`, `with_ancestors`."""
    return Place.objects.all()


def by_id(place_id: UUID) -> Place:
    """The row of that id, its parents with it. Raises NotFound."""
    found = places().with_ancestors().filter(pk=place_id).first()
    if found is None:
        raise NotFound(_("Không có địa bàn này."), field="place")
    return found


def by_code(code: str, as_of: date | None = None) -> Place:
    """The unit that carries `code` on `as_of` (None: today), its parents with it.

    Raises NotFound with near matches; for a code of another time, with the units to look at.
    """
    day = as_of or clock.today()
    found = places().with_ancestors().with_code(code).valid_on(day).first()
    if found is None:
        raise _unknown(code, day)
    return found


def by_codes(codes: Iterable[str], as_of: date | None = None) -> dict[str, Place]:
    """The units of many codes in one query; unknown codes are left out."""
    rows = places().filter(code__in=set(codes)).valid_on(as_of or clock.today())
    return {row.code: row for row in rows}


def _unknown(code: str, day: date) -> NotFound:
    other_days = list(places().with_code(code).in_time())
    if other_days:
        row = other_days[-1]
        follow = [equivalent.place for equivalent in equivalents(row, day)]
        return NotFound(
            _("Mã %(code)s (%(place)s) không có hiệu lực ngày %(date)s.")
            % {"code": code, "place": row.full_name, "date": f"{day:%d/%m/%Y}"},
            near=[named(place) for place in follow],
            field="code",
            hint=_("Thêm as_of=%(day)s để xem đơn vị của ngày đó.")
            % {"day": (row.valid_to or row.valid_from or day).isoformat()},
        )
    return NotFound(
        _("Không có địa bàn mang mã “%(code)s”.") % {"code": code}, near=_near(code, day), field="code"
    )


def _near(code: str, day: date) -> list[str]:
    valid = places().valid_on(day)
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    if not digits:
        return [named(row) for row in valid.searched(code)[:_NEAR]]
    whole = f"0{digits}" if len(digits) in _ZERO_LOST else digits
    alike = list(valid.filter(code__startswith=whole[:-_LAST], code__regex=f"^[0-9]{{{len(whole)}}}$"))
    alike.sort(key=lambda row: (abs(int(row.code) - int(whole)), row.code))
    return [named(row) for row in alike[:_NEAR]]


def ancestors(place: Place) -> list[Place]:
    """The chain of parents, the country first."""
    chain: list[Place] = []
    step = place.parent
    while step is not None:
        chain.insert(0, step)
        step = step.parent
    return chain


def descendants(place: Place, as_of: date | None = None, level: str | None = None) -> PlaceQuerySet:
    """The units inside `place` on `as_of` (None: today); none when `place` itself is not a unit that day."""
    day = as_of or clock.today()
    if not place.is_valid_on(day):
        return places().none()
    found = places().below(place).valid_on(day)
    return found.at_level(level) if level else found


def children(place: Place) -> PlaceQuerySet:
    """The rows directly below, over the whole time of `place`."""
    return places().filter(parent=place)


def turning_points(place: Place) -> list[date]:
    """The last days of earlier arrangements inside `place`, oldest first: what to look back to."""
    found = (
        places().below(place).exclude(valid_to=None).values_list("valid_to", flat=True).order_by("valid_to")
    )
    return [day for day in found.distinct() if day is not None and place.is_valid_on(day)]


def counts_inside(place: Place, as_of: date | None = None) -> dict[Level, int]:
    """How many units of each level lie inside `place` on `as_of` (None: today)."""
    rows = descendants(place, as_of).order_by().values("level").annotate(count=Count("id"))
    return {Level(row["level"]): row["count"] for row in rows}


def search(
    text: str, as_of: date | None = None, level: str | None = None, within: Place | None = None
) -> PlaceQuerySet:
    """Units whose name, type, code or parents begin with the words of `text`, whatever the tones.

    `as_of` None searches all days. Parents come with the rows: always show one, names repeat.
    """
    found = places().with_ancestors().searched(text)
    if as_of is not None:
        found = found.valid_on(as_of)
    if level:
        found = found.at_level(level)
    if within is not None:
        found = found.below(within)
    return found


@dataclass(frozen=True)
class Equivalent:
    """A unit that a place corresponds to on some day.

    `share` is the part of the *older* of the two that lies in the newer (None: unknown); `is_default` marks
    the main successor by the source's word; `doubtful` edges carry a note in their lineage.
    """

    place: Place
    share: Decimal | None
    is_default: bool
    doubtful: bool

    @property
    def whole(self) -> bool:
        """Whether the older unit lies in the newer entirely."""
        return self.share == ONE


def _fetch(rows: Collection[UUID], forward: bool) -> Iterable[Step]:
    start, end = ("predecessor_id", "successor_id") if forward else ("successor_id", "predecessor_id")
    columns = (start, end, "share", "is_default", "note")
    for a, b, share, is_default, note in Lineage.objects.filter(**{f"{start}__in": rows}).values_list(
        *columns
    ):
        yield Step(a, b, share, is_default, bool(note))


def _spans(rows: Collection[UUID]) -> Mapping[UUID, Span]:
    columns = ("id", "valid_from", "valid_to")
    return {key: Span(a, b) for key, a, b in places().filter(pk__in=rows).values_list(*columns)}


def equivalents_of(rows: Iterable[Place], as_of: date) -> dict[UUID, list[Equivalent]]:
    """For each place, by id: the units of `as_of` it corresponds to, in Vietnamese order.

    The number of queries grows with generations between the dates, never with rows.
    """
    asked = list(rows)
    ways = correspond({row.pk: Span(row.valid_from, row.valid_to) for row in asked}, as_of, _fetch, _spans)
    reached = places().with_ancestors().in_bulk({end for ends in ways.values() for end in ends})
    answers = {
        row.pk: sorted(
            (
                Equivalent(reached[end], way.share, way.is_default, way.doubtful)
                for end, way in ways.get(row.pk, {}).items()
            ),
            key=lambda equivalent: (equivalent.place.sort_key, equivalent.place.code),
        )
        for row in asked
    }
    for row in asked:
        if not answers[row.pk] and row.level == Level.DISTRICT and row.ended_on and as_of >= row.ended_on:
            answers[row.pk] = _through_communes(row, as_of)
    return answers


def _through_communes(district: Place, as_of: date) -> list[Equivalent]:
    """A district has no successor of its own, its communes have; shares are unknown unless there is one."""
    inside = equivalents_of(descendants(district, district.valid_to, Level.COMMUNE), as_of)
    met: dict[UUID, Equivalent] = {e.place.pk: e for found in inside.values() for e in found}
    alone = len(met) == 1 and all(e.whole for found in inside.values() for e in found)
    return sorted(
        (Equivalent(e.place, ONE if alone else None, alone, e.doubtful) for e in met.values()),
        key=lambda equivalent: (equivalent.place.sort_key, equivalent.place.code),
    )


def equivalents(place: Place, as_of: date | None = None) -> list[Equivalent]:
    """What `place` corresponds to by the boundaries of `as_of` (None: today): itself when it is a unit."""
    return equivalents_of([place], as_of or clock.today())[place.pk]


def unit_valid_for(place: Place, day: date) -> Place:
    """`place` itself when it is a unit on `day`. Raises NotValidThen naming the units to use instead."""
    if place.is_valid_on(day):
        return place
    raise NotValidThen(place, day, [equivalent.place for equivalent in equivalents(place, day)])


@dataclass(frozen=True)
class Descent:
    """The edges that touch a place: where it came from and what became of it."""

    came_from: list[Lineage]
    became: list[Lineage]


def descent(place: Place) -> Descent:
    """Both directions, in Vietnamese order, in two queries."""
    return Descent(
        list(
            Lineage.objects.filter(successor=place)
            .select_related("predecessor__parent")
            .order_by("predecessor__sort_key", "predecessor__code")
        ),
        list(
            Lineage.objects.filter(predecessor=place)
            .select_related("successor__parent")
            .order_by("successor__sort_key", "successor__code")
        ),
    )


__all__ = [
    "Descent",
    "Equivalent",
    "ancestors",
    "by_code",
    "by_codes",
    "by_id",
    "children",
    "counts_inside",
    "descendants",
    "descent",
    "equivalents",
    "equivalents_of",
    "places",
    "search",
    "turning_points",
    "unit_valid_for",
]
