"""This room's entry in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import REGISTERS, NavItem

ITEMS = (NavItem(_("Địa bàn"), "places:index", "place", order=70, group=REGISTERS),)
