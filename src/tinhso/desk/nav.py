"""The desk's own entry in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import NavItem

ITEMS = (NavItem(_("Điều hành"), "desk:home", "gauge", order=10),)
