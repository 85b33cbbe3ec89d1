"""This room's entries in the rail."""

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.nav import FIGURES, NavItem, signed_in

ITEMS = (
    NavItem(_("Khám phá số liệu"), "exploration:explore", "chart", order=12, group=FIGURES),
    NavItem(_("Bảng theo dõi"), "exploration:dashboards", "columns", order=14, group=FIGURES),
    NavItem(
        _("Danh mục theo dõi"), "exploration:watches", "bell", order=15, audience=signed_in, group=FIGURES
    ),
)
