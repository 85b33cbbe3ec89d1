"""Whom a run tells: officers and heads of those who owe, and the deputy chairs above them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings

from tinhso.committees import queries as committees
from tinhso.committees.roles import MemberRole, Tier
from tinhso.people import queries as people
from tinhso.people.holders import Contact, contacts, holders
from tinhso.people.models import Agency, Role
from tinhso.urging.core.ladder import Track

_ROLES: Final[Mapping[Track, Role]] = {
    Track.OFFICER: Role.REPORTING_OFFICER,
    Track.HEAD: Role.HEAD_OF_AGENCY,
}
_DEPUTIES: Final = (MemberRole.STANDING_DEPUTY, MemberRole.DEPUTY)


@dataclass
class Book:
    """Who answers for each agency on a day. For one that ended answer those that carry it on."""

    agencies: Mapping[UUID, Agency]
    carried_on: Mapping[UUID, Sequence[UUID]]
    held: Mapping[tuple[UUID, Track], Sequence[UUID]]
    deputies: Sequence[UUID]
    known: Mapping[UUID, Contact] = field(repr=False, default_factory=dict)

    def told(self, agency: UUID, track: Track) -> list[tuple[UUID, UUID]]:
        """The (agency of today, person) to be told in that track of what `agency` owes."""
        current = self.carried_on.get(agency, (agency,))
        if track is Track.DEPUTY:
            return [(current[0], person) for person in self.deputies]
        return [(one, person) for one in current for person in self.held.get((one, track), ())]


def open_book(debtors: Collection[UUID], day: date) -> Book:
    """Everybody who may have to be told about those agencies; a handful of queries."""
    owing = {row.pk: row for row in people.agencies().filter(pk__in=debtors)}
    carried: dict[UUID, Sequence[UUID]] = {}
    everybody = dict(owing)
    for row in owing.values():
        if row.valid_to is not None and row.valid_to < day:
            heirs = people.successors(row) or [row]
            everybody.update({heir.pk: heir for heir in heirs})
            carried[row.pk] = tuple(heir.pk for heir in heirs)
    held: dict[tuple[UUID, Track], list[UUID]] = defaultdict(list)
    tracks = {role: track for track, role in _ROLES.items()}
    for one in holders(list(everybody), list(tracks), day):
        if one.person not in held[one.agency, tracks[one.role]]:
            held[one.agency, tracks[one.role]].append(one.person)
    deputies = _deputies(day)
    persons = {person for row in held.values() for person in row} | set(deputies)
    known = {one.key: one for one in contacts(persons) if one.accounts}
    reached = {key: [person for person in row if person in known] for key, row in held.items()}
    return Book(everybody, carried, reached, [person for person in deputies if person in known], known)


def _deputies(day: date) -> list[UUID]:
    """Deputy chairs of the province's committees; the leaders where no committee names any."""
    found: dict[UUID, None] = {}
    for committee in committees.committees().filter(level=Tier.PROVINCE, pack=settings.HOME_PACK):
        for seat in committees.members(committee, day):
            if seat.role in _DEPUTIES:
                found.setdefault(seat.person_id)
    if not found:
        home = people.agencies().of_pack(settings.HOME_PACK).values_list("pk", flat=True)
        found = dict.fromkeys(one.person for one in holders(list(home), [Role.LEADER], day))
    return list(found)
