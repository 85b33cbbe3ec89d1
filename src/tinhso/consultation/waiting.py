"""Drafts that wait for somebody's comments, as lines of “Việc của tôi”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.consultation.queries import comments
from tinhso.people.principals import Principal
from tinhso.people.waiting import Source, Waiting


def lines(by: Principal) -> Iterator[Waiting]:
    """One line a draft that the own agency, or oneself, is asked on; one query."""
    for row in comments.waiting_for(by):
        draft = row.round.draft
        due = clock.local(row.round.deadline).date()
        term = _("Hạn %(day)s") % {"day": wording.day(due)}
        yield Waiting(
            text=_("Góp ý dự thảo: %(title)s") % {"title": draft.title},
            href=draft.get_absolute_url(),
            note=f"{term} · {wording.remaining(due, clock.today())}",
            code=draft.code,
            illustrative=row.illustrative,
        )


def counted(by: Principal) -> QuerySet[Any]:
    """The same, to be counted."""
    return comments.waiting_for(by)


SOURCE: Final = Source(lines, counted)
