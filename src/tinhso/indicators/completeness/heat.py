"""The heat table (bảng nhiệt): agencies or indicators × periods, each cell with its count and its tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.calendar import Period
from tinhso.base.web import wording
from tinhso.indicators.completeness.counting import Completeness, Tally
from tinhso.indicators.completeness.tables import label_of
from tinhso.indicators.models import Indicator
from tinhso.people.models import Agency

LEVELS: Final[tuple[tuple[int, str, Promise], ...]] = (
    (100, "met", gettext_lazy("đủ 100 %")),
    (80, "on_track", gettext_lazy("từ 80 %")),
    (50, "push", gettext_lazy("từ 50 %")),
    (0, "late", gettext_lazy("dưới 50 %")),
)
"""From which share a cell has which tone, and how the legend says it."""


@dataclass(frozen=True)
class HeatCell:
    """One cell: `14/16`, in words, its tone, and where its figures stand one by one."""

    text: str
    words: str
    tone: str
    href: str
    note: str


@dataclass(frozen=True)
class HeatRow:
    """An agency or an indicator along the periods, and all of them together."""

    name: str
    href: str
    cells: tuple[HeatCell, ...]
    total: HeatCell


def tone_of(tally: Tally) -> str:
    """The tone of a share; empty where nothing is asked."""
    if not tally.expected:
        return ""
    shares = 100 * tally.received
    return next(tone for least, tone, _word in LEVELS if shares >= least * tally.expected)


def _words(tally: Tally) -> str:
    parts = (
        (tally.late, _("%(count)d trễ")),
        (tally.returned, _("%(count)d trả lại")),
        (tally.overdue, _("%(count)d quá hạn")),
        (tally.open, _("%(count)d còn hạn")),
        (tally.running, _("%(count)d của kỳ chưa kết thúc")),
    )
    return ", ".join(words % {"count": count} for count, words in parts if count)


def cell_of(tally: Tally, href: str = "") -> HeatCell:
    """How a count is shown; without an address where there is nothing to see."""
    if not tally.expected:
        return HeatCell(wording.NOTHING, _words(tally), "", href if tally.running else "", "")
    text = f"{wording.number(tally.received)}/{wording.number(tally.expected)}"
    note = _("trễ %(count)d") % {"count": tally.late} if tally.late else ""
    return HeatCell(text, _words(tally), tone_of(tally), href, note)


def agency_href(agency: Agency, period: Period | None = None) -> str:
    """The page of one agency, at a period."""
    address = reverse("reporting:agency", args=[agency.code])
    return f"{address}?{urlencode({'period': period.code})}" if period else address


def _href(thing: Agency | Indicator, period: Period) -> str:
    if isinstance(thing, Agency):
        return agency_href(thing, period)
    query = urlencode({"indicator": thing.code, "period": period.code})
    return f"{reverse('reporting:cells')}?{query}"


def rows_of(found: Completeness, things: tuple[Agency, ...] | tuple[Indicator, ...]) -> list[HeatRow]:
    """The table, row by row."""
    return [
        HeatRow(
            label_of(thing),
            agency_href(thing) if isinstance(thing, Agency) else thing.get_absolute_url(),
            tuple(cell_of(found.of(thing, period), _href(thing, period)) for period in found.periods),
            cell_of(found.of(thing)),
        )
        for thing in things
    ]


def sums_of(found: Completeness) -> list[HeatCell]:
    """The last row: every period, then everything."""
    return [*(cell_of(found.in_period(period)) for period in found.periods), cell_of(found.total)]
