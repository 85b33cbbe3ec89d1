"""Figures among the work of a person: what waits for their level, and what came back to whom sent it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from django.db.models import Count, Min, QuerySet
from django.utils.translation import ngettext

from tinhso.base.web import wording
from tinhso.indicators.approval import queues
from tinhso.indicators.models import Submission
from tinhso.people.principals import Principal

_SAME: Final = ("indicator", "period")
_NAMED: Final = ("indicator__code", "indicator__name", "indicator__name_en")


def asked(principal: Principal) -> Iterator[QuerySet[Submission]]:
    """One row for each indicator and period of which figures wait for this person, or came back to them."""
    for rows in (queues.waiting_for(principal), queues.came_back_to(principal)):
        yield queues.one_of_each(rows)


Does = Literal["confirm", "correct"]


def told(principal: Principal) -> Iterator[tuple[Does, dict[str, Any]]]:
    """What is to be done with them: `confirm` or `correct`, with the line's words; one statement each."""
    lists: tuple[tuple[Does, QuerySet[Submission]], ...] = (
        ("confirm", queues.waiting_for(principal)),
        ("correct", queues.came_back_to(principal)),
    )
    for action, rows in lists:
        groups = rows.order_by().values(*_SAME, *_NAMED).annotate(count=Count("pk"), first=Min("sent_at"))
        for group in groups.order_by("first", "period", "indicator__code"):
            yield action, _line(action, group)


def _line(action: Does, group: Mapping[str, Any]) -> dict[str, Any]:
    count = group["count"]
    if action == "confirm":
        said = ngettext("%(count)d số liệu chờ bạn duyệt", "%(count)d số liệu chờ bạn duyệt", count)
    else:
        said = ngettext("%(count)d số liệu bị trả lại", "%(count)d số liệu bị trả lại", count)
    name = (wording.language() == "en" and group["indicator__name_en"]) or group["indicator__name"]
    return {
        "code": f"{group['indicator__code']}/{group['period']}",
        "title": f"{name}, {wording.period(group['period'])}",
        "detail": said % {"count": count},
    }
