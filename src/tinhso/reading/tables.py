"""The list of readings: columns and filters for page, CSV, XLSX and JSON."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.reading.models import Reading, ReadingState

TONES: Final = {
    ReadingState.READING: "on_track",
    ReadingState.READY: "push",
    ReadingState.FAILED: "late",
    ReadingState.DONE: "met",
}


def tone(row: Reading) -> str:
    """The look of its state."""
    return TONES[ReadingState(row.state)]


def word(row: Reading) -> str:
    """Its state in words."""
    return str(ReadingState(row.state).label)


READINGS: Final[Table[Reading]] = Table(
    "ban-doc",
    _("Văn bản đã đọc"),
    (
        Column("title", _("Văn bản"), str, sort="title"),
        Column("state", _("Trạng thái"), tone, kind="status", word=word, sort="state"),
        Column("figures", _("Số liệu"), lambda row: row.figures, kind="integer"),  # type: ignore[attr-defined]  # annotated by queries.readings
        Column("left", _("Còn chờ"), lambda row: row.left, kind="integer"),  # type: ignore[attr-defined]  # as above
        Column("checks", _("Mâu thuẫn"), lambda row: len(row.checks), kind="integer"),
        Column("dated", _("Ngày văn bản"), lambda row: row.dated, kind="date", sort="dated"),
        Column("place", _("Địa bàn"), lambda row: row.place.full_name if row.place else "", essential=False),
        Column("agency", _("Đơn vị"), lambda row: str(row.agency), essential=False),
        Column("by", _("Người gửi"), lambda row: row.account_label, essential=False),
        Column("at", _("Gửi lúc"), lambda row: row.created_at, kind="moment", sort="created_at"),
    ),
    href=Reading.get_absolute_url,
    order="-at",
)
FILTERS: Final = (
    TextFilter("q", _("Từ khoá")),
    ChoiceFilter("state", _("Trạng thái"), tuple((one.value, one.label) for one in ReadingState)),
)


def narrow(rows: QuerySet[Reading], filters: Filters) -> QuerySet[Reading]:
    """What the filters leave."""
    if words := filters.get("q"):
        rows = rows.filter(title__icontains=words)
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    return rows
