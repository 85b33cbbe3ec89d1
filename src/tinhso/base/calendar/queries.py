"""Reading the calendar that is in force."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db.models import Q, QuerySet

from tinhso.base.calendar.core import Calendar, Correction
from tinhso.base.calendar.hours import OfficeHours
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.calendar.national import shipped_corrections


def corrections(*, pack: str | None = None) -> QuerySet[CalendarCorrection]:
    """Corrections entered by people and those of `pack` (default: the home province's), by day."""
    home = settings.HOME_PACK if pack is None else pack
    return CalendarCorrection.objects.filter(Q(pack="") | Q(pack=home))


def current_calendar(*, pack: str | None = None) -> Calendar:
    """The calendar in force for a province, in one query.

    A person's correction outweighs the pack's, which outweighs the national ones. The corrections read are
    the key of a cache: a process keeps its calendar until a row changes anywhere, never an outdated one.
    """
    rows = corrections(pack=pack).filter(active=True).order_by("date")
    in_force = sorted(rows, key=lambda row: (row.pack == "", row.date))
    return _calendar(tuple(row.as_correction() for row in in_force), settings.OFFICE_HOURS)


@lru_cache(maxsize=16)
def _calendar(entered: tuple[Correction, ...], hours: str) -> Calendar:
    return Calendar(shipped_corrections() + entered, OfficeHours.parse(hours))
