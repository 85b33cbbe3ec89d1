"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, Promise]] = {
    "ledger.open_book": pgettext_lazy("trail", "Mở sổ"),
    "ledger.revise_account": pgettext_lazy("trail", "Sửa tài khoản sổ cái"),
    "ledger.close_account": pgettext_lazy("trail", "Khoá tài khoản sổ cái"),
    "ledger.reopen_account": pgettext_lazy("trail", "Mở lại tài khoản sổ cái"),
    "ledger.post": pgettext_lazy("trail", "Ghi bút toán"),
    "ledger.reverse": pgettext_lazy("trail", "Đảo bút toán"),
    "ledger.close_book": pgettext_lazy("trail", "Khoá sổ"),
    "ledger.reconcile": pgettext_lazy("trail", "Đối soát"),
}
