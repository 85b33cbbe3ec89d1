"""What one item of each of this room's pack sections looks like."""

from __future__ import annotations

from datetime import date

from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.people.models import AgencyKind, Role, Succession


class AgencyItem(PackItem):
    """An agency (cơ quan, đơn vị)."""

    code: str
    name: Words
    kind: AgencyKind
    short_name: str = ""
    identifier: str = ""
    place: str = ""
    parent: str = ""
    since: date | None = None
    until: date | None = None


class SuccessionItem(PackItem):
    """What became of an agency (kế thừa)."""

    predecessor: str
    successor: str
    kind: Succession.Kind
    on: date
    document: str = ""
    note: str = ""


class PositionItem(PackItem):
    """A chair in an agency (chức vụ)."""

    agency: str
    title: Words
    role: Role
    order: int = 0


class PostItem(PackItem):
    """A person in a position, from one day to another."""

    agency: str
    title: str
    since: date | None = None
    until: date | None = None


class PersonItem(PackItem):
    """Somebody, and the posts held."""

    code: str
    full_name: str
    email: str = ""
    phone: str = ""
    posts: tuple[PostItem, ...] = ()


class AccountItem(PackItem):
    """A way to sign in."""

    username: str
    person: str
    email: str = ""
