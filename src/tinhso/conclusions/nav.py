"""This room's entries in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import MEETINGS, NavItem
from tinhso.people.capabilities import Capability
from tinhso.people.principals import principal_of


def _readers(request: HttpRequest) -> bool:
    by = principal_of(request)
    return by.is_signed_in and by.may(Capability.READ_SUBMITTED)


ITEMS: tuple[NavItem, ...] = (
    NavItem(
        _("Kết luận phiên họp"), "conclusions:list", "tasks", order=36, audience=_readers, group=MEETINGS
    ),
)
