"""The few words of bookkeeping that the database, actions and queries share."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy

MOST: Final = 10**15
"""No leg is larger, in đồng: a sum over millions of legs still fits."""
VND: Final = "VND"
CODE: Final = r"^[a-z0-9]+([.:_-][a-z0-9]+)*$"
"""What codes of books, accounts and kinds of entries look like."""


class AccountKind(models.TextChoices):
    """What an account holds (loại tài khoản); it says on which side the account grows."""

    ASSET = "asset", pgettext_lazy("ledger", "Tài sản")
    LIABILITY = "liability", pgettext_lazy("ledger", "Nợ phải trả")
    EQUITY = "equity", pgettext_lazy("ledger", "Nguồn vốn")
    INCOME = "income", pgettext_lazy("ledger", "Thu")
    EXPENSE = "expense", pgettext_lazy("ledger", "Chi")

    @property
    def side(self) -> int:
        """+1 where debits make the account grow (dư nợ), −1 where credits do (dư có)."""
        return 1 if self in (AccountKind.ASSET, AccountKind.EXPENSE) else -1


class Verdict(models.TextChoices):
    """What became of one row when a gateway's file was held against the book (kết quả đối soát)."""

    MATCHED = "matched", pgettext_lazy("ledger", "Khớp")
    MISSING_HERE = "missing_here", pgettext_lazy("ledger", "Sổ không có")
    MISSING_THERE = "missing_there", pgettext_lazy("ledger", "Tệp không có")
    AMOUNT_DIFFERS = "amount_differs", pgettext_lazy("ledger", "Lệch số tiền")
    TWICE = "twice", pgettext_lazy("ledger", "Trùng")
