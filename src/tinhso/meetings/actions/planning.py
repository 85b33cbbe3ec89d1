"""Verbs: plan a meeting, correct it, move it, call it off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.text import search_key
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee
from tinhso.committees.roles import MemberRole
from tinhso.meetings import conflicts, policies, telling, words
from tinhso.meetings.actions.common import (
    AHEAD,
    changing,
    data_of,
    go,
    is_illustrative,
    person,
    require_state,
    stream,
)
from tinhso.meetings.events import MeetingCancelled, MeetingPlanned, MeetingRescheduled
from tinhso.meetings.models import Meeting, Venue
from tinhso.meetings.schemas import MeetingChange, MeetingDraft, TimeDraft, VenueDraft
from tinhso.meetings.states import InviteState, MeetingKind, MeetingState
from tinhso.people.models import Person
from tinhso.places import queries as places

LONGEST = timedelta(days=30)


def plan(by: Actor, draft: MeetingDraft) -> Meeting:
    """Put a meeting on the calendar (dự kiến phiên họp); it is numbered within committee, kind and year.

    Raises NotSignedIn, NotAllowed, NotFound, Invalid beside the field; Conflict that names both meetings when
    a member or a room is taken, unless `overlap_reason` says why it is held all the same.
    """
    committee = committees.find(draft.committee)
    policies.require_plan(by, committee)
    with acting(by, "meetings.plan", reason=draft.overlap_reason) as act:
        locked = committees.for_update(committee.pk)
        meeting = _numbered(locked, draft)
        meeting.illustrative = is_illustrative(by, locked)
        meeting.chair = _chair(locked, draft.chair, meeting)
        _require_time(draft.starts_at, draft.ends_at)
        members = {row.person_id for row in committees.members(locked, _day(meeting))}
        rooms = _rooms(draft.venue)
        _require_free(meeting, draft.overlap_reason, members, rooms)
        meeting.save(force_insert=True)
        if draft.venue is not None:
            _place(meeting, draft.venue, is_main=True)
        act.record(stream(meeting), subject=meeting, data=data_of(draft))
        act.emit(MeetingPlanned(meeting=meeting.pk, committee=locked.pk))
    return meeting


def _rooms(venue: VenueDraft | None) -> list[str]:
    return [search_key(venue.name, venue.address)] if venue is not None and venue.address else []


def _day(meeting: Meeting) -> datetime:
    return clock.local(meeting.starts_at)


def _numbered(committee: Committee, draft: MeetingDraft) -> Meeting:
    """The next of its kind in its year; the committee's row is locked, so nobody else takes the number."""
    year = clock.local(draft.starts_at).year
    taken = Meeting.objects.filter(committee=committee, kind=draft.kind, year=year)
    number = (taken.aggregate(last=Max("number"))["last"] or 0) + 1
    title = draft.title or words.usual_title(draft.kind, number, year)
    code = f"{committee.code}-{year}-{_LETTERS[draft.kind]}{number}"
    return Meeting(
        committee=committee,
        code=code,
        year=year,
        number=number,
        kind=draft.kind,
        title=title,
        content=draft.content,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        overlap_reason=draft.overlap_reason,
        changed_at=clock.now(),
        search_key=search_key(title, committee.name, code),
        pack=settings.HOME_PACK,
    )


_LETTERS = {
    MeetingKind.SESSION: "p",
    MeetingKind.CONFERENCE: "h",
    MeetingKind.WORKING_SESSION: "l",
    MeetingKind.WRITTEN: "v",
}


def _chair(committee: Committee, named: str, meeting: Meeting) -> Person | None:
    """Who chairs: somebody who convenes by the regulation, the committee's chair unless told otherwise."""
    day = _day(meeting).date()
    rules, members = committees.regulation(committee, day), committees.members(committee, day)
    wanted = person(named, "chair")
    if wanted is None:
        return next((row.person for row in members if row.role == MemberRole.CHAIR), None)
    able = [row for row in members if rules is None or rules.may_convene(row.role)]
    if rules is not None and all(row.person_id != wanted.pk for row in able):
        raise Invalid(
            _("Theo quy chế, %(person)s không triệu tập được phiên họp này.") % {"person": wanted},
            field="chair",
            hint=_("Chọn một trong: %(names)s.") % {"names": ", ".join(str(row.person) for row in able)},
        )
    return wanted


def _require_time(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Invalid(_("Giờ kết thúc phải sau giờ bắt đầu."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise Invalid(_("Phiên họp dài quá %(days)d ngày.") % {"days": LONGEST.days}, field="ends_at")


def _require_free(meeting: Meeting, reason: str, persons: Collection[UUID], rooms: Collection[str]) -> None:
    """Raises Conflict for what is taken then, unless a reason is told. A written one takes no time."""
    if reason or meeting.kind == MeetingKind.WRITTEN:
        return
    wanted = {*persons, *([meeting.chair_id] if meeting.chair_id else [])}
    found = conflicts.find(meeting.starts_at, meeting.ends_at, persons=wanted, rooms=rooms, but=meeting.pk)
    conflicts.refuse(meeting.title, found)


def revise(by: Actor, code: str, draft: MeetingChange, *, reason: str = "") -> Meeting:
    """Correct title, content or chair (sửa thông tin phiên họp). Raises as `plan`, and Conflict once over."""
    with changing(by, code, "revise", reason=reason) as doing:
        meeting = doing.meeting
        policies.require_plan(by, meeting.committee)
        require_state(meeting, *AHEAD)
        meeting.title, meeting.content = draft.title, draft.content
        meeting.chair = _chair(meeting.committee, draft.chair, meeting)
        meeting.search_key = search_key(draft.title, meeting.committee.name, meeting.code)
        doing.say(**data_of(draft))
    return meeting


def reschedule(by: Actor, code: str, draft: TimeDraft, *, reason: str = "") -> Meeting:
    """Move a meeting (đổi thời gian, hoãn). Where invitations went out, everybody is told and asked again.

    The number stays. Raises as `plan`.
    """
    with changing(by, code, "reschedule", reason=reason or draft.overlap_reason) as doing:
        meeting = doing.meeting
        policies.require_plan(by, meeting.committee)
        require_state(meeting, *AHEAD)
        _require_time(draft.starts_at, draft.ends_at)
        if (draft.starts_at, draft.ends_at) == (meeting.starts_at, meeting.ends_at):
            return meeting
        before = words.span(meeting.starts_at, meeting.ends_at)
        meeting.starts_at, meeting.ends_at = draft.starts_at, draft.ends_at
        meeting.overlap_reason = draft.overlap_reason
        asked = meeting.invitations.exclude(state__in=(InviteState.WITHDRAWN, InviteState.DECLINED))
        persons = {key for key in asked.values_list("person_id", flat=True) if key is not None}
        rooms = [row.room_key for row in meeting.venues.all()]
        _require_free(meeting, draft.overlap_reason, persons, rooms)
        _moved(doing.act, meeting)
        doing.say(before=before, **data_of(draft))
        if meeting.state == MeetingState.INVITED:
            telling.rescheduled(doing.act, meeting, before)
    return meeting


def _moved(act: Act, meeting: Meeting) -> None:
    """Time or place changed: calendars get a new sequence, answers are asked for again."""
    meeting.sequence += 1
    if meeting.state == MeetingState.INVITED:
        answered = meeting.invitations.filter(state__in=policies.TOLD)
        answered.update(
            state=InviteState.SENT,
            answered_at=None,
            answer_reason="",
            substitute=None,
            substitute_name="",
            sent_at=act.now,
        )
    act.emit(MeetingRescheduled(meeting=meeting.pk, committee=meeting.committee_id))


def cancel(by: Actor, code: str, *, reason: str) -> Meeting:
    """Call a meeting off (hủy); the reason is told to who was invited. Its number is not given again."""
    if not reason.strip():
        raise Invalid(_("Ghi lý do hủy."), field="reason")
    with changing(by, code, "cancel", reason=reason) as doing:
        meeting = doing.meeting
        policies.require_plan(by, meeting.committee)
        told = meeting.state == MeetingState.INVITED
        go(meeting, MeetingState.CANCELLED)
        meeting.state_reason, meeting.sequence = reason.strip(), meeting.sequence + 1
        doing.say(reason=meeting.state_reason)
        doing.act.emit(MeetingCancelled(meeting=meeting.pk, committee=meeting.committee_id))
        if told:
            telling.cancelled(doing.act, meeting)
    return meeting


def _place(meeting: Meeting, draft: VenueDraft, *, is_main: bool) -> Venue:
    if meeting.venues.filter(name=draft.name).exists():
        raise Conflict(_("Đã có điểm cầu “%(name)s”.") % {"name": draft.name}, field="name")
    return Venue.objects.create(
        meeting=meeting,
        name=draft.name,
        address=draft.address,
        is_main=is_main,
        join_url=draft.join_url,
        order=meeting.venues.count(),
        place=places.by_code(draft.place) if draft.place else None,
        illustrative=meeting.illustrative,
    )


def add_venue(by: Actor, code: str, draft: VenueDraft, *, overlap_reason: str = "") -> Venue:
    """Add a remote point (điểm cầu), or the main hall where there is none yet. Raises as `plan`."""
    with changing(by, code, "add_venue", reason=overlap_reason) as doing:
        meeting = doing.meeting
        policies.require_plan(by, meeting.committee)
        require_state(meeting, *AHEAD)
        _require_free(meeting, overlap_reason, (), _rooms(draft))
        venue = _place(meeting, draft, is_main=not meeting.venues.filter(is_main=True).exists())
        meeting.sequence += 1
        doing.say(venue, **data_of(draft))
    return venue


def remove_venue(by: Actor, code: str, venue: UUID) -> None:
    """Take a remote point away; the main hall goes last. Once gone, nothing happens."""
    with changing(by, code, "remove_venue") as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *AHEAD)
        found = doing.meeting.venues.filter(pk=venue).first()
        if found is None:
            raise NotFound(_("Không có điểm cầu này."), field="venue")
        if found.is_main and doing.meeting.venues.count() > 1:
            raise Conflict(
                _("“%(name)s” là điểm cầu chính.") % {"name": found.name},
                hint=_("Bỏ các điểm cầu khác trước, hoặc giữ điểm cầu chính."),
            )
        doing.meeting.sequence += 1
        doing.say(found, name=found.name)
        found.delete()
