"""Texts that stand inside published files: Vietnamese and English side by side, whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tinhso.opendata.models import in_language
from tinhso.opendata.rows import Status


class Both(NamedTuple):
    """A text in both languages."""

    vi: str
    en: str

    def __str__(self) -> str:
        return in_language(self.vi, self.en)


STATUSES: Final[Mapping[str, Both]] = MappingProxyType(
    {
        Status.COMPLETE: Both("đủ số liệu", "complete"),
        Status.PARTIAL: Both(
            "chưa đủ: mới có số liệu của một phần đơn vị hoặc kỳ",
            "incomplete: some units or periods are missing",
        ),
        Status.NONE: Both("không có số liệu", "no figure was reported"),
        Status.SUPPRESSED: Both("đã che do số nhỏ", "kept back to protect small numbers"),
        Status.NOT_COMPARABLE: Both(
            "không so sánh được do thay đổi địa giới", "not comparable because boundaries changed"
        ),
    }
)

LEVELS: Final[Mapping[str, Both]] = MappingProxyType(
    {
        "country": Both("Cả nước", "Country"),
        "province": Both("Cấp tỉnh", "Province"),
        "district": Both("Cấp huyện (đến 30/06/2025)", "District (until 30/06/2025)"),
        "commune": Both("Cấp xã", "Commune"),
        "village": Both("Thôn, khối phố", "Village"),
    }
)

KINDS: Final[Mapping[str, Both]] = MappingProxyType(
    {
        "day": Both("Ngày", "Day"),
        "month": Both("Tháng", "Month"),
        "quarter": Both("Quý", "Quarter"),
        "half": Both("6 tháng", "Half-year"),
        "year": Both("Năm", "Year"),
        "span": Both("Giai đoạn nhiều năm", "Span of years"),
    }
)

EMPTY: Final = Both(
    "Ô trống là không có số; cột status nói vì sao.", "An empty cell holds no number; column status says why."
)
