"""This room's entry in the rail."""

from django.utils.translation import pgettext_lazy

from tinhso.base.web.nav import REGISTERS, NavItem

ITEMS = (NavItem(pgettext_lazy("list", "Văn bản"), "documents:index", "document", order=60, group=REGISTERS),)
