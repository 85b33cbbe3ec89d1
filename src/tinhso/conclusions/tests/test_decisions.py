"""Decisions: a page each, told to the committee's own; packs tell of them once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.base.audit.context import SystemActor
from tinhso.conclusions import loading
from tinhso.conclusions.actions import counting, voting
from tinhso.conclusions.actions.ballots import open_ballot
from tinhso.conclusions.models import Decision
from tinhso.conclusions.pack_items import DecisionItem
from tinhso.conclusions.schemas import BallotDraft, DecisionDraft, Paper
from tinhso.conclusions.tests.scene import Scene
from tinhso.people.steps import BACKEND


def _client(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.house.accounts[name], backend=BACKEND)
    return client


def test_a_decision_of_the_meeting_has_its_page(scene: Scene) -> None:
    told = DecisionDraft(text="Dùng một danh mục chung", item=1)
    made = counting.decide_at(scene.who("office"), scene.meeting, told)
    scene.draft(decision=made.pk)
    for name in ("office", "an", "leader", "auditor"):
        page = _client(scene, name).get(made.get_absolute_url())
        assert page.status_code == 200
        words = page.content.decode()
        assert "Dùng một danh mục chung" in words and scene.item.title in words
        assert "không lấy phiếu" in words and "Hoàn thiện danh mục cơ sở dữ liệu" in words
    assert _client(scene, "outsider").get(made.get_absolute_url()).status_code == 403
    assert Client().get(made.get_absolute_url()).status_code in {302, 401, 403}
    listed = _client(scene, "office").get(reverse("conclusions:decisions"), {"format": "json"})
    assert [row["text"] for row in listed.json()["items"]] == ["Dùng một danh mục chung"]
    assert _client(scene, "outsider").get(reverse("conclusions:decisions")).status_code == 200
    assert reverse("conclusions:decision", args=[made.pk]) in (
        _client(scene, "office")
        .get(reverse("conclusions:meeting", args=[scene.meeting.code]))
        .content.decode()
    )


def test_a_decision_of_a_ballot_shows_the_count_and_its_sheet(scene: Scene) -> None:
    ballot = open_ballot(scene.who("office"), BallotDraft(question="Thông qua?"), committee=scene.committee)
    for name in ("chair", "deputy", "an", "binh", "chi", "dung"):
        voting.vote(scene.who(name), ballot.code, Paper(choice="disagree" if name == "an" else "agree"))
    counting.close(scene.who("office"), ballot.code)
    made = counting.decide(scene.who("office"), ballot.code, DecisionDraft())
    page = _client(scene, "an").get(made.get_absolute_url()).content.decode()
    assert "6/6 phiếu gửi về" in page and "được chọn" in page
    assert reverse("conclusions:sheet", args=[ballot.code]) in page


def test_a_decision_entered_later_bears_the_meetings_day(scene: Scene) -> None:
    ended = scene.meeting.ends_at - timedelta(days=3)
    scene.meeting.closed_at = ended
    scene.meeting.save()
    made = counting.decide_at(scene.who("office"), scene.meeting, DecisionDraft(text="Thông qua"))
    assert made.decided_on == ended.date()


@pytest.mark.parametrize("times", [1, 2])
def test_a_pack_tells_a_decision_once(scene: Scene, times: int) -> None:
    item = DecisionItem(meeting=scene.meeting.code, text="Thông qua", item=1)
    for _time in range(times):
        loading.put_decisions("langson", [item])
    made = Decision.objects.get()
    assert (made.text, made.item, made.actor) == (
        "Thông qua",
        scene.item,
        SystemActor("pack langson").actor_id,
    )
