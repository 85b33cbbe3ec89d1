"""Numbers by year, who plans and chairs, conflicts with both meetings named, changes once invited."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from tinhso.base.events.models import OutboxEvent
from tinhso.committees.tests.scene import TODAY, Scene, new_scene
from tinhso.meetings.actions import inviting, planning
from tinhso.meetings.models import Meeting
from tinhso.meetings.schemas import AnswerDraft, TimeDraft, VenueDraft
from tinhso.meetings.states import InviteState, MeetingKind, MeetingState
from tinhso.meetings.tests.scene import STARTS, draft, invitation, invited, planned
from tinhso.meetings.words import usual_title
from tinhso.notify.models import Message
from tinhso.people.principals import ANONYMOUS

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def _time(starts: datetime, **more: str) -> TimeDraft:
    return TimeDraft(starts_at=starts, ends_at=starts + timedelta(hours=3), **more)


def test_meetings_are_numbered_by_year_within_their_kind(scene: Scene) -> None:
    first, second = planned(scene), planned(scene, starts=STARTS + WEEK)
    conference = planned(scene, starts=STARTS + 2 * WEEK, kind="conference")
    next_year = planned(scene, starts=datetime(2027, 1, 12, 8, tzinfo=clock.TZ))
    assert [row.number for row in (first, second, conference, next_year)] == [1, 2, 1, 1]
    assert first.title == "Phiên họp lần thứ nhất năm 2026"
    assert second.title == "Phiên họp lần thứ hai năm 2026"
    assert conference.title == "Hội nghị lần thứ nhất năm 2026"
    assert first.code == "bcd-cds-2026-p1" and next_year.code == "bcd-cds-2027-p1"


def test_the_eleventh_is_counted_in_figures() -> None:
    assert usual_title(MeetingKind.SESSION, 10, 2026) == "Phiên họp lần thứ mười năm 2026"
    assert usual_title(MeetingKind.SESSION, 11, 2026) == "Phiên họp lần thứ 11 năm 2026"


def test_a_cancelled_meeting_keeps_its_number(scene: Scene) -> None:
    first = planned(scene)
    planning.cancel(scene.who("office"), first.code, reason="Bão")
    assert planned(scene, starts=STARTS + WEEK).number == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_get_two_numbers() -> None:
    scene = new_scene()
    office = scene.who("office")

    def plan(week: int) -> int:
        try:
            with clock.standing_at(TODAY):
                return planning.plan(office, draft(scene, starts=STARTS + week * WEEK)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(plan, range(4)))
    assert numbers == [1, 2, 3, 4]


def test_the_office_and_the_secretary_plan_and_nobody_else(scene: Scene) -> None:
    for name in ("chair", "an", "leader", "auditor", "outsider"):
        with pytest.raises(NotAllowed):
            planning.plan(scene.who(name), draft(scene))
    with pytest.raises(NotSignedIn):
        planning.plan(ANONYMOUS, draft(scene))
    assert planning.plan(scene.who("secretary"), draft(scene)).number == 1


def test_the_chair_is_who_convenes_by_the_regulation(scene: Scene) -> None:
    assert planned(scene).chair == scene.person("chair")
    deputy = planned(scene, starts=STARTS + WEEK, chair=str(scene.person("deputy").pk))
    assert deputy.chair == scene.person("deputy")
    with pytest.raises(Invalid) as refused:
        planned(scene, starts=STARTS + 2 * WEEK, chair=str(scene.person("an").pk))
    assert refused.value.field == "chair" and "Nguyễn Văn Chair" in str(refused.value.hint)


def test_an_end_before_the_beginning_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        planned(scene, ends_at=STARTS)
    assert refused.value.field == "ends_at"


def test_a_member_invited_elsewhere_at_that_time_is_named_with_both_meetings(scene: Scene) -> None:
    first = invited(scene)
    with pytest.raises(Conflict) as refused:
        planned(scene, starts=STARTS + timedelta(hours=2), title="Phiên họp bất thường")
    told = str(refused.value.message)
    assert refused.value.code == "overlap" and refused.value.field == "overlap_reason"
    assert first.title in told and "Phiên họp bất thường" in told and "Nguyễn Văn An" in told
    kept = planned(scene, starts=STARTS + timedelta(hours=2), overlap_reason="Ứng phó sự cố")
    assert kept.overlap_reason == "Ứng phó sự cố"
    assert planned(scene, starts=STARTS + timedelta(hours=3)).number == 3


def test_a_room_that_is_taken_is_named(scene: Scene) -> None:
    other = new_scene("bcd-khac")
    hall = {"name": "Phòng họp số 1", "address": "Trụ sở UBND tỉnh"}
    first = planned(other, venue=hall)
    with pytest.raises(Conflict) as refused:
        planned(scene, venue={"name": "phòng họp số 1", "address": "Trụ sở UBND Tỉnh"})
    assert first.title in str(refused.value.message)
    assert planned(scene, venue={**hall, "name": "Phòng họp số 2"}).venues.count() == 1


def test_who_declined_is_free(scene: Scene) -> None:
    first = invited(scene)
    for name in scene.seats:
        row = invitation(scene, first, name)
        answer = AnswerDraft(state=InviteState.DECLINED, reason="Đi công tác")
        inviting.answer(scene.who(name), first.code, row.pk, answer)
    assert planned(scene).number == 2


def test_a_written_consultation_takes_no_time(scene: Scene) -> None:
    invited(scene)
    assert planned(scene, kind="written").state == MeetingState.PLANNED


def test_moving_an_invited_meeting_tells_everybody_and_asks_again(scene: Scene) -> None:
    meeting = invited(scene)
    row = invitation(scene, meeting, "an")
    inviting.answer(scene.who("an"), meeting.code, row.pk, AnswerDraft(state=InviteState.ACCEPTED))
    before = Message.objects.filter(kind="meetings.rescheduled").count()
    moved = planning.reschedule(
        scene.who("office"), meeting.code, _time(STARTS + WEEK), reason="Trùng họp HĐND"
    )
    row.refresh_from_db()
    assert (row.state, row.answered_at) == (InviteState.SENT, None)
    assert moved.number == meeting.number and moved.sequence == meeting.sequence + 1
    assert Message.objects.filter(kind="meetings.rescheduled").count() == before + 7
    assert OutboxEvent.objects.filter(name="meetings.rescheduled").exists()


def test_moving_to_the_same_time_changes_nothing(scene: Scene) -> None:
    meeting = invited(scene)
    planning.reschedule(scene.who("office"), meeting.code, _time(STARTS))
    assert not Message.objects.filter(kind="meetings.rescheduled").exists()


def test_cancelling_needs_a_reason_and_tells_it(scene: Scene) -> None:
    meeting = invited(scene)
    with pytest.raises(Invalid):
        planning.cancel(scene.who("office"), meeting.code, reason=" ")
    planning.cancel(scene.who("office"), meeting.code, reason="Bão số 3")
    told = Message.objects.filter(kind="meetings.cancelled")
    assert told.count() == 7
    with pytest.raises(Conflict):
        planning.reschedule(scene.who("office"), meeting.code, _time(STARTS + WEEK))


def test_a_link_must_be_https(scene: Scene) -> None:
    for bad in ("http://hop.gov.vn", "javascript:alert(1)", "https://a b", "ftp://x"):
        with pytest.raises(ValueError):
            VenueDraft(name="Điểm cầu", join_url=bad)
    meeting = planned(scene)
    planning.add_venue(scene.who("office"), meeting.code, VenueDraft(name="Hội trường"))
    remote = VenueDraft(name="Điểm cầu xã", join_url="https://hop.langson.gov.vn/p1")
    planning.add_venue(scene.who("office"), meeting.code, remote)
    assert [row.is_main for row in Meeting.objects.get(pk=meeting.pk).venues.order_by("order")] == [
        True,
        False,
    ]
    with pytest.raises(Conflict):
        planning.add_venue(scene.who("office"), meeting.code, remote)
