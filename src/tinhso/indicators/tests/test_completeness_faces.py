"""Completeness as readers meet it: who sees what, the heat table, one agency, what is owed, the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tinhso.indicators import actions
from tinhso.indicators.completeness import heat as completeness_heat
from tinhso.indicators.completeness.counting import Tally
from tinhso.indicators.completeness.owed import entry_urls, may_fill, owed
from tinhso.indicators.tests.conftest import World, principal
from tinhso.indicators.tests.test_completeness import at, lay_down, send
from tinhso.people.models import Role
from tinhso.people.principals import ANONYMOUS, Principal


@pytest.fixture
def told(world: World) -> World:
    """October: one sent in time, the other not at all; September: one returned."""
    lay_down(world.procedures)
    lay_down(world.teams, cut_off=True, due_days=2, reporters={"agencies": ["so-noi-vu"]})
    send(world, "so-khcn", at(3))
    returned = send(world, "so-khcn", at(3, month=10), period="2026-09")
    actions.return_(world.office, returned, "Sai mẫu số")
    return world


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, client: Client) -> Any:
    """Ask as somebody: `ask(who, address)`."""

    def asked(who: Principal, address: str) -> Any:
        monkeypatch.setattr("tinhso.people.middleware.of_session", lambda _request: who)
        return client.get(address)

    return asked


def test_a_cell_has_the_tone_of_its_share() -> None:
    tones = {
        (on_time, late): completeness_heat.tone_of(
            Tally(on_time=on_time, late=late, overdue=10 - on_time - late)
        )
        for on_time, late in ((10, 0), (0, 10), (8, 0), (7, 0), (5, 0), (4, 0), (0, 0))
    }
    assert list(tones.values()) == ["met", "met", "on_track", "push", "push", "late", "late"]
    assert completeness_heat.tone_of(Tally(running=3)) == ""
    assert completeness_heat.tone_of(Tally(on_time=199, overdue=1)) == "on_track", "never rounded up to whole"


def test_what_is_owed_is_told_by_period_with_its_term_and_its_grid(told: World) -> None:
    debts = owed({told.agency.pk}, told.officer)
    newest = {debt.period.code: debt for debt in debts}
    assert newest["2026-09"].returned == 1
    assert "2026-10" not in newest, "October was sent"
    assert newest["2026-08"].overdue == 1
    assert newest["2026-09"].entries == ("/entry/?period=2026-09&indicator=dvctt",)
    assert [debt.due_on for debt in debts] == sorted(debt.due_on for debt in debts if debt.due_on)
    other = {debt.period.code: debt for debt in owed({told.other_agency.pk}, told.officer)}
    assert {"R2026-11", "2026-10"} <= set(other)
    assert other["R2026-11"].entries == (), "the officer of one agency fills in no other's grid"
    assert may_fill(told.officer, told.agency)
    assert not may_fill(told.office, told.agency), "the office's grid holds communes"
    assert entry_urls([]) == ()


def test_the_heat_table_says_who_has_sent_how_much(told: World, ask: Any) -> None:
    page = ask(told.office, "/reporting/?until=2026-10").content.decode()
    assert "Sở Khoa học và Công nghệ" in page
    assert "Sở Nội vụ" in page
    assert "1/1" in page
    assert "0/2" in page
    assert "heat--late" in page
    by_indicator = ask(told.office, "/reporting/?until=2026-10&part=indicators").content.decode()
    assert "Tổ công nghệ số cộng đồng" in by_indicator
    rows = ask(told.office, "/reporting/?until=2026-10&format=json").json()["items"]
    october = {row["code"]: row for row in rows if row["period"] == "2026-10"}
    assert october["so-khcn"]["received"] == october["so-khcn"]["expected"] == 1
    assert (october["so-noi-vu"]["overdue"], october["so-noi-vu"]["share"]) == (2, "0.0")
    assert ask(told.office, "/reporting/?format=xlsx").status_code == 200
    found = ask(told.office, "/reporting/?q=noi+vu").content.decode()
    assert "Sở Khoa học" not in found.partition("<tbody>")[2]


def test_an_agency_is_told_one_by_one(told: World, ask: Any) -> None:
    page = ask(told.officer, "/reporting/agencies/so-khcn/?period=2026-09").content.decode()
    assert "Sai mẫu số" in page
    assert "/entry/?period=2026-09&amp;indicator=dvctt" in page
    csv = ask(told.office, "/reporting/agencies/so-noi-vu/?period=2026-10&format=csv")
    lines = b"".join(csv.streaming_content).decode().splitlines()
    assert len(lines) == 3
    listed = ask(told.office, "/reporting/cells/?indicator=dvctt&period=2026-10&standing=overdue&format=json")
    assert [one["agency_code"] for one in listed.json()["items"]] == ["so-noi-vu"]


def test_officers_see_their_own_and_the_public_nothing_unless_a_setting_says_so(
    told: World, ask: Any, settings: Any
) -> None:
    leader = principal(Role.LEADER, told.other_agency)
    for address in ("/reporting/", "/reporting/agencies/so-noi-vu/", "/reporting/cells/?indicator=dvctt"):
        assert ask(leader, address).status_code == 200
        assert ask(ANONYMOUS, address).status_code == 302, "led to the page of signing in"
    own = ask(told.officer, "/reporting/?format=json").json()["items"]
    assert {row["code"] for row in own} == {"so-khcn"}
    assert ask(told.officer, "/reporting/agencies/so-noi-vu/").status_code == 403
    assert ask(told.officer, "/api/v1/completeness?period=2026-10&agency=so-noi-vu").status_code == 403
    assert ask(ANONYMOUS, "/api/v1/completeness?period=2026-10").status_code == 401
    settings.REPORTING_PUBLIC = True
    assert ask(ANONYMOUS, "/reporting/").status_code == 200
    assert ask(ANONYMOUS, "/api/v1/completeness?period=2026-10").json()["total"]["expected"] == 3


def test_the_api_counts_and_lists(told: World, ask: Any) -> None:
    answer = ask(told.office, "/api/v1/completeness?period=2026-09,2026-10").json()
    assert answer["periods"] == ["2026-09", "2026-10"]
    total = answer["total"]
    assert total["expected"] == total["received"] + total["returned"] + total["missing"] == 6
    assert total["missing"] == total["overdue"] + total["open"] == 4
    assert (total["on_time"], total["share"]) == (1, "16.7")
    assert answer["cells"] == []
    one = ask(told.office, "/api/v1/completeness?period=R2026-11&indicator=to-cnscd").json()
    assert [(cell["agency"], cell["standing"], cell["due_on"]) for cell in one["cells"]] == [
        ("so-noi-vu", "overdue", "2026-11-16")
    ]
    csv = ask(told.office, "/api/v1/completeness?period=2026-10&format=csv").content.decode()
    assert len(csv.splitlines()) == 3
    for bad in ("2026-13", "2021..2025", "2026-10,R2026-10", "0001"):
        assert ask(told.office, f"/api/v1/completeness?period={bad}").status_code == 422
    assert ask(told.office, "/api/v1/completeness?period=2026-10&agency=so-khac").status_code == 404


def test_what_i_owe_leads_to_the_grid_and_is_a_file_too(told: World, ask: Any) -> None:
    page = ask(told.officer, "/reporting/owed/").content.decode()
    assert "/entry/?period=2026-09&amp;indicator=dvctt" in page
    rows = ask(told.officer, "/reporting/owed/?format=json").json()
    assert rows["total"] == len(rows["items"])
    assert {row["state"] for row in rows["items"]} == {"overdue", "returned"}
    assert ask(ANONYMOUS, "/reporting/owed/").status_code == 302
