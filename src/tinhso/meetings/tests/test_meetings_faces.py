"""Pages and API: a whole meeting by hand, refusals that lose nothing, queries that do not grow."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as Docx

from tinhso.committees.roles import MemberRole
from tinhso.committees.tests.scene import Scene, account, agency, seat
from tinhso.meetings import codes
from tinhso.meetings.actions import agenda, papers, planning
from tinhso.meetings.models import Meeting, PaperRead
from tinhso.meetings.schemas import ItemDraft, PaperDraft, VenueDraft
from tinhso.meetings.states import InviteState, MeetingState
from tinhso.meetings.tests.scene import attend, invitation, invited, planned
from tinhso.people.models import Role
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LINK = "https://hop.langson.gov.vn/p1"


def signed(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.accounts[name], BACKEND)
    return client


def _typed(**more: str) -> dict[str, str]:
    told = {"committee": "bcd-cds", "kind": "session", "day": "08/12/2026", "from_time": "08:00"}
    return {**told, "to_time": "11h30", "venue": "Phòng họp số 1", "address": "UBND tỉnh", **more}


def test_nobody_sees_a_meeting(scene: Scene, client: Client) -> None:
    meeting = planned(scene)
    for path in ("/meetings/", f"/meetings/{meeting.code}/", "/meetings/month"):
        assert client.get(path).status_code == 302
    assert client.get(f"/api/v1/meetings/{meeting.code}").status_code == 401
    assert signed(scene, "outsider").get(f"/meetings/{meeting.code}/").status_code == 404
    assert signed(scene, "outsider").get("/meetings/", {"format": "json"}).json()["total"] == 0


def test_a_meeting_from_planning_to_its_end_by_hand(scene: Scene) -> None:
    office, an, chair = (signed(scene, name) for name in ("office", "an", "chair"))
    at = office.post("/meetings/new", _typed()).headers["Location"]
    assert at == "/meetings/bcd-cds-2026-p1/"
    office.post(f"{at}items/new", {"title": "Báo cáo quý", "minutes": "20", "kind": "report"})
    item = Meeting.objects.get().items.get()
    office.post(f"{at}items/{item.pk}/papers", {"file": _file("bao-cao.pdf")})
    office.post(f"{at}people", {"do": "members"})
    office.post(f"{at}people", {"do": "send"})
    page = an.get(at).content.decode()
    assert "Giấy mời của bạn" in page and "bao-cao.pdf" in page and "0/7 đã đọc" in page
    row = invitation(scene, Meeting.objects.get(), "an")
    assert an.post(f"{at}people/{row.pk}", {"state": "accepted"}).headers["Location"] == at
    paper = item.papers.get()
    read = an.get(f"{at}papers/{paper.pk}")
    assert b"".join(read.streaming_content) == PDF  # type: ignore[attr-defined]  # a file is streamed
    assert "1/7 đã đọc" in an.get(at).content.decode()
    attend(scene, Meeting.objects.get(), "chair", "deputy", "an")
    refused = chair.post(f"{at}lead", {"do": "open"})
    assert refused.status_code == 409 and "Có mặt 3/6 thành viên, cần từ 4" in refused.content.decode()
    attend(scene, Meeting.objects.get(), "binh")
    chair.post(f"{at}lead", {"do": "open"})
    assert "đang trình bày" in an.get(at).content.decode()
    chair.post(f"{at}lead", {"do": "close"})
    assert Meeting.objects.get().state == MeetingState.CLOSED


def _file(name: str, content: bytes = PDF) -> BytesIO:
    found = BytesIO(content)
    found.name = name
    return found


def test_what_was_typed_is_kept_beside_its_problem(scene: Scene) -> None:
    answer = signed(scene, "office").post(
        "/meetings/new", _typed(from_time="25:00", title="Phiên bất thường")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Phiên bất thường"' in page and 'value="25:00"' in page and "f-from_time-error" in page


def test_a_conflict_is_told_at_planning_and_overridden_with_a_reason(scene: Scene) -> None:
    invited(scene)
    office = signed(scene, "office")
    answer = office.post("/meetings/new", _typed(title="Phiên bất thường"))
    page = answer.content.decode()
    assert answer.status_code == 409 and 'name="overlap_reason"' in page
    assert "Phiên bất thường" in page and "Phiên họp lần thứ nhất năm 2026" in page
    again = office.post("/meetings/new", _typed(overlap_reason="Khẩn cấp"))
    assert again.status_code == 302


def test_short_notice_is_told_on_the_page_and_sent_with_a_reason(scene: Scene) -> None:
    office = signed(scene, "office")
    at = office.post("/meetings/new", _typed(day="24/11/2026")).headers["Location"]
    office.post(f"{at}people", {"do": "members"})
    refused = office.post(f"{at}people", {"do": "send"})
    assert refused.status_code == 409 and 'name="reason"' in refused.content.decode()
    assert office.post(f"{at}people", {"do": "send", "reason": "Họp gấp"}).status_code == 302


def test_links_are_told_to_who_is_invited_only(scene: Scene) -> None:
    meeting = invited(scene)
    planning.add_venue(scene.who("office"), meeting.code, VenueDraft(name="Điểm cầu", join_url=LINK))
    at = f"/meetings/{meeting.code}/"
    assert LINK in signed(scene, "an").get(at).content.decode()
    assert LINK not in signed(scene, "auditor").get(at).content.decode()
    told = signed(scene, "auditor").get(f"/api/v1/meetings/{meeting.code}").json()
    assert told["venues"][0]["join_url"] is None
    assert signed(scene, "an").get(f"/api/v1/meetings/{meeting.code}").json()["venues"][0]["join_url"] == LINK


def test_a_pdf_is_shown_inside_under_a_strict_policy_and_other_types_are_not(scene: Scene) -> None:
    meeting = invited(scene)
    item = agenda.add_item(scene.who("office"), meeting.code, ItemDraft(title="Báo cáo"))
    paper = papers.add_file(scene.who("office"), meeting.code, item.pk, BytesIO(PDF), "a.pdf")
    text = papers.add_file(
        scene.who("office"), meeting.code, item.pk, BytesIO("Số liệu kèm theo".encode()), "a.txt"
    )
    an, at = signed(scene, "an"), f"/meetings/{meeting.code}/"
    page = an.get(at, {"item": "1", "paper": str(paper.pk)})
    assert (
        "<iframe" in page.content.decode() and "frame-src 'self'" in page.headers["Content-Security-Policy"]
    )
    shown = an.get(f"{at}papers/{paper.pk}", {"inline": 1})
    assert shown.headers["Content-Disposition"] == "inline"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    kept = an.get(f"{at}papers/{text.pk}", {"inline": 1})
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert PaperRead.objects.count() == 2
    assert signed(scene, "outsider").get(f"{at}papers/{paper.pk}").status_code == 404


def test_a_paper_of_the_register_or_of_ours_leads_there_and_is_noted(scene: Scene) -> None:
    meeting = invited(scene)
    item = agenda.add_item(scene.who("office"), meeting.code, ItemDraft(title="Báo cáo"))
    paper = papers.add_paper(scene.who("office"), meeting.code, item.pk, PaperDraft(href="/plans/"))
    answer = signed(scene, "an").get(f"/meetings/{meeting.code}/papers/{paper.pk}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/plans/")
    assert PaperRead.objects.filter(paper=paper, person=scene.person("an")).exists()


def test_checking_in_with_the_code_of_the_room(scene: Scene) -> None:
    meeting = invited(scene)
    page = signed(scene, "secretary").get(f"/meetings/{meeting.code}/code")
    assert "<svg" in page.content.decode() and page.headers["Cache-Control"] == "private, no-store"
    address = f"/meetings/check-in/{codes.of_room(meeting)}"
    an = signed(scene, "an")
    assert "Điểm danh" in an.get(address).content.decode()
    done = an.post(address, follow=True)
    assert "Nguyễn Văn An: Có mặt." in done.content.decode()
    assert signed(scene, "leader").get(address).status_code == 403


def test_ones_own_code_is_scanned_by_the_secretary(scene: Scene) -> None:
    meeting = invited(scene)
    assert "<svg" in signed(scene, "an").get(f"/meetings/{meeting.code}/my-code").content.decode()
    assert signed(scene, "auditor").get(f"/meetings/{meeting.code}/my-code").status_code == 404
    address = f"/meetings/check-in/{codes.of_person(invitation(scene, meeting, 'an'))}"
    secretary = signed(scene, "secretary")
    assert secretary.post(address).status_code == 302
    assert secretary.post(address).status_code == 409
    assert invitation(scene, meeting, "an").attended == "present"


def test_the_version_moves_with_every_change(scene: Scene) -> None:
    meeting = invited(scene)
    an, at = signed(scene, "an"), f"/meetings/{meeting.code}/version"
    before = an.get(at).json()["version"]
    attend(scene, meeting, "chair")
    assert an.get(at).json()["version"] == before + 1
    assert signed(scene, "outsider").get(at).status_code == 404


def test_the_month_shows_the_day_of_a_meeting(scene: Scene) -> None:
    meeting = invited(scene)
    page = signed(scene, "an").get("/meetings/month", {"month": "2026-12"}).content.decode()
    assert meeting.title in page and "08/12" in page
    assert (
        meeting.title not in signed(scene, "an").get("/meetings/month", {"month": "2027-02"}).content.decode()
    )
    assert signed(scene, "an").get("/meetings/month", {"month": "bậy"}).status_code == 200


def test_the_invitation_is_a_paper_that_could_be_signed(scene: Scene) -> None:
    meeting = invited(scene, content="Sơ kết năm 2026")
    agenda.add_item(scene.who("office"), meeting.code, ItemDraft(title="Báo cáo tổng kết"))
    answer = signed(scene, "office").get(f"/meetings/{meeting.code}/invitation.docx")
    told = Docx(BytesIO(answer.content))
    words = "\n".join(paragraph.text for paragraph in told.paragraphs)
    cells = "\n".join(cell.text for table in told.tables for row in table.rows for cell in row.cells)
    assert "trân trọng kính mời" in words and "từ 08 giờ 00 đến 11 giờ 00, thứ Ba, ngày 08/12/2026" in words
    assert "Báo cáo tổng kết" in cells and "GM-BCĐ" in cells
    again = signed(scene, "an").get(f"/meetings/{meeting.code}/invitation.docx")
    assert again.content == answer.content


def test_the_invitation_gets_its_number_once(scene: Scene) -> None:
    scene.committee.agency = agency("bcd")
    scene.committee.save()
    meeting, office = invited(scene), signed(scene, "office")
    assert office.post(f"/meetings/{meeting.code}/invitation").status_code == 302
    meeting.refresh_from_db()
    assert meeting.document is not None and meeting.document.notation == "01/GM-BCĐ"
    assert office.post(f"/meetings/{meeting.code}/invitation").status_code == 409


def _cost(client: Client, path: str, query: dict[str, Any] | None = None) -> int:
    client.get(path, query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, query).status_code == 200
    return len(captured)


def test_queries_of_the_pages_do_not_grow(scene: Scene) -> None:
    meeting, an = invited(scene), signed(scene, "an")
    paths = (
        f"/meetings/{meeting.code}/",
        f"/meetings/{meeting.code}/people",
        "/meetings/",
        "/committees/bcd-cds/",
    )
    few = [_cost(an, path) for path in paths]
    office = scene.who("office")
    for number in range(8):
        somebody = account(f"them{number}", Role.REPORTING_OFFICER, agency("so-tc")).person
        assert somebody is not None
        seat(scene.committee, somebody, MemberRole.MEMBER)
        item = agenda.add_item(office, meeting.code, ItemDraft(title=f"Nội dung {number}"))
        papers.add_paper(office, meeting.code, item.pk, PaperDraft(href="/plans/"))
        planned(scene, starts=meeting.starts_at.replace(day=9 + number), overlap_reason="thử")
    many = [_cost(an, path) for path in paths]
    assert many[0] <= few[0] + 1  # the papers of the item in the middle
    assert many[1:3] == few[1:3]
    assert many[3] <= few[3] + 1  # more meetings than the panel shows are counted
    assert max(many) <= 30


def test_the_api_from_planning_to_attendance(scene: Scene) -> None:
    office, an = signed(scene, "office"), signed(scene, "an")

    def send(client: Client, method: str, path: str, told: dict[str, Any]) -> Any:
        return getattr(client, method)(f"/api/v1{path}", told, content_type="application/json")

    times = {"starts_at": "2026-12-08T08:00:00+07:00", "ends_at": "2026-12-08T11:00:00+07:00"}
    made = send(office, "post", "/meetings", {"committee": "bcd-cds", **times})
    assert made.status_code == 201 and made.json()["quorum"] == {
        "total": 6, "present": 0, "needed": 4, "enough": False,
    }  # fmt: skip
    at = f"/meetings/{made.json()['code']}"
    assert send(office, "post", f"{at}/agenda", {"title": "Báo cáo"}).status_code == 201
    assert send(office, "post", f"{at}/invitations/send", {}).json()["told"] == 7
    rows = an.get(f"/api/v1{at}/invitations").json()["items"]
    mine = next(row for row in rows if row["invitee"] == "Nguyễn Văn An")
    key = f"{at}/invitations/{mine['id']}"
    assert send(an, "put", key, {"state": "accepted"}).json()["state"] == InviteState.ACCEPTED
    assert send(office, "post", f"{key}/attendance", {"presence": "present"}).json()["attended"] == "present"
    refused = send(office, "post", f"{at}/state", {"to": "held"})
    assert refused.status_code == 409 and refused.json()["code"] == "quorum" and refused.json()["hint"]
    held = send(office, "post", f"{at}/state", {"to": "held", "reason": "Lấy ý kiến"}).json()
    assert held["state"] == "held" and held["without_quorum"] == "Lấy ý kiến"
    assert an.get("/api/v1/meetings").json()["total"] == 1
    bad = send(
        office,
        "post",
        "/meetings",
        {"committee": "bcd-cds", **times, "venue": {"name": "x", "join_url": "http://x"}},
    )
    assert bad.status_code == 422
