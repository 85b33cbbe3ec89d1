"""Reads: books, accounts, balances as of a moment, statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.ledger.errors import unknown_account
from tinhso.ledger.kinds import AccountKind
from tinhso.ledger.models import Account, Book, Closing, Entry, Leg, Reconciliation
from tinhso.ledger.schemas import Balance, Ours, Statement, StatementLine, TrialBalance, Window

_DEBIT = Sum("amount", filter=Q(amount__gt=0), default=0)
_CREDIT = Sum("amount", filter=Q(amount__lt=0), default=0)


def book(code: str) -> Book:
    """The book of that code. Raises NotFound with near codes."""
    found = Book.objects.filter(code=code).first()
    if found is None:
        near = near_matches(code, Book.objects.values_list("code", flat=True))
        raise NotFound(_("Không có sổ “%(code)s”.") % {"code": code}, near=near)
    return found


def accounts(book: str) -> QuerySet[Account]:
    """The accounts of a book."""
    return Account.objects.filter(book__code=book)


def account(book: str, code: str) -> Account:
    """The account of that code. Raises Invalid (`unknown_account`)."""
    found = accounts(book).filter(code=code).first()
    if found is None:
        raise unknown_account(code, book)
    return found


def entries(book: str, *, reference: str = "") -> QuerySet[Entry]:
    """The entries of a book, oldest first; of one reference."""
    found = Entry.objects.filter(book__code=book)
    return found.filter(reference=reference) if reference else found


def entry(key: UUID) -> Entry:
    """One entry. Raises NotFound."""
    found = Entry.objects.select_related("book").filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có bút toán này."))
    return found


def entry_of_key(book: str, key: str) -> Entry | None:
    """The entry that was posted under that idempotency key, if any."""
    return entries(book).filter(key=key).first()


def legs(book: str, *, as_of: datetime | None = None, known_at: datetime | None = None) -> QuerySet[Leg]:
    """Legs that happened by `as_of` (that moment included) and were recorded by `known_at`."""
    found = Leg.objects.filter(account__book__code=book)
    if as_of is not None:
        found = found.filter(at__lte=as_of)
    return found.filter(entry__recorded_at__lte=known_at) if known_at is not None else found


def balance(
    book: str,
    code: str,
    *,
    about: str | None = None,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Balance:
    """Turnover and balance of an account, of all of it or of one thing its legs are about."""
    found = account(book, code)
    chosen = legs(book, as_of=as_of, known_at=known_at).filter(account=found)
    if about is not None:
        chosen = chosen.filter(about=about)
    sums = chosen.aggregate(debit=_DEBIT, credit=_CREDIT)
    return _balance(found, sums["debit"], sums["credit"])


def _balance(of: Account, debit: int, credit: int) -> Balance:
    return Balance(of.code, of.name, AccountKind(of.kind), int(debit), -int(credit))


def open_items(book: str, code: str, *, as_of: datetime | None = None) -> dict[str, int]:
    """What an account still holds of each thing (công nợ chi tiết); things that stand at 0 are left out."""
    found = account(book, code)
    sums = legs(book, as_of=as_of).filter(account=found).values("about").annotate(net=Sum("amount"))
    open_ones = sums.exclude(net=0).order_by("about").values_list("about", "net")
    return {about: int(net) * found.side for about, net in open_ones}


def trial_balance(
    book: str, *, as_of: datetime | None = None, known_at: datetime | None = None
) -> TrialBalance:
    """Every account of a book; debits and credits are equal, always."""
    sums = legs(book, as_of=as_of, known_at=known_at).order_by().values("account")
    by_account = {row["account"]: row for row in sums.annotate(debit=_DEBIT, credit=_CREDIT)}
    nothing = {"debit": 0, "credit": 0}
    lines = []
    for one in accounts(book):
        row = by_account.get(one.pk, nothing)
        lines.append(_balance(one, row["debit"], row["credit"]))
    return TrialBalance(tuple(lines))


def statement(
    book: str, code: str, since: datetime, until: datetime, *, about: str | None = None
) -> Statement:
    """An account's legs from `since` until before `until`, each with the balance after it."""
    found = account(book, code)
    chosen = Leg.objects.filter(account=found)
    if about is not None:
        chosen = chosen.filter(about=about)
    before = chosen.filter(at__lt=since).aggregate(net=Sum("amount", default=0))
    opening = standing = int(before["net"]) * found.side
    lines = []
    inside = chosen.filter(at__gte=since, at__lt=until).select_related("entry")
    for leg in inside.order_by("at", "entry_id", "position"):
        standing += leg.amount * found.side
        lines.append(_line(leg, standing))
    return Statement(found.code, opening, tuple(lines), standing)


def _line(leg: Leg, standing: int) -> StatementLine:
    return StatementLine(
        at=leg.at,
        entry=leg.entry_id,
        kind=leg.entry.kind,
        reference=leg.entry.reference,
        document=leg.entry.document,
        about=leg.about,
        debit=max(leg.amount, 0),
        credit=max(-leg.amount, 0),
        balance=standing,
    )


def ours(window: Window, references: Collection[str]) -> list[Ours]:
    """Entries that a gateway's file should tell, and those under its references whenever they happened.

    Entries taken back and those that take back are left out: they do not stand. `document` is the gateway's
    reference, the amount that of the entry's legs on the window's account, debits above zero.
    """
    within = Q(at__gte=window.since, at__lt=window.until) | Q(entry__document__in=references)
    found = (
        Leg.objects.filter(within, account=account(window.book, window.account))
        .filter(entry__kind__in=window.kinds, entry__reverses=None, entry__reversal=None)
        .order_by("at", "entry_id")
        .values("entry_id", "at", "entry__document", "entry__kind")
        .annotate(sum=Sum("amount"))
    )
    return [
        Ours(
            reference=row["entry__document"],
            amount=int(row["sum"]),
            at=row["at"],
            kind=window.kinds[row["entry__kind"]],
            entry=row["entry_id"],
        )
        for row in found
    ]


def closings(book: str) -> QuerySet[Closing]:
    """The closings of a book, oldest first."""
    return Closing.objects.filter(book__code=book)


def reconciliations(book: str) -> QuerySet[Reconciliation]:
    """What was held against a book, newest first."""
    return Reconciliation.objects.filter(book__code=book).select_related("account")
