"""From minutes to conclusions, to the notice, to tasks, to the next agenda."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document as WordFile

from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.base.files import content
from tinhso.conclusions.actions import carrying, drafting, giving, issuing, minutes
from tinhso.conclusions.models import CarryChoice, CarryRule, Conclusion, ConclusionEvent, ConclusionState
from tinhso.conclusions.queries import conclusions as queries
from tinhso.conclusions.schemas import ConclusionDraft, EntryDraft, NoticeDraft
from tinhso.conclusions.tests.scene import Scene, hand_out, new_meeting
from tinhso.documents.models import Document
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import MeetingState
from tinhso.notify.models import Message
from tinhso.steering.errors import StaleForm
from tinhso.steering.models import Plan, Task, TaskState

SAID = "Sở so-tc rà soát, bổ sung danh mục cơ sở dữ liệu trong tháng 4"


def test_a_draft_is_proposed_from_what_was_said(scene: Scene) -> None:
    entry = minutes.write(scene.who("secretary"), scene.meeting, EntryDraft(text=SAID, item=1))
    (found,) = drafting.draft_from(scene.who("secretary"), scene.meeting, [entry.pk])
    assert (found.text, found.item, found.state) == (SAID, scene.item, ConclusionState.DRAFT)
    assert found.lead is not None and found.lead.code == "so-tc"
    assert (found.deadline_text, found.deadline) == ("trong tháng 4", date(2027, 4, 30))
    assert list(found.entries.all()) == [entry]
    assert list(entry.conclusions.all()) == [found]


def test_a_draft_may_lack_owner_and_term(scene: Scene) -> None:
    found = scene.draft("Tiếp tục tuyên truyền")
    assert (found.lead, found.deadline) == (None, None)
    with pytest.raises(Conflict):
        giving.give(scene.who("office"), found.pk)


def test_editing_keeps_both_versions(scene: Scene) -> None:
    found = scene.draft()
    drafting.edit(scene.who("office"), found.pk, ConclusionDraft(text="Một"), version=1)
    with pytest.raises(StaleForm) as stale:
        drafting.edit(scene.who("secretary"), found.pk, ConclusionDraft(text="Hai"), version=1)
    assert (stale.value.stored["text"], stale.value.typed["text"]) == ("Một", "Hai")


def test_the_chair_agrees_others_say_by_which_paper(scene: Scene) -> None:
    scene.draft()
    for name in ("an", "outsider", "leader"):
        with pytest.raises(NotAllowed):
            drafting.agree(scene.who(name), scene.meeting)
    with pytest.raises(Invalid):
        drafting.agree(scene.who("office"), scene.meeting)
    drafting.agree(scene.who("office"), scene.meeting, note="Bút phê ngày 20/11/2026")
    assert [row.state for row in queries.of_meeting(scene.meeting)] == [ConclusionState.AGREED]


def test_nothing_agreed_nothing_issued(scene: Scene) -> None:
    scene.draft()
    with pytest.raises(Conflict, match="thống nhất"):
        issuing.issue(scene.who("office"), scene.meeting, NoticeDraft())
    assert not Document.objects.exists()


def test_a_notice_is_a_numbered_document_with_its_files(scene: Scene) -> None:
    notice = scene.issued(
        {"lead": "so-tc", "joint": ("so-khcn",), "deadline_text": "trong tháng 4"}, {"text": "Ghi nhận"}
    )
    document = notice.document
    assert (document.notation, document.type) == ("01/TB-BCĐ", "TB")
    assert document.issuer == scene.committee.agency
    names = sorted(attachment.file.name for attachment in document.attachments.all())
    assert names == ["thong-bao-ket-luan-1.docx", "thong-bao-ket-luan-1.pdf"]
    word = document.attachments.get(file__name__endswith=".docx").file
    opened = WordFile(BytesIO(content.path_of(word.digest).read_bytes()))
    words = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    cells = "\n".join(cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    assert "Thời hạn: trong tháng 4 (30/04/2027)." in words
    assert "Cơ quan chủ trì: Sở so-tc; phối hợp: Sở so-khcn." in words
    assert "01/TB-BCĐ" in cells and "TRƯỞNG BAN" in cells and "Nguyễn Văn Chair" in cells
    assert Message.objects.filter(kind="conclusions.issued").exists()
    with pytest.raises(Conflict):
        issuing.issue(scene.who("office"), scene.meeting, NoticeDraft())


def test_an_unknown_signer_is_refused_and_nothing_is_numbered(scene: Scene) -> None:
    scene.draft()
    drafting.agree(scene.who("chair"), scene.meeting)
    with pytest.raises(Invalid) as refused:
        issuing.issue(scene.who("office"), scene.meeting, NoticeDraft(signer=scene.house.person("an").code))
    assert refused.value.field == "signer"
    assert not Document.objects.exists()


def test_each_conclusion_becomes_a_task_of_the_notices_plan(scene: Scene) -> None:
    notice = scene.issued(
        {"lead": "so-tc", "deadline": date(2027, 4, 30)},
        {"lead": "so-khcn", "joint": ("so-tc",), "deadline": date(2027, 6, 30)},
    )
    tasks = scene.given()
    notice.refresh_from_db()
    plan = notice.plan
    assert plan is not None and (plan.kind, plan.document) == (Plan.Kind.DIRECTIVE, notice.document)
    assert plan.ends_on == date(2027, 6, 30)
    assert [task.plan for task in tasks] == [plan, plan]
    assert [task.lead.code for task in tasks if task.lead] == ["so-tc", "so-khcn"]
    for task in tasks:
        conclusion = task.conclusion
        assert conclusion.task == task and conclusion.meeting == scene.meeting
        assert conclusion.notice == notice
    with pytest.raises(Conflict):
        giving.give_all(scene.who("office"), scene.meeting)


def test_a_task_cites_its_place_in_the_notice(scene: Scene) -> None:
    dropped = scene.draft("Ghi nhận")
    drafting.drop(scene.who("chair"), dropped.pk, reason="Ghi nhận")
    scene.issued({"lead": "so-tc", "deadline": date(2027, 4, 30)})
    (task,) = scene.given()
    assert task.clause == "Mục 1, Thông báo 01/TB-BCĐ"


def test_those_that_lack_something_are_named_and_stay(scene: Scene) -> None:
    scene.issued({"lead": "so-tc", "deadline": date(2027, 4, 30)}, {"text": "Không rõ ai"}, {"lead": "so-tc"})
    given = giving.give_all(scene.who("office"), scene.meeting)
    assert len(given.tasks) == 1
    assert [problem.field for problem in given.lacking] == ["conclusion-2", "conclusion-3"]
    assert "cơ quan chủ trì và thời hạn" in str(given.lacking[0].message)
    assert str(given.lacking[1].message).endswith("chưa có thời hạn.")
    with pytest.raises(Invalid) as refused:
        giving.give_all(scene.who("office"), scene.meeting)
    assert len(refused.value.problems) == 2
    row = queries.of_meeting(scene.meeting).get(number=3)
    told = drafting.draft_of(row).model_copy(update={"deadline": date(2027, 5, 31)})
    drafting.edit(scene.who("office"), row.pk, told)
    assert giving.give(scene.who("office"), row.pk).deadline == date(2027, 5, 31)
    with pytest.raises(Conflict, match="Câu chữ"):
        two = queries.of_meeting(scene.meeting).get(number=2)
        drafting.edit(scene.who("office"), two.pk, ConclusionDraft(text="Đổi lời"))


def test_dropping_says_why(scene: Scene) -> None:
    found = scene.draft()
    with pytest.raises(Invalid):
        drafting.drop(scene.who("chair"), found.pk, reason=" ")
    dropped = drafting.drop(scene.who("chair"), found.pk, reason="Nội dung ghi nhận")
    assert (dropped.state, dropped.state_reason) == (ConclusionState.DROPPED, "Nội dung ghi nhận")
    with pytest.raises(Conflict):
        drafting.agree(scene.who("chair"), scene.meeting, [found.pk])


def _carried(meeting: Meeting) -> list[str]:
    return [row.text for row in queries.carried_to(meeting)]


def test_what_is_not_settled_returns_once(scene: Scene) -> None:
    scene.issued({"text": "Chưa rõ ai làm"}, {"lead": "so-tc", "deadline": date(2027, 4, 30)})
    scene.given()
    coming = scene.plan()
    hand_out()
    for _again in range(2):
        carrying.carry(scene.committee)
    item = coming.items.get()
    assert item.title == "Việc thực hiện kết luận phiên họp lần thứ 1 năm 2026"
    assert item.origin_href == f"/conclusions/meetings/{scene.meeting.code}/"
    assert _carried(coming) == ["Chưa rõ ai làm"]
    assert queries.of_meeting(scene.meeting).get(number=1).state == ConclusionState.CARRIED
    assert ConclusionEvent.objects.filter(to_meeting=coming).count() == 1


def test_what_was_carried_as_a_draft_waits_there_once_issued(scene: Scene) -> None:
    coming = scene.plan()
    scene.draft("Dự thảo")
    carrying.carry(scene.committee)
    assert _carried(coming) == ["Dự thảo"]
    drafting.agree(scene.who("chair"), scene.meeting)
    issuing.issue(scene.who("office"), scene.meeting, NoticeDraft())
    hand_out()
    assert queries.of_meeting(scene.meeting).get().state == ConclusionState.CARRIED
    assert ConclusionEvent.objects.filter(to_meeting=coming).count() == 1


def test_late_and_open_tasks_return_as_the_committee_chose(scene: Scene) -> None:
    scene.issued({"text": "Trễ", "lead": "so-tc", "deadline": date(2026, 11, 21)}, {
        "text": "Còn hạn", "lead": "so-tc", "deadline": date(2027, 4, 30)})  # fmt: skip
    late, running = scene.given()
    Task.objects.filter(pk=late.pk).update(deadline=date(2026, 11, 20))
    for choice, expected in (
        (CarryChoice.UNSETTLED, set()),
        (CarryChoice.LATE, {"Trễ"}),
        (CarryChoice.OPEN, {"Trễ", "Còn hạn"}),
    ):
        CarryRule.objects.update_or_create(committee=scene.committee, defaults={"choice": choice})
        assert {row.text for row in queries.unresolved(scene.committee)} == expected
    Task.objects.filter(pk=running.pk).update(state=TaskState.DONE, done_on=date(2026, 11, 21))
    assert {row.text for row in queries.unresolved(scene.committee)} == {"Trễ"}


def test_a_cancelled_meeting_hands_on_to_the_next(scene: Scene) -> None:
    scene.issued({"text": "Còn treo"})
    first = scene.plan(10)
    carrying.carry(scene.committee)
    assert _carried(first) == ["Còn treo"]
    first.state = MeetingState.CANCELLED
    first.save()
    second = scene.plan(20, number=3)
    carrying.carry(scene.committee)
    assert _carried(second) == ["Còn treo"]


def test_other_committees_and_later_meetings_are_left_alone(scene: Scene) -> None:
    scene.issued({"text": "Còn treo"})
    before = new_meeting(scene, date(2026, 11, 1), 9, state=MeetingState.PLANNED)
    carrying.carry(scene.committee)
    assert not before.items.exists()
    assert Conclusion.objects.get().state == ConclusionState.ISSUED
