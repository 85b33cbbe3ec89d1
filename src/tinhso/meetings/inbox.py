"""Invitations that wait for an answer, as lines of “Việc của tôi”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.meetings import queries, words
from tinhso.people.principals import Principal
from tinhso.people.waiting import Source, Waiting


def lines(by: Principal) -> Iterator[Waiting]:
    """The invitations of somebody, and of the agencies in which they hold a post; one query."""
    for row in queries.unanswered(by):
        meeting = row.meeting
        at = words.span(meeting.starts_at, meeting.ends_at)
        note = at if row.person_id else _("mời %(agency)s · %(at)s") % {"agency": row.agency, "at": at}
        yield Waiting(
            text=_("Trả lời giấy mời: %(title)s") % {"title": meeting.title},
            href=f"{meeting.get_absolute_url()}#answer",
            note=note,
            code=meeting.code,
            illustrative=row.illustrative,
        )


def counted(by: Principal) -> QuerySet[Any]:
    """The same invitations, to be counted."""
    return queries.unanswered(by)


SOURCE: Final = Source(lines, counted)
