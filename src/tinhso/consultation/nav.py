"""This room's entries in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import MEETINGS, NavItem, signed_in


def _public(request: HttpRequest) -> bool:
    return not signed_in(request)


ITEMS: tuple[NavItem, ...] = (
    NavItem(
        _("Lấy ý kiến dự thảo"), "consultation:index", "edit", order=34, audience=signed_in, group=MEETINGS
    ),
    NavItem(
        _("Góp ý dự thảo"), "consultation:public_index", "edit", order=34, audience=_public, group=MEETINGS
    ),
)
