"""The list of editions: page, CSV, XLSX and JSON from one declaration."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.web import wording
from tinhso.base.web.tables import Column, Table
from tinhso.indices import queries
from tinhso.indices.models import Edition


def _years(row: Edition) -> str:
    return ", ".join(str(year) for year in row.years)


def _can(row: Edition) -> str:
    return queries.why_not(row) or _("tính được")


EDITIONS: Table[Edition] = Table(
    "bo-chi-so",
    gettext_lazy("Bộ chỉ số"),
    (
        Column("index", gettext_lazy("Bộ chỉ số"), lambda row: wording.named(row.index)),
        Column("edition", gettext_lazy("Phiên bản"), wording.named),
        Column("years", gettext_lazy("Áp dụng cho năm"), _years),
        Column(
            "points", gettext_lazy("Tổng điểm"), lambda row: queries.tree(row).total or None, kind="decimal"
        ),
        Column("can", gettext_lazy("Tính lại"), _can, essential=False),
        Column("code", gettext_lazy("Mã"), lambda row: f"{row.index.code}/{row.code}", export_only=True),
    ),
    href=Edition.get_absolute_url,
)
