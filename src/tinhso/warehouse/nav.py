"""This room's entry in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import ADMINISTRATION, NavItem
from tinhso.people.nav import auditors

ITEMS = (
    NavItem(
        _("Kho số liệu"), "warehouse:status", "columns", order=905, audience=auditors, group=ADMINISTRATION
    ),
)
