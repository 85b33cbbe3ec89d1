"""The register as a list: columns and filters for page, CSV, XLSX and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.web.filters import ChoiceFilter, DateFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table, Words
from tinhso.documents.models import Document, DocumentType
from tinhso.documents.querysets import DocumentQuerySet
from tinhso.people import queries as people


def _mark(document: Document) -> str:
    return _("Dữ liệu minh hoạ") if document.illustrative else ""


def _summary(document: Document) -> str:
    """The title beside the notation; what has no notation is headed by its title already."""
    return document.title if document.notation else ""


DOCUMENTS: Table[Document] = Table(
    "van-ban",
    gettext_lazy("Sổ văn bản"),
    (
        Column("document", gettext_lazy("Văn bản"), lambda row: row.cited, sort=("notation",)),
        Column("summary", gettext_lazy("Trích yếu"), _summary, sort=("title",)),
        Column(
            "type",
            gettext_lazy("Loại"),
            lambda row: DocumentType(row.type).label,
            sort="type",
            essential=False,
        ),
        Column("issuer", gettext_lazy("Cơ quan ban hành"), lambda row: row.issued_by),
        Column("date", gettext_lazy("Ngày"), lambda row: row.date, kind="date", sort="date"),
        Column("mark", gettext_lazy("Ghi chú"), _mark, essential=False),
        Column("title", gettext_lazy("Tên, trích yếu"), lambda row: row.title, export_only=True),
        Column("notation", gettext_lazy("Ký hiệu"), lambda row: row.notation, export_only=True),
        Column("signer", gettext_lazy("Người ký"), lambda row: row.signer, export_only=True),
        Column(
            "effective_from",
            gettext_lazy("Hiệu lực từ"),
            lambda row: row.effective_from,
            kind="date",
            export_only=True,
        ),
        Column(
            "effective_to",
            gettext_lazy("Hết hiệu lực"),
            lambda row: row.effective_to,
            kind="date",
            export_only=True,
        ),
        Column("url", gettext_lazy("Địa chỉ nguồn"), lambda row: row.url, export_only=True),
        Column("slug", gettext_lazy("Mã địa chỉ"), lambda row: row.slug, export_only=True),
    ),
    href=Document.get_absolute_url,
)


def _issuers() -> Iterable[tuple[str, Words]]:
    """Agencies that issued something here."""
    found = people.agencies().filter(documents__isnull=False).distinct()
    return [(agency.code, str(agency)) for agency in found[:200]]


FILTERS = (
    TextFilter("q", gettext_lazy("Số, trích yếu")),
    ChoiceFilter("type", gettext_lazy("Loại"), options=tuple((t.value, t.label) for t in DocumentType)),
    ChoiceFilter("issuer", gettext_lazy("Cơ quan ban hành"), options=_issuers),
    DateFilter("from", gettext_lazy("Từ ngày")),
    DateFilter("to", gettext_lazy("Đến ngày")),
    FlagFilter("in_effect", gettext_lazy("Đang có hiệu lực")),
)


def narrow(rows: DocumentQuerySet, filters: Filters) -> DocumentQuerySet:
    """Apply what the address asks for."""
    exact: dict[str, Any] = {"type": filters.get("type"), "issuer__code": filters.get("issuer")}
    found = rows.with_issuer().searched(filters.get("q") or "")
    found = found.between(filters.get("from"), filters.get("to"))
    if filters.get("in_effect"):
        found = found.in_effect(clock.today())
    return found.filter(**{name: value for name, value in exact.items() if value})
