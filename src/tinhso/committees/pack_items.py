"""What one item of each of this room's pack sections looks like."""

from __future__ import annotations

from datetime import date

from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.committees.roles import MemberRole, Tier
from tinhso.committees.schemas import RegulationDraft


class CommitteeItem(PackItem):
    """A steering committee (ban chỉ đạo). `document`: slug of the decision behind it, or of the source."""

    code: str
    name: Words
    level: Tier
    place: str = ""
    agency: str = ""
    parent: str = ""
    standing_agency: str = ""
    document: str = ""
    note: str = ""


class MembershipItem(PackItem):
    """Somebody's seat. `since` empty: from when is not known."""

    committee: str
    person: str
    role: MemberRole
    title: str = ""
    agency: str = ""
    order: int = 0
    since: date | None = None
    until: date | None = None
    document: str = ""


class RegulationItem(RegulationDraft):
    """A working regulation of a committee from a day on (quy chế hoạt động)."""

    committee: str
