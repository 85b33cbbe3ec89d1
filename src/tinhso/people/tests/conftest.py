"""A small province: three agencies, one person a role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.text import name_sort_key, search_key, sort_key
from tinhso.people.models import Account, Agency, AgencyKind, Person, Position, Post, Role

TODAY = date(2026, 11, 21)
PASSWORD = "Lang-Son-2026-thu"


@dataclass
class House:
    """Makes agencies, persons and accounts."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    made: int = 0

    def agency(self, code: str, name: str = "", **more: Any) -> Agency:
        """The agency of that code, made when it is new."""
        if code not in self.agencies:
            name = name or f"Sở {code}"
            self.agencies[code] = Agency.objects.create(
                code=code,
                name=name,
                kind=more.pop("kind", AgencyKind.DEPARTMENT),
                sort_key=sort_key(name),
                search_key=search_key(name, code),
                **more,
            )
        return self.agencies[code]

    def person(self, name: str = "Nguyễn Văn An") -> Person:
        """Somebody new."""
        self.made += 1
        code = f"p{self.made}"
        return Person.objects.create(
            code=code, full_name=name, sort_name=name_sort_key(name), search_key=search_key(name, code)
        )

    def post(self, person: Person, role: Role, agency: str = "a", **days: date | None) -> Post:
        """`person` in a new position of that role."""
        position, _made = Position.objects.get_or_create(
            agency=self.agency(agency), title=f"{role.label} {agency}", defaults={"role": role}
        )
        return Post.objects.create(person=person, position=position, **days)

    def account(self, username: str, *roles: Role, agency: str = "a", **more: Any) -> Account:
        """An account whose person holds `roles` in `agency`."""
        person = self.person()
        for role in roles:
            self.post(person, role, agency)
        account = Account(username=username, person=person, **more)
        account.set_password(PASSWORD)
        account.save()
        return account


@pytest.fixture
def house(db: None) -> House:
    """An empty house."""
    return House()


@pytest.fixture(autouse=True)
def _own_settings(settings: Settings) -> None:
    """A fast hasher (hashing is slow by design), and the addresses of this room and those below alone."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ROOT_URLCONF = "tinhso.people.tests.urls"
    settings.TINHSO_NAV = ["tinhso.places.nav.ITEMS", "tinhso.people.nav.ITEMS"]
    settings.TINHSO_AGENCY_PANELS = []
    settings.TINHSO_OPEN_WORK = []
    settings.TINHSO_SHELL = "tinhso.people.shell.provide"


@pytest.fixture(autouse=True)
def _today() -> object:
    """Tests stand on one day."""
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def sign_in(house: House) -> Callable[..., Client]:
    """A client signed in with the given roles."""

    def make(*roles: Role, agency: str = "a", username: str = "") -> Client:
        client = Client()
        name = username or f"u{house.made}"
        client.force_login(house.account(name, *roles, agency=agency), "tinhso.people.backends.Passwords")
        return client

    return make
