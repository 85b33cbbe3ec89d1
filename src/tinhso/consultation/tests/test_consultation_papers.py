"""The synthesis table opened again, the final text, and the same through the API."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from docx import Document as Word
from openpyxl import load_workbook

from tinhso.base import clock
from tinhso.base.calendar.queries import current_calendar
from tinhso.consultation import synthesis
from tinhso.consultation.actions import answering, drafting, finishing, rounds
from tinhso.consultation.jobs import close_due, remind
from tinhso.consultation.models import Draft
from tinhso.consultation.personal_data import FIELDS, mask_contact
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import Finish, NewAnswer
from tinhso.consultation.tests.conftest import DEADLINE, TEXT, Scene
from tinhso.notify.models import Message
from tinhso.papers import docx, pdf, xlsx

pytestmark = pytest.mark.django_db


def _done(scene: Scene) -> Draft:
    """Five asked: two comment, one agrees, two are silent; one comment is answered with a clause."""
    draft = scene.draft()
    of = scene.opened(draft)
    scene.says(of, 1, "Nên ghi rõ quý.", clause=3)
    scene.says(of, 2, "Thêm <nguồn lực> & kinh phí.")
    scene.says(of, 3)
    rounds.close(scene.who["soan"], draft.code)
    drafting.add_version(scene.who["soan"], draft.code, text=TEXT.replace("50%", "60%"))
    taken = drafts.clauses(drafts.version(draft, 2))[2]
    by = scene.who["soan"]
    answering.answer(by, draft.code, NewAnswer(comments=(1,), kind="accepted", clause=taken.pk))
    answering.answer(by, draft.code, NewAnswer(comments=(2,), kind="rejected", text="Đã có ở kế hoạch vốn."))
    return drafts.by_code(draft.code)


def test_the_table_opened_again_says_who_said_what_and_what_became_of_it(scene: Scene) -> None:
    draft = _done(scene)
    paper = synthesis.paper(synthesis.gather(draft))
    content = docx.render(paper)
    assert content == docx.render(synthesis.paper(synthesis.gather(draft)))
    word = Word(io.BytesIO(content))
    titles = {paragraph.text for paragraph in word.paragraphs}
    assert "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý" in titles
    assert any((section.page_width or 0) > (section.page_height or 0) for section in word.sections)
    rows = next(
        found
        for found in ([[cell.text for cell in row.cells] for row in table.rows] for table in word.tables)
        if len(found[0]) == 5
    )
    assert rows[0][1:] == [
        "Nhóm vấn đề hoặc điều, khoản",
        "Chủ thể góp ý",
        "Nội dung góp ý",
        "Nội dung tiếp thu, giải trình",
    ]
    assert rows[1][1:] == [
        "Toàn văn dự thảo",
        "Sở số 2",
        "Thêm <nguồn lực> & kinh phí.",
        "Không tiếp thu. Đã có ở kế hoạch vốn.",
    ]
    assert rows[2][1:3] == ["Điều 1, khoản 2", "Sở số 1"]
    assert rows[2][4] == "Tiếp thu. Thể hiện tại Điều 1, khoản 2 của bản 2."
    assert rows[3][2:4] == ["Sở số 3", "Thống nhất với dự thảo, không có ý kiến khác."]
    counts = {row.cells[0].text: row.cells[-1].text for table in word.tables for row in table.rows}
    assert counts["Số cơ quan, tổ chức, cá nhân được hỏi ý kiến"] == "5"
    assert counts["Số cơ quan, tổ chức, cá nhân đã trả lời"] == "3"
    assert counts["Trong đó: thống nhất, không có ý kiến"] == "1"
    assert counts["Tổng số ý kiến góp ý"] == "2"


def test_the_table_is_made_as_pdf_and_workbook(scene: Scene) -> None:
    paper = synthesis.paper(synthesis.gather(_done(scene)))
    assert pdf.render(paper).startswith(b"%PDF-")
    book = load_workbook(io.BytesIO(xlsx.render(paper)))
    told = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("Không tiếp thu" in text for text in told)


def test_the_issued_text_has_its_number_and_its_clauses(scene: Scene) -> None:
    draft = _done(scene)
    told = Finish(version=2, issuer="so-0", date=date(2026, 12, 7), suffix="KH-SKHCN", signer="Nguyễn Văn A")
    made = finishing.finalise(scene.who["soan"], draft.code, told)
    assert made.document and made.document.notation == "01/KH-SKHCN"
    paper = synthesis.final_text(
        made, drafts.clauses(drafts.version(made, 2)), made.agency, "01/KH-SKHCN", told.date, told.signer
    )
    word = Word(io.BytesIO(docx.render(paper)))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Điều 1. Mục tiêu" in words and "2. 60% số dịch vụ" in words


def test_who_is_silent_is_reminded_by_working_days_and_once(scene: Scene) -> None:
    """The deadline is a Friday: three working days before is Tuesday; nobody is told on a Sunday."""
    draft = scene.draft()
    of = scene.opened(draft)
    scene.says(of, 1)
    told = Message.objects.filter(kind="drafts.reminded")
    for day, expected in ((29, 0), (30, 0)):
        with clock.standing_at(date(2026, 11, day)):
            remind()
        assert told.count() == expected
    with clock.standing_at(date(2026, 12, 1)):
        remind()
        remind()
    assert told.count() == 4
    with clock.standing_at(date(2026, 12, 3)):
        remind()
    assert told.count() == 8
    with clock.standing_at(DEADLINE.replace(day=5)):
        close_due()
        close_due()
        remind()
    assert told.count() == 8
    assert Message.objects.filter(kind="drafts.round_closed").count() >= 1


def test_reminders_leave_out_tet_and_count_swapped_days(scene: Scene) -> None:
    """Thursday 04/02/2027 to Monday 15/02/2027: Tết lies between."""
    with clock.standing_at(date(2027, 1, 25)):
        draft = scene.draft()
        of = scene.opened(draft, deadline=date(2027, 2, 15))
    for day in (4, 5):
        left = rounds.working_days_left(of.deadline, date(2027, 2, day))
        expected = sum(current_calendar().is_working(date(2027, 2, each)) for each in range(day + 1, 16))
        assert left == expected <= 4


def test_personal_data_of_the_public_is_declared() -> None:
    assert {field.field for field in FIELDS} == {"name", "contact"}
    assert mask_contact("a.b@vi-du.vn") == "a…@vi-du.vn"
    assert mask_contact("0912345678") == "…678"


def _api(client: Client, path: str, body: dict[str, Any] | None = None, status: int = 200) -> Any:
    address = f"/api/v1/drafts{path}"
    answer = (
        client.post(address, body, content_type="application/json")
        if body is not None
        else client.get(address)
    )
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_whole_consultation_through_the_api(scene: Scene, signed_in: dict[str, Client]) -> None:
    soan, canbo = signed_in["soan"], signed_in["canbo2"]
    made = _api(soan, "", {"title": "Kế hoạch", "kind": "KH", "agency": "so-0", "code": "ke-hoach"}, 201)
    assert made["state"] == "preparing"
    version = _api(soan, "/ke-hoach/versions", {"text": TEXT}, 201)
    assert version["clauses"][1]["name"] == "Điều 1, khoản 1"
    _api(soan, "/ke-hoach/rounds", {"deadline": "2026-12-04", "agencies": ["so-2", "khong-co"]}, 422)
    told = _api(soan, "/ke-hoach/rounds", {"deadline": "2026-12-04", "agencies": ["so-2", "so-3"]}, 201)
    assert told["asked"] == 2
    assert _api(canbo, "?asked=1")["total"] == 1
    clause = version["clauses"][1]
    note = _api(canbo, "/ke-hoach/comments", {"text": "Sửa", "clause": clause["id"], "quote": "100%"}, 201)
    assert note["quote"] == "100%"
    assert _api(canbo, "/ke-hoach/opinion", {})["state"] == "commented"
    _api(canbo, "/ke-hoach/comments", {"text": "Thêm"}, 409)
    _api(soan, "/ke-hoach/close", {})
    late = _api(signed_in["canbo3"], "/ke-hoach/opinion", {"agrees": True}, 409)
    assert late["code"] == "round_over" and "gia hạn" in late["hint"]
    finish = {"version": 1, "issuer": "so-0", "date": "2026-12-07", "suffix": "KH-SKHCN"}
    refused = _api(soan, "/ke-hoach/finish", finish, 409)
    assert refused["code"] == "unanswered"
    said = _api(soan, "/ke-hoach/comments")["items"][0]
    assert (said["agency"], said["clause_name"], said["answer"]) == ("so-2", "Điều 1, khoản 1", None)
    done = _api(soan, "/ke-hoach/answers", {"comments": [1], "kind": "explained", "text": "Vì…"})
    assert (done["state"], done["owed"]) == ("answered", [])
    _api(soan, "/ke-hoach/versions", {"text": TEXT.replace("100%", "95%")}, 201)
    changes = _api(soan, "/ke-hoach/comparison?old=1&new=2")["items"]
    assert [one["change"] for one in changes].count("changed") == 2
    assert _api(soan, "/ke-hoach/finish", finish)["state"] == "finalised"
    _api(signed_in["canbo4"], "/ke-hoach", status=404)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Chuyển đổi số năm 2023", "Kế hoạch: Chuyển đổi số năm 2023"),
        ("Kế hoạch chuyển đổi số năm 2023", "Kế hoạch chuyển đổi số năm 2023"),
        ("KẾ HOẠCH chuyển đổi số", "KẾ HOẠCH chuyển đổi số"),
    ],
)
def test_the_kind_is_not_said_twice(title: str, named: str) -> None:
    assert Draft(kind="KH", title=title).named == named
