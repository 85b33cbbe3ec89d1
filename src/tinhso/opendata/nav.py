"""This room's entries in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import REGISTERS, NavItem
from tinhso.opendata import policies
from tinhso.people.principals import principal_of


def _publishers(request: HttpRequest) -> bool:
    return policies.may_publish(principal_of(request))


ITEMS = (
    NavItem(_("Dữ liệu mở"), "opendata:catalogue", "download", order=59, group=REGISTERS),
    NavItem(
        _("Công bố dữ liệu mở"), "opendata:manage", "upload", order=59, audience=_publishers, group=REGISTERS
    ),
)
