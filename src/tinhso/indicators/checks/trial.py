"""A rule tried on what is stored before it is saved: how many figures would fall, and the first of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tinhso.base import clock
from tinhso.indicators import queries
from tinhso.indicators.checks import words
from tinhso.indicators.checks.actions import fill, known_codes
from tinhso.indicators.checks.core import Fallen
from tinhso.indicators.checks.history import Count, Scope, hits
from tinhso.indicators.checks.items import CheckItem, require_sound
from tinhso.indicators.checks.known import Known
from tinhso.indicators.models import Check, Observation

SHOWN: Final = 20
YEARS: Final = 3


@dataclass(frozen=True)
class Tried:
    """One figure that would fall, and what would be said of it."""

    figure: Observation
    said: str


@dataclass(frozen=True)
class Trial:
    """What a rule would have found since that day."""

    since: date
    judged: int
    found: int
    first: tuple[Tried, ...]


def tried(item: CheckItem) -> Trial:
    """Try a rule on the figures of the last three years (thử trên số liệu đã có). Raises Invalid."""
    require_sound(item.rule, *known_codes())
    row = Check(code=item.code)
    fill(row, item)
    since = clock.today().replace(month=1, day=1)
    since = since.replace(year=since.year - YEARS)
    count, fallen = Count(), dict[UUID, Fallen]()
    for hit in hits([Known.of(row)], Scope(since=since), count):
        fallen[hit.observation] = hit.judged.fallen
    names = words.names_of(row.touched)
    rows = queries.figures().whole().filter(pk__in=fallen).order_by("-period_end", "place__sort_key", "pk")
    first = tuple(
        Tried(figure, words.finding_words(item.rule, fallen[figure.pk], names)) for figure in rows[:SHOWN]
    )
    return Trial(since, count.judged, len(fallen), first)
