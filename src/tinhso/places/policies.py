"""Who may change places. Reading them is open to everybody.

Roles live upstairs in `people`; here an actor is asked by a name it understands: `may("places.edit")`.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed

EDIT = "places.edit"


@runtime_checkable
class Permitted(Protocol):
    """An actor that knows what it may do."""

    def may(self, verb: str) -> bool:
        """Whether the actor may do what `verb` names."""


def require_edit(by: Actor) -> None:
    """Pass for the product itself and for actors that may edit places. Raises NotAllowed."""
    if isinstance(by, SystemActor) or (isinstance(by, Permitted) and by.may(EDIT)):
        return
    raise NotAllowed(_("Bạn không có quyền sửa danh mục địa bàn."))
