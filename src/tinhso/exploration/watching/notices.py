"""Telling owners of watches that something crossed: one notice a watch, however many places did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.base.actions import Act
from tinhso.exploration.watching import telling
from tinhso.exploration.watching.models import Alert
from tinhso.notify.kinds import NoticeKind
from tinhso.notify.sending import Notice, To, send

ALERT: Final = NoticeKind(
    "exploration.alert",
    _("Số liệu chạm ngưỡng theo dõi"),
    _("{title}: {count} địa bàn đổi trạng thái"),
    _("Mục theo dõi “{title}” ({condition}): {entered} địa bàn chạm ngưỡng, {left} trở lại. {first}"),
    "watches",
)
NOTICES: Final = (ALERT,)


def tell(act: Act, alerts: Sequence[Alert]) -> None:
    """Tell each owner once of what crossed just now; the first alert names the occasion."""
    by_watch: dict[object, list[Alert]] = {}
    for alert in alerts:
        by_watch.setdefault(alert.watch_id, []).append(alert)
    send(act, [_notice(found) for found in by_watch.values()])


def _notice(found: list[Alert]) -> Notice:
    watch, first = found[0].watch, found[0]
    entered = sum(one.entered for one in found)
    told = telling.number(watch.indicator, first.number)
    values = {
        "title": telling.title(watch),
        "condition": telling.condition(watch),
        "count": str(len(found)),
        "entered": str(entered),
        "left": str(len(found) - entered),
        "first": f"{first.place.full_name}: {told}",
    }
    return Notice(
        ALERT.code,
        To(accounts=(watch.account,)),
        values,
        watch.get_absolute_url(),
        str(first.pk),
        illustrative=watch.illustrative,
    )
