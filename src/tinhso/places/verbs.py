"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "places.load_national": pgettext_lazy("trail", "Nạp danh mục đơn vị hành chính toàn quốc"),
    "places.add": pgettext_lazy("trail", "Thêm đơn vị hành chính"),
    "places.revise": pgettext_lazy("trail", "Sửa thông tin đơn vị hành chính"),
    "places.end": pgettext_lazy("trail", "Kết thúc đơn vị hành chính"),
    "places.set_share": pgettext_lazy("trail", "Ghi tỷ lệ chuyển tiếp giữa đơn vị cũ và mới"),
    "places.set_population": pgettext_lazy("trail", "Ghi dân số"),
    "places.put_boundaries": pgettext_lazy("trail", "Nạp ranh giới"),
}
