"""The style guide: every component with long Vietnamese words, for eyes and for the browser tests.

The figures are samples of shapes and belong to no province.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from tinhso import __version__
from tinhso.base import clock
from tinhso.base.errors import Invalid, Problem
from tinhso.base.web import forms, listing, statuses
from tinhso.base.web.charts import Chart, Mark, Series, of_counts
from tinhso.base.web.filters import ChoiceFilter, DateFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.nav import Entry
from tinhso.base.web.shell import Brand, Link, Person, Shell
from tinhso.base.web.tables import Column, Table

SHELLS: Final = {name: f"web/styleguide/{name}.html" for name in ("portal", "wall", "print")}


@dataclass(frozen=True)
class Sample:
    """A row of the sample list."""

    code: str
    name: str
    agency: str
    value: Decimal | None
    due: Decimal
    state: str
    deadline: date


_NAMES: Final = (
    "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận và trả kết quả trực tuyến toàn trình",
    "Số thôn, bản, khu phố được phủ sóng thông tin di động băng rộng",
    "Tỷ lệ cán bộ, công chức được tập huấn kỹ năng số cơ bản hằng năm",
    "Doanh nghiệp nhỏ và vừa sử dụng nền tảng số",
    "Cửa khẩu áp dụng tờ khai số trong toàn bộ quy trình thông quan",
    "Dân số trưởng thành có tài khoản thanh toán điện tử",
    "Trường học, cơ sở y tế triển khai thanh toán không dùng tiền mặt",
)
_AGENCIES: Final = ("Sở Khoa học và Công nghệ", "Văn phòng UBND tỉnh", "Ban Quản lý Khu kinh tế cửa khẩu")
SAMPLES: Final = tuple(
    Sample(
        f"CT{index + 1:02d}",
        _NAMES[index % len(_NAMES)],
        _AGENCIES[index % len(_AGENCIES)],
        None if index % 7 == 6 else Decimal(index * 13 % 101) + Decimal("0.5"),
        Decimal(80),
        list(statuses.TONES)[index % 7],
        date(2026, 12, 1 + index % 28),
    )
    for index in range(73)
)

FILTERS: Final = (
    ChoiceFilter("state", "Trạng thái", tuple((tone.key, tone.label) for tone in statuses.TONES.values())),
    ChoiceFilter("agency", "Cơ quan chủ trì", tuple((name, name) for name in _AGENCIES)),
    DateFilter("due", "Hạn đến ngày"),
    TextFilter("text", "Tên"),
    FlagFilter("late", "Quá hạn"),
)

TABLE: Final = Table[Sample](
    name="bang-mau",
    caption="Chỉ tiêu mẫu",
    columns=(
        Column("name", "Chỉ tiêu", lambda row: row.name, sort="name"),
        Column("code", "Mã", lambda row: row.code, sort="code", essential=False),
        Column("state", "Trạng thái", lambda row: row.state, kind="status"),
        Column("value", "Thực hiện", lambda row: row.value, kind="percent", digits=1, sort="value"),
        Column("due", "Phải đạt", lambda row: row.due, kind="percent", digits=0, essential=False),
        Column("agency", "Chủ trì", lambda row: row.agency, essential=False),
        Column("deadline", "Hạn", lambda row: row.deadline, kind="date", sort="deadline"),
    ),
    href=lambda row: f"/styleguide#{row.code}",
)


def _narrow(rows: Any, chosen: Filters) -> list[Sample]:
    return [
        row
        for row in rows
        if chosen.get("state") in (None, row.state)
        and chosen.get("agency") in (None, row.agency)
        and (chosen.get("due") is None or row.deadline <= chosen.get("due"))
        and (chosen.get("text") or "").casefold() in row.name.casefold()
        and (not chosen.get("late") or row.state == "late")
    ]


YEARS: Final = ("2021", "2022", "2023", "2024", "2025")


def _charts() -> dict[str, Chart]:
    line = Chart(
        "Tỷ lệ hồ sơ trực tuyến toàn trình",
        YEARS,
        (
            Series("Thực hiện", (Decimal("21.5"), Decimal("46.1"), None, Decimal("71.3"), Decimal("74.2"))),
            Series(
                "Nhịp cần có", (Decimal(21), Decimal(36), Decimal(51), Decimal(65), Decimal(80)), "needed"
            ),
        ),
        unit="%",
        digits=1,
        axis="Năm",
        marks=(Mark("2025", "01/07/2025: sắp xếp đơn vị hành chính"),),
        source="Số liệu mẫu để xem hình",
    )
    rank = Chart(
        "Xếp hạng chuyển đổi số", YEARS[:4], (Series("Thứ hạng", (16, 5, 6, 4)),), kind="rank", axis="Năm"
    )
    counts = of_counts(
        "Nhiệm vụ quá hạn theo cơ quan", dict(zip(_AGENCIES, (3, 11, 7), strict=True)), axis="Cơ quan"
    )
    return {"line": line, "rank": rank, "bars": counts}


def _context(request: HttpRequest) -> dict[str, Any]:
    refused = Invalid(
        "Tử số (1.970) lớn hơn mẫu số (1.966).",
        problems=(
            Problem(
                "numerator_greater",
                "Tử số (1.970) lớn hơn mẫu số (1.966).",
                "numerator",
                "Kiểm tra lại hai số.",
            ),
            Problem("missing", "Chưa chọn kỳ báo cáo.", "period"),
        ),
    )
    return {
        "web": _shell(),
        "title": "Bảng mẫu giao diện",
        "tones": statuses.TONES.values(),
        "counts": {"exceeded": 2, "met": 19, "on_track": 3, "push": 4, "late": 1, "unknown": 1},
        "no_counts": {},
        "charts": _charts(),
        "typed": forms.again(
            {"numerator": "1970", "denominator": "1966", "note": "Số của 65 xã, phường"}, refused
        ),
        "periods": (("2026-Q3", "quý III/2026"), ("2026-Q4", "quý IV/2026")),
        "ways": (("all", "Toàn tỉnh"), ("unit", "Từng cơ quan")),
        "trend": (Decimal("21.5"), Decimal("46.1"), None, Decimal("71.3"), Decimal("74.2")),
        "ranks": [(year, rank, "") for year, rank in zip(YEARS[:4], (16, 5, 6, 4), strict=True)],
        "found": listing.build(request, TABLE, SAMPLES, declared=FILTERS, narrow=_narrow, limit=10),
    }


def _shell() -> dict[str, Any]:
    """A full shell: every part of the bar and the rail drawn."""
    return {
        "shell": Shell(
            brand=Brand(owner="Tỉnh mẫu"),
            person=Person(
                "Nguyễn Thị Minh Nguyệt",
                "Chuyên viên · Sở Khoa học và Công nghệ",
                (Link("Tài khoản", "#", icon="settings"),),
            ),
            acting_for="Sở Khoa học và Công nghệ",
            acting_choices=(
                Link("Sở Khoa học và Công nghệ", "#", current=True),
                Link("Tổ giúp việc Ban Chỉ đạo", "#"),
            ),
            inbox_url="#",
            inbox_count=12,
            search_url="/styleguide",
            home_url="/styleguide",
            data_at=clock.now(),
            illustrative=True,
        ),
        "nav": [
            Entry("Điều hành", "/styleguide", "gauge", current=True),
            Entry("Kế hoạch", "#ke-hoach", "plan", current=False),
            Entry("Chỉ tiêu", "#chi-tieu", "target", current=False),
            Entry("Việc của tôi", "#viec", "tasks", current=False),
            Entry("Văn bản", "#van-ban", "document", current=False, group="Danh mục"),
            Entry("Đơn vị hành chính", "#don-vi", "place", current=False, group="Danh mục"),
            Entry("Cơ quan, đơn vị", "#co-quan", "agency", current=False, group="Danh mục"),
        ],
        "version": __version__,
    }


def page(request: HttpRequest) -> HttpResponseBase:
    """All components in the desk's shell."""
    context = _context(request)
    found: listing.Listing[Sample] = context["found"]
    return found.respond("web/styleguide/desk.html", context)


def shell(request: HttpRequest, shell: str) -> HttpResponseBase:
    """The other shells: `portal`, `wall`, `print`."""
    if shell not in SHELLS:
        raise Http404(shell)
    return render(request, SHELLS[shell], _context(request))
