"""This room's entries in the rail."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.web.nav import NavItem

ITEMS = (
    NavItem(_("Số liệu"), "figures:index", "chart", order=50),
    NavItem(pgettext_lazy("list", "Chỉ số"), "indicators:index", "gauge", order=55),
)
