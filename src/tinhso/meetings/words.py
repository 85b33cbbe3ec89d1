"""How a meeting is called and its time told."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.meetings.states import MeetingKind

_ORDINALS: Final = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def ordinal(number: int) -> str:
    """`nhất`, `hai`, … `mười`, then `11`: as official Vietnamese counts sessions."""
    return _ORDINALS[number - 1] if 1 <= number <= len(_ORDINALS) else str(number)


def usual_title(kind: MeetingKind, number: int, year: int) -> str:
    """`Phiên họp lần thứ nhất năm 2023`: Vietnamese whoever reads, for it is kept."""
    names = {
        MeetingKind.SESSION: "Phiên họp",
        MeetingKind.CONFERENCE: "Hội nghị",
        MeetingKind.WORKING_SESSION: "Buổi làm việc",
        MeetingKind.WRITTEN: "Đợt lấy ý kiến bằng văn bản",
    }
    return f"{names[kind]} lần thứ {ordinal(number)} năm {year}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """`08:00–11:30, thứ Ba 07/03/2023`; over several days both are told."""
    first, last = clock.local(starts_at), clock.local(ends_at)
    if first.date() == last.date():
        return f"{first:%H:%M}–{last:%H:%M}, {wording.weekday(first)} {wording.day(first)}"
    return _("%(first)s đến %(last)s") % {"first": wording.moment(first), "last": wording.moment(last)}
