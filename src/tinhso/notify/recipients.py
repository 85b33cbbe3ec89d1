"""Who is meant (người nhận): persons, accounts, and whoever holds posts in agencies on the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.people.holders import Contact, contacts, holders
from tinhso.people.models import Role

NOBODY: Final = _("không ai giữ chức vụ ở đơn vị trong ngày")
UNKNOWN: Final = _("không có người hoặc tài khoản này")
CLOSED: Final = _("không có tài khoản đang mở")
NO_ADDRESS: Final = _("không có địa chỉ để gửi")


@dataclass(frozen=True)
class To:
    """Whom to tell. Agencies: holders of posts with one of `roles` there on the day, delegates too."""

    persons: tuple[UUID, ...] = ()
    accounts: tuple[UUID, ...] = ()
    agencies: tuple[UUID, ...] = ()
    roles: tuple[Role, ...] = (Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)


@dataclass(frozen=True)
class Missing:
    """Somebody who could not be reached, and why: an agency without people, a person without address.

    `route`: the way that lacks an address; empty when nothing reaches them.
    """

    why: Promise
    agency: UUID | None = None
    person: UUID | None = None
    route: str = ""


@dataclass(frozen=True)
class Recipient:
    """One recipient of a notice, and for which agency."""

    contact: Contact
    agency: UUID | None = None


@dataclass
class Resolver:
    """Answers many `To`s with a handful of queries in all."""

    wanted: Sequence[To]
    on: date
    _contacts: dict[UUID, Contact] = field(default_factory=dict)
    _held: dict[tuple[UUID, Role], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    _stands_for: dict[UUID, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        agencies = {agency for to in self.wanted for agency in to.agencies}
        roles = {role for to in self.wanted for role in to.roles} if agencies else set()
        if agencies and roles:
            for one in holders(agencies, roles, self.on):
                if one.person not in self._held[one.agency, one.role]:
                    self._held[one.agency, one.role].append(one.person)
        persons = {person for to in self.wanted for person in to.persons}
        persons |= {person for held in self._held.values() for person in held}
        accounts = {account for to in self.wanted for account in to.accounts}
        for contact in contacts(persons, accounts):
            self._contacts[contact.key] = contact
            self._stands_for |= dict.fromkeys(contact.accounts, contact.key)

    def contacts(self) -> Iterable[Contact]:
        """Everybody found."""
        return self._contacts.values()

    def resolve(self, to: To) -> tuple[list[Recipient], list[Missing]]:
        """Each recipient once, and who is missing."""
        found: dict[UUID, Recipient] = {}
        missing: list[Missing] = []
        for person in to.persons:
            self._add(found, missing, person)
        for account in to.accounts:
            self._add(found, missing, self._stands_for.get(account, account))
        for agency in to.agencies:
            held = [person for role in to.roles for person in self._held.get((agency, role), ())]
            if not held:
                missing.append(Missing(NOBODY, agency=agency))
            for person in held:
                self._add(found, missing, person, agency)
        return list(found.values()), missing

    def _add(
        self, found: dict[UUID, Recipient], missing: list[Missing], key: UUID, agency: UUID | None = None
    ) -> None:
        contact = self._contacts.get(key)
        if contact is None:
            missing.append(Missing(UNKNOWN, person=key, agency=agency))
        else:
            found.setdefault(key, Recipient(contact, agency))
