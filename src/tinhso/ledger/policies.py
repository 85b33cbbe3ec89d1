"""Who may write: decided by the room whose money it is. The ledger knows books, not offices.

Every action takes a `Right`, called before anything is written; it raises NotAllowed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed


class Doing(StrEnum):
    """What somebody is about to do with a book."""

    OPEN = "open"
    POST = "post"
    REVERSE = "reverse"
    CLOSE = "close"
    RECONCILE = "reconcile"


Right = Callable[[Actor, Doing, str], None]
"""(who, doing what, in the book of which code) → nothing, or raises NotAllowed."""


def product_alone(by: Actor, _doing: Doing, _book: str) -> None:
    """The right of jobs, loaders and gateways: no person."""
    if not isinstance(by, SystemActor):
        raise NotAllowed(_("Chỉ hệ thống ghi sổ này."))
