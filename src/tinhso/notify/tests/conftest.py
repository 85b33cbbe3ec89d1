"""A small house to tell things in, kinds of notices, and channels that answer as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

import pytest
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.text import name_sort_key, search_key, sort_key
from tinhso.notify.channels.base import Channel, HandOver, Parcel
from tinhso.notify.choices import Route
from tinhso.notify.kinds import NoticeKind
from tinhso.notify.sending import Notice, Sent, To, send
from tinhso.people.holders import Contact
from tinhso.people.models import Account, Agency, AgencyKind, Delegation, Person, Position, Post, Role

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=clock.TZ)

KINDS = (
    NoticeKind("test.returned", "Trả lại", "Báo cáo {title} bị trả lại", "Lý do: {reason}", "reports"),
    NoticeKind("test.task", "Nhiệm vụ", "Nhiệm vụ {title}", "Hạn {due}", "tasks"),
    NoticeKind("test.urgent", "Gấp", "Gấp: {title}", "Cần ngay: {title}", "urging", urgent=True),
)


@dataclass
class House:
    """Makes agencies, persons and accounts."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    made: int = 0

    def agency(self, code: str = "a") -> Agency:
        """The agency of that code, made when it is new."""
        if code not in self.agencies:
            name = f"Sở {code}"
            self.agencies[code] = Agency.objects.create(
                code=code,
                name=name,
                kind=AgencyKind.DEPARTMENT,
                sort_key=sort_key(name),
                search_key=search_key(name, code),
            )
        return self.agencies[code]

    def person(self, *roles: Role, agency: str = "a", account: bool = True, **contact: Any) -> Person:
        """Somebody new with those roles; with an address unless another is given."""
        self.made += 1
        code, name = f"p{self.made}", f"Người Thứ {self.made}"
        contact = {"email": f"{code}@example.vn", "phone": f"09123450{self.made:02d}"} | contact
        person = Person.objects.create(
            code=code,
            full_name=name,
            sort_name=name_sort_key(name),
            search_key=search_key(name, code),
            **contact,
        )
        for role in roles:
            self.post(person, role, agency)
        if account:
            Account.objects.create(username=code, person=person)
        return person

    def post(self, person: Person, role: Role, agency: str = "a", **days: date | None) -> Post:
        """`person` in a new position of that role."""
        position, _made = Position.objects.get_or_create(
            agency=self.agency(agency), title=f"{role.label} {agency}", defaults={"role": role}
        )
        return Post.objects.create(person=person, position=position, **days)

    def lend(self, post: Post, to: Person, since: date, until: date) -> Delegation:
        """A post lent."""
        return Delegation.objects.create(post=post, delegate=to, valid_from=since, valid_to=until)


@pytest.fixture
def house(db: None) -> House:
    """An empty house."""
    return House()


@pytest.fixture(autouse=True)
def _kinds(settings: Settings) -> Iterator[None]:
    settings.TINHSO_NOTICES = [f"{__name__}.KINDS"]
    with clock.standing_at(MONDAY):
        yield


class Recorded(Channel[None]):
    """Keeps what it is handed; `answers` are raised one after another before it takes anything."""

    route: ClassVar[Route] = Route.EMAIL
    taken: ClassVar[list[Parcel]] = []
    answers: ClassVar[list[Exception]] = []

    @classmethod
    def from_settings(cls) -> Self:
        return cls(None)

    def missing(self) -> tuple[str, ...]:
        return ()

    def address(self, contact: Contact) -> str:
        return contact.email

    @contextmanager
    def open(self) -> Iterator[HandOver]:
        yield self.take

    def take(self, parcel: Parcel) -> None:
        if self.answers:
            raise self.answers.pop(0)
        self.taken.append(parcel)

    def described(self) -> str:
        return "test"


@pytest.fixture
def mail(settings: Settings) -> type[Recorded]:
    """An e-mail channel that keeps what it is handed."""
    settings.TINHSO_NOTICE_CHANNELS = [f"{__name__}.Recorded"]
    Recorded.taken, Recorded.answers = [], []
    return Recorded


def tell(*notices: Notice) -> Sent:
    """Send in an action of its own."""
    with acting(SystemActor("test"), "test.tell") as act:
        act.record("test")
        return send(act, notices)


def notice(to: To, kind: str = "test.returned", key: str = "", **more: Any) -> Notice:
    """One with all its values."""
    values = more.pop("values", {"title": "Quý I", "reason": "thiếu số", "due": "30/11/2026"})
    return Notice(kind, to, values, more.pop("href", "/tasks/"), key or str(uuid4()), **more)


def persons(*people: Person) -> To:
    """Those themselves."""
    return To(persons=tuple(person.pk for person in people))
