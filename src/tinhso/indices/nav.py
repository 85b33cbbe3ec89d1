"""This room's entry in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import FIGURES, NavItem, signed_in

ITEMS = (
    NavItem(_("Bộ chỉ số, DTI"), "indices:index", "st-exceeded", order=57, group=FIGURES),
    NavItem(_("Chấm điểm bộ chỉ số"), "indices:rounds", "tasks", order=58, audience=signed_in, group=FIGURES),
)
