"""Opening books and accounts; what of them may change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, NotFound
from tinhso.ledger import errors, queries
from tinhso.ledger.checking import check_account, check_code
from tinhso.ledger.kinds import AccountKind
from tinhso.ledger.models import Account, Book
from tinhso.ledger.policies import Doing, Right
from tinhso.ledger.schemas import AccountDraft, BookDraft


def stream(book: str) -> str:
    """The audit stream of a book itself; its entries have one a reference."""
    return f"ledger:{book}"


def open_book(by: Actor, draft: BookDraft, *, right: Right) -> Book:
    """Open a book with its accounts (mở sổ); what is there already is left as it is.

    Raises NotAllowed, Invalid, and Conflict where an account of that code is of another kind.
    """
    right(by, Doing.OPEN, draft.code)
    check_code(draft.code, "book")
    for account in draft.accounts:
        check_account(account)
    with acting(by, "ledger.open_book") as act:
        mark = bool(getattr(by, "illustrative", False))
        defaults = {"name": draft.name, "illustrative": mark}
        book, made = Book.objects.get_or_create(code=draft.code, defaults=defaults)
        there = {account.code: account for account in book.accounts.all()}
        fresh = [account for account in draft.accounts if account.code not in there]
        for known in draft.accounts:
            if known.code in there and there[known.code].kind != known.kind:
                raise Conflict(
                    _("Tài khoản “%(code)s” đã có và thuộc loại khác.") % {"code": known.code},
                    code="account_differs",
                    field="kind",
                )
        for one in fresh:
            _open(book, one, illustrative=mark or book.illustrative)
        if made or fresh:
            act.record(stream(book.code), subject=book, data={"accounts": [one.code for one in fresh]})
    return book


def _open(book: Book, draft: AccountDraft, *, illustrative: bool) -> Account:
    return Account.objects.create(
        book=book,
        code=draft.code,
        name=draft.name,
        kind=draft.kind,
        floor=draft.floor,
        floor_each=draft.floor_each,
        illustrative=illustrative,
    )


def _locked(book: str, code: str) -> Account:
    """The account, with nobody posting to it until this transaction ends."""
    found = Account.objects.select_for_update(no_key=True, of=("self",)).filter(book__code=book, code=code)
    account = found.select_related("book").first()
    if account is None:
        raise NotFound(_("Sổ “%(book)s” không có tài khoản “%(code)s”.") % {"book": book, "code": code})
    return account


def revise_account(
    by: Actor, book: str, code: str, *, right: Right, name: str, floor: int | None, floor_each: bool = False
) -> Account:
    """Rename an account or change its floor (sửa tài khoản). Raises Conflict where it stands below it."""
    right(by, Doing.OPEN, book)
    with acting(by, "ledger.revise_account") as act:
        account = _locked(book, code)
        draft = AccountDraft(code, name, AccountKind(account.kind), floor, floor_each)
        check_account(draft)
        if floor is not None and _lowest(account, each=floor_each) < floor:
            raise errors.refused("ledger_floor", field="floor")
        account.name, account.floor, account.floor_each = name, floor, floor_each
        account.save(update_fields=["name", "floor", "floor_each"])
        data = {"account": code, "name": name, "floor": floor, "floor_each": floor_each}
        act.record(stream(book), subject=account, data=data)
    return account


def _lowest(account: Account, *, each: bool) -> int:
    """The lowest balance an account has: of all of it, or of what its legs are about."""
    if each:
        return min(queries.open_items(account.book.code, account.code).values(), default=0)
    return queries.balance(account.book.code, account.code).balance


def close_account(by: Actor, book: str, code: str, *, right: Right, reason: str) -> Account:
    """Let nothing more be posted to an account (khoá tài khoản); it must stand at 0. Raises Conflict."""
    right(by, Doing.CLOSE, book)
    with acting(by, "ledger.close_account", reason=reason) as act:
        account = _locked(book, code)
        if account.closed_at is not None:
            return account
        if queries.balance(book, code).net:
            raise errors.refused("ledger_closed_empty", field="account")
        account.closed_at = act.now
        account.save(update_fields=["closed_at"])
        act.record(stream(book), subject=account, data={"account": code})
    return account


def reopen_account(by: Actor, book: str, code: str, *, right: Right, reason: str) -> Account:
    """Let a closed account be posted to again (mở lại tài khoản)."""
    right(by, Doing.OPEN, book)
    with acting(by, "ledger.reopen_account", reason=reason) as act:
        account = _locked(book, code)
        if account.closed_at is None:
            return account
        account.closed_at = None
        account.save(update_fields=["closed_at"])
        act.record(stream(book), subject=account, data={"account": code})
    return account
