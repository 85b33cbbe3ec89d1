"""What the ledger refuses, in words for people; the database's own refusals are told the same way."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.errors import Conflict, Invalid, Refusal
from tinhso.ledger.models import Account

_WORDS: Final[dict[str, tuple[str, Promise]]] = {
    "ledger_day_closed": ("day_closed", gettext_lazy("Sổ đã khoá đến sau thời điểm này.")),
    "ledger_account_closed": ("account_closed", gettext_lazy("Tài khoản đã khoá.")),
    "ledger_closed_empty": ("balance_left", gettext_lazy("Tài khoản còn số dư nên chưa khoá được.")),
    "ledger_floor": ("below_floor", gettext_lazy("Số dư sẽ thấp hơn mức tối thiểu của tài khoản.")),
    "entry_one_a_key": ("key_used", gettext_lazy("Mã chống trùng đã dùng cho một bút toán khác.")),
    "ledger_entry_reverses_id_key": ("already_reversed", gettext_lazy("Bút toán đã được đảo.")),
    "ledger_reversal_stands": (
        "is_a_reversal",
        gettext_lazy("Bút toán đảo không đảo lại được. Hãy ghi một bút toán mới."),
    ),
}
_CORRECTED_TODAY = gettext_lazy("Ghi bút toán sửa vào ngày chưa khoá.")


def refused(name: str, *, field: str | None = None) -> Conflict:
    """The refusal of the constraint of that name."""
    code, words = _WORDS[name]
    hint = _CORRECTED_TODAY if name == "ledger_day_closed" else None
    return Conflict(words, code=code, field=field, hint=hint)


def below_floor(account: Account, about: str) -> Conflict:
    """A balance that would fall below what is allowed; says of which account, and what it is about."""
    code, words = _WORDS["ledger_floor"]
    name = f"{account.name} ({about})" if about else account.name
    return Conflict(words, code=code, field="amount", hint=_("Tài khoản: %(name)s.") % {"name": name})


def said(error: IntegrityError) -> Refusal | None:
    """What the database refused, in words; None for what this room never does by itself."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    return refused(name) if name in _WORDS else None


def invalid(code: str, message: str, field: str) -> Invalid:
    """What was asked cannot stand."""
    return Invalid(message, code=code, field=field)


def unknown_account(code: str, book: str) -> Invalid:
    """No account of that code in the book."""
    message = _("Sổ “%(book)s” không có tài khoản “%(code)s”.") % {"book": book, "code": code}
    return invalid("unknown_account", message, "account")
