"""This room's entry in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import FIGURES, NavItem
from tinhso.people.principals import principal_of
from tinhso.reading import policies


def _readers(request: HttpRequest) -> bool:
    """Those who may have documents read."""
    return policies.may_read(principal_of(request))


ITEMS = (NavItem(_("Đọc văn bản"), "reading:index", "document", order=48, audience=_readers, group=FIGURES),)
