"""How periods are called, in Vietnamese as officials write them and in English."""

from __future__ import annotations

from datetime import date

_ROMAN = ("I", "II", "III", "IV")
_HALVES = {"vi": ("đầu năm", "cuối năm"), "en": ("first half of", "second half of")}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _vietnamese(start: date, end: date) -> dict[str, str]:
    return {
        "day": f"ngày {start:%d/%m/%Y}",
        "month": f"tháng {start.month}/{start.year}",
        "quarter": f"quý {_ROMAN[(start.month - 1) // 3]}/{start.year}",
        "half": f"6 tháng {_HALVES['vi'][(start.month - 1) // 6]} {start.year}",
        "year": f"năm {start.year}",
        "span": f"giai đoạn {start.year}–{end.year}",
    }


def _english(start: date, end: date) -> dict[str, str]:
    return {
        "day": f"{start.day} {_MONTHS[start.month - 1]} {start.year}",
        "month": f"{_MONTHS[start.month - 1]} {start.year}",
        "quarter": f"Q{(start.month - 1) // 3 + 1} {start.year}",
        "half": f"{_HALVES['en'][(start.month - 1) // 6]} {start.year}",
        "year": f"{start.year}",
        "span": f"{start.year}–{end.year}",
    }


def label(language: str, kind: str, start: date, end: date, *, reporting: bool) -> str:
    """The name of the calendar period `start`–`end`, or of the reporting period named after it."""
    if language.startswith("en"):
        return ("reporting period " if reporting else "") + _english(start, end)[kind]
    return ("kỳ báo cáo " if reporting else "") + _vietnamese(start, end)[kind]
