"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "committees.create": pgettext_lazy("trail", "Lập ban chỉ đạo"),
    "committees.revise": pgettext_lazy("trail", "Sửa thông tin ban chỉ đạo"),
    "committees.seat": pgettext_lazy("trail", "Thêm thành viên ban chỉ đạo"),
    "committees.end_seat": pgettext_lazy("trail", "Kết thúc tư cách thành viên ban chỉ đạo"),
    "committees.restore_seat": pgettext_lazy("trail", "Khôi phục tư cách thành viên ban chỉ đạo"),
    "committees.adopt_regulation": pgettext_lazy("trail", "Ban hành quy chế hoạt động của ban chỉ đạo"),
}
