"""Lists of meetings and of who is invited: columns and filters for page, CSV, XLSX and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.base.web.filters import ChoiceFilter, DateFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table, Words
from tinhso.committees import queries as committees
from tinhso.meetings import queries, words
from tinhso.meetings.models import Invitation, Meeting
from tinhso.meetings.states import MeetingKind, MeetingState


def _mark(row: Meeting) -> str:
    return _("Dữ liệu minh hoạ") if row.illustrative else ""


MEETINGS: Table[Meeting] = Table(
    "phien-hop",
    gettext_lazy("Phiên họp"),
    (
        Column("title", gettext_lazy("Phiên họp"), lambda row: row.title, sort="search_key"),
        Column("committee", gettext_lazy("Ban chỉ đạo"), lambda row: row.committee.name),
        Column(
            "at",
            gettext_lazy("Thời gian"),
            lambda row: words.span(row.starts_at, row.ends_at),
            sort="starts_at",
        ),
        Column("state", gettext_lazy("Trạng thái"), lambda row: row.state_name, sort="state"),
        Column("mark", gettext_lazy("Ghi chú"), _mark, essential=False),
        Column("code", gettext_lazy("Mã"), lambda row: row.code, export_only=True),
        Column("kind", gettext_lazy("Loại"), lambda row: row.kind_name, export_only=True),
        Column(
            "starts_at", gettext_lazy("Bắt đầu"), lambda row: row.starts_at, kind="moment", export_only=True
        ),
        Column("ends_at", gettext_lazy("Kết thúc"), lambda row: row.ends_at, kind="moment", export_only=True),
    ),
    href=Meeting.get_absolute_url,
)

INVITATIONS: Table[Invitation] = Table(
    "danh-sach-moi",
    gettext_lazy("Danh sách mời"),
    (
        Column("invitee", gettext_lazy("Họ tên, cơ quan"), lambda row: row.invitee),
        Column("role", gettext_lazy("Thành phần"), lambda row: row.role_name),
        Column("post", gettext_lazy("Chức vụ"), lambda row: row.membership.title if row.membership else ""),
        Column("state", gettext_lazy("Trả lời"), lambda row: row.state_name),
        Column("substitute", gettext_lazy("Người dự thay"), lambda row: row.substitute_words),
        Column("attended", gettext_lazy("Điểm danh"), lambda row: row.attended_name),
    ),
)


def _committees() -> Iterable[tuple[str, Words]]:
    return [(row.code, row.name) for row in committees.committees()[:200]]


FILTERS = (
    TextFilter("q", gettext_lazy("Tên phiên họp")),
    ChoiceFilter(
        "when",
        gettext_lazy("Thời điểm"),
        options=(("coming", gettext_lazy("Sắp tới")), ("past", gettext_lazy("Đã qua"))),
    ),
    ChoiceFilter("committee", gettext_lazy("Ban chỉ đạo"), options=_committees),
    ChoiceFilter("kind", gettext_lazy("Loại"), options=tuple((one.value, one.label) for one in MeetingKind)),
    ChoiceFilter(
        "state", gettext_lazy("Trạng thái"), options=tuple((one.value, one.label) for one in MeetingState)
    ),
    DateFilter("from", gettext_lazy("Từ ngày")),
    DateFilter("to", gettext_lazy("Đến ngày")),
)


def narrow(rows: QuerySet[Meeting], filters: Filters) -> QuerySet[Meeting]:
    """Apply what the address asks for."""
    for word in fold(filters.get("q") or "").split():
        rows = rows.filter(search_key__contains=word)
    exact = {name: filters.get(name) for name in ("kind", "state")}
    exact["committee__code"] = filters.get("committee")
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.get("from") or filters.get("to"):
        rows = queries.between(rows, filters.get("from") or date.min, filters.get("to") or date.max)
    when = filters.get("when")
    if when == "coming":
        return queries.coming(rows).filter(ends_at__gte=clock.now())
    return rows.filter(ends_at__lt=clock.now()) if when == "past" else rows
