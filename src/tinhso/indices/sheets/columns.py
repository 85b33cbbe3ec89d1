"""The columns of an edition's spreadsheet. Heads are Vietnamese whoever reads: any copy comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SHEET: Final = "Cây chỉ số"
ABOUT: Final = "Phiên bản"
HELP: Final = "Hướng dẫn"
YES: Final = "có"
NO: Final = "không"


@dataclass(frozen=True)
class Column:
    """One column: the name the product uses, the head people read."""

    name: str
    head: str
    required: bool = False
    width: int = 18


COLUMNS: Final = (
    Column("code", "Mã", required=True, width=24),
    Column("under", "Mã cấp trên", width=24),
    Column("name", "Tên", required=True, width=48),
    Column("name_en", "Tên tiếng Anh", width=36),
    Column("group", "Nhóm", width=9),
    Column("scored", "Tính điểm", width=10),
    Column("points", "Điểm tối đa", width=11),
    Column("components", "Số chỉ số thành phần", width=12),
    Column("rule", "Quy tắc", width=20),
    Column("params", "Tham số", width=44),
    Column("inputs", "Đầu vào", width=40),
    Column("evidence", "Tài liệu kiểm chứng", width=36),
    Column("owner", "Mã đơn vị chủ trì", width=22),
    Column("verifier", "Mã nơi thẩm định", width=22),
)
HEADS: Final[Mapping[str, str]] = {column.name: column.head for column in COLUMNS}

FACTS: Final = (
    Column("name", "Tên phiên bản"),
    Column("name_en", "Tên tiếng Anh"),
    Column("basis", "Căn cứ"),
    Column("basis_en", "Căn cứ, tiếng Anh"),
    Column("issued", "Ngày ban hành"),
    Column("years", "Áp dụng cho năm"),
    Column("decimals", "Số chữ số thập phân của giá trị"),
    Column("source", "Nguồn"),
)
"""What the second sheet says of the edition, a line each."""

RULES: Final[Mapping[str, str]] = {
    "ratio": "tỷ lệ",
    "threshold": "tỷ lệ có ngưỡng",
    "steps": "bậc thang",
    "options": "phương án",
    "yes_no": "có/không",
    "capped_count": "đếm có trần",
    "peers": "so với nơi cao nhất",
    "manual": "chấm tay",
    "sum": "cộng các phần",
    "best": "lấy phương án cao nhất",
}
"""How a rule's shape is written in its cell."""
