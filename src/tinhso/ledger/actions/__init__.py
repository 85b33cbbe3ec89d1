"""Verbs: every write of this room."""

from tinhso.ledger.actions.accounts import close_account, open_book, reopen_account, revise_account
from tinhso.ledger.actions.closing import close_until
from tinhso.ledger.actions.posting import post, post_all, reverse
from tinhso.ledger.actions.reconciling import reconcile

__all__ = [
    "close_account",
    "close_until",
    "open_book",
    "post",
    "post_all",
    "reconcile",
    "reopen_account",
    "reverse",
    "revise_account",
]
