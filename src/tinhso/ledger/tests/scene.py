"""A book of fees as a gate would keep it; for this room and those above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tinhso.base import clock
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.ledger import actions
from tinhso.ledger.kinds import AccountKind
from tinhso.ledger.models import Book, Entry
from tinhso.ledger.policies import Doing
from tinhso.ledger.schemas import AccountDraft, BookDraft, EntryDraft, Line

BOOK = "phi"
CLERK = SystemActor("Thu ngân")
NOON = datetime(2025, 5, 7, 12, tzinfo=clock.TZ)

ACCOUNTS = (
    AccountDraft("131", "Phải thu phí", AccountKind.ASSET, floor=0, floor_each=True),
    AccountDraft("112", "Tiền gửi", AccountKind.ASSET, floor=0),
    AccountDraft("113", "Tiền đang chuyển", AccountKind.ASSET),
    AccountDraft("3331", "Phải nộp ngân sách", AccountKind.LIABILITY),
    AccountDraft("511", "Phí được để lại", AccountKind.INCOME),
)


def anybody(_by: Actor, _doing: Doing, _book: str) -> None:
    """A right that refuses nobody."""


def nobody(_by: Actor, doing: Doing, _book: str) -> None:
    """A right that refuses everybody."""
    raise NotAllowed(f"nobody may {doing}")


def open_book(code: str = BOOK) -> Book:
    """The book with its accounts."""
    return actions.open_book(CLERK, BookDraft(code, "Sổ phí", ACCOUNTS), right=anybody)


def draft(*lines: tuple[Any, ...], key: str = "k1", **more: Any) -> EntryDraft:
    """An entry; lines are (account, amount) or (account, amount, about)."""
    values: dict[str, Any] = {"book": BOOK, "key": key, "kind": "fee.assessed", "reference": "luot-1"}
    return EntryDraft(lines=tuple(Line(*line) for line in lines), **values | more)


def assessed(amount: int = 4_000_000, visit: str = "luot-1", **more: Any) -> EntryDraft:
    """A fee laid on a visit."""
    kept = amount // 10
    lines = (("131", amount, visit), ("511", -kept), ("3331", kept - amount))
    return draft(*lines, **{"key": f"assess:{visit}", "reference": visit} | more)


def paid(amount: int = 4_000_000, visit: str = "luot-1", **more: Any) -> EntryDraft:
    """A fee paid through a gateway."""
    lines = (("113", amount), ("131", -amount, visit))
    given = {"key": f"pay:{visit}", "reference": visit, "kind": "fee.paid", "document": f"FT-{visit}"}
    return draft(*lines, **given | more)


def post(entry: EntryDraft) -> Entry:
    """Post as the clerk."""
    return actions.post(CLERK, entry, right=anybody)
