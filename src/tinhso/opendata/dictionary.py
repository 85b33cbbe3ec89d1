"""The tables of a dataset: its rows, and the dictionary that explains them (từ điển dữ liệu)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from tinhso.indicators.definitions import laying
from tinhso.indicators.models import Definition, Indicator
from tinhso.opendata.resources import Field, Resource, Value
from tinhso.opendata.rows import Row
from tinhso.opendata.words import EMPTY, KINDS, LEVELS, STATUSES, Both
from tinhso.places.models import Place

DATA: Final = (
    Field("indicator", "string", Both("Mã chỉ số", "Indicator code")),
    Field("place", "string", Both("Mã địa bàn", "Place code"), Both(
        "Mã đơn vị hành chính Việt Nam", "Code of the administrative unit",
    )),
    Field("place_name", "string", Both("Tên địa bàn", "Place name")),
    Field("level", "string", Both("Cấp hành chính", "Administrative level"), categories=LEVELS),
    Field("period", "string", Both("Kỳ", "Period"), Both(
        "2022-03 tháng, 2022-Q1 quý, 2022-H1 6 tháng, 2022 năm, 2021..2025 giai đoạn; "
        "có chữ R phía trước là kỳ báo cáo có ngày chốt",
        "2022-03 month, 2022-Q1 quarter, 2022-H1 half-year, 2022 year, 2021..2025 span; "
        "a leading R names a reporting period with a closing day",
    )),
    Field("period_kind", "string", Both("Loại kỳ", "Kind of period"), categories=KINDS),
    Field("period_start", "date", Both("Ngày đầu kỳ", "First day")),
    Field("period_end", "date", Both("Ngày cuối kỳ", "Last day")),
    Field("value", "number", Both("Giá trị", "Value"), Both(
        "Theo đơn vị tính của chỉ số, đến 6 chữ số thập phân. " + EMPTY.vi,
        "In the indicator's unit, to six decimals. " + EMPTY.en,
    ), required=False),
    Field("numerator", "number", Both("Tử số", "Numerator"), required=False),
    Field("denominator", "number", Both("Mẫu số", "Denominator"), required=False),
    Field("status", "string", Both("Tình trạng số liệu", "Status"), categories=STATUSES),
    Field("told", "integer", Both("Số đơn vị đã có số liệu", "Units that reported"), required=False),
    Field("expected", "integer", Both("Số đơn vị phải có số liệu", "Units expected"), required=False),
    Field("apportioned", "boolean", Both("Có phần chia theo địa giới", "Partly apportioned"), Both(
        "Một phần số liệu được chia theo tỷ lệ khi tách, nhập địa bàn",
        "Part of the figure was apportioned when places were split or merged",
    )),
)  # fmt: skip

_LAID_DOWN: Final = (
    Field("name", "string", Both("Tên chỉ số", "Name")),
    Field("name_en", "string", Both("Tên tiếng Anh", "English name"), required=False),
    Field("unit", "string", Both("Đơn vị tính", "Unit"), required=False),
    Field("unit_en", "string", Both("Đơn vị tính, tiếng Anh", "Unit in English"), required=False),
    Field("kind", "string", Both("Dạng số liệu", "Kind")),
    Field("factor", "number", Both("Tỷ lệ tính theo", "Ratios are told in"), Both(
        "100 là phần trăm", "100 is per cent",
    )),
    Field("direction", "string", Both("Chiều tốt", "Better"), required=False),
    Field("adding", "string", Both("Tổng hợp giữa các nơi", "Across places")),
    Field("over_time", "string", Both("Tổng hợp theo thời gian", "Over time")),
    Field("decimals", "integer", Both("Số chữ số thập phân", "Decimals shown")),
    Field("frequency", "string", Both("Kỳ báo cáo", "Frequency"), required=False),
    Field("formula", "string", Both("Công thức", "Formula"), required=False),
    Field("definition", "string", Both("Định nghĩa", "Definition"), required=False),
    Field("document", "string", Both("Văn bản quy định", "Legal source"), required=False),
    Field("clause", "string", Both("Điều, khoản", "Clause"), required=False),
)  # fmt: skip

INDICATORS: Final = (
    Field("indicator", "string", Both("Mã chỉ số", "Indicator code")),
    Field("whole", "string", Both("Là một phần của", "Part of"), required=False),
    Field("cell", "string", Both("Phân tổ", "Disaggregation"), required=False),
    *_LAID_DOWN,
)
DEFINITIONS: Final = (
    Field("indicator", "string", Both("Mã chỉ số", "Indicator code")),
    Field("number", "integer", Both("Lần thứ", "Number")),
    Field("valid_from", "date", Both("Áp dụng từ ngày", "Valid from"), Both(
        "Trống: từ trước", "Empty: since ever",
    ), required=False),
    Field("in_use", "boolean", Both("Còn thu thập", "Still collected")),
    Field("why", "string", Both("Lý do thay đổi", "Why it changed"), required=False),
    *_LAID_DOWN,
)  # fmt: skip
PLACES: Final = (
    Field("number", "integer", Both("Số thứ tự", "Number")),
    Field("place", "string", Both("Mã địa bàn", "Place code")),
    Field("name", "string", Both("Tên", "Name")),
    Field("type", "string", Both("Loại", "Type")),
    Field("level", "string", Both("Cấp hành chính", "Administrative level"), categories=LEVELS),
    Field("path", "string", Both("Chuỗi mã từ cấp trên", "Codes from the top")),
    Field("valid_from", "date", Both("Có từ ngày", "Valid from"), required=False),
    Field("valid_to", "date", Both("Đến hết ngày", "Valid to"), required=False),
)


def resources(
    measures: Sequence[Indicator], rows: Iterable[Row], places: Sequence[Place]
) -> tuple[Resource, Resource, Resource, Resource]:
    """Rows, indicators as they are laid down today, their definitions by date, and places."""
    kept = list(rows)
    named = {row.code: row for row in measures}
    return (
        Resource(
            "data", Both("Số liệu", "Figures"), DATA, [_row(row) for row in kept],
            ("indicator", "place", "period"), (("indicator", "indicators", "indicator"),),
        ),
        Resource(
            "indicators", Both("Các chỉ số", "Indicators"), INDICATORS,
            [_indicator(row) for row in named.values()], ("indicator",),
        ),
        Resource(
            "definitions", Both("Định nghĩa theo ngày", "Definitions by date"), DEFINITIONS,
            [each for row in named.values() for each in _definitions(row)],
            ("indicator", "number"), (("indicator", "indicators", "indicator"),),
        ),
        Resource(
            "places", Both("Địa bàn", "Places"), PLACES,
            [_place(number, row) for number, row in enumerate(places, 1)], ("number",),
        ),
    )  # fmt: skip


def _row(row: Row) -> list[Value]:
    return [
        row.indicator, row.place.code, row.place_name, row.place.level, row.period, row.kind,
        row.start, row.end, *row.numbers, row.status.value, row.told, row.expected, row.apportioned,
    ]  # fmt: skip


def _indicator(row: Indicator) -> list[Value]:
    return [row.code, row.whole.code if row.whole else None, row.cell or None, *_laid_down(row)]


def _definitions(row: Indicator) -> list[list[Value]]:
    told = list(reversed(laying.versions(row)))
    return [
        [row.code, number, one.valid_from, one.in_use, one.why or None, *_laid_down(one)]
        for number, one in enumerate(told, 1)
    ]


def _laid_down(row: Indicator | Definition) -> list[Value]:
    texts = (
        row.frequency,
        row.formula,
        row.definition,
        row.document.cited if row.document else "",
        row.clause,
    )
    return [
        row.name, row.name_en or None, row.unit or None, row.unit_en or None, row.kind,
        Decimal(row.factor), row.direction or None, row.adding, row.over_time, row.decimals,
        *(text or None for text in texts),
    ]  # fmt: skip


def _place(number: int, row: Place) -> list[Value]:
    return [number, row.code, row.name, row.type, row.level, row.path, row.valid_from, row.valid_to]
