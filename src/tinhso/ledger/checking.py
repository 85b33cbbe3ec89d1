"""What is looked at before anything is written: words and numbers a ledger can stand on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.ledger.errors import invalid
from tinhso.ledger.kinds import CODE, MOST
from tinhso.ledger.schemas import AccountDraft, EntryDraft, Line

_CODE: Final = re.compile(CODE)
_LONGEST_CODE: Final = 60
_LONGEST: Final = 200


def check_code(code: str, field: str) -> None:
    """Raise Invalid unless `code` is plain: small letters, figures, and `. : _ -` between them."""
    if len(code) > _LONGEST_CODE or not _CODE.fullmatch(code):
        raise invalid("bad_code", _("“%(code)s” không phải là mã hợp lệ.") % {"code": code[:_LONGEST]}, field)


def check_account(draft: AccountDraft) -> None:
    """Raise Invalid unless an account can be opened so."""
    check_code(draft.code, "account")
    if draft.floor is not None and not -MOST <= draft.floor <= 0:
        raise invalid("bad_floor", _("Mức tối thiểu của tài khoản không được lớn hơn 0."), "floor")
    if draft.floor_each and draft.floor is None:
        raise invalid("bad_floor", _("Chưa nói mức tối thiểu của tài khoản."), "floor")


def _is_text(value: str, *, empty: bool = False) -> bool:
    return len(value) <= _LONGEST and "\x00" not in value and (empty or bool(value))


def check_entry(draft: EntryDraft) -> None:
    """Raise Invalid beside the field unless the draft is a whole entry that sums to zero."""
    check_code(draft.kind, "kind")
    texts = {"key": draft.key, "reference": draft.reference}
    wrong = [name for name, value in texts.items() if not _is_text(value)]
    wrong += ["document"] * (not _is_text(draft.document, empty=True))
    if wrong:
        raise invalid("bad_text", _("Cần có, và không dài quá 200 ký tự."), wrong[0])
    for line in draft.lines:
        _check_line(line)
    if len(draft.lines) < 2:
        raise invalid("too_few_legs", _("Bút toán cần ít nhất hai dòng."), "lines")
    if left := sum(line.amount for line in draft.lines):
        raise invalid("not_balanced", _("Nợ và có lệch nhau %(left)s đồng.") % {"left": left}, "lines")
    check_moment(draft.at)


def _check_line(line: Line) -> None:
    if isinstance(line.amount, bool) or not isinstance(line.amount, int):
        raise TypeError(f"An amount is a whole number of đồng, not {type(line.amount).__name__}.")
    if not line.amount or abs(line.amount) > MOST:
        raise invalid("bad_amount", _("Số tiền của một dòng phải khác 0 và không quá lớn."), "amount")
    if not _is_text(line.about, empty=True):
        raise invalid("bad_text", _("Cần có, và không dài quá 200 ký tự."), "about")


def check_moment(at: datetime | None) -> None:
    """Raise Invalid for a moment to come, ValueError for one without a zone."""
    if at is not None and clock.local(at) > clock.now():
        raise invalid("in_the_future", _("Thời điểm này chưa đến."), "at")
