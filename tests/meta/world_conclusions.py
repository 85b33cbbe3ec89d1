"""Minutes, a ballot and a conclusion of the small province, for the tests of routes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tinhso.base import clock
from tinhso.committees.models import Membership
from tinhso.committees.roles import MemberRole
from tinhso.conclusions.models import (
    Ballot,
    Closing,
    Conclusion,
    ConclusionNotice,
    Decision,
    MinuteEntry,
    Vote,
    Voter,
)
from tinhso.documents.models import Document
from tinhso.meetings.models import Meeting
from tinhso.people.models import Role

if TYPE_CHECKING:
    from tests.meta.world import World


def lay(world: World) -> None:
    """A meeting held, one entry, one counted ballot in which the leader voted, one issued conclusion."""
    begins = datetime(2020, 3, 3, 8, tzinfo=clock.TZ)
    leader = world.accounts[Role.LEADER].person
    assert leader is not None
    Membership.objects.create(committee=world.committee, person=leader, role=MemberRole.MEMBER)
    held = Meeting.objects.create(
        committee=world.committee, code="phien-da-hop", year=2020, number=90, kind="session",
        title="Phiên họp", starts_at=begins, ends_at=begins + timedelta(hours=2), state="held",
        changed_at=begins,
    )  # fmt: skip
    ballot = Ballot.objects.create(
        code="phieu-1", committee=world.committee, year=2020, number=1, question="Thông qua",
        options=[["agree", "Đồng ý"], ["disagree", "Không đồng ý"]], opens_at=begins,
        closes_at=begins + timedelta(days=5), state="closed", quorum_numerator=1, quorum_denominator=2,
        majority_numerator=1, majority_denominator=2,
    )  # fmt: skip
    voter = Voter.objects.create(ballot=ballot, person=leader, name=leader.full_name)
    Vote.objects.create(ballot=ballot, voter=voter, choice="agree")
    Closing.objects.create(
        ballot=ballot, asked=1, returned=1, papers={"agree": 1}, outcome="passed", winner="agree", needed=1,
        needed_back=1,
    )  # fmt: skip
    document = Document.objects.create(
        slug="01-tb-bcd", notation="01/TB-BCĐ", type="TB", title="Thông báo", issuer=world.agency,
        date=begins.date(),
    )  # fmt: skip
    notice = ConclusionNotice.objects.create(meeting=held, document=document, issued_on=begins.date())
    world.rows |= {
        "held_meeting": held,
        "ballot": ballot,
        "decision": Decision.objects.create(
            committee=world.committee, meeting=held, text="Thông qua", decided_on=begins.date()
        ),
        "entry": MinuteEntry.objects.create(meeting=held, text="Ý kiến"),
        "conclusion": Conclusion.objects.create(
            committee=world.committee, meeting=held, number=1, text="Hoàn thành", state="issued",
            lead=world.agency, notice=notice,
        ),
    }  # fmt: skip
