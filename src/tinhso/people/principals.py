"""Who asks: the answer that all policies work from."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from tinhso.people.models import Role


@dataclass(frozen=True)
class Principal:
    """Somebody (or nobody) with the roles of today's posts. An `Actor` for the audit trail.

    `agencies` maps each role to the ids of the agencies it is held in (delegated posts included);
    `scopes` is None for a person at the keyboard, a set for a program with a token.
    """

    account_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    agencies: dict[Role, frozenset[UUID]] = field(default_factory=dict)
    scopes: frozenset[str] | None = None
    post_label: str = ""

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

    def may_use(self, scope: str) -> bool:
        """Whether the way of asking allows `scope` (always, for a person at the keyboard)."""
        return self.scopes is None or scope in self.scopes


ANONYMOUS = Principal()
