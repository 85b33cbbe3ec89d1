"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "warehouse.fault": pgettext_lazy("trail", "Phát hiện tệp hỏng trong kho số liệu"),
}
