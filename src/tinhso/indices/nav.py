"""This room's entry in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import NavItem

ITEMS = (NavItem(_("Bộ chỉ số, DTI"), "indices:index", "st-exceeded", order=57),)
