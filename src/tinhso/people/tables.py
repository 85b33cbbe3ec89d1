"""Lists of agencies and their filters, one declaration for page, CSV, XLSX and JSON."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.base.web.filters import ChoiceFilter, DateFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.people.models import Agency, AgencyKind
from tinhso.people.querysets import AgencyQuerySet


def _column(key: str, label: object, value: Any, **more: Any) -> Column[Agency]:
    return Column(key, label, value, **more)  # type: ignore[arg-type]  # labels are lazily translated


def _mark(agency: Agency) -> str:
    return _("Dữ liệu minh hoạ") if agency.illustrative else ""


AGENCIES: Table[Agency] = Table(
    "co-quan",
    gettext_lazy("Cơ quan, đơn vị"),
    (
        _column("name", gettext_lazy("Tên"), lambda row: row.name, sort=("sort_key", "code")),
        _column("short_name", gettext_lazy("Tên tắt"), lambda row: row.short_name, essential=False),
        _column(
            "kind",
            gettext_lazy("Loại"),
            lambda row: str(AgencyKind(row.kind).label),
            sort=("kind", "sort_key"),
        ),
        _column(
            "parent",
            gettext_lazy("Trực thuộc"),
            lambda row: row.parent.name if row.parent else None,
            essential=False,
        ),
        _column("identifier", gettext_lazy("Mã định danh"), lambda row: row.identifier, sort="identifier"),
        _column(
            "valid_from", gettext_lazy("Từ ngày"), lambda row: row.valid_from, kind="date", sort="valid_from"
        ),
        _column("valid_to", gettext_lazy("Đến ngày"), lambda row: row.valid_to, kind="date", sort="valid_to"),
        _column("mark", gettext_lazy("Ghi chú"), _mark, essential=False),
        _column("code", gettext_lazy("Mã"), lambda row: row.code, export_only=True),
        _column(
            "place",
            gettext_lazy("Địa bàn"),
            lambda row: row.place.code if row.place else None,
            export_only=True,
        ),
        _column("pack", gettext_lazy("Gói dữ liệu"), lambda row: row.pack, export_only=True),
    ),
    href=Agency.get_absolute_url,
)

FILTERS = (
    TextFilter("q", gettext_lazy("Tên hoặc mã")),
    ChoiceFilter("kind", gettext_lazy("Loại"), options=tuple(AgencyKind.choices)),
    DateFilter("as_of", gettext_lazy("Ngày")),
    FlagFilter("all_days", gettext_lazy("Mọi thời kỳ")),
)


def searched(rows: AgencyQuerySet, words: str) -> AgencyQuerySet:
    """Those whose names hold all the words, or whose identifier begins with them."""
    wanted = words.strip()
    if not wanted:
        return rows
    inside = Q()
    for word in fold(wanted).split():
        inside &= Q(search_key__contains=word)
    return rows.filter(inside | Q(identifier__istartswith=wanted) | Q(code__istartswith=wanted))


def narrow(rows: AgencyQuerySet, filters: Filters) -> AgencyQuerySet:
    """Apply what the address asks for; without a day, those of today."""
    found = searched(rows, filters.get("q") or "")
    if not filters.get("all_days"):
        found = found.valid_on(filters.get("as_of") or clock.today())
    if filters.get("kind"):
        found = found.filter(kind=filters.get("kind"))
    return found
