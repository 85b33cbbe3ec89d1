"""What a form offers to choose from: one person among many, an agency of the house. No script is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.people import queries
from tinhso.people.models import Person, Post
from tinhso.people.querysets import on_day

MOST: Final = 30
"""How many are offered at once; more are narrowed by words."""


@dataclass(frozen=True)
class Found:
    """Who can be chosen: `choices` are (id, name · post, agency); `total` counts those that were found."""

    words: str
    choices: Sequence[tuple[str, str]]
    total: int

    @property
    def more(self) -> int:
        """How many are not offered."""
        return max(0, self.total - MOST)

    @property
    def only(self) -> str:
        """The id of the one that was found; empty when there are several, or nobody asked."""
        return self.choices[0][0] if self.words and self.total == 1 else ""


def _seated(persons: QuerySet[Person] | Sequence[Person]) -> dict[UUID, str]:
    """The first post of today of each."""
    posts = Post.objects.filter(on_day(clock.today()), person__in=persons)
    rows = posts.order_by("position__order", "position__title", "pk")
    seats: dict[UUID, str] = {}
    for person, title, agency in rows.values_list("person", "position__title", "position__agency__name"):
        seats.setdefault(person, f"{title}, {agency}")
    return seats


def persons(
    words: str = "", *, without: Person | None = None, chosen: str = "", anybody: bool = False
) -> Found:
    """Persons with an open account (`anybody`: without one too) in whose name, or agency of today, every
    word occurs, tones ignored. One that is chosen already stays among them. At most four queries, whatever
    their number.
    """
    everybody = Person.objects.all() if anybody else Person.objects.filter(accounts__is_active=True)
    if without is not None:
        everybody = everybody.exclude(pk=without.pk)
    rows = everybody
    for word in fold(words).split():
        agency = Post.objects.filter(on_day(clock.today()), position__agency__search_key__contains=word)
        rows = rows.filter(Q(search_key__contains=word) | Q(pk__in=agency.values("person")))
    found = list(rows.distinct().order_by("sort_name", "code")[: MOST + 1])
    total = len(found) if len(found) <= MOST else rows.distinct().count()
    shown = found[:MOST]
    if chosen and all(str(row.pk) != chosen for row in shown):
        shown = [*_one(everybody, chosen), *shown]
    seats = _seated(shown)
    choices = [
        (str(row.pk), f"{row.full_name} · {seats[row.pk]}" if row.pk in seats else row.full_name)
        for row in shown
    ]
    return Found(words, choices, total)


def _one(everybody: QuerySet[Person], chosen: str) -> list[Person]:
    try:
        return list(everybody.filter(pk=UUID(chosen)).distinct())
    except ValueError:
        return []


def agencies(*chosen: str, on: date | None = None) -> list[tuple[str, str]]:
    """Code and name of the agencies at home, in Vietnamese order; those that exist `on` a day, where one is
    told. Those chosen already (by code) stay among them, so that a form sent again loses nothing. One query.
    """
    home = queries.agencies().at_home()
    offered = home if on is None else home.valid_on(on)
    kept = queries.agencies().filter(code__in=[code for code in chosen if code])
    return list((offered | kept).values_list("code", "name"))
