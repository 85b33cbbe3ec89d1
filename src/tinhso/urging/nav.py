"""This room's entries in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import STEERING, NavItem
from tinhso.people.principals import principal_of
from tinhso.urging import policies


def _reads(request: HttpRequest) -> bool:
    return bool(policies.readable(principal_of(request)))


ITEMS: tuple[NavItem, ...] = (
    NavItem(_("Đôn đốc"), "urging:owing", "bell", order=34, audience=_reads, group=STEERING),
)
