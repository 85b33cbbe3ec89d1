"""Lists of committees and members: columns and filters for page, CSV, XLSX and JSON."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.text import fold
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.committees.models import Committee
from tinhso.committees.roles import Tier


def _mark(row: Committee) -> str:
    return _("Dữ liệu minh hoạ") if row.illustrative else ""


COMMITTEES: Table[Committee] = Table(
    "ban-chi-dao",
    gettext_lazy("Ban chỉ đạo"),
    (
        Column("name", gettext_lazy("Ban chỉ đạo"), wording.named, sort="sort_key"),
        Column("level", gettext_lazy("Cấp"), lambda row: Tier(row.level).label, sort="level"),
        Column(
            "parent", gettext_lazy("Cấp trên"), lambda row: wording.named(row.parent) if row.parent else ""
        ),
        Column(
            "standing",
            gettext_lazy("Cơ quan thường trực"),
            lambda row: str(row.standing_agency) if row.standing_agency else "",
        ),
        Column("mark", gettext_lazy("Ghi chú"), _mark, essential=False),
        Column("code", gettext_lazy("Mã"), lambda row: row.code, export_only=True),
        Column(
            "agency",
            gettext_lazy("Mã cơ quan"),
            lambda row: row.agency.code if row.agency else "",
            export_only=True,
        ),
    ),
    href=Committee.get_absolute_url,
)

FILTERS = (
    TextFilter("q", gettext_lazy("Tên ban chỉ đạo")),
    ChoiceFilter("level", gettext_lazy("Cấp"), options=tuple((one.value, one.label) for one in Tier)),
)


def narrow(rows: QuerySet[Committee], filters: Filters) -> QuerySet[Committee]:
    """Apply what the address asks for."""
    for word in fold(filters.get("q") or "").split():
        rows = rows.filter(search_key__contains=word)
    level = filters.get("level")
    return rows.filter(level=level) if level else rows
