"""This room's entry in the rail."""

from django.utils.translation import pgettext_lazy

from tinhso.base.web.nav import MEETINGS, NavItem, signed_in

ITEMS: tuple[NavItem, ...] = (
    NavItem(
        pgettext_lazy("list", "Phiên họp"),
        "meetings:index",
        "calendar",
        order=35,
        audience=signed_in,
        group=MEETINGS,
    ),
)
