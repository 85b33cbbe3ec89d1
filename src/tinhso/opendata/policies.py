"""Who may lay down, publish and retire datasets. What was published is open to everybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal


def may_publish(by: Actor) -> bool:
    """Whether `by` decides on open data: the standing office, and the product itself once somebody has."""
    if isinstance(by, SystemActor):
        return True
    return isinstance(by, Principal) and by.may(Capability.PUBLISH_DATA)


def require_publish(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` decides on open data."""
    if may_publish(by):
        return
    message = _("Chỉ cơ quan thường trực được lập, công bố và ngừng bộ dữ liệu mở.")
    if isinstance(by, Principal):
        people.require_may(by, Capability.PUBLISH_DATA, message=message)
    raise NotAllowed(message)
