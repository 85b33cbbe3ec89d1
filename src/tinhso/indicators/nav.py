"""This room's entries in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import NavItem

ITEMS = (
    NavItem(_("Số liệu"), "figures:index", "chart", order=50),
    NavItem(_("Chỉ số"), "indicators:index", "gauge", order=55),
)
