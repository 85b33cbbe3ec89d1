"""Keeping the minutes (ghi biên bản)."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict
from tinhso.base.text import fold
from tinhso.conclusions import policies
from tinhso.conclusions.actions.common import is_illustrative, item_of, require_begun, stream
from tinhso.conclusions.errors import require_reason
from tinhso.conclusions.events import MinutesWritten
from tinhso.conclusions.models import MinuteEntry
from tinhso.conclusions.queries import minutes as queries
from tinhso.conclusions.schemas import EntryDraft
from tinhso.meetings.models import Meeting
from tinhso.people import queries as people
from tinhso.people.models import Agency


def write(by: Actor, meeting: Meeting, draft: EntryDraft) -> MinuteEntry:
    """Add an entry to the minutes. Sent again with the same key, it stands once.

    Raises NotAllowed, Invalid, Conflict for a meeting not yet opened or a key used for another text.
    """
    policies.require_write(by, meeting.committee)
    require_begun(meeting)
    with acting(by, "minutes.write") as act:
        entry = _filled(by, meeting, draft)
        return _kept(act, entry, draft)


def correct(by: Actor, entry_id: UUID, draft: EntryDraft, *, reason: str) -> MinuteEntry:
    """Correct an entry by a new one (sửa ghi chép); the old one stays and is shown as corrected.

    Raises NotAllowed, NotFound, Invalid without a reason; Conflict when somebody corrected it meanwhile.
    """
    old = queries.entry(entry_id)
    policies.require_write(by, old.meeting.committee)
    why = require_reason(reason)
    with acting(by, "minutes.correct", reason=why) as act:
        _require_newest(old)
        entry = _filled(by, old.meeting, draft)
        entry.said_at = draft.said_at or old.said_at
        entry.supersedes = old
        return _kept(act, entry, draft)


def withdraw(by: Actor, entry_id: UUID, *, reason: str) -> MinuteEntry:
    """Take an entry away that was written in error (rút ghi chép); it stays in the history.

    Raises as `correct` does.
    """
    old = queries.entry(entry_id)
    policies.require_write(by, old.meeting.committee)
    why = require_reason(reason)
    with acting(by, "minutes.withdraw", reason=why) as act:
        _require_newest(old)
        same = EntryDraft(text=old.text, item=old.item.order if old.item else None, speaker=old.who)
        entry = _filled(by, old.meeting, same)
        entry.agency, entry.agency_name, entry.said_at = old.agency, old.agency_name, old.said_at
        entry.supersedes, entry.withdrawn = old, True
        return _kept(act, entry, same)


def _require_newest(old: MinuteEntry) -> None:
    newest = queries.newest_of(old)
    if newest.pk != old.pk or old.withdrawn:
        raise Conflict(
            _("Ghi chép này vừa được sửa thành: “%(text)s”.") % {"text": newest.text},
            code="stale",
            field="text",
            hint=_("Nội dung vừa nhập vẫn còn; so sánh rồi sửa trên bản mới."),
        )


def _filled(by: Actor, meeting: Meeting, draft: EntryDraft) -> MinuteEntry:
    entry = MinuteEntry(
        meeting=meeting,
        item=item_of(meeting, draft.item),
        speaker_name=draft.speaker,
        speaker_title=draft.title,
        text=draft.text,
        said_at=draft.said_at or clock.now(),
        key=draft.key,
        illustrative=is_illustrative(by, meeting),
    )
    _recognise(entry)
    if draft.agency:
        known = people.agencies().filter(code=draft.agency).first() or _named(draft.agency)
        entry.agency, entry.agency_name = known, "" if known else draft.agency
    return entry


def _named(name: str) -> Agency | None:
    """The agency of today whose name or short name was typed."""
    key = fold(name)
    today = people.agencies().filter(valid_to=None)
    return next((one for one in today if key in {fold(one.name), fold(one.short_name)}), None)


def _recognise(entry: MinuteEntry) -> None:
    """Somebody invited, or who came instead, is known by name: person and agency follow."""
    name = fold(entry.speaker_name)
    if not name:
        return
    invited = entry.meeting.invitations.select_related("person", "substitute", "agency", "membership__agency")
    for row in invited:
        persons = [one for one in (row.person, row.substitute) if one]
        known = next((one for one in persons if fold(one.full_name) == name), None)
        if known or fold(row.invitee) == name:
            seat = row.membership
            entry.speaker = known
            entry.agency = row.agency or (seat.agency if seat else None)
            entry.speaker_title = entry.speaker_title or (seat.title if seat and known == row.person else "")
            return


def _kept(act: Act, entry: MinuteEntry, draft: EntryDraft) -> MinuteEntry:
    """Save it, or find that it was saved before."""
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        return _same(entry)
    act.record(
        stream(entry.meeting),
        subject=entry,
        data=draft.model_dump(mode="json") | {"supersedes": str(entry.supersedes_id or "")},
        facts=[entry],
    )
    act.emit(MinutesWritten(meeting=entry.meeting_id, entry=entry.pk))
    return entry


def _same(entry: MinuteEntry) -> MinuteEntry:
    known = queries.entries().filter(key=entry.key).first()
    if known and (known.meeting_id, known.text) == (entry.meeting_id, entry.text):
        return known
    if known is None and entry.supersedes:
        _require_newest(entry.supersedes)
    raise Conflict(
        _("Ghi chép này đã được gửi với nội dung khác."),
        code="key_taken",
        field="key",
        hint=_("Tải lại trang rồi gửi tiếp; nội dung vừa nhập vẫn còn."),
    )
