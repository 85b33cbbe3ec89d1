"""Closing a book until a moment: what happened before stays as it was told."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, Sum

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.ledger import errors, queries
from tinhso.ledger.actions.accounts import stream
from tinhso.ledger.checking import check_moment
from tinhso.ledger.events import BookClosed
from tinhso.ledger.models import Book, Closing, Entry, Leg
from tinhso.ledger.policies import Doing, Right


def close_until(by: Actor, book: str, until: datetime, *, right: Right, reason: str = "") -> Closing:
    """Close a book until `until`, that moment left open (khoá sổ), and freeze every account's turnover.

    Asking twice for the same moment gives the same closing. Raises NotAllowed, NotFound, Invalid for a moment
    to come, Conflict (`day_closed`) for one before the last closing.
    """
    right(by, Doing.CLOSE, book)
    check_moment(until)
    queries.book(book)
    with acting(by, "ledger.close_book", reason=reason) as act:
        locked = Book.objects.select_for_update().get(code=book)
        previous = queries.closings(book).last()
        if previous is not None and previous.until == until:
            return previous
        if locked.closed_until is not None and until <= locked.closed_until:
            raise errors.refused("ledger_day_closed", field="until")
        closing = _frozen(by, locked, previous, until)
        closing.save(force_insert=True)
        locked.closed_until = until
        locked.save(update_fields=["closed_until"])
        act.record(stream(book), subject=closing, data={"until": until}, facts=[closing])
        act.emit(BookClosed(book=book, closing=closing.pk, until=until))
    return closing


def _frozen(by: Actor, book: Book, previous: Closing | None, until: datetime) -> Closing:
    since = previous.until if previous else None
    entries = Entry.objects.filter(book=book, at__lt=until)
    if since is not None:
        entries = entries.filter(at__gte=since)
    marks = entries.aggregate(all=Count("pk"), illustrative=Count("pk", filter=Q(illustrative=True)))
    mark = book.illustrative or bool(previous and previous.illustrative) or bool(marks["illustrative"])
    return Closing(
        book=book,
        since=since,
        until=until,
        entries=marks["all"],
        balances=_balances(book, since, until),
        previous=previous,
        illustrative=mark or bool(getattr(by, "illustrative", False)),
    )


def _balances(book: Book, since: datetime | None, until: datetime) -> dict[str, dict[str, int]]:
    """Per account: opening, debit, credit and closing, told on the debit side."""
    inside = Q(at__gte=since) if since else Q()
    sums = (
        Leg.objects.filter(account__book=book, at__lt=until)
        .order_by()
        .values("account__code")
        .annotate(
            net=Sum("amount"),
            debit=Sum("amount", filter=inside & Q(amount__gt=0), default=0),
            credit=Sum("amount", filter=inside & Q(amount__lt=0), default=0),
        )
    )
    found = {row["account__code"]: row for row in sums}
    nothing = {"net": 0, "debit": 0, "credit": 0}
    balances = {}
    for code in queries.accounts(book.code).values_list("code", flat=True):
        row = found.get(code, nothing)
        net, debit, credit = int(row["net"]), int(row["debit"]), -int(row["credit"])
        balances[code] = {"opening": net - debit + credit, "debit": debit, "credit": credit, "closing": net}
    return balances
