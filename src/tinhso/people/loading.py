"""Writing what packs say of people: agencies, their successions, positions, persons with posts, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.errors import NotFound
from tinhso.base.packs.naming import ids_by
from tinhso.base.text import name_sort_key, search_key, sort_key
from tinhso.people.models import Account, Agency, Person, Position, Post, Succession
from tinhso.people.pack_items import AccountItem, AgencyItem, PersonItem, PositionItem, SuccessionItem
from tinhso.places.resolving import PlaceRows


def agency_ids(codes: Iterable[str]) -> dict[str, UUID]:
    """Ids of agencies by code. Raises NotFound for the first that is not there, with near ones."""
    missing = _("Không có cơ quan mang mã “%(code)s”.")
    return ids_by(Agency.objects.all(), "code", codes, missing=missing, field="agency")


def agency_names(codes: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Id and name of agencies by code. Raises NotFound as `agency_ids`."""
    ids = agency_ids(codes)
    names = dict(Agency.objects.filter(code__in=ids).values_list("code", "name"))
    return {code: (key, names[code]) for code, key in ids.items()}


def person_ids(codes: Iterable[str]) -> dict[str, UUID]:
    """Ids of persons by code. Raises NotFound for the first that is not there, with near ones."""
    missing = _("Không có người mang mã “%(code)s”.")
    return ids_by(Person.objects.all(), "code", codes, missing=missing, field="person")


def put_agencies(pack: str, items: Sequence[AgencyItem], act: Act, *, illustrative: bool = False) -> None:
    """Write agencies: first the rows, then the parents, so that the order of the file does not matter."""
    places = PlaceRows(item.place for item in items)
    rows: dict[str, Agency] = {}
    for item in items:
        rows[item.code], _created = Agency.objects.update_or_create(
            code=item.code,
            defaults={
                "identifier": item.identifier,
                "name": item.name.vi,
                "name_en": item.name.en,
                "short_name": item.short_name,
                "kind": item.kind,
                "place": places.last_or_none(item.place),
                "valid_from": item.since,
                "valid_to": item.until,
                "sort_key": sort_key(item.name.vi),
                "search_key": search_key(item.name.vi, item.short_name, item.name.en, item.code),
                "pack": pack,
                "illustrative": illustrative,
            },
        )
    parents = agency_ids(item.parent for item in items)
    for item in items:
        row, parent = rows[item.code], parents.get(item.parent)
        if row.parent_id != parent:
            row.parent_id = parent
            row.save(update_fields=["parent"])
    _say(act, pack, "agencies", len(items))


def put_successions(
    pack: str, items: Sequence[SuccessionItem], act: Act, *, illustrative: bool = False
) -> None:
    """Write what became of agencies."""
    ids = agency_ids(code for item in items for code in (item.predecessor, item.successor))
    for item in items:
        Succession.objects.update_or_create(
            predecessor_id=ids[item.predecessor],
            successor_id=ids[item.successor],
            defaults={
                "kind": item.kind,
                "on": item.on,
                "document": item.document,
                "note": item.note,
                "illustrative": illustrative,
            },
        )
    _say(act, pack, "successions", len(items))


def put_positions(pack: str, items: Sequence[PositionItem], act: Act, *, illustrative: bool = False) -> None:
    """Write positions; one title once an agency."""
    ids = agency_ids(item.agency for item in items)
    for item in items:
        Position.objects.update_or_create(
            agency_id=ids[item.agency],
            title=item.title.vi,
            defaults={
                "title_en": item.title.en,
                "role": item.role,
                "order": item.order,
                "illustrative": illustrative,
            },
        )
    _say(act, pack, "positions", len(items))


def _position(agency: str, title: str) -> Position:
    found = Position.objects.filter(agency__code=agency, title=title).first()
    if found is None:
        raise NotFound(
            _("Cơ quan “%(agency)s” không có chức vụ “%(title)s”.") % {"agency": agency, "title": title},
            near=list(Position.objects.filter(agency__code=agency).values_list("title", flat=True)[:5]),
            field="posts",
        )
    return found


def put_persons(pack: str, items: Sequence[PersonItem], act: Act, *, illustrative: bool = False) -> None:
    """Write persons and the posts the pack gives them; posts it no longer gives end by being removed."""
    for item in items:
        person, _created = Person.objects.update_or_create(
            code=item.code,
            defaults={
                "full_name": item.full_name,
                "sort_name": name_sort_key(item.full_name),
                "search_key": search_key(item.full_name, item.code),
                "email": item.email,
                "phone": item.phone,
                "pack": pack,
                "illustrative": illustrative,
            },
        )
        kept: list[UUID] = []
        for post in item.posts:
            row, _made = Post.objects.update_or_create(
                person=person,
                position=_position(post.agency, post.title),
                valid_from=post.since,
                defaults={"valid_to": post.until, "illustrative": illustrative},
            )
            kept.append(row.pk)
        person.posts.exclude(pk__in=kept).delete()
    _say(act, pack, "persons", len(items))


def put_accounts(pack: str, items: Sequence[AccountItem], act: Act, *, illustrative: bool = False) -> None:
    """Write accounts. None has a usable password: one signs in by a provider, or by the demo's one click."""
    persons = dict(Person.objects.filter(code__in={item.person for item in items}).values_list("code", "id"))
    for item in items:
        if item.person not in persons:
            raise NotFound(_("Không có cá nhân mang mã “%(code)s”.") % {"code": item.person}, field="person")
        values = {"email": item.email, "person_id": persons[item.person], "illustrative": illustrative}
        Account.objects.update_or_create(
            username=item.username,
            defaults=values,
            create_defaults={**values, "password": make_password(None)},
        )
    _say(act, pack, "accounts", len(items))


def account_labels(usernames: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Id of each account, and the person's name: how a pack's reports name who sent them. Raises NotFound."""
    wanted = set(usernames) - {""}
    rows = Account.objects.filter(username__in=wanted).select_related("person")
    found = {row.username: (row.pk, row.person.full_name if row.person else row.username) for row in rows}
    for name in sorted(wanted - found.keys()):
        raise NotFound(_("Không có tài khoản “%(name)s”.") % {"name": name}, field="account")
    return found


def usernames(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The user name of each of those accounts; empty for none and for accounts that are gone."""
    wanted = set(ids)
    asked = [key for key in wanted if key]
    found = dict(Account.objects.filter(pk__in=asked).values_list("pk", "username"))
    return {key: found.get(key, "") if key else "" for key in wanted}


def _say(act: Act, pack: str, section: str, count: int) -> None:
    act.record(f"pack:{pack}", subject=section, data={"written": count})
