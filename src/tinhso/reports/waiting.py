"""What waits for somebody: parts to be written, and parts that came in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.people.principals import Principal
from tinhso.people.waiting import Source, Waiting
from tinhso.reports import policies, queries
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.models import Contribution, PeriodicReport


def lines(by: Principal) -> Iterator[Waiting]:
    """Parts that wait for the words of one's agency; one statement."""
    for row in queries.asked_of(by).select_related("report__template"):
        due = row.report.due_on
        yield Waiting(
            text=_("Gửi phần “%(part)s”") % {"part": row.asks or row.slot},
            href=row.get_absolute_url(),
            note=title_of(row.report) + (_(" · hạn %(day)s") % {"day": wording.day(due)} if due else ""),
            code=row.report.template.code,
            illustrative=row.illustrative,
        )


def counted(by: Principal) -> QuerySet[Contribution]:
    """The same, to be counted."""
    return queries.asked_of(by)


def office_lines(by: Principal) -> Iterator[Waiting]:
    """Reports with parts that came in; for the standing office."""
    for row in _office(by).select_related("template"):
        yield Waiting(
            text=_("Xem phần các đơn vị vừa gửi"),
            href=row.get_absolute_url(),
            note=title_of(row),
            code=row.template.code,
            illustrative=row.illustrative,
        )


def _office(by: Principal) -> QuerySet[PeriodicReport]:
    return queries.sent_to_us() if policies.may_compose(by) else PeriodicReport.objects.none()


def office_counted(by: Principal) -> QuerySet[Any]:
    """The same, to be counted."""
    return _office(by)


SOURCE: Final = Source(lines, counted)
OFFICE: Final = Source(office_lines, office_counted)
