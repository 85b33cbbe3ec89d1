"""Dashboards: cards in order, the reader's rights, cards that fail, retired indicators, few queries."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.exploration import boards, drawing, parts, queries
from tinhso.exploration.actions import cards, dashboards, views
from tinhso.exploration.models import Card, Dashboard, Sharing, Width
from tinhso.exploration.schemas import MOST_CARDS, CardDraft, DashboardDraft, WholeDraft
from tinhso.exploration.tests import people as scene
from tinhso.indicators.models import Definition, PersonalData
from tinhso.people.models import Role
from tinhso.people.principals import ANONYMOUS, Principal

pytestmark = pytest.mark.django_db
BACKEND = "tinhso.people.backends.Passwords"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def office() -> Principal:
    """The standing office."""
    return scene.person(Role.STANDING_OFFICE)


def _filled(by: Principal, board: Dashboard) -> boards.Board:
    request = RequestFactory().get("/")
    request.principal = by  # type: ignore[attr-defined]  # what the middleware sets
    return boards.fill(request, queries.cards_of(board))


def _order(board: Dashboard) -> list[str]:
    return [str(card.title) for card in queries.cards_of(board)]


def _titled(by: Principal, board: Dashboard, *titles: str) -> list[Card]:
    row = scene.view(by)
    return [cards.add_card(by, board.code, CardDraft(view=row.code, title=title)) for title in titles]


def test_cards_move_change_go_and_come_back(office: Principal) -> None:
    board = scene.board(office)
    _a, b, c = _titled(office, board, "a", "b", "c")
    cards.move_card(office, board.code, c.pk, to=1)
    assert _order(board) == ["c", "a", "b"]
    cards.move_card(office, board.code, c.pk, to=99)
    assert _order(board) == ["a", "b", "c"]
    cards.change_card(office, board.code, b.pk, title="giữa", width=Width.WHOLE)
    gone = cards.remove_card(office, board.code, b.pk)
    assert _order(board) == ["a", "c"] and gone.position == 2
    cards.add_card(office, board.code, gone.draft, position=gone.position)
    assert _order(board) == ["a", "giữa", "c"]
    assert [card.position for card in queries.cards_of(board)] == [1, 2, 3]
    assert queries.cards_of(board)[1].width == Width.WHOLE


def test_a_board_stays_a_page(office: Principal) -> None:
    board = scene.board(office)
    _titled(office, board, *map(str, range(MOST_CARDS)))
    with pytest.raises(Conflict):
        _titled(office, board, "one more")


def test_roles_and_the_wall_are_the_standing_offices(office: Principal) -> None:
    officer = scene.person(Role.REPORTING_OFFICER)
    for wanted in ({"roles": (Role.LEADER,)}, {"on_wall": True}, {"order": 1}):
        with pytest.raises(NotAllowed):
            scene.board(officer, **wanted)
    board = scene.board(office, sharing=Sharing.OFFICIALS, roles=(Role.LEADER,), on_wall=True)
    with pytest.raises(NotAllowed):
        dashboards.change_dashboard(officer, board.code, DashboardDraft(name="Của tôi"))
    assert [row.pk for row in queries.on_wall(officer)] == [board.pk]


def test_what_somebody_sees_first_follows_the_role(office: Principal) -> None:
    for_leaders = scene.board(office, "Lãnh đạo", Sharing.OFFICIALS, roles=(Role.LEADER,), order=2)
    for_officers = scene.board(office, "Cán bộ", Sharing.OFFICIALS, roles=(Role.REPORTING_OFFICER,), order=3)
    for_all = scene.board(office, "Chung", Sharing.PUBLIC, roles=(Role.PUBLIC,), order=1)
    officer = scene.person(Role.REPORTING_OFFICER)
    assert queries.offered(scene.person(Role.LEADER))[0] == for_leaders
    assert queries.offered(officer)[0] == for_officers
    mine = scene.board(officer, "Của tôi")
    assert queries.offered(officer)[:2] == [for_officers, mine]
    assert queries.offered(ANONYMOUS) == [for_all]


def test_a_card_is_drawn_with_the_readers_rights(office: Principal) -> None:
    scene.indicator("nguoi-benh", personal_data=PersonalData.SENSITIVE)
    scene.figure(7, code="nguoi-benh")
    scene.figure(80)
    secret = scene.view(office, "Người bệnh", Sharing.PUBLIC, scene.spec("nguoi-benh"))
    open_view = scene.view(office, "Sóng", Sharing.PUBLIC)
    board = scene.board(office, sharing=Sharing.PUBLIC)
    for row in (secret, open_view):
        cards.add_card(office, board.code, CardDraft(view=row.code))
    closed, drawn = _filled(ANONYMOUS, board).slots
    assert "dữ liệu cá nhân" in closed.failed and closed.drawn is None
    assert drawn.drawn is not None and drawn.drawn.made is not None
    assert _filled(office, board).slots[0].failed == ""


def test_a_card_that_fails_says_why_and_the_others_stand(
    office: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.figure(80)
    board = scene.board(office)
    good, taken_back, broken, unreadable = (scene.view(office, f"v{n}") for n in range(4))
    for row in (good, taken_back, broken, unreadable):
        cards.add_card(office, board.code, CardDraft(view=row.code))
    views.retire_view(office, taken_back.code)
    with acting(SystemActor("kiểm thử"), "test"):
        unreadable.spec = {"form": "pie"}
        unreadable.save()
    real = drawing.draw

    def breaks(*args: object, **more: object) -> object:
        if more["identity"] == "card-3":
            raise RuntimeError("a fault")
        return real(*args, **more)  # type: ignore[arg-type]  # handed through as it came

    monkeypatch.setattr(boards, "draw", breaks)
    slots = _filled(office, board).slots
    assert [bool(slot.failed) for slot in slots] == [False, True, True, True]
    assert "thu hồi" in slots[1].failed and "Chưa vẽ được" in slots[2].failed
    assert "không đọc được" in slots[3].failed


def test_a_view_whose_indicator_was_retired_keeps_working_as_of_then(
    office: Principal, client: Client
) -> None:
    scene.figure(61, 2024)
    view = scene.view(office, "Sóng 4G", Sharing.PUBLIC, scene.spec(first=date(2023, 1, 1)))
    board = scene.board(office, sharing=Sharing.PUBLIC)
    cards.add_card(office, board.code, CardDraft(view=view.code))
    with acting(SystemActor("kiểm thử"), "test"):
        Definition.objects.create(
            indicator=scene.indicator(), valid_from=date(2025, 1, 1), in_use=False, name="Sóng 4G",
            kind="percent", unit="%",
        )  # fmt: skip
    for address in (view.get_absolute_url(), board.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "đã thôi theo dõi sau ngày 31/12/2024" in page, address
        assert re.search(r">\s*61", page), address
    [slot] = _filled(ANONYMOUS, board).slots
    assert slot.drawn is not None and slot.drawn.spec.last == date(2024, 12, 31)


def test_queries_grow_by_the_same_for_every_card(office: Principal) -> None:
    scene.figure(80)
    board = scene.board(office, sharing=Sharing.PUBLIC)
    _titled(office, board, "thẻ")
    _filled(ANONYMOUS, board)  # what a process keeps from then on
    counts = []
    for _number in range(4):
        _titled(office, board, "thẻ")
        with CaptureQueriesContext(connection) as seen:
            assert not any(slot.failed for slot in _filled(ANONYMOUS, board).slots)
        counts.append(len(seen))
    steps = {later - earlier for earlier, later in itertools.pairwise(counts)}
    assert len(steps) == 1, counts
    assert steps.pop() <= 12


def test_parts_of_rooms_stand_beside_views(office: Principal, settings: Settings, client: Client) -> None:
    assert list(parts.offered())[:2] == ["desk.pillars", "desk.progress"]
    board = scene.board(office, sharing=Sharing.PUBLIC)
    cards.add_card(office, board.code, CardDraft(part="desk.week"))
    with pytest.raises(Conflict):
        cards.add_card(office, board.code, CardDraft(part="desk.week"))
    with pytest.raises(Invalid):
        cards.add_card(office, board.code, CardDraft(part="desk.nothing"))
    page = client.get(board.get_absolute_url()).content.decode()
    assert "Thay đổi tuần này" in page and "desk/leaders" in page


def test_a_whole_dashboard_is_told_at_once(office: Principal) -> None:
    row = scene.view(office, sharing=Sharing.PUBLIC)
    told = WholeDraft(
        name="Tất cả",
        cards=(CardDraft(part="desk.week", width=Width.THIRD), CardDraft(view=row.code, title="Sóng")),
    )
    board = dashboards.create_dashboard(office, told, code="tat-ca")
    dashboards.change_dashboard(office, "tat-ca", told.model_copy(update={"cards": told.cards[::-1]}))
    assert [card.part for card in queries.cards_of(board)] == ["", "desk.week"]
    with pytest.raises(Invalid):
        unknown = told.model_copy(update={"cards": (CardDraft(view="khong-co"),)})
        dashboards.change_dashboard(office, "tat-ca", unknown)
    assert len(queries.cards_of(board)) == 2, "what was refused left nothing behind"
    with pytest.raises(Conflict):
        dashboards.create_dashboard(office, told, code="tat-ca")


def test_a_dashboard_taken_back_comes_back(office: Principal) -> None:
    board = scene.board(office, sharing=Sharing.OFFICIALS)
    dashboards.retire_dashboard(office, board.code)
    assert not queries.dashboards(scene.person(Role.LEADER)).exists()
    with pytest.raises(Conflict):
        dashboards.change_dashboard(office, board.code, DashboardDraft(name="Khác"))
    dashboards.restore_dashboard(office, board.code)
    assert list(queries.dashboards(office)) == [board]
