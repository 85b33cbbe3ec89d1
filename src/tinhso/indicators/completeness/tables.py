"""Completeness as lists: one line an agency and period, one line a figure that was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.calendar import Period
from tinhso.base.web import wording
from tinhso.base.web.tables import Column, Table
from tinhso.indicators.completeness.counting import Cell, Completeness, Standing, Tally
from tinhso.indicators.models import Indicator
from tinhso.people.models import Agency

LOOKS: Final = {
    Standing.ON_TIME: "met",
    Standing.LATE: "push",
    Standing.UNTIMED: "met",
    Standing.RETURNED: "push",
    Standing.OVERDUE: "late",
    Standing.OPEN: "on_track",
    Standing.RUNNING: "unknown",
}
"""The tone of each standing."""


def label_of(thing: Agency | Indicator) -> str:
    """The name in the reader's language; an agency's short one where there is one."""
    if isinstance(thing, Agency) and thing.short_name and not (wording.language() == "en" and thing.name_en):
        return thing.short_name
    return wording.named(thing)


@dataclass(frozen=True)
class Line:
    """One agency or indicator in one period."""

    thing: Agency | Indicator
    period: Period
    tally: Tally


def lines(found: Completeness, things: tuple[Agency, ...] | tuple[Indicator, ...]) -> list[Line]:
    """Every thing in every period in which it is asked for something."""
    every = ((thing, period, found.of(thing, period)) for period in found.periods for thing in things)
    return [Line(*one) for one in every if one[2].expected or one[2].running]


def _count(name: str, label: Any) -> Column[Line]:
    return Column(name, label, lambda line: getattr(line.tally, name), kind="integer")


COUNTS: Final = Table[Line](
    "muc-do-day-du",
    _("Mức độ đầy đủ, đúng hạn"),
    (
        Column("name", _("Tên"), lambda line: wording.named(line.thing)),
        Column("code", _("Mã"), lambda line: line.thing.code),
        Column("period", _("Kỳ"), lambda line: line.period.code),
        _count("expected", _("Phải nộp")),
        _count("received", _("Đã nộp")),
        _count("on_time", _("Đúng hạn")),
        _count("late", _("Nộp trễ")),
        _count("untimed", _("Không định hạn")),
        _count("returned", _("Trả lại")),
        _count("overdue", _("Quá hạn")),
        _count("open", _("Còn hạn")),
        _count("running", _("Kỳ chưa kết thúc")),
        Column("share", _("Tỷ lệ đã nộp"), lambda line: line.tally.share, kind="percent"),
        Column("timely", _("Tỷ lệ đúng hạn"), lambda line: line.tally.timely, kind="percent"),
    ),
)

_INDICATOR: Final = Column[Cell](
    "indicator",
    pgettext_lazy("column", "Chỉ số"),
    lambda cell: wording.named(cell.indicator),
    kind="link",
    href=lambda cell: cell.indicator.get_absolute_url(),
)
_AGENCY: Final = Column[Cell](
    "agency",
    _("Đơn vị"),
    lambda cell: label_of(cell.agency),
    kind="link",
    href=lambda cell: f"{reverse('reporting:agency', args=[cell.agency.code])}?period={cell.period.code}",
)
_REST: Final[tuple[Column[Cell], ...]] = (
    Column("period", _("Kỳ"), lambda cell: wording.period(cell.period)),
    Column(
        "standing",
        _("Tình trạng"),
        lambda cell: LOOKS[cell.standing],
        kind="status",
        word=lambda cell: cell.standing.label,
    ),
    Column("due_on", _("Hạn"), lambda cell: cell.due_on, kind="date"),
    Column("sent_at", _("Gửi lần đầu"), lambda cell: cell.sent_at, kind="moment", essential=False),
    Column("days_late", _("Số ngày làm việc trễ"), lambda cell: cell.days_late or None, kind="integer"),
    Column("said", _("Lý do trả lại"), lambda cell: cell.said, essential=False),
    Column("indicator_code", _("Mã chỉ số"), lambda cell: cell.indicator.code, export_only=True),
    Column("agency_code", _("Mã đơn vị"), lambda cell: cell.agency.code, export_only=True),
    Column("period_code", _("Mã kỳ"), lambda cell: cell.period.code, export_only=True),
    Column("state", _("Mã tình trạng"), lambda cell: str(cell.standing), export_only=True),
)
CELLS: Final = Table[Cell]("so-lieu-phai-nop", _("Số liệu phải nộp"), (_INDICATOR, _AGENCY, *_REST))
OF_INDICATOR: Final = Table[Cell]("don-vi-phai-nop", _("Đơn vị phải nộp"), (_AGENCY, _INDICATOR, *_REST))
