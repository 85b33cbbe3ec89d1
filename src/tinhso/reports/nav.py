"""This room's entries in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import STEERING, NavItem

ITEMS: tuple[NavItem, ...] = (
    NavItem(_("Báo cáo định kỳ"), "reports:index", "document", order=32, group=STEERING),
)
