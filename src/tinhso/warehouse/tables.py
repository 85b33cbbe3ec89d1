"""The lists of the page of the warehouse: its partitions, and the broken files that were found."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.tables import Column, Table
from tinhso.warehouse.models import Fault
from tinhso.warehouse.status import MonthStatus

MONTHS: Final = Table[MonthStatus](
    "warehouse",
    _("Phân vùng theo tháng"),
    (
        Column("month", _("Tháng"), lambda one: f"{one.month:%m/%Y}"),
        Column("rows", _("Số dòng"), lambda one: one.rows, "integer"),
        Column("published_at", _("Công bố lúc"), lambda one: one.at, "moment"),
        Column("waiting", _("Thay đổi đang chờ"), lambda one: one.wanted - one.published, "integer"),
        Column("file", _("Tệp"), lambda one: one.file, essential=False),
        Column("bytes", _("Cỡ tệp (byte)"), lambda one: one.size, "integer", essential=False),
    ),
)

FAULTS: Final = Table[Fault](
    "warehouse-faults",
    _("Tệp hỏng đã phát hiện"),
    (
        Column("file", _("Tệp"), lambda one: one.file),
        Column("month", _("Tháng"), lambda one: f"{one.month:%m/%Y}"),
        Column("found_at", _("Phát hiện lúc"), lambda one: one.recorded_at, "moment"),
        Column("expected", _("Mã kiểm đúng"), lambda one: one.expected, essential=False),
        Column("found", _("Mã kiểm thấy"), lambda one: one.found or _("không đọc được"), essential=False),
    ),
)
