"""This face's entry in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import REGISTERS, NavItem

ITEMS = (NavItem(_("Giao diện lập trình"), "api_reference", "link", order=900, group=REGISTERS),)
