"""Letters: drafted from what is late, issued with number and files, read, answered, withdrawn, signed."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from django.test import Client

from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.base.files import content
from tinhso.documents.models import Document
from tinhso.notify.models import Message
from tinhso.people.models import Role
from tinhso.people.policies import Span
from tinhso.people.steps import BACKEND
from tinhso.steering.models import Report
from tinhso.steering.tests import scene
from tinhso.urging import queries
from tinhso.urging.actions import answering, issuing
from tinhso.urging.actions import letters as actions
from tinhso.urging.api_letters import LetterOut
from tinhso.urging.letters import gathering
from tinhso.urging.models import Answer, Letter, LetterState
from tinhso.urging.schemas import LineAnswer
from tinhso.urging.tests.conftest import TODAY, Urged, office, person, signed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _late(urged: Urged, count: int = 2) -> list[str]:
    return [urged.task(f"cham-{number}", TODAY - timedelta(days=10 + number)).code for number in range(count)]


def _issued(urged: Urged) -> Letter:
    _late(urged)
    draft = actions.draft_letters(office(), [urged.industry.code])[0]
    return issuing.issue_letter(office(), draft.pk, version=draft.version)


def _answers(*codes: str) -> list[LineAnswer]:
    return [
        LineAnswer(
            code=code,
            progress="Đạt 60%",
            difficulties="Thiếu kinh phí",
            causes="Chậm vốn",
            solutions="Bố trí",
        )
        for code in codes
    ]


def _text(document: Document) -> tuple[str, list[list[str]]]:
    """The words of the DOCX it was issued with, and its tables' cells."""
    rows = document.attachments.select_related("file")
    file = next(one.file for one in rows if one.file.name.endswith(".docx"))
    opened = docx.Document(io.BytesIO(content.path_of(file.digest).read_bytes()))
    cells = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    words = "\n".join([*(one.text for one in opened.paragraphs), *(cell for row in cells for cell in row)])
    return words, cells


def test_a_draft_holds_what_is_late_today_the_longest_first(urged: Urged) -> None:
    _late(urged)
    urged.task("chua-den", TODAY + timedelta(days=3))
    urged.task("cua-noi-khac", TODAY - timedelta(days=3), lead=urged.made.agencies[3])
    made = actions.draft_letters(office(), [urged.industry.code])
    assert len(made) == 1
    lines = queries.lines_of(made[0])
    assert [line.code for line in lines] == ["cham-1", "cham-0"]
    assert [line.days_late for line in lines] == [9, 8]
    assert made[0].answer_by == date(2026, 11, 27), "five working days"


def test_drafting_again_sets_the_draft_anew(urged: Urged) -> None:
    _late(urged)
    first = actions.draft_letters(office(), [urged.industry.code])[0]
    urged.task("them", TODAY - timedelta(days=1))
    again = actions.draft_letters(office(), [urged.industry.code])[0]
    assert again.pk == first.pk and len(queries.lines_of(again)) == 3


def test_an_agency_that_is_not_late_gets_no_letter(urged: Urged) -> None:
    with pytest.raises(Invalid, match="không có nhiệm vụ quá hạn"):
        actions.draft_letters(office(), [urged.industry.code])
    with pytest.raises(Invalid):
        actions.draft_letters(office(), [])
    with pytest.raises(NotFound):
        actions.draft_letters(office(), ["khong-co"])
    with pytest.raises(NotAllowed):
        actions.draft_letters(signed("baocao"), [urged.industry.code])


def test_whoever_writes_is_not_among_those_written_to(urged: Urged, client: Client) -> None:
    _late(urged)
    own = urged.made.agencies[0]
    urged.task("cua-minh", TODAY - timedelta(days=3), lead=own)
    client.force_login(scene.account("thuongtruc"), backend=BACKEND)
    page = client.get("/urging/letters/new/").content.decode()
    assert f'value="{urged.industry.code}" checked' in page and f'value="{own.code}"' not in page
    refused = client.post("/urging/letters/new/", {"agencies": [own.code, urged.industry.code]})
    assert refused.status_code == 422 and "không đôn đốc chính mình" in refused.content.decode()
    assert not Letter.objects.exists()


def test_issuing_numbers_registers_and_tells(urged: Urged) -> None:
    letter = _issued(urged)
    assert letter.state == LetterState.ISSUED and letter.document is not None
    assert letter.document.notation.startswith("01/") and letter.document.date == TODAY
    names = [one.file.name.rpartition(".")[2] for one in letter.document.attachments.select_related("file")]
    assert sorted(names) == ["docx", "pdf"]
    words, cells = _text(letter.document)
    for told in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Kính gửi",
        "Sở Công Thương",
        "Khó khăn, vướng mắc",
        "Nguyên nhân",
        "27/11/2026",
        letter.document.notation,
    ):
        assert told in words, told
    rows = [row for row in cells if "cham-1" in row]
    assert rows and rows[0][3:5] == ["09/11/2026", "9"]
    told_to = set(Message.objects.filter(kind="urging.letter").values_list("recipient", flat=True))
    assert told_to == {scene.account("baocao").person_id, scene.account("thutruong").person_id}


def test_the_api_tells_how_many_tasks_a_letter_names_whoever_read_it(urged: Urged) -> None:
    letter = _issued(urged)
    told = [LetterOut.of(letter), LetterOut.of(letter, queries.lines_of(letter))]
    told.append(LetterOut.of(queries.letters_for(office()).get(pk=letter.pk)))
    assert [one.tasks for one in told] == [2, 2, 2]


def test_numbers_follow_each_other_and_a_taken_one_is_refused(urged: Urged) -> None:
    _issued(urged)
    urged.task("khac", TODAY - timedelta(days=9), lead=urged.made.agencies[3])
    draft = actions.draft_letters(office(), [urged.made.agencies[3].code])[0]
    with pytest.raises(Conflict):
        issuing.issue_letter(office(), draft.pk, version=draft.version, number=1)
    letter = issuing.issue_letter(office(), draft.pk, version=draft.version)
    assert letter.document is not None and letter.document.notation.startswith("02/")


def test_a_letter_is_issued_once_and_not_edited_afterwards(urged: Urged) -> None:
    letter = _issued(urged)
    with pytest.raises(Conflict):
        issuing.issue_letter(office(), letter.pk, version=letter.version)
    with pytest.raises(Conflict):
        issuing.issue_letter(office(), letter.pk, version=letter.version - 1)
    draft = actions.LetterDraft(
        subject="khác",
        answer_by=TODAY + timedelta(days=9),
        form=letter.form,
    )
    with pytest.raises(Conflict):
        actions.edit_letter(office(), letter.pk, draft, version=letter.version)


def test_reading_is_noted_once_for_the_agency_only(urged: Urged) -> None:
    letter = _issued(urged)
    assert answering.note_reading(office(), letter).state == LetterState.ISSUED
    read = answering.note_reading(signed("baocao"), letter)
    assert read.state == LetterState.READ and "Vi Văn Lực" in read.read_label
    again = answering.note_reading(signed("thutruong"), read)
    assert again.read_label == read.read_label


def test_every_task_is_answered_or_named(urged: Urged) -> None:
    letter = _issued(urged)
    with pytest.raises(Invalid) as refused:
        answering.answer_letter(signed("baocao"), letter.pk, _answers("cham-0"))
    assert "cham-1" in str(refused.value) and refused.value.problems[0].field == "progress-1"
    answered = answering.answer_letter(signed("baocao"), letter.pk, _answers("cham-0", "cham-1"))
    assert answered.state == LetterState.ANSWERED and Answer.objects.count() == 2
    assert Message.objects.filter(kind="urging.answered").count() == 1


def test_answering_again_supersedes(urged: Urged) -> None:
    letter = _issued(urged)
    for _time in range(2):
        answering.answer_letter(signed("baocao"), letter.pk, _answers("cham-0", "cham-1"))
    assert Answer.objects.count() == 4 and len(queries.answers_of(letter)) == 2


def test_an_answer_may_be_sent_as_reports_too(urged: Urged) -> None:
    letter = _issued(urged)
    answering.answer_letter(signed("baocao"), letter.pk, _answers("cham-0", "cham-1"), as_reports=True)
    assert Report.objects.count() == 2
    linked = set(Answer.objects.values_list("report", flat=True))
    assert linked == set(Report.objects.values_list("pk", flat=True))
    assert Report.objects.first().difficulties == "Thiếu kinh phí"  # type: ignore[union-attr]  # there are two


def test_only_the_agency_and_the_standing_office_answer(urged: Urged) -> None:
    letter = _issued(urged)
    stranger = person("la", urged.made.agencies[3], Role.REPORTING_OFFICER, illustrative=True)
    with pytest.raises((NotAllowed, NotFound)):
        answering.answer_letter(signed(stranger.username), letter.pk, _answers("cham-0", "cham-1"))
    with pytest.raises(NotFound):
        queries.letter(signed(stranger.username), letter.pk)


def test_a_withdrawn_letter_is_answered_no_more(urged: Urged) -> None:
    letter = _issued(urged)
    with pytest.raises(Invalid):
        actions.withdraw_letter(office(), letter.pk, reason=" ")
    actions.withdraw_letter(office(), letter.pk, reason="Nhầm đơn vị")
    with pytest.raises(Conflict):
        answering.answer_letter(signed("baocao"), letter.pk, _answers("cham-0", "cham-1"))


def test_the_signed_scan_is_added_and_replaces_nothing(urged: Urged) -> None:
    letter = _issued(urged)
    row = actions.attach_signed(office(), letter.pk, io.BytesIO(PDF), "ban-ky.pdf")
    assert row.signed is not None and row.document is not None
    assert row.document.attachments.count() == 3


def test_who_owes_shows_what_was_sent_and_what_is_overdue(urged: Urged) -> None:
    letter = _issued(urged)
    with acting(scene.ROBOT, "test"):
        Letter.objects.filter(pk=letter.pk).update(answer_by=TODAY - timedelta(days=1))
    rows = gathering.owing(TODAY, Span(None), with_illustrative=True)
    assert [(row.agency.code, row.late, row.overdue) for row in rows] == [(urged.industry.code, 2, True)]
