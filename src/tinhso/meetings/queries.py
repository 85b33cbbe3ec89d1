"""Reads over meetings, agendas, papers and invitations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.meetings import policies
from tinhso.meetings.models import AgendaItem, CalendarAddress, Invitation, Meeting, Paper, PaperRead, Venue
from tinhso.meetings.states import COMING, InviteState, MeetingState
from tinhso.people.principals import Principal

_NEAR = 200


def meetings() -> QuerySet[Meeting]:
    """Every meeting with its committee and chair, the latest first."""
    return Meeting.objects.select_related("committee", "chair").order_by("-starts_at", "code")


def find(code: str) -> Meeting:
    """The meeting of that code. Raises NotFound with near codes."""
    found = meetings().filter(code=code).first()
    if found is None:
        known = Meeting.objects.order_by("-starts_at").values_list("code", flat=True)[:_NEAR]
        raise NotFound(
            _("Không có phiên họp mang mã “%(code)s”.") % {"code": code},
            field="meeting",
            near=near_matches(code, known),
        )
    return found


def seen(by: Principal, code: str) -> Meeting:
    """The meeting of that code as somebody may see it. Raises NotSignedIn, NotFound."""
    found = meetings().filter(code=code).first()
    if found is None:
        policies.require_see(by, Meeting(code=code))
        raise NotFound(_("Không có phiên họp này."), field="meeting")
    policies.require_see(by, found)
    return found


def by_id(key: UUID) -> Meeting | None:
    """The meeting of that id; for what events tell."""
    return meetings().filter(pk=key).first()


def for_update(code: str) -> Meeting:
    """The row, locked. Raises NotFound."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("committee", "chair")
    found = row.filter(code=code).first()
    return found if found is not None else find(code)


def coming(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those with something ahead, the next first."""
    return rows.filter(state__in=COMING).order_by("starts_at", "code")


def between(rows: QuerySet[Meeting], first: date, last: date) -> QuerySet[Meeting]:
    """Those that take place on any of those days, both inclusive."""
    begin = datetime.combine(first, time.min, clock.TZ)
    end = datetime.combine(last, time.max, clock.TZ)
    return rows.filter(starts_at__lte=end, ends_at__gte=begin)


def papers_of(items: Collection[AgendaItem]) -> QuerySet[Paper]:
    """The newest versions of their papers, with how many accounts read each."""
    reads = PaperRead.objects.filter(paper=OuterRef("pk")).order_by().values("paper")
    counted = reads.annotate(n=Count("account", distinct=True)).values("n")
    rows = Paper.objects.filter(item__in=items, current=True, withdrawn=False)
    return rows.select_related("file", "document").annotate(read=Subquery(counted)).order_by("added_at", "pk")


def agenda(meeting: Meeting, *, withdrawn: bool = False) -> list[AgendaItem]:
    """Its items in order, each with the newest of its papers; two queries."""
    rows = meeting.items.select_related("reporter", "reporter_agency").order_by("order", "pk")
    if not withdrawn:
        rows = rows.filter(withdrawn=False)
    papers = Paper.objects.filter(current=True, withdrawn=False).select_related("file", "document")
    return list(rows.prefetch_related(Prefetch("papers", papers.order_by("added_at", "pk"), to_attr="shown")))


def item(meeting: Meeting, order: int) -> AgendaItem:
    """The item of that number. Raises NotFound."""
    found = meeting.items.select_related("meeting", "reporter", "reporter_agency").filter(order=order).first()
    if found is None:
        raise NotFound(
            _("Không có nội dung số %(order)d trong chương trình.") % {"order": order}, field="item"
        )
    return found


def item_by_id(meeting: Meeting, key: UUID) -> AgendaItem:
    """An item of a meeting by its id. Raises NotFound."""
    found = meeting.items.select_related("meeting", "reporter", "reporter_agency").filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có nội dung này trong chương trình."), field="item")
    return found


def paper(meeting: Meeting, key: UUID, *, withdrawn: bool = False) -> Paper:
    """A paper of a meeting that is shown, or that was withdrawn. Raises NotFound."""
    rows = Paper.objects.filter(pk=key, item__meeting=meeting, withdrawn=withdrawn)
    found = rows.select_related("item__meeting", "file", "document").first()
    if found is None:
        raise NotFound(_("Không có tài liệu này."), field="paper")
    return found


def versions(line: UUID) -> QuerySet[Paper]:
    """All versions of a paper, the newest first."""
    return Paper.objects.filter(line=line).select_related("file", "document").order_by("-version")


def readers(meeting: Meeting) -> dict[UUID, set[UUID]]:
    """By paper, the persons who opened it; one query."""
    rows = PaperRead.objects.filter(paper__item__meeting=meeting, person__isnull=False)
    found: dict[UUID, set[UUID]] = {}
    for key, person in rows.values_list("paper_id", "person_id"):
        if person is not None:
            found.setdefault(key, set()).add(person)
    return found


def venues(meeting: Meeting) -> list[Venue]:
    """The places, the main one first."""
    return list(meeting.venues.select_related("place").order_by("-is_main", "order", "name"))


def invitations(meeting: Meeting) -> list[Invitation]:
    """Everybody asked, those withdrawn left out, in the order of the committee; one query."""
    together = ("person", "agency", "membership", "substitute", "venue", "meeting__committee")
    rows = meeting.invitations.exclude(state=InviteState.WITHDRAWN).select_related(*together)
    return list(rows.order_by("order", "role", "person__sort_name", "pk"))


def invitation(meeting: Meeting, key: UUID) -> Invitation:
    """One invitation. Raises NotFound."""
    together = ("person", "agency", "membership", "substitute", "venue", "meeting__committee")
    found = meeting.invitations.select_related(*together).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có giấy mời này."), field="invitation")
    return found


def invitation_by_id(key: UUID) -> Invitation:
    """One invitation with its meeting; for codes that name it. Raises NotFound."""
    together = ("person", "agency", "substitute", "meeting__committee")
    found = Invitation.objects.select_related(*together).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có giấy mời này."), field="invitation")
    return found


def own(by: Principal, meeting: Meeting) -> list[Invitation]:
    """Somebody's own invitations to a meeting that were sent: usually one."""
    if not by.is_signed_in:
        return []
    rows = meeting.invitations.filter(policies.own_invitations(by), state__in=policies.TOLD)
    return list(
        rows.select_related("person", "agency", "substitute", "meeting__committee").order_by("order", "pk")
    )


def unanswered(by: Principal) -> QuerySet[Invitation]:
    """Invitations that wait for somebody's answer, the nearest meeting first."""
    if not by.is_signed_in:
        return Invitation.objects.none()
    rows = Invitation.objects.filter(policies.own_invitations(by), state=InviteState.SENT)
    waiting = rows.filter(meeting__state=MeetingState.INVITED, meeting__ends_at__gte=clock.now())
    return waiting.select_related("meeting", "agency").order_by("meeting__starts_at", "pk")


def of_account(by: Principal) -> QuerySet[Meeting]:
    """The meetings of somebody's own calendar: those they are invited to; not all they may see."""
    if not by.is_signed_in:
        return meetings().none()
    asked = Invitation.objects.filter(policies.own_invitations(by), state__in=policies.TOLD)
    return meetings().filter(pk__in=asked.values("meeting")).prefetch_related("venues")


def calendar_of(digest: str) -> CalendarAddress | None:
    """The open address of that digest."""
    return CalendarAddress.objects.filter(digest=digest, revoked_at=None).first()


def calendar_made(by: Principal) -> CalendarAddress | None:
    """Somebody's open address, if there is one."""
    return CalendarAddress.objects.filter(account=by.account_id, revoked_at=None).first()
