"""Telling people through `notify`: who is asked, who is late, what was counted, what was issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.web import wording
from tinhso.conclusions import notices
from tinhso.conclusions.models import Ballot, Closing, Conclusion, ConclusionNotice, Voter
from tinhso.meetings.models import Meeting
from tinhso.notify.sending import Notice, Sent, To, send
from tinhso.people.models import Agency


def _ballot(kind: str, ballot: Ballot, voters: Iterable[Voter], key: str) -> Notice:
    return Notice(
        kind,
        To(persons=tuple(voter.person_id for voter in voters)),
        {
            "question": ballot.question,
            "committee": ballot.committee.name,
            "until": wording.moment(ballot.closes_at),
        },
        ballot.get_absolute_url(),
        key,
        illustrative=ballot.illustrative,
    )


def ballot_opened(act: Act, ballot: Ballot, voters: Sequence[Voter]) -> Sent:
    """To those whose paper is wanted; again when the term moves."""
    key = f"{ballot.code}:{ballot.version}"
    return send(act, [_ballot(notices.BALLOT_OPENED.code, ballot, voters, key)])


def ballot_reminder(act: Act, ballot: Ballot, voters: Sequence[Voter]) -> Sent:
    """To those whose paper is missing, once a day."""
    key = f"{ballot.code}:{clock.today().isoformat()}"
    return send(act, [_ballot(notices.BALLOT_REMINDER.code, ballot, voters, key)])


def ballot_counted(act: Act, ballot: Ballot, closing: Closing) -> Sent:
    """To everybody on the roll."""
    notice = Notice(
        notices.BALLOT_COUNTED.code,
        To(persons=tuple(ballot.voters.values_list("person_id", flat=True))),
        {
            "question": ballot.question,
            "outcome": closing.outcome_word,
            "back": str(closing.returned),
            "asked": str(closing.asked),
        },
        ballot.get_absolute_url(),
        f"{ballot.code}:{closing.pk}",
        illustrative=ballot.illustrative,
    )
    return send(act, [notice])


def to_agree(act: Act, meeting: Meeting) -> None:
    """To who chaired the meeting, once a day at most."""
    if meeting.chair_id is None:
        return
    notice = Notice(
        notices.TO_AGREE.code,
        To(persons=(meeting.chair_id,)),
        {"meeting": meeting.title},
        reverse("conclusions:meeting", args=[meeting.code]),
        f"{meeting.code}:{clock.today().isoformat()}",
        illustrative=meeting.illustrative,
    )
    send(act, [notice])


def issued(act: Act, notice: ConclusionNotice, conclusions: Iterable[Conclusion]) -> None:
    """To every agency that a conclusion names, each once."""
    named: dict[UUID, Agency] = {}
    for conclusion in conclusions:
        for agency in [conclusion.lead, *conclusion.joint.all()]:
            if agency is not None:
                named.setdefault(agency.pk, agency)
    send(
        act,
        [
            Notice(
                notices.ISSUED.code,
                To(agencies=(agency.pk,)),
                {
                    "document": notice.document.cited,
                    "meeting": notice.meeting.title,
                    "agency": agency.name,
                },
                reverse("conclusions:list") + f"?agency={agency.code}",
                f"{notice.pk}:{agency.code}",
                illustrative=notice.illustrative,
            )
            for agency in named.values()
        ],
    )
