"""Reads over committees, their members on any day, and the regulation in force on it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.base.text import fold, near_matches
from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.roles import RANK, MemberRole


def committees() -> QuerySet[Committee]:
    """Every committee with what its list tells, those above first."""
    rows = Committee.objects.select_related("agency", "place", "parent", "standing_agency", "document")
    return rows.order_by("sort_key", "code")


def searched(words: str) -> QuerySet[Committee]:
    """Those in whose name or code every word occurs, tones ignored."""
    rows = committees()
    for word in fold(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def find(code: str) -> Committee:
    """The committee of that code. Raises NotFound with near matches."""
    found = committees().filter(code=code).first()
    if found is None:
        known = Committee.objects.values_list("code", flat=True)
        near = near_matches(code, known)
        raise NotFound(
            _("Không có ban chỉ đạo mang mã “%(code)s”.") % {"code": code},
            field="committee",
            near=near,
            hint=", ".join(near) or None,
        )
    return found


def for_update(committee_id: UUID) -> Committee:
    """The row, locked: what is numbered within a committee is numbered by one at a time. Raises NotFound."""
    found = Committee.objects.select_for_update().filter(pk=committee_id).first()
    if found is None:
        raise NotFound(_("Không có ban chỉ đạo này."), field="committee")
    return found


def on_day(day: date) -> Q:
    """Seats held on `day`."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return begun & (Q(valid_to=None) | Q(valid_to__gte=day))


def _ranked(rows: QuerySet[Membership], *first: str) -> QuerySet[Membership]:
    rank = Case(
        *(When(role=role, then=Value(number)) for role, number in RANK.items()),
        output_field=IntegerField(),
    )
    together = rows.select_related("person", "agency", "document")
    return together.alias(rank=rank).order_by(*first, "rank", "order", "person__sort_name", "pk")


def members(committee: Committee, on: date | None = None) -> list[Membership]:
    """Who sits in it on that day (today by default), the chair first; one query."""
    return list(_ranked(committee.memberships.filter(on_day(on or clock.today()))))


def voting(committee: Committee, on: date | None = None) -> list[Membership]:
    """Those of `members` that count for quorum and vote, each person once, in their highest seat."""
    first: dict[UUID, Membership] = {}
    for row in members(committee, on):
        if row.votes:
            first.setdefault(row.person_id, row)
    return list(first.values())


def all_memberships(committee: Committee) -> list[Membership]:
    """Every seat there was, the latest first."""
    return list(_ranked(committee.memberships.all(), "-valid_from"))


def of_person(person: UUID, on: date | None = None) -> list[Membership]:
    """The seats a person holds on that day (today by default), their committees with them."""
    rows = Membership.objects.filter(on_day(on or clock.today()), person_id=person)
    return list(rows.select_related("committee", "person", "agency").order_by("committee__sort_key", "pk"))


def holds(person: UUID | None, committee: UUID, *roles: MemberRole, on: date | None = None) -> bool:
    """Whether a person sits in the committee on that day in any of `roles` (in any, when none is named)."""
    if person is None:
        return False
    rows = Membership.objects.filter(on_day(on or clock.today()), person_id=person, committee_id=committee)
    return rows.filter(role__in=roles).exists() if roles else rows.exists()


def committees_of(person: UUID | None, *roles: MemberRole, on: date | None = None) -> QuerySet[Any, Any]:
    """Ids of committees in which a person sits in any of `roles`, as a subquery for `committee__in`."""
    everybody = Membership.objects.filter(on_day(on or clock.today()))
    rows = everybody.filter(person_id=person) if person else everybody.none()
    narrowed = rows.filter(role__in=roles) if roles else rows
    return narrowed.values("committee")


def seated(on: date | None = None) -> QuerySet[Any, Any]:
    """Persons who hold any seat that day."""
    return Membership.objects.filter(on_day(on or clock.today())).values("person")


def chair(committee: Committee, on: date | None = None) -> Membership | None:
    """Who chairs it on that day."""
    return next((row for row in members(committee, on) if row.role == MemberRole.CHAIR), None)


def regulation(committee: Committee, on: date | None = None) -> Regulation | None:
    """The regulation in force on that day (today by default)."""
    rows = committee.regulations.select_related("document").filter(valid_from__lte=on or clock.today())
    return rows.order_by("-valid_from").first()


def regulations(committee: Committee) -> list[Regulation]:
    """All of them, the newest first."""
    return list(committee.regulations.select_related("document").order_by("-valid_from"))
