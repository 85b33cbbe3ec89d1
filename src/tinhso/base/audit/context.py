"""Who is acting now, for the length of one transaction.

Actors are ids without foreign key: `base` stands below `people`, which decides who they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from django.db import connection

from tinhso.base import clock


class Actor(Protocol):
    """Somebody or something that acts: an account, a pack loader, a job."""

    @property
    def actor_id(self) -> UUID | None:
        """The account's id; None for the system itself."""

    @property
    def actor_label(self) -> str:
        """The name written in the audit trail, e.g. `Nguyễn Văn A · Sở KH&CN` or `pack langson`."""


@dataclass(frozen=True)
class SystemActor:
    """The product itself: a pack loader, a job, a command."""

    actor_label: str
    actor_id: UUID | None = None


@dataclass(frozen=True)
class Acting:
    """Actor, verb, reason and request of the transaction under way."""

    actor_id: UUID | None
    actor_label: str
    verb: str
    reason: str = ""
    request: UUID | None = None


_current: ContextVar[Acting | None] = ContextVar("tinhso_acting", default=None)
_request: ContextVar[UUID | None] = ContextVar("tinhso_request", default=None)


def current() -> Acting | None:
    """The action under way, if any."""
    return _current.get()


def current_actor_id() -> UUID | None:
    """Default of a fact's `actor`."""
    acting = _current.get()
    return acting.actor_id if acting else None


def current_reason() -> str:
    """Default of a fact's `reason`."""
    acting = _current.get()
    return acting.reason if acting else ""


def current_request() -> UUID | None:
    """Default of a fact's `request`."""
    acting = _current.get()
    return acting.request if acting else None


@contextmanager
def request_scope(request: UUID) -> Iterator[None]:
    """Name the web request (or command) that all actions inside belong to."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def _tell_database(acting: Acting | None) -> None:
    """Repeat to the triggers who acts, and the moment a standing clock shows ('' while it runs)."""
    standing = clock.standing() if acting else None
    values = (
        (str(acting.actor_id or ""), acting.actor_label, acting.reason, str(acting.request or ""))
        if acting
        else ("", "", "", "")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tinhso.actor', %s, true), set_config('tinhso.actor_label', %s, true),"
            " set_config('tinhso.reason', %s, true), set_config('tinhso.request', %s, true),"
            " set_config('tinhso.now', %s, true)",
            (*values, standing.isoformat() if standing else ""),
        )


@contextmanager
def act_as(acting: Acting) -> Iterator[Acting]:
    """Make `acting` the current action, for Python and for the triggers. Needs an open transaction."""
    outer = _current.get()
    if acting.request is None:
        acting = replace(acting, request=outer.request if outer else _request.get())
    token = _current.set(acting)
    _tell_database(acting)
    try:
        yield acting
        _tell_database(outer)
    finally:
        _current.reset(token)
