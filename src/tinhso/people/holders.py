"""Who can be told: holders of posts on a day, and where somebody is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tinhso.people.models import Account, Agency, Delegation, Person, Position, Post, Role
from tinhso.people.querysets import on_day


@dataclass(frozen=True)
class Holder:
    """A person in a post of an agency on a day; `lent`: by delegation (ủy quyền)."""

    person: UUID
    agency: UUID
    role: Role
    lent: bool = False


@dataclass(frozen=True)
class Contact:
    """Where somebody is reached (liên hệ). `person` is None for an account without one.

    Personal data: for sending only; never for logs, lists or exports.
    """

    key: UUID
    person: UUID | None
    name: str
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    accounts: tuple[UUID, ...] = ()
    illustrative: bool = False


def holders(agencies: Collection[UUID], roles: Collection[Role], on: date) -> list[Holder]:
    """Who holds a post with one of `roles` in `agencies` on that day, own or lent; two queries."""
    wanted = {"position__agency__in": agencies, "position__role__in": [str(role) for role in roles]}
    posts = Post.objects.filter(on_day(on), **wanted)
    own = posts.values_list("person_id", "position__agency_id", "position__role")
    lent = Delegation.objects.filter(
        on_day(on),
        on_day(on, "post__"),
        revoked_at=None,
        **{f"post__{name}": of for name, of in wanted.items()},
    ).values_list("delegate_id", "post__position__agency_id", "post__position__role")
    found = {Holder(person, agency, Role(role)) for person, agency, role in own}
    found |= {Holder(person, agency, Role(role), lent=True) for person, agency, role in lent}
    return sorted(found, key=lambda one: (one.agency, one.role, one.lent, one.person))


def standing_offices() -> tuple[UUID, ...]:
    """Agencies with a chair of the standing office (cơ quan thường trực); one query."""
    rows = Position.objects.filter(role=Role.STANDING_OFFICE).order_by().values_list("agency_id", flat=True)
    return tuple(rows.distinct())


def contacts(persons: Collection[UUID], accounts: Collection[UUID] = ()) -> list[Contact]:
    """Where those are reached; an account with a person stands for that person. At most three queries."""
    alone = list(Account.objects.filter(pk__in=accounts, is_active=True)) if accounts else []
    wanted = {*persons, *(row.person_id for row in alone if row.person_id is not None)}
    named = Person.objects.filter(pk__in=wanted) if wanted else Person.objects.none()
    keys = _accounts_of(wanted)
    found = [
        Contact(row.pk, row.pk, row.full_name, row.email, row.phone, tuple(keys[row.pk]), row.illustrative)
        for row in named
    ]
    found += [
        Contact(row.pk, None, row.username, row.email, "", (row.pk,), row.illustrative)
        for row in alone
        if row.person_id is None
    ]
    return found


def _accounts_of(persons: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Account.objects.filter(person__in=persons, is_active=True).order_by("pk")
    for person, account in rows.values_list("person_id", "pk"):
        if person is not None:
            found[person].append(account)
    return found


def of_recipients(keys: Collection[UUID]) -> dict[UUID, Contact]:
    """Contacts of persons, or of accounts without a person, whichever those ids are of."""
    return {one.key: one for one in contacts(keys, keys)}


def person_codes(keys: Collection[UUID]) -> dict[UUID, str]:
    """Codes of persons by their ids; one query."""
    return dict(Person.objects.filter(pk__in=keys).order_by().values_list("pk", "code"))


def names_of(keys: Collection[UUID]) -> dict[UUID, str]:
    """How persons and accounts of those ids are called; two queries."""
    found = dict(Account.objects.filter(pk__in=keys).values_list("pk", "username"))
    found.update(Person.objects.filter(pk__in=keys).values_list("pk", "full_name"))
    return found


def agency_names(keys: Collection[UUID]) -> dict[UUID, str]:
    """How agencies of those ids are called; one query."""
    return {row.pk: str(row) for row in Agency.objects.filter(pk__in=keys).only("name", "short_name")}
