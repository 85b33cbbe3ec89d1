"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "documents.register": pgettext_lazy("trail", "Vào sổ văn bản"),
    "documents.revise": pgettext_lazy("trail", "Sửa thông tin văn bản"),
    "documents.relate": pgettext_lazy("trail", "Ghi quan hệ giữa hai văn bản"),
    "documents.unrelate": pgettext_lazy("trail", "Bỏ quan hệ giữa hai văn bản"),
    "documents.issue": pgettext_lazy("trail", "Cấp số, ban hành văn bản"),
    "documents.number_suffix": pgettext_lazy("trail", "Đặt ký hiệu sau số văn bản"),
    "documents.attach": pgettext_lazy("trail", "Đính kèm tệp vào văn bản"),
}
