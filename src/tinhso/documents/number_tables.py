"""The number books as lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.documents import numbering, queries
from tinhso.documents.models import Document, DocumentType


@dataclass(frozen=True)
class Book:
    """One book: how many documents it numbers, and its highest number."""

    code: str
    issuer: str
    type: str
    year: int
    count: int
    highest: int

    @property
    def following(self) -> int:
        """The number that comes next."""
        return self.highest + 1


def books() -> list[Book]:
    """All books, the newest year first; one statement."""
    rows = (
        queries.documents()
        .filter(issuer__isnull=False, date__isnull=False)
        .exclude(notation="")
        .annotate(year=ExtractYear("date"))
        .order_by()
        .values("issuer__code", "issuer__name", "issuer__sort_key", "type", "year")
        .annotate(count=Count("pk"), highest=numbering.HIGHEST_OF_NOTATIONS)
        .order_by("-year", "issuer__sort_key", "type")
    )
    return [
        Book(
            row["issuer__code"],
            row["issuer__name"],
            row["type"],
            row["year"],
            row["count"],
            row["highest"] or 0,
        )
        for row in rows
    ]


def narrow_books(rows: Sequence[Book], filters: Filters) -> list[Book]:
    """Those of a type and a year."""
    kind, year = filters.get("type"), filters.get("year")
    return [
        row for row in rows if kind in {None, "", row.type} and (not year or str(row.year) == year.strip())
    ]


def _address(row: Book) -> str:
    return reverse("documents:book", args=[row.code, row.type, row.year])


BOOKS: Table[Book] = Table(
    "so-van-ban",
    gettext_lazy("Sổ đăng ký số văn bản"),
    (
        Column("issuer", gettext_lazy("Cơ quan ban hành"), lambda row: row.issuer, sort="issuer"),
        Column("type", gettext_lazy("Loại"), lambda row: DocumentType(row.type).label, sort="type"),
        Column("year", gettext_lazy("Năm"), lambda row: str(row.year), sort="year"),
        Column("count", gettext_lazy("Đã vào sổ"), lambda row: row.count, kind="integer", sort="count"),
        Column("highest", gettext_lazy("Số cao nhất"), lambda row: str(row.highest)),
        Column("next", gettext_lazy("Số tiếp theo"), lambda row: str(row.following)),
    ),
    href=_address,
)

BOOK_FILTERS = (
    ChoiceFilter("type", gettext_lazy("Loại"), options=tuple((t.value, t.label) for t in DocumentType)),
    TextFilter("year", gettext_lazy("Năm")),
)

NUMBERS: Table[Document] = Table(
    "so-da-cap",
    gettext_lazy("Số đã cấp"),
    (
        Column("notation", gettext_lazy("Số, ký hiệu"), lambda row: row.notation, sort=("notation",)),
        Column("date", gettext_lazy("Ngày"), lambda row: row.date, kind="date", sort="date"),
        Column("title", gettext_lazy("Trích yếu"), lambda row: row.title, sort=("title",)),
        Column("signer", gettext_lazy("Người ký"), lambda row: row.signer, essential=False),
    ),
    href=Document.get_absolute_url,
)
