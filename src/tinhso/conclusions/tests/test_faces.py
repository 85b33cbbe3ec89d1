"""Pages, twins and API: what is shown to whom, in how many queries, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tinhso.conclusions import inbox, policies
from tinhso.conclusions.actions import ballots, minutes
from tinhso.conclusions.queries import conclusions as queries
from tinhso.conclusions.schemas import BallotDraft, EntryDraft
from tinhso.conclusions.tests.scene import Scene
from tinhso.people.steps import BACKEND


def _client(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.house.accounts[name], backend=BACKEND)
    return client


def _cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def _fill(scene: Scene, count: int) -> None:
    for number in range(count):
        minutes.write(scene.who("office"), scene.meeting, EntryDraft(text=f"ý {number}", speaker="Khách"))
        scene.draft(f"Kết luận {number}", lead="so-tc", joint=("so-khcn",))


def test_queries_do_not_grow_with_rows(scene: Scene) -> None:
    office = _client(scene, "office")
    pages = [
        reverse("conclusions:list"),
        reverse("conclusions:meeting", args=[scene.meeting.code]),
        reverse("conclusions:minutes", args=[scene.meeting.code]),
        reverse("meetings:detail", args=[scene.meeting.code]),
        "/api/v1/conclusions",
        f"/api/v1/minutes?meeting={scene.meeting.code}",
    ]
    _fill(scene, 1)
    before = [_cost(office, page) for page in pages]
    _fill(scene, 6)
    assert [_cost(office, page) for page in pages] == before


def test_a_refused_entry_keeps_what_was_typed(scene: Scene) -> None:
    office = _client(scene, "office")
    address = reverse("conclusions:entries", args=[scene.meeting.code])
    sent = {"text": "Đã gõ rất lâu", "item": "9"}
    page = office.post(address, sent)
    assert page.status_code == 422 and "Đã gõ rất lâu" in page.content.decode()
    told = office.post(address, sent, headers={"Accept": "application/json"})
    assert told.status_code == 422 and told.json()["problems"][0]["field"] == "item"
    taken = office.post(address, {"text": "Xong"}, headers={"Accept": "application/json"})
    assert taken.status_code == 201 and "Xong" in taken.json()["html"]


def test_giving_names_what_lacks_on_the_page(scene: Scene) -> None:
    scene.issued({"lead": "so-tc", "deadline": date(2027, 4, 30)}, {"text": "Không rõ ai"})
    office = _client(scene, "office")
    address = reverse("conclusions:meeting_act", args=[scene.meeting.code])
    page = office.post(address, {"do": "give"}, follow=True).content.decode()
    assert "Đã giao 1 nhiệm vụ." in page
    assert "Kết luận 2 (“Không rõ ai”) chưa có cơ quan chủ trì và thời hạn." in page


def test_agencies_see_what_is_issued_about_them_and_no_more(scene: Scene) -> None:
    scene.draft("Còn dự thảo", lead="so-tc")
    outsider = scene.who("outsider")
    assert not policies.visible(outsider, queries.conclusions()).exists()
    scene.issued({"text": "Của tài chính", "lead": "so-tc"}, {"text": "Của khoa học", "lead": "so-khcn"})
    seen = policies.visible(outsider, queries.conclusions()).values_list("text", flat=True)
    assert set(seen) == {"Còn dự thảo", "Của tài chính"}
    for name in ("an", "leader", "auditor", "office"):
        assert policies.visible(scene.who(name), queries.conclusions()).count() == 3
    page = _client(scene, "outsider").get(reverse("conclusions:meeting", args=[scene.meeting.code]))
    assert page.status_code == 403


def test_what_waits_is_listed_and_counted(scene: Scene) -> None:
    scene.draft()
    draft = BallotDraft(question="Thông qua")
    ballots.open_ballot(scene.who("office"), draft, committee=scene.committee)
    chair = scene.who("chair")
    lines = [*inbox.ballot_lines(chair), *inbox.draft_lines(chair)]
    assert [line.text for line in lines] == [
        "Phiếu ý kiến: Thông qua",
        "Thống nhất kết luận: Phiên họp lần thứ 1 năm 2026",
    ]
    assert inbox.ballots_waiting(chair).count() + inbox.drafts_waiting(chair).count() == 2
    assert not list(inbox.ballot_lines(scene.who("office")))


def test_the_twins_tell_the_same(scene: Scene) -> None:
    _fill(scene, 2)
    office = _client(scene, "office")
    items: list[dict[str, Any]] = office.get("/conclusions/?format=json&state=draft").json()["items"]
    assert {item["text"] for item in items} == {"Kết luận 0", "Kết luận 1"}
    response = office.get("/conclusions/?format=csv")
    told = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # either way of answering
    assert "Kết luận 1" in told.decode("utf-8-sig")
    assert office.get(f"/conclusions/meetings/{scene.meeting.code}/minutes/?format=docx").content[:2] == b"PK"
    assert (
        office.get(f"/conclusions/meetings/{scene.meeting.code}/preview/?format=pdf").content[:4] == b"%PDF"
    )


def test_programs_do_the_same(scene: Scene) -> None:
    office = _client(scene, "office")

    def send(path: str, body: dict[str, Any]) -> Any:
        response = office.post(f"/api/v1{path}", body, content_type="application/json")
        assert response.status_code in {200, 201}, response.content.decode()
        return response.json()

    code = scene.meeting.code
    entry = send("/minutes", {"meeting": code, "text": "Giao Sở so-tc", "speaker": "Chủ trì"})
    told = send(
        "/conclusions",
        {"meeting": code, "text": "Rà soát", "lead": "so-tc", "deadline_text": "trong tháng 4",
         "entries": [entry["id"]]},
    )  # fmt: skip
    assert told["deadline"] == "2027-04-30"
    send(f"/conclusions/{told['id']}/steps", {"step": "agree", "reason": "Bút phê"})
    notice = send("/conclusion-notices", {"meeting": code})
    assert notice["notation"] == "01/TB-BCĐ"
    given = send(f"/conclusions/{told['id']}/steps", {"step": "give"})
    assert (given["state"], given["task_state"]) == ("task", "not_started")
    ballot = send("/ballots", {"question": "Thông qua", "committee": "bcd-cds", "secret": True})
    paper = _client(scene, "an").post(
        f"/api/v1/ballots/{ballot['code']}/votes", {"choice": "agree"}, content_type="application/json"
    )
    assert paper.status_code == 201 and paper.json()["receipt"]
    roll = office.get(f"/api/v1/ballots/{ballot['code']}/votes").json()
    assert sum(voter["returned"] for voter in roll["items"]) == 1
    assert {voter["choice"] for voter in roll["items"]} == {None}
