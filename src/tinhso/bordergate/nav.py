"""This room's entries in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import REGISTERS, NavItem

ITEMS = (NavItem(_("Tình hình cửa khẩu"), "gates:board", "map", order=61, group=REGISTERS),)
