"""Posting entries, and taking them back by their opposites."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.ledger import errors, locks, queries
from tinhso.ledger.asking import asked, floor_names, standing
from tinhso.ledger.checking import check_entry
from tinhso.ledger.models import Entry
from tinhso.ledger.policies import Doing, Right
from tinhso.ledger.schemas import EntryDraft, Line
from tinhso.ledger.writing import told, write


def post(by: Actor, draft: EntryDraft, *, right: Right) -> Entry:
    """Post one entry (ghi bút toán). The same key with the same content gives the entry that stands.

    Raises NotAllowed, NotFound (book), Invalid beside the field, and Conflict: `key_used`, `account_closed`,
    `day_closed`, `below_floor`.
    """
    return post_all(by, [draft], right=right)[0]


def post_all(by: Actor, drafts: Sequence[EntryDraft], *, right: Right) -> list[Entry]:
    """Post several entries together, all or none; floors hold for what comes of all. Raises as `post`."""
    for draft in drafts:
        right(by, Doing.POST, draft.book)
        check_entry(draft)
    wanted = asked(drafts)
    with told(), acting(by, "ledger.post") as act:
        locks.keys(one.lock for one in wanted)
        found = standing(wanted)
        fresh = [one for one in wanted if one.name not in found]
        locks.floors(floor_names(fresh))
        found |= write(act, by, fresh)
    return [found[one.name] for one in wanted]


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
    wanted = asked([draft], reverses=original)
    with told(), acting(by, "ledger.reverse", reason=reason) as act:
        locks.keys([wanted[0].lock, str(original.pk)])
        found = standing(wanted)
        if not found:
            _require_reversible(original, draft)
            locks.floors(floor_names(wanted))
            found = write(act, by, wanted)
    return found[wanted[0].name]


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
