"""This room's entries in the rail."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import ADMINISTRATION, NavItem
from tinhso.people.capabilities import Capability
from tinhso.people.principals import principal_of


def _managers(request: HttpRequest) -> bool:
    return principal_of(request).may(Capability.MANAGE_CHANNELS)


ITEMS: tuple[NavItem, ...] = (
    NavItem(
        _("Kênh gửi thông báo"),
        "notify:channels",
        "bell",
        order=920,
        audience=_managers,
        group=ADMINISTRATION,
    ),
)
