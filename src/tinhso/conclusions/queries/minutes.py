"""Reads over the minutes."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.conclusions.models import MinuteEntry
from tinhso.meetings.models import AgendaItem, Meeting

STANDING = Q(superseded_by__isnull=True, withdrawn=False)
"""Entries that stand: neither corrected nor taken away."""


def entries() -> QuerySet[MinuteEntry]:
    """Every entry with speaker and agency, in the order it was said."""
    rows = MinuteEntry.objects.select_related("meeting__committee", "item", "speaker", "agency")
    return rows.order_by("said_at", "id")


def of_meeting(meeting: Meeting) -> QuerySet[MinuteEntry]:
    """What stands in the minutes of a meeting."""
    return entries().filter(STANDING, meeting=meeting)


def entry(entry_id: UUID) -> MinuteEntry:
    """The entry. Raises NotFound."""
    found = entries().filter(pk=entry_id).first()
    if found is None:
        raise NotFound(_("Không có ghi chép này."), field="entry")
    return found


def newest_of(found: MinuteEntry) -> MinuteEntry:
    """The last correction of an entry."""
    while later := entries().filter(supersedes=found).first():
        found = later
    return found


def versions(found: MinuteEntry) -> list[MinuteEntry]:
    """An entry and what it corrected, the newest first."""
    chain = [newest_of(found)]
    while chain[-1].supersedes_id:
        chain.append(entry(chain[-1].supersedes_id))
    return chain


def by_item(
    rows: list[MinuteEntry], items: list[AgendaItem]
) -> list[tuple[AgendaItem | None, list[MinuteEntry]]]:
    """Entries under their agenda items in the order of the agenda; those under none first."""
    found: dict[UUID | None, list[MinuteEntry]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    under = [(item, found[item.pk]) for item in items if item.pk in found]
    return [(None, found[None]), *under] if None in found else list(under)
