"""This room's entries in the rail."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.web.nav import STEERING, NavItem, signed_in

ITEMS = (
    NavItem(_("Việc của tôi"), "steering:my_work", "inbox", order=15, audience=signed_in),
    NavItem(pgettext_lazy("list", "Kế hoạch"), "steering:plans", "plan", order=20, group=STEERING),
    NavItem(pgettext_lazy("list", "Chỉ tiêu"), "steering:targets", "target", order=25, group=STEERING),
    NavItem(pgettext_lazy("list", "Nhiệm vụ"), "steering:tasks", "tasks", order=30, group=STEERING),
    NavItem(_("Biểu tháng"), "steering:monthly", "calendar", order=40, group=STEERING),
)
