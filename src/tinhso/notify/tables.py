"""Lists of this room: one declaration for the page and its twins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.web.filters import ChoiceFilter, Filters, FlagFilter
from tinhso.base.web.tables import Column, Table, Words
from tinhso.notify import telling
from tinhso.notify.choices import OUTSIDE, DeliveryState, Route
from tinhso.notify.kinds import GROUPS, kinds
from tinhso.notify.models import Delivery


def _groups() -> Iterable[tuple[str, Words]]:
    """Groups that some kind belongs to."""
    used = {kind.group for kind in kinds().values()}
    return tuple((code, words) for code, words in GROUPS.items() if code in used)


NOTICES: Final[Table[Any]] = Table(
    "thong-bao",
    gettext_lazy("Thông báo"),
    (
        Column("subject", gettext_lazy("Thông báo"), lambda row: row.said.subject),
        Column("body", gettext_lazy("Nội dung"), lambda row: row.said.body, essential=False),
        Column("group", gettext_lazy("Nhóm"), lambda row: telling.group(row.group), sort="group"),
        Column("at", gettext_lazy("Lúc"), lambda row: row.sent_at, kind="moment", sort=("id",)),
        Column("read", gettext_lazy("Đã đọc lúc"), lambda row: row.read_at, kind="moment", essential=False),
        Column("href", gettext_lazy("Địa chỉ"), lambda row: row.message.href, export_only=True),
        Column("kind", gettext_lazy("Mã loại"), lambda row: row.message.kind, export_only=True),
    ),
    order="-at",
    href=lambda row: reverse("notify:notice", args=[row.pk]),
    prepare=telling.prepare_notices,
)
NOTICE_FILTERS: Final = (
    FlagFilter("unread", gettext_lazy("Chưa đọc")),
    ChoiceFilter("group", gettext_lazy("Nhóm"), options=_groups),
    FlagFilter("archive", gettext_lazy("Lưu trữ")),
)

DELIVERIES: Final[Table[Any]] = Table(
    "luot-gui",
    gettext_lazy("Lượt gửi thông báo"),
    (
        Column("who", gettext_lazy("Người nhận"), lambda row: row.who),
        Column("route", gettext_lazy("Kênh"), lambda row: Route(row.route).label, sort="route"),
        Column("kind", gettext_lazy("Loại thông báo"), lambda row: telling.kind_label(row.message.kind)),
        Column("state", gettext_lazy("Trạng thái"), lambda row: telling.TONES[DeliveryState(row.state)],
               kind="status", word=lambda row: DeliveryState(row.state).label, sort="state"),
        Column("failure", gettext_lazy("Lỗi"), lambda row: telling.failure(row.failure)),
        Column("attempts", gettext_lazy("Lần gửi"), lambda row: row.attempts, kind="integer",
               essential=False),
        Column("due", gettext_lazy("Gửi từ"), lambda row: row.due_at, kind="moment", sort="due_at",
               essential=False),
        Column("sent", gettext_lazy("Đã gửi lúc"), lambda row: row.sent_at, kind="moment", essential=False),
        Column("address", gettext_lazy("Địa chỉ (che bớt)"), lambda row: row.address, essential=False),
        Column("agency", gettext_lazy("Đơn vị"), lambda row: row.agency, essential=False),
        Column("at", gettext_lazy("Báo lúc"), lambda row: row.message.recorded_at, kind="moment",
               sort=("id",), essential=False),
    ),
    order="-at",
    href=lambda row: reverse("notify:delivery", args=[row.pk]),
    prepare=telling.prepare_deliveries,
)  # fmt: skip
DELIVERY_FILTERS: Final = (
    ChoiceFilter("state", gettext_lazy("Trạng thái"), tuple((one.value, one.label) for one in DeliveryState)),
    ChoiceFilter("route", gettext_lazy("Kênh"), tuple((one.value, one.label) for one in OUTSIDE)),
    ChoiceFilter("group", gettext_lazy("Nhóm"), options=_groups),
)

SHOWN: Final[Table[Any]] = Table(
    "tin-minh-hoa",
    gettext_lazy("Tin minh hoạ"),
    (
        Column("subject", gettext_lazy("Tiêu đề"), lambda row: row.subject),
        Column("body", gettext_lazy("Nội dung"), lambda row: row.body, essential=False),
        Column("route", gettext_lazy("Kênh"), lambda row: Route(row.route).label, sort="route"),
        Column("address", gettext_lazy("Địa chỉ (che bớt)"), lambda row: row.address),
        Column("at", gettext_lazy("Lúc"), lambda row: row.recorded_at, kind="moment",
               sort=("recorded_at", "id")),
    ),
    order="-at",
)  # fmt: skip


def narrow_notices(rows: QuerySet[Delivery], filters: Filters) -> QuerySet[Delivery]:
    """What the filters leave of the inbox; `unread` and `archive` are left by the query itself."""
    if group := filters.get("group"):
        rows = rows.filter(group=group)
    return rows


def narrow_deliveries(rows: QuerySet[Delivery], filters: Filters) -> QuerySet[Delivery]:
    """What the filters leave of the deliveries."""
    for name in ("state", "route", "group"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    return rows


def weekdays() -> list[tuple[int, str]]:
    """Days of a week, Monday first."""
    return [
        (0, _("thứ Hai")),
        (1, _("thứ Ba")),
        (2, _("thứ Tư")),
        (3, _("thứ Năm")),
        (4, _("thứ Sáu")),
        (5, _("thứ Bảy")),
        (6, _("Chủ nhật")),
    ]
