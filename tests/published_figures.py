"""Every figure of the five published pieces, as they print it: what the packs must hold.

Row of the inventory, pack, code, kind, values, place, source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

LS_2022 = "langson-tin-tong-ket-2022"
LS_Q1 = "langson-tin-lam-viec-so-tttt-2022"
LS_2030 = "langson-tin-de-an-2030"
LC = "laocai-tin-hoi-nghi-cds-2022"
BK = "backan-tin-phien-hop-1-2023"
COUNT, RATIO, PERCENT, PAIR = "count", "ratio", "percent", "actual_target"
RANK, CHANGE, ORDINAL, PERIOD, DEADLINE = "rank", "rank_change", "ordinal", "period", "deadline"


@dataclass(frozen=True)
class Published:
    """One figure of a source."""

    row: str
    pack: str
    code: str
    kind: str
    values: dict[str, Any]
    document: str
    period: str
    place: str = ""
    is_target: bool = False

    @property
    def place_code(self) -> str:
        """The province's code of that time, unless the figure is another place's."""
        return self.place or {"langson": "20", "laocai": "10", "backan": "06"}[self.pack]


def _of(pack: str, document: str, *rows: tuple[Any, ...]) -> list[Published]:
    return [
        Published(code.rstrip("abcd").partition("-")[0], pack, code, kind, values, document, period, *rest)
        for code, kind, values, period, *rest in rows
    ]


FIGURES = [
    *_of(
        "langson",
        LS_2022,
        ("F01", COUNT, {"value": 1680, "text": "1.680"}, "2022"),
        ("F02", COUNT, {"value": 7856, "text": "7.856"}, "2022"),
        ("F03a", COUNT, {"value": 5}, "2022"),
        ("F04a", ORDINAL, {"value": 3}, "2022"),
        ("F04b", ORDINAL, {"value": 4}, "2022"),
        ("F05", CHANGE, {"value": 11, "text": "tăng 11 bậc"}, "2021"),
        ("F06a", RANK, {"rank": 5, "of": 63}, "2021"),
        ("F07", RATIO, {"numerator": 18, "denominator": 30}, "2022"),
        ("F08", RATIO, {"numerator": 1, "denominator": 7, "text": "01 trong 07"}, "2022"),
        ("F09a", COUNT, {"value": 34}, "2023"),
        ("F09b", COUNT, {"value": 11}, "2023"),
        ("F09c", COUNT, {"value": 5}, "2023"),
        ("F10", PERIOD, {"date_from": date(2022, 1, 1), "date_to": date(2022, 12, 31)}, "2022"),
    ),
    *_of(
        "backan",
        BK,
        ("F11", ORDINAL, {"value": 1}, "2023"),
        ("F12", COUNT, {"value": 3}, "2023"),
        ("F13", PERCENT, {"value": 100}, "2023", "", True),
        ("F14", PERCENT, {"value": 50}, "2023", "", True),
        ("F15", PERCENT, {"value": 100}, "2023", "", True),
        ("F16", PERCENT, {"value": 100}, "2023", "", True),
        ("F17", PERIOD, {"date_from": date(2022, 1, 1), "date_to": date(2025, 12, 31)}, "2022..2025"),
        ("F18", DEADLINE, {"date_to": date(2023, 4, 30)}, "2023-04", "", True),
        ("F48", PERIOD, {"date_from": date(2023, 1, 1), "date_to": date(2023, 12, 31)}, "2023", "VN"),
    ),
    *_of(
        "laocai",
        LC,
        ("F19", RATIO, {"numerator": 13, "denominator": 20}, "2022"),
        ("F20a", COUNT, {"value": 1}, "2022"),
        ("F20b", COUNT, {"value": 6}, "2022"),
        ("F20c", COUNT, {"value": 6}, "2022"),
        ("F21", RATIO, {"numerator": 1542, "denominator": 1562, "percent_printed": None}, "2022"),
        ("F22", COUNT, {"value": 52}, "2022"),
        ("F23", COUNT, {"value": 20}, "2022"),
        ("F24", COUNT, {"value": 52}, "2022"),
        ("F25", COUNT, {"value": 323}, "2022"),
        ("F26", COUNT, {"value": 4, "subject": "Văn Bàn, Bảo Yên, Bát Xát, Bắc Hà"}, "2022"),
        ("F27", RATIO, {"numerator": 1761, "denominator": 1966, "percent_printed": 89.5}, "2022"),
        ("F28-tinh", PAIR, {"actual": 89, "target": 85, "text": "89%/85%"}, "2022"),
        ("F28-huyen", PAIR, {"actual": 88, "target": 82, "text": "88%/82%"}, "2022"),
        ("F28-xa", PAIR, {"actual": 93, "target": 82, "text": "93%/82%"}, "2022"),
        ("F29", PERCENT, {"value": 100}, "2022"),
        ("F30", RATIO, {"numerator": 137, "denominator": 139, "percent_printed": 98.6}, "2022"),
        ("F31", PERCENT, {"value": 100}, "2022"),
        ("F32", PERCENT, {"value": 100}, "2022"),
        ("F33", COUNT, {"value": 23}, "2023"),
        ("F34", PERIOD, {"date_from": date(2023, 1, 1), "date_to": date(2025, 12, 31)}, "2023..2025"),
    ),
    *_of(
        "langson",
        LS_Q1,
        ("F35", COUNT, {"value": 4, "text": "04"}, "2022"),
        ("F36", COUNT, {"value": 2, "text": "02"}, "2022-Q1"),
        ("F37", PERCENT, {"value": 30, "text": "30%"}, "2022-Q1"),
        ("F38", COUNT, {"value": 2, "text": "02"}, "2022-Q1"),
        ("F39a", CHANGE, {"value": 2, "comparison": ">="}, "2022", "", True),
        ("F39b", PERIOD, {"date_from": date(2022, 4, 1), "date_to": date(2022, 12, 31)}, "2022", "", True),
        ("F40a", PERCENT, {"value": 80}, "2022", "", True),
        ("F40b", PERCENT, {"value": 20}, "2022", "", True),
        ("F41", PERIOD, {"date_from": date(2021, 1, 1), "date_to": date(2025, 12, 31)}, "2021..2025"),
        ("F42", ORDINAL, {"value": 1, "text": "đầu tiên"}, "2022-Q1"),
    ),
    *_of(
        "langson",
        LS_2030,
        ("F03b", COUNT, {"value": 5}, "2024"),
        ("F06b", RANK, {"rank": 5, "of": 63}, "2021"),
        ("F43", RANK, {"rank": 6, "of": 63}, "2022"),
        ("F44a", DEADLINE, {"date_to": date(2030, 12, 31)}, "2030"),
        ("F44b", DEADLINE, {"date_to": date(2025, 12, 31)}, "2025"),
        ("F44c", PERIOD, {"date_from": date(2021, 1, 1), "date_to": None}, "2021..2024"),
        ("F45", COUNT, {"value": 5}, "2021"),
        ("F46", PERIOD, {"text": "Top công nghiệp 4.0 Việt Nam 2024"}, "2024"),
        ("F47", ORDINAL, {"value": 13, "text": "lần thứ 13"}, "2021", "VN"),
    ),
]
