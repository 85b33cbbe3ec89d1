"""What waits for somebody here, as lines of “Việc của tôi”: ballots to answer, drafts to agree to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.conclusions.queries import ballots, conclusions
from tinhso.people.principals import Principal
from tinhso.people.waiting import Source, Waiting


def ballot_lines(by: Principal) -> Iterator[Waiting]:
    """Ballots without one's paper; one query."""
    for ballot in ballots_waiting(by):
        yield Waiting(
            text=_("Phiếu ý kiến: %(question)s") % {"question": ballot.question},
            href=ballot.get_absolute_url(),
            note=_("hạn gửi %(moment)s") % {"moment": wording.moment(ballot.closes_at)},
            code=ballot.code,
            illustrative=ballot.illustrative,
        )


def ballots_waiting(by: Principal) -> QuerySet[Any]:
    """The same ballots, to be counted."""
    return ballots.to_vote(by.person_id)


def draft_lines(by: Principal) -> Iterator[Waiting]:
    """Meetings one chaired whose drafts are not agreed to; one query."""
    for conclusion in drafts_waiting(by):
        yield Waiting(
            text=_("Thống nhất kết luận: %(meeting)s") % {"meeting": conclusion.meeting.title},
            href=reverse("conclusions:meeting", args=[conclusion.meeting.code]),
            note=_("dự thảo kết luận chờ thống nhất"),
            code=conclusion.meeting.code,
            illustrative=conclusion.illustrative,
        )


def drafts_waiting(by: Principal) -> QuerySet[Any]:
    """The same, to be counted."""
    return conclusions.to_agree(by.person_id)


BALLOTS: Final = Source(ballot_lines, ballots_waiting)
DRAFTS: Final = Source(draft_lines, drafts_waiting)
