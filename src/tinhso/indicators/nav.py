"""This room's entries in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.web.nav import FIGURES, NavItem
from tinhso.indicators import policies
from tinhso.indicators.completeness import reach as completeness_reach
from tinhso.people.principals import principal_of


def _writes(request: HttpRequest) -> bool:
    """Those who write figures of somebody."""
    return policies.may_enter(principal_of(request))


def _sees_reporting(request: HttpRequest) -> bool:
    """Those who may see how complete the figures are."""
    return completeness_reach.may_see(principal_of(request))


def _decides(request: HttpRequest) -> bool:
    """Those whose turn it may be to approve figures."""
    return policies.may_decide(principal_of(request))


ITEMS = (
    NavItem(_("Nhập số liệu"), "entry:grid", "edit", order=48, audience=_writes, group=FIGURES),
    NavItem(_("Duyệt số liệu"), "entry:waiting", "shield", order=49, audience=_decides, group=FIGURES),
    NavItem(
        _("Tình hình nộp số liệu"),
        "reporting:index",
        "tasks",
        order=49,
        audience=_sees_reporting,
        group=FIGURES,
    ),
    NavItem(_("Số liệu"), "figures:index", "chart", order=50, group=FIGURES),
    NavItem(_("Rà soát số liệu"), "checks:review", "search", order=51, audience=_writes, group=FIGURES),
    NavItem(pgettext_lazy("list", "Chỉ số"), "indicators:index", "gauge", order=55, group=FIGURES),
)
