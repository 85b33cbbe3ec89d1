"""Telling agencies of the figures they owe; the reminder itself stays the state that pages show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.actions import Act
from tinhso.base.web import wording
from tinhso.indicators.models import Reminder
from tinhso.notify.kinds import NoticeKind
from tinhso.notify.sending import Notice, To, send

OWED: Final = NoticeKind(
    "indicators.owed",
    _("Nhắc nộp số liệu"),
    _("Nộp số liệu {period}: còn {count}, hạn {due}"),
    _("Đơn vị còn {count} số liệu {period} chưa nộp hoặc bị trả lại. Hạn nộp: {due}."),
    "figures",
)
NOTICES: Final = (OWED,)


def tell(act: Act, reminders: Iterable[Reminder]) -> None:
    """Tell officers and heads of each agency, once a period."""
    send(
        act,
        [
            Notice(
                OWED.code,
                To(agencies=(row.agency_id,)),
                {
                    "period": wording.period(row.period),
                    "count": str(row.owed),
                    "due": wording.day(row.due_on),
                },
                reverse("reporting:owed"),
                f"{row.agency_id}:{row.period}",
                illustrative=row.illustrative,
            )
            for row in reminders
        ],
    )
