"""A committee of the small province, for the tests of routes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.roles import Level, MemberRole
from tinhso.people.models import Person

if TYPE_CHECKING:
    from tests.meta.world import World


def lay(world: World) -> None:
    """One committee with a regulation and one member who has no account."""
    committee = Committee.objects.create(
        code="bcd-cds", name="Ban Chỉ đạo", level=Level.PROVINCE, sort_key="b", search_key="ban chi dao"
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
