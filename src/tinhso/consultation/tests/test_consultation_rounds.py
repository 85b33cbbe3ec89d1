"""From a draft to an answer for every comment: what is allowed when, and what is never lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.consultation import jobs
from tinhso.consultation.actions import answering, late, opinions, rounds
from tinhso.consultation.models import Comment, Draft, Note, NoteState
from tinhso.consultation.queries import comments, drafts
from tinhso.consultation.schemas import NewAnswer, NewNote, Opinion
from tinhso.consultation.tests.conftest import DEADLINE, NOW, Scene
from tinhso.notify.models import Message
from tinhso.people.models import Position, Post, Role

pytestmark = pytest.mark.django_db


def _state(draft: Draft) -> str:
    return drafts.by_code(draft.code).state


def _answered(scene: Scene, draft: Draft, *numbers: int, kind: str = "explained") -> None:
    told = NewAnswer(comments=numbers, kind=kind, text="Giữ như dự thảo vì đã thống nhất.")
    answering.answer(scene.who["soan"], draft.code, told)


def test_a_round_from_opening_to_the_last_answer(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    assert _state(draft) == "open"
    scene.says(of, 1, "Nên ghi rõ quý.", "Thêm nguồn lực.", clause=2)
    scene.says(of, 2)
    told = drafts.progress(of)
    assert (told.asked, told.answered, told.agreed, told.missing) == (5, 2, 1, 3)
    rounds.close(scene.who["soan"], draft.code)
    assert _state(draft) == "closed"
    _answered(scene, draft, 1)
    assert _state(draft) == "closed"
    _answered(scene, draft, 2)
    assert _state(draft) == "answered"


def test_a_round_in_which_all_agree_needs_no_answers(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    for number in range(1, 6):
        scene.says(of, number)
    rounds.close(scene.who["soan"], draft.code)
    assert _state(draft) == "answered"


def test_the_drafter_is_told_once_when_the_last_of_the_asked_has_answered(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    for number in range(1, 5):
        scene.says(of, number)
    assert not Message.objects.filter(kind="drafts.all_answered").exists()
    scene.says(of, 5, "Thêm nguồn lực.")
    told = Message.objects.filter(kind="drafts.all_answered")
    assert {row.recipient for row in told} == {scene.who["soan"].person_id}
    assert told[0].values["asked"] == "5"


def test_a_standing_office_that_drafts_is_told_too(scene: Scene) -> None:
    person = scene.who["kiemtra"].person_id
    assert person is not None
    position = Position.objects.create(agency=scene.drafter, title="Thường trực", role=Role.STANDING_OFFICE)
    Post.objects.create(person_id=person, position=position)
    of = scene.opened(scene.draft())
    for number in range(1, 6):
        scene.says(of, number)
    told = Message.objects.filter(kind="drafts.all_answered").values_list("recipient", flat=True)
    assert set(told) == {scene.who["soan"].person_id, person}


def test_a_round_closed_early_is_not_said_to_have_run_out(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    rounds.close(scene.who["soan"], draft.code)
    of.refresh_from_db()
    assert of.ended_early and of.ended_at == of.closed_at
    with pytest.raises(opinions.RoundOver, match=r"đã kết thúc lúc .* 23/11/2026"):
        scene.says(of, 1, "Muộn.")


def test_a_round_that_ran_out_ended_at_its_deadline(scene: Scene) -> None:
    of = scene.opened(scene.draft())
    with clock.standing_at(DEADLINE + timedelta(days=1)):
        jobs.close_due()
        of.refresh_from_db()
        assert not of.ended_early and of.ended_at == of.deadline
        with pytest.raises(opinions.RoundOver, match=r"đã hết hạn lúc 17:.* 04/12/2026"):
            scene.says(of, 1, "Muộn.")


def test_only_the_head_sends_where_one_works_in_the_product(scene: Scene) -> None:
    of = scene.opened(scene.draft())
    row = scene.invitee(of, 1)
    opinions.write(scene.who["canbo1"], row, NewNote(text="Ý kiến"))
    with pytest.raises(NotAllowed) as refused:
        opinions.send(scene.who["canbo1"], row, Opinion())
    assert refused.value.code == "head_sends"
    assert Note.objects.get().state == NoteState.WRITING
    opinions.send(scene.who["thutruong1"], row, Opinion())
    assert Comment.objects.get().agency == scene.asked[0]


def test_nobody_writes_for_another_agency(scene: Scene) -> None:
    of = scene.opened(scene.draft())
    with pytest.raises(NotAllowed):
        opinions.write(scene.who["canbo2"], scene.invitee(of, 1), NewNote(text="Ý kiến"))


def test_agreeing_while_comments_are_being_written_is_refused(scene: Scene) -> None:
    of = scene.opened(scene.draft())
    row = scene.invitee(of, 2)
    opinions.write(scene.who["canbo2"], row, NewNote(text="Ý kiến"))
    with pytest.raises(Invalid):
        opinions.send(scene.who["canbo2"], row, Opinion(agrees=True))
    with pytest.raises(Invalid):
        opinions.send(scene.who["canbo3"], scene.invitee(of, 3), Opinion())


def test_a_comment_after_closing_is_kept_and_told_the_ways_out(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    row = scene.invitee(of, 2)
    opinions.write(scene.who["canbo2"], row, NewNote(text="Gõ trước khi đóng"))
    rounds.close(scene.who["soan"], draft.code)
    opinions.write(scene.who["canbo2"], row, NewNote(text="Gõ sau khi đóng"))
    with pytest.raises(opinions.RoundOver) as refused:
        opinions.send(scene.who["canbo2"], row, Opinion())
    assert "gia hạn" in str(refused.value.hint)
    assert Note.objects.filter(state=NoteState.WRITING).count() == 2
    assert _state(draft) == "answered"
    late.send_late(scene.who["canbo2"], row, Opinion(), "Đợi ý kiến đơn vị trực thuộc")
    assert _state(draft) == "closed"
    waiting = comments.late_ones(draft).get()
    late.decide_late(scene.who["soan"], waiting.pk, admitted=True, why="Ý kiến cần thiết")
    assert [row.late for row in comments.comments(draft)] == [True, True]
    _answered(scene, draft, 1, 2)
    assert _state(draft) == "answered"


def test_a_late_opinion_that_is_not_let_in_stays_with_its_authors(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    row = scene.invitee(of, 2)
    opinions.write(scene.who["canbo2"], row, NewNote(text="Muộn"))
    rounds.close(scene.who["soan"], draft.code)
    sent = late.send_late(scene.who["canbo2"], row, Opinion(), "Bận")
    late.decide_late(scene.who["soan"], sent.pk, admitted=False, why="Đã trình ký")
    assert Note.objects.get().state == NoteState.WRITING
    assert _state(draft) == "answered"
    assert not comments.comments(draft).exists()


def test_the_deadline_holds_before_the_job_has_run(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    row = scene.invitee(of, 2)
    opinions.write(scene.who["canbo2"], row, NewNote(text="Sát giờ"))
    with clock.standing_at(DEADLINE + timedelta(days=1)):
        with pytest.raises(opinions.RoundOver):
            opinions.send(scene.who["canbo2"], row, Opinion())
        jobs.close_due()
        assert _state(draft) == "answered"
        rounds.extend(scene.who["soan"], draft.code, date(2026, 12, 9), "Theo đề nghị của các sở")
        assert _state(draft) == "open"
        opinions.send(scene.who["canbo2"], scene.invitee(of, 2), Opinion())


@pytest.mark.parametrize(
    ("day", "says"), [(NOW, "sau hôm nay"), (date(2026, 12, 5), "ngày nghỉ"), (date(2027, 2, 8), "ngày nghỉ")]
)
def test_a_deadline_is_a_working_day_ahead(scene: Scene, day: date, says: str) -> None:
    """A Saturday; the third day of Tết."""
    draft = scene.draft()
    today = NOW + timedelta(days=1) if day == NOW else NOW
    with clock.standing_at(today), pytest.raises(Invalid) as refused:
        scene.opened(draft, deadline=day)
    assert says in str(refused.value) and refused.value.field == "deadline"


def test_a_draft_without_text_or_anybody_to_ask_is_not_opened(scene: Scene) -> None:
    with pytest.raises(Conflict):
        scene.opened(scene.draft(text=""))
    with pytest.raises(Invalid) as refused:
        scene.opened(scene.draft(title="Khác"), agencies=())
    assert refused.value.field == "agencies"


def test_members_of_the_committee_are_asked_in_one_click(scene: Scene) -> None:
    of = scene.opened(scene.draft(committee="bcd"), agencies=(), members=True)
    row = of.invitees.get()
    assert row.name == "Nguyễn lanhdao"
    opinions.write(scene.who["lanhdao"], row, NewNote(text="Đồng ý về nguyên tắc"))
    opinions.send(scene.who["lanhdao"], row, Opinion())
    assert Comment.objects.get().person_id == scene.who["lanhdao"].person_id


def test_an_answer_needs_its_reason_and_a_later_one_supersedes(scene: Scene) -> None:
    draft = scene.draft()
    of = scene.opened(draft)
    scene.says(of, 1, "Một", "Hai")
    with pytest.raises(Invalid):
        answering.answer(scene.who["soan"], draft.code, NewAnswer(comments=(1,), kind="rejected"))
    _answered(scene, draft, 1, 2)
    answering.answer(scene.who["soan"], draft.code, NewAnswer(comments=(1,), kind="accepted"))
    first, second = comments.comments(draft)
    assert comments.answer_of(first).kind == "accepted"  # type: ignore[union-attr]  # both are answered
    assert comments.answer_of(second).kind == "explained"  # type: ignore[union-attr]  # both are answered
    assert first.answers.count() == 2
