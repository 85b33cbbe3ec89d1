"""One click invites the committee of that day; answers, substitutes, short notice, holidays."""

from __future__ import annotations

from datetime import datetime

import pytest

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.committees import actions as committees
from tinhso.committees.tests.scene import SINCE, TODAY, Scene
from tinhso.meetings import inbox
from tinhso.meetings.actions import inviting
from tinhso.meetings.jobs import remind
from tinhso.meetings.models import Invitation
from tinhso.meetings.schemas import AnswerDraft, GuestDraft
from tinhso.meetings.states import InviteRole, InviteState, MeetingState
from tinhso.meetings.tests.scene import STARTS, invitation, invited, planned
from tinhso.notify.models import Message

pytestmark = pytest.mark.django_db


def test_one_click_invites_who_sits_in_the_committee_on_that_day(scene: Scene) -> None:
    committees.end_seat(scene.who("office"), "bcd-cds", scene.seats["dung"].pk, on=TODAY)
    meeting = planned(scene)
    made = inviting.prepare_members(scene.who("office"), meeting.code)
    assert len(made) == 6 and inviting.prepare_members(scene.who("office"), meeting.code) == []
    rows = {row.person_id: row for row in Invitation.objects.filter(meeting=meeting)}
    assert scene.person("dung").pk not in rows
    assert rows[scene.person("chair").pk].role == InviteRole.CHAIR
    assert not rows[scene.person("secretary").pk].votes and rows[scene.person("an").pk].votes


def test_nobody_is_told_before_it_is_sent_and_everybody_once(scene: Scene) -> None:
    meeting = planned(scene)
    inviting.prepare_members(scene.who("office"), meeting.code)
    assert not Message.objects.filter(kind="meetings.invited").exists()
    inviting.send(scene.who("office"), meeting.code)
    assert Message.objects.filter(kind="meetings.invited").count() == 7
    with pytest.raises(Conflict):
        inviting.send(scene.who("office"), meeting.code)
    inviting.add_guest(scene.who("office"), meeting.code, GuestDraft(person=str(scene.person("outsider").pk)))
    inviting.send(scene.who("office"), meeting.code)
    assert Message.objects.filter(kind="meetings.invited").count() == 8


def test_a_guest_may_be_an_agency_or_a_name_and_not_twice(scene: Scene) -> None:
    meeting, office = planned(scene), scene.who("office")
    inviting.add_guest(office, meeting.code, GuestDraft(agency="so-tc"))
    inviting.add_guest(office, meeting.code, GuestDraft(guest="Đại diện VNPT Lạng Sơn"))
    with pytest.raises(Conflict):
        inviting.add_guest(office, meeting.code, GuestDraft(agency="so-tc"))
    with pytest.raises(Invalid):
        inviting.add_guest(office, meeting.code, GuestDraft())
    assert sorted(row.invitee for row in meeting.invitations.all()) == ["Sở so-tc", "Đại diện VNPT Lạng Sơn"]


def test_too_short_a_notice_is_refused_by_working_days_and_sent_with_a_reason(scene: Scene) -> None:
    # 21/11/2026 is a Saturday: the third working day after it is at the earliest Wednesday 25/11
    meeting = planned(scene, starts=datetime(2026, 11, 24, 8, tzinfo=clock.TZ))
    inviting.prepare_members(scene.who("office"), meeting.code)
    with pytest.raises(Conflict) as refused:
        inviting.send(scene.who("office"), meeting.code)
    assert refused.value.code == "short_notice" and refused.value.field == "reason"
    inviting.send(scene.who("office"), meeting.code, reason="Ứng phó sự cố an toàn thông tin")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.INVITED


def test_the_holiday_of_tet_is_no_notice(scene: Scene) -> None:
    # Tết 2026: 16–20/02 are off, so three working days after Friday 13/02 end on Wednesday 25/02
    with clock.standing_at(datetime(2026, 2, 13, 9, tzinfo=clock.TZ)):
        for day, enough in ((24, False), (25, True)):
            meeting = planned(scene, starts=datetime(2026, 2, day, 8, tzinfo=clock.TZ))
            inviting.prepare_members(scene.who("office"), meeting.code)
            if enough:
                inviting.send(scene.who("office"), meeting.code)
            else:
                with pytest.raises(Conflict):
                    inviting.send(scene.who("office"), meeting.code)


def test_only_the_invited_answers_and_the_secretary_for_them(scene: Scene) -> None:
    meeting = invited(scene)
    row = invitation(scene, meeting, "an")
    yes = AnswerDraft(state=InviteState.ACCEPTED)
    for name in ("binh", "chair", "leader", "outsider"):
        with pytest.raises(NotAllowed):
            inviting.answer(scene.who(name), meeting.code, row.pk, yes)
    assert inviting.answer(scene.who("an"), meeting.code, row.pk, yes).state == InviteState.ACCEPTED
    no = AnswerDraft(state=InviteState.DECLINED, reason="Báo qua điện thoại")
    assert inviting.answer(scene.who("secretary"), meeting.code, row.pk, no).state == InviteState.DECLINED
    assert (
        Message.objects.filter(kind="meetings.answered", recipient=scene.person("secretary").pk).count() == 2
    )


def test_a_substitute_is_named_and_is_nobody_who_votes(scene: Scene) -> None:
    meeting = invited(scene)
    row, an = invitation(scene, meeting, "an"), scene.who("an")
    for field, more in (
        ("substitute_name", {}),
        ("substitute", {"substitute": str(scene.person("an").pk)}),
        ("substitute", {"substitute": str(scene.person("binh").pk)}),
    ):
        with pytest.raises(Invalid) as refused:
            inviting.answer(an, meeting.code, row.pk, AnswerDraft(state=InviteState.SUBSTITUTED, **more))
        assert refused.value.field == field
    sent = AnswerDraft(state=InviteState.SUBSTITUTED, substitute=str(scene.person("outsider").pk))
    assert inviting.answer(an, meeting.code, row.pk, sent).substitute == scene.person("outsider")
    assert Message.objects.filter(kind="meetings.substitute", recipient=scene.person("outsider").pk).exists()


def test_where_the_regulation_knows_no_substitute_the_way_out_is_told(scene: Scene) -> None:
    scene.regulation.substitutes = False
    scene.regulation.save()
    meeting = invited(scene)
    row = invitation(scene, meeting, "an")
    with pytest.raises(Invalid) as refused:
        sent = AnswerDraft(state=InviteState.SUBSTITUTED, substitute_name="Phó Giám đốc")
        inviting.answer(scene.who("an"), meeting.code, row.pk, sent)
    assert refused.value.field == "state" and refused.value.hint


def test_an_invitation_waits_in_the_inbox_until_it_is_answered(scene: Scene) -> None:
    meeting = invited(scene)
    an = scene.who("an")
    assert [line.code for line in inbox.lines(an)] == [meeting.code] and inbox.counted(an).count() == 1
    row = invitation(scene, meeting, "an")
    inviting.answer(an, meeting.code, row.pk, AnswerDraft(state=InviteState.ACCEPTED))
    assert list(inbox.lines(an)) == [] and inbox.counted(an).count() == 0
    assert list(inbox.lines(scene.who("outsider"))) == []


def test_an_agency_that_is_invited_answers_by_who_holds_a_post_there(scene: Scene) -> None:
    meeting, office = planned(scene), scene.who("office")
    row = inviting.add_guest(office, meeting.code, GuestDraft(agency="so-tc"))
    inviting.send(office, meeting.code)
    outsider = scene.who("outsider")
    assert [line.code for line in inbox.lines(outsider)] == [meeting.code]
    inviting.answer(outsider, meeting.code, row.pk, AnswerDraft(state=InviteState.ACCEPTED))
    row.refresh_from_db()
    assert row.state == InviteState.ACCEPTED


def test_withdrawing_tells_who_was_told_and_one_click_puts_them_back(scene: Scene) -> None:
    meeting, office = invited(scene), scene.who("office")
    row = invitation(scene, meeting, "an")
    inviting.withdraw(office, meeting.code, row.pk)
    assert Message.objects.filter(kind="meetings.withdrawn", recipient=scene.person("an").pk).count() == 1
    inviting.prepare_members(office, meeting.code)
    row.refresh_from_db()
    assert row.state == InviteState.PREPARED


def test_the_reminder_comes_once_within_the_last_day_and_not_to_who_declined(scene: Scene) -> None:
    meeting = invited(scene)
    row = invitation(scene, meeting, "an")
    inviting.answer(scene.who("an"), meeting.code, row.pk, AnswerDraft(state=InviteState.DECLINED))
    remind()
    assert not Message.objects.filter(kind="meetings.reminded").exists()
    with clock.standing_at(STARTS.replace(day=STARTS.day - 1)):
        remind()
        remind()
    assert Message.objects.filter(kind="meetings.reminded").count() == 6
    assert SINCE < TODAY
