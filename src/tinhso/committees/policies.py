"""Who may change committees. Reading them is for everybody who signed in: names of persons stand in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal


def may_edit(by: Actor) -> bool:
    """Whether somebody able to convene everywhere asks, or the product itself."""
    if isinstance(by, SystemActor):
        return True
    return isinstance(by, Principal) and by.reach(Capability.CONVENE) is None


def require_edit(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` may change committees."""
    if may_edit(by):
        return
    message = _("Chỉ cơ quan thường trực được sửa ban chỉ đạo.")
    if isinstance(by, Principal):
        people.require_may(by, Capability.CONVENE, message=message)
    raise NotAllowed(message)


def require_read(by: Principal) -> None:
    """Raises NotSignedIn for nobody."""
    people.require_signed_in(by)
