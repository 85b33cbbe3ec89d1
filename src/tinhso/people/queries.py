"""Reads over agencies, posts and accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONArray
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.people.models import (
    Account,
    Agency,
    Delegation,
    Person,
    Position,
    Post,
    Role,
    SavedFilter,
    Succession,
)
from tinhso.people.principals import Held, Principal
from tinhso.people.querysets import AgencyQuerySet, on_day


def agencies() -> AgencyQuerySet:
    """Every agency with its place and parent, in Vietnamese order."""
    return Agency.objects.select_related("place", "parent").order_by("sort_key", "code")


def agency_by_code(code: str) -> Agency:
    """The agency of that code. Raises NotFound with near matches."""
    found = Agency.objects.coded(code)
    if found is not None:
        return found
    known = dict(Agency.objects.values_list("code", "name"))
    words = [*known, *known.values()]
    codes = {name: code for code, name in known.items()}
    near = dict.fromkeys(codes.get(word, word) for word in near_matches(code, words))
    raise NotFound(
        _("Không có đơn vị mang mã “%(code)s”.") % {"code": code},
        field="code",
        near=[f"{known[each]} ({each})" for each in near],
    )


def _edges() -> dict[UUID, list[Succession]]:
    found: dict[UUID, list[Succession]] = defaultdict(list)
    for edge in Succession.objects.select_related("successor").order_by("on", "pk"):
        found[edge.predecessor_id].append(edge)
    return found


def successors(agency: Agency, on: date | None = None) -> list[Agency]:
    """The agencies that carry on `agency` on that day (today by default); itself while it exists."""
    day = on or clock.today()
    if agency.is_valid_on(day) and agency.valid_to is None:
        return [agency]
    edges = _edges()
    found: dict[UUID, Agency] = {}
    waiting, seen = [agency], {agency.pk}
    while waiting:
        current = waiting.pop(0)
        if current.is_valid_on(day):
            found[current.pk] = current
            continue
        for edge in edges[current.pk]:
            if edge.on <= day and edge.successor_id not in seen:
                seen.add(edge.successor_id)
                waiting.append(edge.successor)
    return list(found.values())


def current_agency(agency: Agency) -> Agency | None:
    """The one agency that stands for `agency` today; None when it ended, or went to several."""
    found = successors(agency)
    return found[0] if len(found) == 1 else None


def successions() -> QuerySet[Succession]:
    """Every edge between agencies, both ends with it, oldest first."""
    return Succession.objects.select_related("predecessor", "successor").order_by("on", "pk")


def origins(agency: Agency) -> list[Succession]:
    """The edges from its predecessors."""
    return list(agency.origins.select_related("predecessor").order_by("on", "predecessor__sort_key"))


def destinies(agency: Agency) -> list[Succession]:
    """The edges to its successors."""
    return list(agency.successions.select_related("successor").order_by("on", "successor__sort_key"))


def positions_of(agency: Agency) -> list[tuple[Position, list[Post]]]:
    """Its positions with the posts held today; two queries."""
    positions = list(agency.positions.order_by("order", "title"))
    held: dict[UUID, list[Post]] = defaultdict(list)
    day = clock.today()
    posts = Post.objects.filter(on_day(day), position__agency=agency).select_related("person")
    for post in posts.order_by("person__sort_name"):
        held[post.position_id].append(post)
    return [(position, held[position.pk]) for position in positions]


_OF_POST: Final = (
    "pk",
    "person_id",
    "position__role",
    "position__title",
    "position__agency_id",
    "position__agency__code",
    "position__agency__short_name",
    "position__agency__name",
)


def _posts(person: Any, day: date) -> QuerySet[Post]:
    """Posts that are that person's own on the day, or lent to them; `person` is an id or an expression."""
    lent = Delegation.objects.filter(on_day(day), delegate_id=person, revoked_at__isnull=True)
    rows = Post.objects.filter(on_day(day)).filter(Q(person_id=person) | Q(pk__in=lent.values("post")))
    return rows.order_by("position__order", "position__title", "pk")


def _held(person: UUID, rows: Iterable[Sequence[Any]]) -> list[Held]:
    """Their own posts first, then those lent to them; each row has the columns `_OF_POST`."""
    held = [
        Held(post, Role(role), agency, code, short or name, title, delegated=holder != person)
        for post, holder, role, title, agency, code, short, name in rows
    ]
    return sorted(held, key=lambda post: post.delegated)


def held_by(person: UUID, day: date | None = None) -> list[Held]:
    """The posts a person acts in on a day: their own, then those delegated to them; one query."""
    return _held(person, _posts(person, day or clock.today()).values_list(*_OF_POST))


def is_seated(agency: UUID, role: Role, day: date | None = None) -> bool:
    """Whether somebody with an open account sits in that agency in that role on that day."""
    seats = Post.objects.filter(on_day(day or clock.today()), position__agency=agency, position__role=role)
    return seats.filter(person__accounts__is_active=True).exists()


def signed_in(account: UUID) -> Account | None:
    """The open account of a session with its person and today's posts, in one query."""
    posts = _posts(OuterRef("person_id"), clock.today()).values(columns=JSONArray(*_OF_POST))
    rows = Account.objects.select_related("person").annotate(posts_today=ArraySubquery(posts))
    return rows.filter(pk=account, is_active=True).first()


def principals(accounts: Collection[UUID]) -> dict[UUID, Principal]:
    """What the open ones of those accounts are today, by account; one query whatever their number."""
    posts = _posts(OuterRef("person_id"), clock.today()).values(columns=JSONArray(*_OF_POST))
    rows = Account.objects.select_related("person").annotate(posts_today=ArraySubquery(posts))
    return {row.pk: principal_for(row) for row in rows.filter(pk__in=accounts, is_active=True)}


def _held_of(account: Account) -> list[Held]:
    """What the account's person holds today: as `signed_in` read it, else asked for."""
    if account.person is None:
        return []
    read = getattr(account, "posts_today", None)
    if read is None:
        return held_by(account.person.pk)
    rows = [(UUID(row[0]), UUID(row[1]), *row[2:4], UUID(row[4]), *row[5:]) for row in read]
    return _held(account.person.pk, rows)


def by_role(held: Iterable[Held]) -> dict[Role, frozenset[UUID]]:
    """The agencies in which each role is held."""
    found: dict[Role, set[UUID]] = defaultdict(set)
    for post in held:
        found[post.role].add(post.agency_id)
    return {role: frozenset(ids) for role, ids in found.items()}


def principal_for(account: Account, scopes: frozenset[str] | None = None, *, acting: str = "") -> Principal:
    """What `account` is today: posts valid today, own and delegated.

    One query; two when its person is not loaded, none after `signed_in`. `acting` is the id of the post
    chosen to act in; the first one otherwise.
    """
    person: Person | None = account.person
    held = _held_of(account)
    chosen = next((post for post in held if str(post.post_id) == acting), held[0] if held else None)
    return Principal(
        account_id=account.pk,
        person_id=person.pk if person else None,
        name=person.full_name if person else account.username,
        agencies=by_role(held),
        scopes=scopes,
        post_label=str(chosen) if chosen else "",
        posts=tuple(held),
        acting=chosen,
        illustrative=account.illustrative,
    )


def persons() -> QuerySet[Person]:
    """Every person, in the order of names."""
    return Person.objects.order_by("sort_name", "code")


def person(named: UUID | str, field: str = "person") -> Person:
    """The person of that id, or of that code. Raises NotFound beside `field`."""
    try:
        wanted = Q(pk=named if isinstance(named, UUID) else UUID(named))
    except ValueError:
        wanted = Q(code=named)
    found = persons().filter(wanted).first()
    if found is None:
        raise NotFound(_("Không có người này trong danh sách."), field=field)
    return found


def account_by_id(account: UUID) -> Account:
    """That account with its person. Raises NotFound."""
    found = Account.objects.select_related("person").filter(pk=account).first()
    if found is None:
        raise NotFound(_("Không có tài khoản này."), field="account")
    return found


def account_named(username: str) -> Account:
    """The account of that user name, whatever its capitals. Raises NotFound with near names."""
    found = Account.objects.select_related("person").filter(username__iexact=username.strip()).first()
    if found is None:
        near = near_matches(username, Account.objects.values_list("username", flat=True))
        raise NotFound(
            _("Không có tài khoản “%(name)s”.") % {"name": username},
            field="username",
            near=near,
            hint=", ".join(near) or None,
        )
    return found


def saved_filters(account: UUID, path: str) -> QuerySet[SavedFilter]:
    """What that account kept for the list at `path`, by name."""
    return SavedFilter.objects.filter(account=account, path=path).order_by("name", "pk")
