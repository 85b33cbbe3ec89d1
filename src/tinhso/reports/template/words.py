"""The words of the language: kinds of figures with their aspects, blocks with their parameters.

Words are written without tones and with hyphens (`so-chi-tieu`); tones are taken too (`số-chỉ-tiêu`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Kind:
    """A kind of figure: whether it names a thing, its aspects (the first is meant when none is written)."""

    means: str | Promise
    names: str | Promise
    aspects: Mapping[str, str | Promise]
    parameters: tuple[str, ...] = ()


FIGURES: Final[Mapping[str, Kind]] = {
    "ky": Kind(
        _("kỳ báo cáo"),
        "",
        {
            "ten": _("tên kỳ"),
            "truoc": _("tên kỳ trước"),
            "tu": _("ngày đầu kỳ"),
            "den": _("ngày chốt số liệu"),
            "nam": _("năm"),
        },
    ),
    "chi-tieu": Kind(
        _("một chỉ tiêu"),
        _("mã chỉ tiêu"),
        {
            "gia-tri": _("giá trị đạt được"),
            "muc": _("mức phải đạt"),
            "cap": _("thực hiện/mục tiêu"),
            "han": _("hạn phải đạt"),
            "trang-thai": _("trạng thái"),
            "trien-vong": _("triển vọng"),
            "ten": _("tên chỉ tiêu"),
            "don-vi": _("cơ quan chủ trì"),
        },
    ),
    "chi-so": Kind(
        _("số liệu của một chỉ số"),
        _("mã chỉ số"),
        {
            "so": _("như nguồn in"),
            "gia-tri": _("giá trị"),
            "tu-so": _("tử số"),
            "mau-so": _("mẫu số"),
            "ty-le": _("tỷ lệ"),
            "thuc-hien": _("thực hiện"),
            "muc-tieu": _("mục tiêu"),
            "cap": _("thực hiện/mục tiêu"),
            "hang": _("thứ hạng"),
        },
        ("tai", "ky", "ranh-gioi"),
    ),
    "so-chi-tieu": Kind(
        _("số chỉ tiêu của một kế hoạch"),
        _("mã kế hoạch, hoặc *"),
        {
            "tong": _("tổng số"),
            "dat-vuot": _("đạt hoặc vượt"),
            "vuot": _("vượt"),
            "dat": _("đạt"),
            "chua-dat": _("chưa đạt"),
            "cham": _("chậm tiến độ"),
            "khong-thuc-hien": _("không thực hiện"),
            "chua-co": _("chưa có thông tin"),
            "ty-le-dat": _("tỷ lệ đạt hoặc vượt"),
        },
        ("tru-cot", "don-vi"),
    ),
    "so-nhiem-vu": Kind(
        _("số nhiệm vụ của một kế hoạch"),
        _("mã kế hoạch, hoặc *"),
        {
            "tong": _("tổng số"),
            "hoan-thanh": _("hoàn thành"),
            "dang-lam": _("đang thực hiện"),
            "tre": _("quá hạn chưa xong"),
            "chua-lam": _("chưa thực hiện"),
            "hoan-thanh-tre": _("hoàn thành quá hạn"),
            "ty-le-hoan-thanh": _("tỷ lệ hoàn thành"),
        },
        ("don-vi",),
    ),
    "xep-hang": Kind(
        _("kết quả một bộ chỉ số"),
        _("mã bộ chỉ số"),
        {
            "hang": _("thứ hạng"),
            "tren": _("trên tổng số"),
            "gia-tri": _("giá trị"),
            "nam": pgettext_lazy("of a result", "năm của kết quả"),
        },
        ("tai", "nam"),
    ),
}
"""Kinds of figures by the word they begin with. A formula begins with `=`."""

FORMULA: Final = "="
FORMULA_PARAMETERS: Final = ("chu-so", "don-vi", "tai")

MOMENTS: Final[Mapping[str, str | Promise]] = {
    "truoc": _("của kỳ trước"),
    "doi": _("thay đổi so với kỳ trước"),
}
"""Words that move a figure to the period before, or ask what changed."""


@dataclass(frozen=True)
class Form:
    """A block that begins with `@`: what it means, how many names follow, its parameters."""

    means: str | Promise
    names: tuple[int, int]
    parameters: tuple[str, ...] = ()


BLOCKS: Final[Mapping[str, Form]] = {
    "bang chi-tieu": Form(_("bảng chỉ tiêu theo trụ cột"), (1, 1), ("tru-cot", "don-vi")),
    "bang nhiem-vu": Form(_("bảng từng nhiệm vụ"), (1, 1), ("don-vi", "chi")),
    "bang don-vi": Form(_("bảng nhiệm vụ theo cơ quan"), (1, 1)),
    "bang tru-cot": Form(_("bảng chỉ tiêu theo trụ cột và trạng thái"), (1, 1)),
    "bang chi-so": Form(_("bảng chỉ số theo địa bàn"), (1, 12), ("tai",)),
    "bang so-sanh": Form(_("bảng so sánh với kỳ trước"), (0, 0)),
    "bieu-do chi-tieu": Form(_("biểu đồ chỉ tiêu so với mức phải đạt"), (1, 1), ("tru-cot",)),
    "bieu-do chi-so": Form(_("biểu đồ một chỉ số qua các kỳ"), (1, 1), ("tai", "so-ky")),
    "bieu-do dia-ban": Form(_("biểu đồ một chỉ số theo địa bàn"), (1, 1), ("tai",)),
    "bieu-do don-vi": Form(_("biểu đồ nhiệm vụ theo cơ quan"), (1, 1)),
    "bieu-do tru-cot": Form(_("biểu đồ chỉ tiêu theo trụ cột"), (1, 1)),
    "bieu-do xep-hang": Form(_("biểu đồ thứ hạng qua các năm"), (1, 1), ("tai",)),
    "gop-y": Form(_("phần đơn vị gửi"), (1, 1), ("don-vi",)),
    "de-xuat": Form(_("đoạn đề xuất từ số liệu"), (2, 2)),
    "phu-luc": Form(_("phụ lục"), (0, 0), ("huong",)),
    "ngat-trang": Form(_("sang trang"), (0, 0)),
}
"""Blocks by their words; what follows a colon is the title, the question, or the annex's name."""

RULES: Final[Mapping[str, str | Promise]] = {
    "tru-cot": _("trụ cột làm tốt nhất và kém nhất"),
    "chuyen-bien": _("chỉ tiêu chuyển biến so với kỳ trước"),
    "don-vi-tre": _("cơ quan có nhiệm vụ quá hạn"),
    "chua-co-so-lieu": _("chỉ tiêu chưa có số liệu"),
    "can-day-nhanh": _("chỉ tiêu cần đẩy nhanh"),
}
"""Rules by which a paragraph is proposed from the figures."""
