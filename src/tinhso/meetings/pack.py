"""What a pack says of meetings: those that sources tell of, and those of a demo."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, Section
from tinhso.meetings import loading
from tinhso.meetings.models import AgendaItem, Invitation, Meeting
from tinhso.meetings.pack_items import (
    InviteeItem,
    MeetingItem,
    PaperItem,
    PointItem,
    VenueItem,
)
from tinhso.meetings.states import InviteRole, InviteState, ItemKind, MeetingKind, MeetingState, Presence


class Meetings(BatchSection[MeetingItem]):
    """The section `meetings`."""

    name = "meetings"
    schema = MeetingItem
    files = ("meetings.yaml",)

    def key(self, item: MeetingItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, MeetingItem]:
        """The stored meetings with everything around them."""
        del pack
        rows = Meeting.objects.filter(code__in=keys).select_related("committee", "chair")
        around = ("venues", "items__papers__document", "items__reporter", "items__reporter_agency")
        invited = ("invitations__person", "invitations__agency")
        for name in (*around, *invited):
            rows = rows.prefetch_related(name)
        return {row.code: _told(row) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[MeetingItem], act: Act, *, illustrative: bool
    ) -> None:
        """All of them."""
        loading.put_meetings(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[MeetingItem]], everything: Catalogue) -> Iterable[Finding]:
        """Committees and persons exist; the chair and whoever reports or is invited among them."""
        persons, agencies = everything.keys("persons"), everything.keys("agencies")
        yield from unknown_codes(items, "committee", everything.keys("committees"))
        yield from unknown_codes(items, "chair", persons)
        for item in items:
            for at, point in enumerate(item.value.agenda):
                if point.reporter and point.reporter not in persons:
                    yield item.error(f"agenda.{at}.reporter", "persons", point.reporter)
                if point.reporter_agency and point.reporter_agency not in agencies:
                    yield item.error(f"agenda.{at}.reporter_agency", "agencies", point.reporter_agency)
            for at, one in enumerate(item.value.invited):
                if one.person and one.person not in persons:
                    yield item.error(f"invited.{at}.person", "persons", one.person)
                if one.agency and one.agency not in agencies:
                    yield item.error(f"invited.{at}.agency", "agencies", one.agency)


def _told(row: Meeting) -> MeetingItem:
    return MeetingItem(
        code=row.code,
        committee=row.committee.code,
        kind=MeetingKind(row.kind),
        number=row.number,
        title=row.title,
        content=row.content,
        starts_at=clock.local(row.starts_at),
        ends_at=clock.local(row.ends_at),
        state=MeetingState(row.state),
        chair=row.chair.code if row.chair else "",
        venues=tuple(
            VenueItem(name=one.name, address=one.address, join_url=one.join_url) for one in row.venues.all()
        ),
        agenda=tuple(_point(one) for one in row.items.all() if one.kind != ItemKind.CARRIED),
        invited=tuple(_invitee(one) for one in row.invitations.all()),
    )


def _point(row: AgendaItem) -> PointItem:
    return PointItem(
        title=row.title,
        minutes=row.minutes,
        kind=ItemKind(row.kind),
        reporter_agency=row.reporter_agency.code if row.reporter_agency else "",
        reporter=row.reporter.code if row.reporter else "",
        note=row.note,
        papers=tuple(
            PaperItem(title=one.title, document=one.document.slug if one.document else "", href=one.href)
            for one in row.papers.all()
        ),
    )


def _invitee(row: Invitation) -> InviteeItem:
    return InviteeItem(
        person=row.person.code if row.person else "",
        agency=row.agency.code if row.agency else "",
        guest=row.guest,
        role=InviteRole(row.role),
        state=InviteState(row.state),
        attended=Presence(row.attended) if row.attended else None,
        reason=row.answer_reason,
        substitute_name=row.substitute_name,
    )


SECTIONS: Final[tuple[Section[Any], ...]] = (Meetings(),)
