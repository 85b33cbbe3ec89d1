"""What a browser's queue is answered: kept, moved, another's, not signed in; and the same without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tinhso.base.calendar.periods import Period
from tinhso.base.web.csp import POLICY
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.entry import pages as entry_pages
from tinhso.indicators.models import Batch, EntryDraft, Observation
from tinhso.indicators.tests.conftest import World, principal
from tinhso.people.models import Account, Person, Position, Post, Role

PERIOD = Period.parse("2026-Q3")
GRID = "/entry/?period=2026-Q3&indicator=to-cnscd&indicator=dvctt"
CELLS = GRID.replace("/entry/", "/entry/cells/")
TEAMS, ABOVE = "c:06184:to-cnscd:value", "c:06184:dvctt:numerator"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "_home", lambda: "20")


@pytest.fixture
def account(world: World) -> Account:
    """Somebody of the standing office who can sign in."""
    person = Person.objects.create(code="hanh", full_name="Nông Thị Hạnh")
    position = Position.objects.create(agency=world.agency, title="Chuyên viên", role=Role.STANDING_OFFICE)
    Post.objects.create(person=person, position=position)
    return Account.objects.create(username="hanh.nt", person=person)


@pytest.fixture
def browser(account: Account) -> Client:
    client = Client(headers={"accept": "application/json"})
    client.force_login(account)
    return client


def post(browser: Client, **packet: Any) -> Any:
    """A packet of the queue."""
    return browser.post(CELLS, packet, content_type="application/json")


def grid(world: World) -> entry.Grid:
    """The grid as a colleague has it."""
    by = principal(Role.STANDING_OFFICE, world.agency)
    return entry.build(by, [world.teams, world.procedures], PERIOD)


def colleague_sends(world: World, text: str) -> None:
    """Somebody else is quicker."""
    by = principal(Role.STANDING_OFFICE, world.agency)
    found = entry.build(by, [world.teams], PERIOD)
    entry_drafts.save(by, found, {TEAMS: text})
    entry_drafts.send(by, found)


def test_what_moved_is_told_and_the_rest_is_kept(world: World, browser: Client) -> None:
    seen = {name: cell.seen for name, cell in grid(world).cells.items()}
    colleague_sends(world, "6")
    answer = post(browser, cells={TEAMS: "5", ABOVE: "x"}, seen=seen)
    told = answer.json()
    assert answer.status_code == 409
    assert told["moved"][TEAMS]["text"] == "6"
    assert told["moved"][TEAMS]["mine"] == "5"
    assert "Người thử" in told["moved"][TEAMS]["words"]
    assert set(told["moved"]) == {TEAMS}
    assert "không phải là số" in told["cells"][ABOVE]["problem"]
    assert EntryDraft.objects.get().typed["numerator"] == "x"
    chosen = post(browser, cells={TEAMS: "5"}, seen={TEAMS: told["moved"][TEAMS]["seen"]})
    assert chosen.status_code == 200
    assert chosen.json()["cells"][TEAMS]["text"] == "5"


def test_a_packet_that_comes_again_is_answered_again(world: World, browser: Client, account: Account) -> None:
    seen = {TEAMS: grid(world).cells[TEAMS].seen}
    packet = {"cells": {TEAMS: "5"}, "seen": seen, "send": True, "key": "p1", "account": str(account.pk)}
    first, second = post(browser, **packet), post(browser, **packet)
    assert [one.status_code for one in (first, second)] == [200, 200]
    assert first.json()["said"] == second.json()["said"] == "Đã gửi 1 số liệu."
    assert second.json()["cells"][TEAMS]["words"] == "đã gửi, chờ cơ quan thường trực"
    assert Observation.objects.count() == Batch.objects.count() == 1
    assert Observation.objects.get().actor == account.pk


def test_another_account_does_not_send_it(world: World, browser: Client) -> None:
    answer = post(browser, cells={TEAMS: "5"}, account="01a1ff45-a23c-7136-aa54-bffbc8f61cd1", send=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_account")
    assert not EntryDraft.objects.exists()
    assert not Observation.objects.exists()


def test_who_is_not_signed_in_is_told_so(world: World) -> None:
    answer = post(Client(headers={"accept": "application/json"}), cells={TEAMS: "5"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"cells": []}', '{"cells": {}, "seen": []}', '"c"'])
def test_what_cannot_be_read_is_refused(world: World, browser: Client, body: str) -> None:
    answer = browser.post(CELLS, body, content_type="application/json")
    assert (answer.status_code, answer.json()["field"]) == (422, "cells")


def test_a_cell_of_no_grid_of_ones_own_is_left_out_of_the_answer(world: World, browser: Client) -> None:
    told = post(browser, cells={"c:99999:to-cnscd:value": "5"}, seen={}).json()
    assert (told["cells"], told["moved"]) == ({}, {})


def test_the_worker_may_work_below_the_grid_only(client: Client, world: World) -> None:
    answer = client.get("/entry/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer.headers
    assert b"tinhso-entry-" in answer.content
    assert "worker-src 'self'" in POLICY


def test_a_plain_form_shows_both_numbers_and_takes_a_choice(world: World, browser: Client) -> None:
    row = grid(world).rows[0]
    form = {
        "period": "2026-Q3",
        "indicator": ["to-cnscd", "dvctt"],
        "s:06184": row.seen,
        **{cell.name: cell.text for cell in row.cells},
        TEAMS: "5",
        "keep": "1",
    }
    colleague_sends(world, "6")
    page = browser.post(GRID, form, headers={"accept": "text/html"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "1 ô đã đổi ở nơi khác trong lúc bạn nhập" in text
    assert f'name="k:{TEAMS}" value="theirs"' in text
    assert f'name="{TEAMS}" value="5"' in text
    again = {**form, f"k:{TEAMS}": grid(world).cells[TEAMS].now}
    assert browser.post(GRID, again, headers={"accept": "text/html"}).status_code == 302
    assert EntryDraft.objects.get().typed["value"] == "5"


def test_a_form_without_tokens_is_taken_as_it_is(world: World) -> None:
    found = grid(world)
    assert entry_pages.typed_over(found, {TEAMS: "5"}) == ({TEAMS: "5"}, {})
