"""A committee of the small province and a meeting of it, for the tests of routes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tinhso.base import clock
from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.roles import MemberRole, Tier
from tinhso.meetings.models import AgendaItem, Invitation, Meeting, Paper
from tinhso.people.models import Person

if TYPE_CHECKING:
    from tests.meta.world import World


def lay(world: World) -> None:
    """One committee with a regulation and one member who has no account."""
    committee = Committee.objects.create(
        code="bcd-cds", name="Ban Chỉ đạo", level=Tier.PROVINCE, sort_key="b", search_key="ban chi dao"
    )
    Regulation.objects.create(
        committee=committee, valid_from=date(2020, 1, 1), legal_reference="Quy chế", convenes=["chair"],
        signs=["chair"], quorum_numerator=0, quorum_denominator=1, notice_days=0, substitutes=True,
        substitutes_count=True, ballot_numerator=1, ballot_denominator=2, ballot_days=5, sessions_per_year=4,
    )  # fmt: skip
    chair = Person.objects.create(code="truong-ban", full_name="Nguyễn Trưởng Ban")
    world.rows |= {
        "committee": committee,
        "membership": Membership.objects.create(committee=committee, person=chair, role=MemberRole.CHAIR),
    }
    _meeting(world, committee, chair)


def _meeting(world: World, committee: Committee, chair: Person) -> None:
    """A meeting next year with one item, one paper and the chair invited."""
    starts = clock.now() + timedelta(days=300)
    meeting = Meeting.objects.create(
        committee=committee, code="bcd-cds-p1", year=starts.year, number=1, kind="session", title="Phiên họp",
        starts_at=starts, ends_at=starts + timedelta(hours=2), state="invited", changed_at=starts,
        chair=chair,
    )  # fmt: skip
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Báo cáo")
    world.rows |= {
        "meeting": meeting,
        "item": item,
        "paper": Paper.objects.create(item=item, title="Kế hoạch", href="/plans/", added_at=starts),
        "invitation": Invitation.objects.create(
            meeting=meeting, person=chair, role="chair", votes=True, state="sent"
        ),
    }
