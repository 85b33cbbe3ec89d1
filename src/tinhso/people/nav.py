"""This room's entries in the rail."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.web.nav import ADMINISTRATION, REGISTERS, NavItem
from tinhso.people.capabilities import Capability
from tinhso.people.principals import principal_of


def administrators(request: HttpRequest) -> bool:
    """The audience of the pages of accounts."""
    return principal_of(request).may(Capability.MANAGE_ACCOUNTS)


def auditors(request: HttpRequest) -> bool:
    """The audience of the audit trail."""
    return principal_of(request).may(Capability.READ_AUDIT)


ITEMS = (
    NavItem(pgettext_lazy("list", "Cơ quan"), "people:agencies", "agency", order=60, group=REGISTERS),
    NavItem(
        _("Tài khoản"), "people:accounts", "people", order=900, audience=administrators, group=ADMINISTRATION
    ),
    NavItem(_("Nhật ký"), "people:audit", "shield", order=910, audience=auditors, group=ADMINISTRATION),
)
