"""Putting entries and legs into the tables, and looking at the balances they moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet, Sum

from tinhso.base.actions import Act
from tinhso.base.audit.context import Actor
from tinhso.ledger import errors
from tinhso.ledger.asking import Asked, Moved, require_same
from tinhso.ledger.events import EntriesPosted
from tinhso.ledger.models import Account, Entry, Leg


@contextmanager
def told() -> Iterator[None]:
    """Tell what the database refuses in words, up to the commit."""
    try:
        yield
    except IntegrityError as error:
        refusal = errors.said(error)
        if refusal is None:
            raise
        raise refusal from error


def write(act: Act, by: Actor, fresh: Sequence[Asked]) -> dict[tuple[UUID, str], Entry]:
    """Write what does not stand yet, by key; a key that comes twice is written once. Raises Conflict."""
    made: dict[tuple[UUID, str], Entry] = {}
    legs: list[Leg] = []
    for one in fresh:
        if one.name in made:
            require_same(one, made[one.name])
            continue
        made[one.name] = entry = _entry(act, by, one)
        legs += _legs(one, entry)
    Entry.objects.bulk_create(made.values())
    Leg.objects.bulk_create(legs)
    _require_floors(pair for one in fresh for pair in one.moved())
    _tell(act, list(made.values()), legs)
    return made


def _entry(act: Act, by: Actor, one: Asked) -> Entry:
    draft = one.draft
    if one.reverses is not None:
        mark = one.reverses.illustrative
    else:
        marked = [by, one.book, *(one.accounts[line.account] for line in draft.lines)]
        mark = any(bool(getattr(thing, "illustrative", False)) for thing in marked)
    return Entry(
        book=one.book,
        key=draft.key,
        kind=draft.kind,
        at=draft.at or act.now,
        reference=draft.reference,
        document=draft.document,
        reverses=one.reverses,
        legs_count=len(draft.lines),
        content=one.content,
        reason=draft.reason or act.acting.reason,
        illustrative=mark,
    )


def _legs(one: Asked, entry: Entry) -> Iterator[Leg]:
    for position, line in enumerate(one.draft.lines, start=1):
        yield Leg(
            entry=entry,
            position=position,
            account=one.accounts[line.account],
            about=line.about,
            amount=line.amount,
            at=entry.at,
            illustrative=entry.illustrative,
        )


def _tell(act: Act, entries: Sequence[Entry], legs: Sequence[Leg]) -> None:
    """One line in the trail and one event a book; of one reference it stands in that one's own stream."""
    of_book: dict[str, list[Entry]] = {}
    for entry in entries:
        of_book.setdefault(entry.book.code, []).append(entry)
    for book, mine in of_book.items():
        references = sorted({entry.reference for entry in mine})
        stream = f"ledger:{book}" + (f":{references[0]}" if len(references) == 1 else "")
        keys = {entry.pk for entry in mine}
        act.record(
            stream,
            subject=mine[0] if len(mine) == 1 else "",
            data={"kinds": sorted({entry.kind for entry in mine}), "keys": [entry.key for entry in mine]},
            facts=[*mine, *(leg for leg in legs if leg.entry_id in keys)],
        )
        ids = tuple(entry.pk for entry in mine)
        act.emit(EntriesPosted(book=book, entries=ids, references=tuple(references)))


def _require_floors(moved: Iterable[Moved]) -> None:
    """Look at the balances as they stand after the legs were put, under the locks. Raises Conflict."""
    touched: dict[UUID, set[str]] = {}
    for account, about in moved:
        touched.setdefault(account.pk, set()).add(about)
    floors = {one.pk: one for one in Account.objects.filter(pk__in=touched, floor__isnull=False)}
    for key, about, net in _nets(floors, touched):
        account = floors[key]
        if net * account.side < (account.floor or 0):
            raise errors.below_floor(account, about)


def _nets(floors: dict[UUID, Account], touched: dict[UUID, set[str]]) -> Iterator[tuple[UUID, str, int]]:
    """Debits less credits of whole accounts, or of each thing that was moved where the floor is of each."""
    legs: QuerySet[Leg] = Leg.objects.order_by()
    each = [key for key, account in floors.items() if account.floor_each]
    whole = [key for key in floors if key not in each]
    if whole:
        for row in legs.filter(account__in=whole).values("account").annotate(net=Sum("amount")):
            yield row["account"], "", int(row["net"])
    if each:
        about = set().union(*(touched[key] for key in each))
        sums = legs.filter(account__in=each, about__in=about).values("account", "about")
        for row in sums.annotate(net=Sum("amount")):
            if row["about"] in touched[row["account"]]:
                yield row["account"], row["about"], int(row["net"])
