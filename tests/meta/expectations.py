"""How the table of routes says who is let in: an audience a method, and what the address needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.meta.world import World
from tinhso.people.models import Role

Audience = frozenset[Role | None]
"""Roles that are let in; None stands for somebody who did not sign in."""

SIGNED_IN: Final[Audience] = frozenset(Role)
NOBODY: Final[Audience] = frozenset()
ANYBODY: Final[Audience] = SIGNED_IN | {None}
STANDING: Final[Audience] = frozenset({Role.STANDING_OFFICE})
REPORTERS: Final[Audience] = frozenset({Role.REPORTING_OFFICER, Role.STANDING_OFFICE})
CONFIRMERS: Final[Audience] = frozenset({Role.STANDING_OFFICE, Role.HEAD_OF_AGENCY})
WRITERS: Final[Audience] = REPORTERS | CONFIRMERS
"""Those who write figures."""
ADMINISTRATORS: Final[Audience] = frozenset({Role.ADMINISTRATOR})
WATCHERS: Final[Audience] = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Those who read the audit trail."""


def only(*roles: Role) -> Audience:
    """Just those roles."""
    return frozenset(roles)


@dataclass(frozen=True)
class Line:
    """What one address does for whom. A method without an audience does not exist.

    `args` fill the address, `query` and `body` make the request valid enough to reach the policy; `scope` is
    the token scope that opens its unsafe methods (API only); `without_form_token` says why an unsafe method
    needs none; `keeps_nothing` says why anybody may send to an operation of the API;
    `finds_nothing` says why 404 is the right answer to those who are let in,
    `hides` why it may be to those who are kept out.
    """

    get: Audience | None = None
    post: Audience | None = None
    put: Audience | None = None
    patch: Audience | None = None
    delete: Audience | None = None
    args: Callable[[World], Mapping[str, Any]] = field(default=lambda _world: {})
    query: Callable[[World], Mapping[str, Any]] = field(default=lambda _world: {})
    body: Callable[[World], Mapping[str, Any]] = field(default=lambda _world: {})
    scope: str = ""
    without_form_token: str = ""
    keeps_nothing: str = ""
    finds_nothing: str = ""
    hides: str = ""

    def audience(self, method: str) -> Audience | None:
        """Who is let in with that method."""
        found: Audience | None = getattr(self, method.lower())
        return found

    @property
    def methods(self) -> list[str]:
        """The methods that exist."""
        return [method for method in METHODS if self.audience(method) is not None]


METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNSAFE: Final = METHODS[1:]
