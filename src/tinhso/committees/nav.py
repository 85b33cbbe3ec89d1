"""This room's entry in the rail."""

from django.utils.translation import pgettext_lazy

from tinhso.base.web.nav import NavItem, signed_in

ITEMS: tuple[NavItem, ...] = (
    NavItem(pgettext_lazy("list", "Ban chỉ đạo"), "committees:index", "agency", order=36, audience=signed_in),
)
