"""The leaders' screen as a dashboard, and the wall: dashboards in rotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tinhso.base import clock
from tinhso.desk.leaders import figures
from tinhso.exploration.actions import cards, dashboards, views
from tinhso.exploration.models import Dashboard, Sharing
from tinhso.exploration.queries import cards_of
from tinhso.exploration.schemas import CardDraft, ViewDraft, WholeDraft
from tinhso.exploration.spec import Spec
from tinhso.indicators.models import Indicator, Kind
from tinhso.people import queries as people
from tinhso.people.principals import Principal
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
PARTS = ("pillars", "progress", "map", "agencies", "decisions", "week")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def office() -> Principal:
    """The standing office of a small province with plans."""
    scene.make(targets=4, tasks=3, communes=3)
    return people.principal_for(scene.account("thuongtruc"))


def _board(by: Principal, code: str, *drafts: CardDraft, on_wall: bool = True, order: int = 50) -> Dashboard:
    told = WholeDraft(name=f"Bảng {code}", sharing=Sharing.PUBLIC, on_wall=on_wall, order=order, cards=drafts)
    return dashboards.create_dashboard(by, told, code=code)


def _view(by: Principal, client: Client) -> str:
    code = client.get("/api/v1/indicators").json()["items"][0]["code"]
    draft = ViewDraft(name="Số liệu xã", sharing=Sharing.PUBLIC, spec=Spec(measures=(code,), level="commune"))
    return views.save_view(by, draft).code


def _leaders(by: Principal, *drafts: CardDraft) -> Dashboard:
    parts = (CardDraft(part=f"desk.{name}") for name in PARTS)
    return _board(by, "leaders", *parts, *drafts, order=10)


def _cards(page: str) -> list[str]:
    return re.findall(r'<section class="card leaders__(\w+)"', page)


def test_the_screen_is_the_same_stored_or_not(office: Principal, client: Client) -> None:
    bare = client.get("/").content.decode()
    assert _cards(bare) == list(PARTS)
    _leaders(office)
    assert _cards(client.get("/").content.decode()) == list(PARTS)


def test_the_standing_office_arranges_it_and_puts_views_below(office: Principal, client: Client) -> None:
    board = _leaders(office, CardDraft(view=_view(office, client)))
    last = cards_of(board)[5]
    cards.move_card(office, board.code, last.pk, to=1)
    cards.remove_card(office, board.code, cards_of(board)[3].pk)
    page = client.get("/").content.decode()
    assert _cards(page) == ["week", "pillars", "progress", "agencies", "decisions"]
    assert page.index("leaders__decisions") < page.index("leaders__below") < page.index("Số liệu xã")


def test_a_stored_layout_costs_no_query_and_a_view_a_fixed_number(office: Principal, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    bare = queries()
    board = _leaders(office)
    assert queries() == bare
    view = _view(office, client)
    found = []
    for _card in range(4):
        cards.add_card(office, board.code, CardDraft(view=view))
        found.append(queries())
    assert found[3] - found[2] == found[2] - found[1], found
    assert found[3] - found[2] <= 12


def test_other_dashboards_show_the_same_parts(office: Principal, client: Client) -> None:
    _board(office, "khac", CardDraft(part="desk.agencies"), CardDraft(part="desk.sentence"))
    page = client.get("/explore/dashboards/khac/").content.decode()
    assert _cards(page) == ["agencies", "sentence"]
    assert 'href="/static/desk/leaders' in page


def test_the_wall_leads_from_the_leaders_screen_through_all_and_back(
    office: Principal, client: Client
) -> None:
    _leaders(office)
    _board(office, "mot", CardDraft(part="desk.week"), order=60)
    _board(office, "hai", CardDraft(part="desk.map"), order=70)
    _board(office, "khong-chieu", CardDraft(part="desk.map"), on_wall=False)
    address, met = reverse("desk:wall"), []
    for _turn in range(4):
        page = client.get(address).content.decode()
        assert "<button" not in page and "data-clock" in page and 'data-theme="dark"' in page
        met.append(re.findall(r"<title>(.*?) ·", page)[0])
        address = re.findall(r'data-next="([^"]+)"', page)[0].replace("&amp;", "&")
        assert f'url={address.replace("&", "&amp;")}"></noscript>' in page
    assert met[1:3] == ["Bảng mot", "Bảng hai"] and met[3] == met[0]


def test_a_wall_may_be_told_its_pace(office: Principal, client: Client) -> None:
    _board(office, "mot", CardDraft(part="desk.week"))
    page = client.get("/wall/?board=mot&seconds=45").content.decode()
    assert 'data-seconds="45"' in page and "board=leaders&amp;seconds=45" in page
    for told, meant in (("", 20), ("0", 5), ("99999", 600), ("x", 20)):
        assert f'data-seconds="{meant}"' in client.get(f"/wall/?seconds={told}").content.decode()


def test_many_cards_take_several_screens(office: Principal, client: Client) -> None:
    view = _view(office, client)
    _board(office, "dai", *(CardDraft(view=view, title=f"thẻ {number}") for number in range(5)))
    page = client.get("/wall/?board=dai").content.decode()
    assert page.count('class="wall__view') == 3
    assert page.count("Số liệu lúc") >= 1


def test_a_dashboard_that_is_not_on_the_wall_is_not_found_there(office: Principal, client: Client) -> None:
    _board(office, "mot", CardDraft(part="desk.week"))
    answer = client.get("/wall/?board=khong-co")
    assert answer.status_code == 404 and "/wall/?board=mot" in answer.content.decode()


def test_the_map_opens_with_something_measured_and_says_yes_and_no() -> None:
    kinds = (Kind.YES_NO, Kind.COUNT, Kind.RATIO)
    yes_no, count, ratio = (Indicator(code=kind.value, kind=kind, decimals=0) for kind in kinds)
    assert figures._usual([yes_no, count, ratio]) is ratio
    assert figures._usual([yes_no, count]) is count
    assert figures._usual([yes_no]) is yes_no and figures._usual([]) is None
    assert [figures._said(yes_no, Decimal(value)) for value in (0, 1)] == ["Không", "Có"]
    assert figures._said(count, Decimal(1200)) == "1.200"
