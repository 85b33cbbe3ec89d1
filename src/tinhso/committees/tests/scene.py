"""A committee with chair, deputy, members and secretary who can sign in; for this room and those above."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.roles import MemberRole, Tier
from tinhso.people import queries as people
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal

TODAY = date(2026, 11, 21)
SINCE = date(2025, 7, 1)
_numbers = itertools.count(1)


@dataclass
class Scene:
    """The committee and who acts around it, each with an account."""

    committee: Committee
    regulation: Regulation
    agency: Agency
    accounts: dict[str, Account] = field(default_factory=dict)
    seats: dict[str, Membership] = field(default_factory=dict)

    def who(self, name: str) -> Principal:
        """Somebody as they act today."""
        return people.principal_for(self.accounts[name])

    def person(self, name: str) -> Person:
        """The person behind that account."""
        found = self.accounts[name].person
        assert found is not None
        return found


def agency(code: str) -> Agency:
    """A department."""
    found, _made = Agency.objects.get_or_create(
        code=code, defaults={"name": f"Sở {code}", "kind": "department", "sort_key": code}
    )
    return found


def account(name: str, role: Role, of: Agency) -> Account:
    """Somebody with a post of that role, who can sign in; the public has none."""
    number = next(_numbers)
    somebody = Person.objects.create(
        code=f"{name}-{number}", full_name=f"Nguyễn Văn {name.capitalize()}", sort_name=name, search_key=name
    )
    if role is not Role.PUBLIC:
        position, _made = Position.objects.get_or_create(
            agency=of, title=str(role.label), defaults={"role": role}
        )
        Post.objects.create(person=somebody, position=position)
    return Account.objects.create(username=f"{name}-{number}", person=somebody, password="!")


REGULATION: dict[str, Any] = {
    "legal_reference": "Quy chế thử",
    "convenes": ["chair", "standing_deputy"],
    "signs": ["chair"],
    "quorum_numerator": 2,
    "quorum_denominator": 3,
    "notice_days": 3,
    "substitutes": True,
    "substitutes_count": True,
    "ballot_numerator": 1,
    "ballot_denominator": 2,
    "ballot_days": 5,
    "sessions_per_year": 4,
}


def seat(committee: Committee, person: Person, role: MemberRole, **more: Any) -> Membership:
    """A seat since July 2025."""
    told = {"valid_from": SINCE, "title": str(role.label), **more}
    return Membership.objects.create(committee=committee, person=person, role=role, **told)


def new_scene(code: str = "bcd-cds") -> Scene:
    """Six votes (four are a quorum), a secretary without one, the office, an outsider, those who watch."""
    house, other = agency("so-khcn"), agency("so-tc")
    committee = Committee.objects.create(
        code=code, name="Ban Chỉ đạo chuyển đổi số", level=Tier.PROVINCE, standing_agency=house,
        sort_key="b", search_key="ban chi dao chuyen doi so",
    )  # fmt: skip
    rules = Regulation.objects.create(committee=committee, valid_from=SINCE, **REGULATION)
    made = Scene(committee, rules, house)
    made.accounts["office"] = account("office", Role.STANDING_OFFICE, house)
    made.accounts["outsider"] = account("outsider", Role.REPORTING_OFFICER, other)
    made.accounts["leader"] = account("leader", Role.LEADER, house)
    made.accounts["auditor"] = account("auditor", Role.AUDITOR, house)
    roles = {
        "chair": MemberRole.CHAIR,
        "deputy": MemberRole.STANDING_DEPUTY,
        "an": MemberRole.MEMBER,
        "binh": MemberRole.MEMBER,
        "chi": MemberRole.MEMBER,
        "dung": MemberRole.MEMBER,
        "secretary": MemberRole.SECRETARY,
    }
    for order, (name, role) in enumerate(roles.items()):
        made.accounts[name] = account(name, Role.HEAD_OF_AGENCY, other)
        made.seats[name] = seat(committee, made.person(name), role, order=order)
    return made
