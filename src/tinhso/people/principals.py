"""Who asks: the answer that all policies work from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.http import HttpRequest

from tinhso.people.capabilities import ABLE, Capability, Reach, Scope, scopes_open
from tinhso.people.models import Role


@dataclass(frozen=True)
class Held:
    """A post held today (chức vụ đang giữ), one's own or delegated."""

    post_id: UUID
    role: Role
    agency_id: UUID
    agency_code: str
    agency: str
    title: str
    delegated: bool = False

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"


@dataclass(frozen=True)
class Principal:
    """Somebody (or nobody) with the roles of today's posts. An `Actor` for the audit trail.

    `agencies` maps each role to the ids of the agencies it is held in (delegated posts included);
    `scopes` is None for a person at the keyboard, a set for a program with a token; `acting` is the post
    the person has chosen to act in, for labels and as the first choice of forms: it takes no right away.
    """

    account_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    agencies: dict[Role, frozenset[UUID]] = field(default_factory=dict)
    scopes: frozenset[str] | None = None
    post_label: str = ""
    posts: tuple[Held, ...] = ()
    acting: Held | None = None
    illustrative: bool = False

    @property
    def actor_id(self) -> UUID | None:
        """The account."""
        return self.account_id

    @property
    def actor_label(self) -> str:
        """Name and post as written in the trail."""
        return f"{self.name} · {self.post_label}" if self.post_label else self.name

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody is there."""
        return self.account_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held today; everybody is the public."""
        return frozenset(self.agencies) | {Role.PUBLIC}

    def has(self, *roles: Role) -> bool:
        """Whether any of `roles` is held."""
        return not self.roles.isdisjoint(roles)

    def agencies_as(self, *roles: Role) -> frozenset[UUID]:
        """Ids of the agencies in which any of `roles` is held."""
        return frozenset().union(*(self.agencies.get(role, frozenset()) for role in roles))

    def may_use(self, scope: Scope) -> bool:
        """Whether the way of asking allows `scope` (always, for a person at the keyboard)."""
        return self.scopes is None or scope in self.scopes

    def may(self, capability: str) -> bool:
        """Whether any role gives `capability`, somewhere, and the way of asking opens it."""
        wanted = Capability(capability)
        return scopes_open(self.scopes, wanted) and any(wanted in ABLE[role] for role in self.roles)

    def reach(self, capability: Capability) -> frozenset[UUID] | None:
        """The agencies over which `capability` is held; None means all of them."""
        if not scopes_open(self.scopes, capability):
            return frozenset()
        if any(ABLE[role].get(capability) is Reach.ALL for role in self.roles):
            return None
        return self.agencies_as(*(role for role in self.roles if capability in ABLE[role]))


ANONYMOUS = Principal()


def principal_of(request: HttpRequest) -> Principal:
    """Who asks, as the middleware found out; nobody where no middleware ran."""
    return cast(Principal, getattr(request, "principal", ANONYMOUS))
