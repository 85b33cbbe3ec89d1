"""The two sheets of a plan's workbook: which columns, and what a cell of each means.

Heads and fixed words are those of an official form: Vietnamese whoever reads, so that any copy comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from tinhso.indicators.models import Direction
from tinhso.steering.models import Plan

Kind = Literal["text", "codes", "number", "date", "direction", "version"]


@dataclass(frozen=True)
class Column:
    """One column. `field` is that of the draft (`values:2026-12-31` for a value due); codes part at `;`."""

    field: str
    head: str
    kind: Kind = "text"
    required: bool = False
    width: int = 18


@dataclass(frozen=True)
class Sheet:
    """One sheet and its columns; the first is the code that names the row."""

    key: Literal["targets", "tasks"]
    title: str
    columns: tuple[Column, ...]


VERSION: Final = Column("version", "Phiên bản (không sửa)", "version", width=10)

_TARGETS: Final = (
    Column("code", "Mã chỉ tiêu", required=True),
    Column("title", "Chỉ tiêu", required=True, width=60),
    Column("goal", "Mã mục tiêu"),
    Column("pillar", "Mã trụ cột"),
    Column("indicator", "Mã chỉ số"),
    Column("direction", "Chiều tốt", "direction", width=22),
    Column("baseline", "Giá trị đầu kỳ", "number"),
    Column("baseline_on", "Ngày đầu kỳ", "date"),
    Column("lead", "Mã đơn vị chủ trì"),
    Column("collectors", "Mã các đơn vị báo cáo (cách nhau dấu ;)", "codes", width=28),
    Column("clause", "Điều khoản", width=24),
    Column("note", "Ghi chú", width=30),
)

_TASKS: Final = (
    Column("code", "Mã nhiệm vụ", required=True),
    Column("title", "Nhiệm vụ", required=True, width=60),
    Column("goal", "Mã mục tiêu"),
    Column("pillar", "Mã trụ cột"),
    Column("lead", "Mã đơn vị chủ trì"),
    Column("joint", "Mã các đơn vị phối hợp (cách nhau dấu ;)", "codes", width=28),
    Column("targets", "Mã các chỉ tiêu phục vụ (cách nhau dấu ;)", "codes", width=28),
    Column("deliverable", "Sản phẩm", width=40),
    Column("budget_note", "Kinh phí", width=24),
    Column("clause", "Điều khoản", width=24),
    Column("starts_on", "Ngày bắt đầu", "date"),
    Column("deadline", "Hạn hoàn thành", "date"),
    Column("deadline_text", "Thời hạn bằng lời", width=24),
)

DUE: Final = "values:"

DIRECTIONS: Final[Mapping[Direction, str]] = {
    Direction.UP: "Càng cao càng tốt",
    Direction.DOWN: "Càng thấp càng tốt",
    Direction.NONE: "Không xét",
}


def due_column(on: date) -> Column:
    """The column of the value due at that date."""
    return Column(f"{DUE}{on.isoformat()}", f"Phải đạt đến {on:%d/%m/%Y}", "number")


def heads_of(sheet: Literal["targets", "tasks"], fields: tuple[str, ...]) -> tuple[str, ...]:
    """The heads under which a reader finds those fields of a draft."""
    known = {column.field: column.head for column in (_TARGETS if sheet == "targets" else _TASKS)}
    return tuple("Phải đạt" if field == "values" else known.get(field, field) for field in fields)


def sheets(dues: tuple[date, ...]) -> tuple[Sheet, Sheet]:
    """The sheets of a plan whose targets have values due on those dates."""
    return (
        Sheet("targets", "Chỉ tiêu", (*_TARGETS, *(due_column(on) for on in dues), VERSION)),
        Sheet("tasks", "Nhiệm vụ", (*_TASKS, VERSION)),
    )


def due_dates(plan: Plan, stored: set[date]) -> tuple[date, ...]:
    """The dates that have values, the ends of the plan's years, and its last day."""
    years = {date(year, 12, 31) for year in range(plan.starts_on.year, plan.ends_on.year)}
    return tuple(sorted(stored | {day for day in years if plan.starts_on <= day} | {plan.ends_on}))
