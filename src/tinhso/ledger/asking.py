"""Drafts that were looked at, in their books: what stands already under their keys, what they move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from tinhso.ledger import errors, queries
from tinhso.ledger.models import Account, Book, Entry
from tinhso.ledger.schemas import EntryDraft

Moved = tuple[Account, str]
"""An account that a leg moves, and what about."""


@dataclass(frozen=True)
class Asked:
    """A draft with its book and accounts; `reverses` is the entry that it takes back."""

    draft: EntryDraft
    book: Book
    accounts: dict[str, Account]
    content: str
    reverses: Entry | None = None

    @property
    def name(self) -> tuple[UUID, str]:
        """What may stand once: a key of a book."""
        return self.book.pk, self.draft.key

    @property
    def lock(self) -> str:
        """The name under which the key is looked up by one at a time."""
        return f"{self.book.pk}/{self.draft.key}"

    def moved(self) -> Iterator[Moved]:
        """Which accounts it moves, and what about."""
        for line in self.draft.lines:
            yield self.accounts[line.account], line.about


def asked(drafts: Sequence[EntryDraft], *, reverses: Entry | None = None) -> list[Asked]:
    """The drafts with their books and accounts, in order. Raises NotFound, Invalid (`unknown_account`)."""
    books = {code: queries.book(code) for code in sorted({draft.book for draft in drafts})}
    accounts: dict[str, dict[str, Account]] = {}
    for code, of_book in groupby(sorted(drafts, key=lambda one: one.book), key=lambda one: one.book):
        wanted = {line.account for draft in of_book for line in draft.lines}
        found = {account.code: account for account in queries.accounts(code).filter(code__in=wanted)}
        for unknown in sorted(wanted - set(found)):
            raise errors.unknown_account(unknown, code)
        accounts[code] = found
    back = reverses.pk if reverses else None
    return [Asked(one, books[one.book], accounts[one.book], one.content(back), reverses) for one in drafts]


def standing(wanted: Sequence[Asked]) -> dict[tuple[UUID, str], Entry]:
    """What stands under their keys. Raises Conflict (`key_used`) where it says something else."""
    books, keys = {one.book.pk for one in wanted}, {one.draft.key for one in wanted}
    rows = Entry.objects.filter(book__in=books, key__in=keys)
    found = {(row.book_id, row.key): row for row in rows}
    for one in wanted:
        if one.name in found:
            require_same(one, found[one.name])
    return found


def require_same(one: Asked, entry: Entry) -> None:
    """Raise Conflict (`key_used`) unless the entry under this key says what is asked for."""
    moment = one.draft.at
    if entry.content != one.content or (moment is not None and moment != entry.at):
        raise errors.refused("entry_one_a_key", field="key")


def floor_names(wanted: Iterable[Asked]) -> set[str]:
    """Names of the balances with a floor that are moved; put together as the trigger does it."""
    return {
        str(account.pk) + (f"/{about}" if account.floor_each else "")
        for one in wanted
        for account, about in one.moved()
        if account.floor is not None
    }
