"""Reads over places, chainable, in the field's words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.places.keys import NAME_END

if TYPE_CHECKING:
    from tinhso.places.models import Place

PARENT_CHAIN = "parent__parent__parent__parent"


class PlaceQuerySet(QuerySet["Place"]):
    """Rows of the national table and of packs."""

    def valid_on(self, day: date) -> Self:
        """Rows that were units on `day`, both ends inclusive."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def at_level(self, level: str) -> Self:
        """Rows of one level: country, province, district, commune or village."""
        return self.filter(level=level)

    def with_code(self, code: str) -> Self:
        """All rows that ever carried `code`; lengths differ by level, so a code names one unit a day."""
        return self.filter(code=code)

    def below(self, place: Place) -> Self:
        """Rows of any day whose chain of parents passes through the code of `place`; add `valid_on`."""
        return self.filter(path__startswith=f"{place.path}/")

    def inside_paths(self, paths: Collection[str]) -> Self:
        """Rows inside any of those chains of codes; none when there are none."""
        if not paths:
            return self.none()
        return self.filter(reduce(or_, (Q(path__startswith=f"{path}/") for path in paths)))

    def with_ancestors(self) -> Self:
        """The chain of parents in the same query."""
        return self.select_related(PARENT_CHAIN)

    def searched(self, text: str) -> Self:
        """Rows in which every word of `text` begins a word of name, type, code or parents, tones aside.

        Rows called exactly so come first, then names that begin so, then those where the words follow each
        other, then the rest; each in Vietnamese order.
        """
        words = fold(text).split()
        if not words:
            return self.order_by("sort_key", "code", "id")
        whole = " ".join(words)
        found = self
        for word in words:
            found = found.filter(search_key__contains=f" {word}")
        nearness = Case(
            When(search_key__startswith=f" {whole}{NAME_END}", then=Value(0)),
            When(search_key__startswith=f" {whole}", then=Value(1)),
            When(search_key__contains=f" {whole}", then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
        return found.annotate(nearness=nearness).order_by("nearness", "sort_key", "code", "id")

    def in_time(self) -> Self:
        """Oldest first: a beginning that was not recorded lies before all others."""
        return self.order_by(F("valid_from").asc(nulls_first=True))

    def today(self) -> Self:
        """Rows that are units today."""
        return self.valid_on(clock.today())
