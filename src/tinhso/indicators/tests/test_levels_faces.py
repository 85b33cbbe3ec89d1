"""The faces of the levels: queues, what was sent, the figure's page, the API."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tinhso.base.calendar.periods import Period
from tinhso.indicators import actions, locks, queries
from tinhso.indicators.approval import standings
from tinhso.indicators.approval.standings import Line
from tinhso.indicators.models import Observation, State
from tinhso.indicators.tests.test_levels import Tree, tree
from tinhso.people.models import Account, Agency, Person, Position, Post, Role

__all__ = ["tree"]


def signed_in(role: Role, agency: Agency) -> Client:
    """Somebody at the desk with that role in that agency."""
    person = Person.objects.create(code=f"{role}-{agency.code}", full_name=f"{role} {agency.code}")
    position = Position.objects.create(agency=agency, title=str(role), role=role)
    Post.objects.create(person=person, position=position)
    client = Client()
    client.force_login(Account.objects.create(username=f"{role}.{agency.code}"[:30], person=person))
    return client


def line(row: Observation) -> Line:
    """The way of a figure."""
    versions = queries.versions(row)
    found = standings.line_of(standings.last_of(versions, row), versions, {})
    assert found is not None
    return found


def looks(row: Observation) -> list[str]:
    return [mark.look for mark in line(row).marks]


def test_the_way_shows_every_step_and_whose_turn_it_is(tree: Tree) -> None:
    sent = tree.send()
    assert looks(sent) == ["done", "now", "later", "later"]
    assert line(sent).next == "thủ trưởng ubnd-xa"
    passed = actions.approve(tree.head, sent)
    assert looks(sent) == looks(passed) == ["done", "done", "now", "later"]
    back = actions.return_(tree.world.office, passed, "sai")
    assert looks(back) == ["done", "done", "back", "later"]
    assert looks(actions.confirm(tree.world.office, tree.send(period="2026-Q2"), "gấp")) == [
        "done",
        "ahead",
        "ahead",
        "done",
    ]
    assert looks(tree.send(tree.head, period="2026-Q1")) == ["done", "done", "now", "later"]
    Agency.objects.filter(pk=tree.commune.pk).update(parent=None)
    assert looks(tree.send(period="2025-Q4")) == ["done", "now", "fallen", "later"]


def test_queues_are_filtered_counted_and_decided_on(tree: Tree, settings: Any) -> None:
    rows = [tree.send(period=f"2026-0{month}") for month in (1, 2, 3)]
    head, parent = (signed_in(Role.HEAD_OF_AGENCY, each) for each in (tree.commune, tree.province))
    page = head.get(reverse("entry:waiting"))
    assert page.context["counts"] == {"mine": 3, "below": 0}
    assert parent.get(reverse("entry:waiting")).context["counts"] == {"mine": 0, "below": 3}
    some = head.get(
        reverse("entry:waiting"), {"indicator": "to-cnscd", "period": "2026-02", "format": "json"}
    )
    assert [row["id"] for row in some.json()["items"]] == [str(rows[1].pk)]
    assert some.json()["items"][0]["next"] == "thủ trưởng ubnd-xa"
    none = head.get(reverse("entry:waiting"), {"indicator": "dvctt"})
    assert none.context["listing"].page.total == 0
    address = f"{reverse('entry:waiting')}?period=2026-01"
    refused = head.post(address, {"figure": [str(rows[0].pk)], "return": "1"})
    assert refused.status_code == 422
    all_of_it = head.post(address, {"all": "pass", "seen": page.context["seen"]})
    assert all_of_it.status_code == 302
    assert Observation.objects.filter(state=State.APPROVED).count() == 1, "what the filter shows, no more"
    ahead = signed_in(Role.STANDING_OFFICE, tree.world.agency)
    below = f"{reverse('entry:waiting')}?view=below"
    assert ahead.post(below, {"figure": [str(rows[1].pk)], "pass": "1"}).status_code == 422
    told = {"figure": [str(rows[1].pk)], "pass": "1", "reason": "Hạn hôm nay"}
    assert ahead.post(below, told).status_code == 302
    assert Observation.objects.get(state=State.CONFIRMED).reason == "Hạn hôm nay"


def test_the_page_of_a_figure_is_open_to_every_level_and_offers_what_is_theirs(tree: Tree) -> None:
    sent = tree.send()
    address = sent.get_absolute_url()
    head, parent = (signed_in(Role.HEAD_OF_AGENCY, each) for each in (tree.commune, tree.province))
    officer = signed_in(Role.REPORTING_OFFICER, tree.commune)
    stranger = signed_in(Role.HEAD_OF_AGENCY, tree.world.other_agency)
    for client, status in ((head, 200), (parent, 200), (officer, 200), (stranger, 404), (Client(), 404)):
        assert client.get(address).status_code == status
    assert head.get(address).context["choices"].approve
    choices = parent.get(address).context["choices"]
    assert (choices.approve, choices.confirm, choices.give_back) == (False, False, True)
    assert not officer.get(address).context["choices"]
    told = head.get(address, {"format": "json"}).json()
    assert (told["state"], told["level"], told["next"]) == ("submitted", None, "thủ trưởng ubnd-xa")
    decide = reverse("figures:decide", args=[sent.pk])
    assert parent.post(decide, {"approve": "1"}).status_code == 403
    assert head.post(decide, {"return": "1"}).status_code == 422
    assert head.post(decide, {"approve": "1"}).status_code == 302
    assert head.post(decide, {"approve": "1"}).status_code == 409
    passed = Observation.objects.get(state=State.APPROVED)
    locks.lock(tree.world.office, [tree.world.teams.code], Period.parse("2026-Q3"), "Đã chốt")
    page = parent.get(passed.get_absolute_url())
    assert page.context["closed"].note == "Đã chốt"
    assert "đã khoá" in page.content.decode()


def test_programs_read_the_same_and_decide(tree: Tree) -> None:
    sent = tree.send()
    head = signed_in(Role.HEAD_OF_AGENCY, tree.commune)
    waits = head.get("/api/v1/observations/sent", {"view": "mine"}).json()
    assert (waits["total"], waits["items"][0]["next"]) == (1, "thủ trưởng ubnd-xa")
    body = {"figures": [str(sent.pk)], "decision": "approve"}
    answer = head.post("/api/v1/observations/decide", body, content_type="application/json")
    assert answer.json() == {"approved": 1, "confirmed": 0, "returned": 0, "ahead": 0}
    assert head.get("/api/v1/observations/sent", {"view": "mine"}).json()["total"] == 0
    assert head.get("/api/v1/observations/sent", {"view": "sent", "state": "approved"}).json()["total"] == 0
    officer = signed_in(Role.REPORTING_OFFICER, tree.commune)
    assert officer.get("/api/v1/observations/sent", {"view": "mine"}).status_code == 403
    assert officer.get("/api/v1/observations/sent", {"period": "x"}).status_code == 422
