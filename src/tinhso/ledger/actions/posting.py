"""Posting entries, and taking them back by their opposites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Sum
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.ledger import errors, locks, queries
from tinhso.ledger.checking import check_entry
from tinhso.ledger.events import EntryPosted
from tinhso.ledger.models import Account, Book, Entry, Leg
from tinhso.ledger.policies import Doing, Right
from tinhso.ledger.schemas import EntryDraft, Line


@dataclass(frozen=True)
class _Asked:
    """A draft that was looked at, in its book."""

    draft: EntryDraft
    book: Book
    accounts: dict[str, Account]
    reverses: Entry | None = None

    @property
    def content(self) -> str:
        return self.draft.content(self.reverses.pk if self.reverses else None)

    @property
    def lock(self) -> str:
        return f"{self.book.pk}/{self.draft.key}"


def stream(entry: Entry) -> str:
    """The audit stream of an entry: one for each thing that entries of a book are about."""
    return f"ledger:{entry.book.code}:{entry.reference}"


def post(by: Actor, draft: EntryDraft, *, right: Right) -> Entry:
    """Post one entry (ghi bút toán). The same key with the same content gives the entry that stands.

    Raises NotAllowed, NotFound (book), Invalid beside the field, and Conflict: `key_used`, `account_closed`,
    `day_closed`, `below_floor`.
    """
    return post_all(by, [draft], right=right)[0]


def post_all(by: Actor, drafts: Sequence[EntryDraft], *, right: Right) -> list[Entry]:
    """Post several entries together, all or none, in their order. Raises as `post` does."""
    for draft in drafts:
        right(by, Doing.POST, draft.book)
        check_entry(draft)
    asked = [_asked(draft) for draft in drafts]
    with _told(), acting(by, "ledger.post") as act:
        locks.keys(one.lock for one in asked)
        fresh = [one for one in asked if _standing(one) is None]
        locks.floors(_balances_with_floor(fresh))
        entries = [_standing(one) or _write(act, by, one) for one in asked]
        _require_floors(line for one in fresh for line in _moved(one))
    return entries


def reverse(
    by: Actor, entry: UUID, *, key: str, reason: str, right: Right, at: datetime | None = None
) -> Entry:
    """Take an entry back by its opposite, once (đảo bút toán); the original stays as it is.

    The reversal has the original's reference, document and kind. Raises as `post` does, and Conflict
    `already_reversed`, `is_a_reversal`.
    """
    original = queries.entry(entry)
    right(by, Doing.REVERSE, original.book.code)
    draft = _opposite(original, key=key, reason=reason, at=at)
    check_entry(draft)
    asked = _asked(draft, original)
    with _told(), acting(by, "ledger.reverse", reason=reason) as act:
        locks.keys([asked.lock, str(original.pk)])
        if (standing := _standing(asked)) is not None:
            return standing
        _require_reversible(original, draft)
        locks.floors(_balances_with_floor([asked]))
        written = _write(act, by, asked)
        _require_floors(_moved(asked))
    return written


def _opposite(original: Entry, *, key: str, reason: str, at: datetime | None) -> EntryDraft:
    legs = original.legs.select_related("account").order_by("position")
    lines = tuple(Line(leg.account.code, -leg.amount, leg.about) for leg in legs)
    return EntryDraft(
        book=original.book.code,
        key=key,
        kind=original.kind,
        reference=original.reference,
        lines=lines,
        at=at,
        document=original.document,
        reason=reason,
    )


def _require_reversible(original: Entry, draft: EntryDraft) -> None:
    if original.reverses_id is not None:
        raise errors.refused("ledger_reversal_stands", field="entry")
    if Entry.objects.filter(reverses=original).exists():
        raise errors.refused("ledger_entry_reverses_id_key", field="entry")
    if (draft.at or clock.now()) < original.at:
        message = _("Không đảo bút toán trước khi nó xảy ra.")
        raise errors.invalid("before_the_original", message, "at")


def _asked(draft: EntryDraft, reverses: Entry | None = None) -> _Asked:
    """The draft with its book and accounts. Raises NotFound, Invalid, Conflict."""
    book = queries.book(draft.book)
    wanted = {line.account for line in draft.lines}
    accounts = {account.code: account for account in queries.accounts(book.code).filter(code__in=wanted)}
    for code in sorted(wanted - set(accounts)):
        raise errors.unknown_account(code, book.code)
    return _Asked(draft, book, accounts, reverses)


def _standing(asked: _Asked) -> Entry | None:
    """The entry under this key already. Raises Conflict where it says something else."""
    found = queries.entry_of_key(asked.book.code, asked.draft.key)
    if found is None:
        return None
    moment = asked.draft.at
    if found.content != asked.content or (moment is not None and moment != found.at):
        raise errors.refused("entry_one_a_key", field="key")
    return found


def _moved(asked: _Asked) -> Iterator[tuple[Account, str]]:
    """Which accounts a draft moves, and what about."""
    for line in asked.draft.lines:
        yield asked.accounts[line.account], line.about


def _balances_with_floor(asked: Iterable[_Asked]) -> set[str]:
    """Names of the balances with a floor that are moved; put together as the trigger does it."""
    return {
        str(account.pk) + (f"/{about}" if account.floor_each else "")
        for one in asked
        for account, about in _moved(one)
        if account.floor is not None
    }


def _require_floors(moved: Iterable[tuple[Account, str]]) -> None:
    """Look at the balances as they stand after the legs were put, under the locks. Raises Conflict."""
    touched: dict[UUID, set[str]] = {}
    for account, about in moved:
        touched.setdefault(account.pk, set()).add(about)
    for account in Account.objects.filter(pk__in=touched, floor__isnull=False):
        for about, net in _nets(account, touched[account.pk]):
            if net * account.side < (account.floor or 0):
                raise errors.below_floor(account, about)


def _nets(account: Account, touched: set[str]) -> list[tuple[str, int]]:
    """Debits less credits of an account, or of each thing that was moved where the floor is of each."""
    legs = Leg.objects.filter(account=account).order_by()
    if not account.floor_each:
        return [("", int(legs.aggregate(net=Sum("amount", default=0))["net"]))]
    sums = legs.filter(about__in=touched).values_list("about").annotate(net=Sum("amount"))
    return [(about, int(net)) for about, net in sums]


@contextmanager
def _told() -> Iterator[None]:
    """Tell what the database refuses in words, up to the commit."""
    try:
        yield
    except IntegrityError as error:
        refusal = errors.said(error)
        if refusal is None:
            raise
        raise refusal from error


def _write(act: Act, by: Actor, asked: _Asked) -> Entry:
    draft, accounts = asked.draft, asked.accounts
    if asked.reverses is not None:
        mark = asked.reverses.illustrative
    else:
        marked = [by, asked.book, *accounts.values()]
        mark = any(bool(getattr(one, "illustrative", False)) for one in marked)
    entry = Entry(
        book=asked.book,
        key=draft.key,
        kind=draft.kind,
        at=draft.at or act.now,
        reference=draft.reference,
        document=draft.document,
        reverses=asked.reverses,
        legs_count=len(draft.lines),
        content=asked.content,
        reason=draft.reason or act.acting.reason,
        illustrative=mark,
    )
    entry.save(force_insert=True)
    legs = Leg.objects.bulk_create(
        Leg(
            entry=entry,
            position=position,
            account=accounts[line.account],
            about=line.about,
            amount=line.amount,
            at=entry.at,
            illustrative=mark,
        )
        for position, line in enumerate(draft.lines, start=1)
    )
    data = {"kind": entry.kind, "document": entry.document, "key": entry.key}
    act.record(stream(entry), subject=entry, data=data, facts=[entry, *legs])
    act.emit(
        EntryPosted(
            book=asked.book.code,
            entry=entry.pk,
            kind=entry.kind,
            reference=entry.reference,
            reverses=entry.reverses_id,
        )
    )
    return entry
