"""The board, the pages, the files and the API: what everybody sees, and what nobody may."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.bordergate.actions import leaving, noticing
from tinhso.bordergate.actions.dispatching import tick_all
from tinhso.bordergate.actions.publishing import publish_all
from tinhso.bordergate.core.verify_day import prove, verify
from tinhso.bordergate.models import Direction, GateDuty, Member, Run, Trade
from tinhso.bordergate.schemas import Stop
from tinhso.bordergate.tests.conftest import DAY, FRESH, PLAIN, Scene, at
from tinhso.people.models import Account, Person
from tinhso.people.steps import BACKEND

MOST_QUERIES = 14
BOARD = "/gates/board.json"


def lane_of(client: Client, gate: str = "HN", direction: str = "export") -> dict[str, Any]:
    told = json.loads(client.get(BOARD).content)
    return next(one for one in told["lanes"] if (one["gate"], one["direction"]) == (gate, direction))


def test_scenario_28_the_board_tells_all_but_persons(scene: Scene, client: Client) -> None:
    driver = {"name": "Hoàng Văn Tài Xế", "document": "020099001234", "phone": "0912345678"}
    with at(8):
        places = [scene.enter(hs, driver=driver) for hs in (PLAIN, FRESH, PLAIN)]
        scene.admit(places[0])
        scene.announce(1)
        late = scene.enter()
        leaving.decide(scene.manager, late, "07/QĐ", "cứu trợ")
        tick_all(scene.run)
        told = client.get(BOARD).content.decode()
        lane = lane_of(client)
        page = client.get("/gates/").content.decode() + client.get("/gates/HN/").content.decode()
    for secret in ("Tài Xế", "020099001234", "0912345678", "29C", "RLHPC"):
        assert secret not in told + page
    assert (lane["state"], lane["called"], lane["through_today"], lane["through_last_hour"]) == (
        "open",
        3,
        1,
        1,
    )
    assert lane["capacity"] == {
        "rate_per_hour": 1, "source": "Thông báo của phía bạn", "valid_from": "2025-07-15T08:00:00+07:00",
    }  # fmt: skip
    assert [one["reference"] for one in lane["decisions"]] == ["07/QĐ"]
    assert lane["eta"] == "2025-07-15T12:00:00+07:00" and lane["eta_method"] == "fluid"
    assert lane["eta_low"] < lane["eta"] < lane["eta_high"]
    assert lane["colour"] == "green" and "07/QĐ" in page


def test_scenario_28_old_figures_are_called_old(scene: Scene, client: Client) -> None:
    with at(8):
        tick_all(scene.run)
    for seconds, old in ((600, False), (601, True)):
        with clock.standing_at(clock.now() + timedelta(hours=2, seconds=seconds)):
            told = json.loads(client.get(BOARD).content)
            assert (told["as_of"], told["stale"]) == ("2025-07-15T08:00:00+07:00", old)


def test_a_closed_gate_says_why_and_since_when(scene: Scene, client: Client) -> None:
    with at(9):
        noticing.close(
            scene.manager, scene.run, scene.gate, Direction.EXPORT, Stop(why="ngập đường", source="BQL")
        )
        lane = lane_of(client)
        assert (lane["state"], lane["reason"]) == ("closed", "ngập đường")
        assert (
            lane["since"] == "2025-07-15T09:00:00+07:00"
            and "ngập đường" in client.get("/gates/").content.decode()
        )
    with at(20):
        assert lane_of(client, "TT")["opens_at"] == "2025-07-16T07:00:00+07:00"


def test_scenario_10_who_stands_behind_the_day_waits_for_the_next(scene: Scene, client: Client) -> None:
    with at(10, 59):
        for _ in range(80):
            scene.enter()
    with at(11):
        scene.announce(10)
        assert lane_of(client)["eta"] == "2025-07-16T07:06:00+07:00"


def test_the_board_costs_the_same_for_any_number_of_vehicles(scene: Scene, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/gates/").status_code == 200
        return len(seen)

    with at(8):
        scene.enter()
        queries()
        few = queries()
        for _ in range(12):
            scene.enter()
        assert queries() == few <= MOST_QUERIES


def test_a_published_day_is_a_file_and_a_proof(scene: Scene, client: Client) -> None:
    with at(8):
        places = [scene.enter() for _ in range(7)]
        running = client.get(f"/gates/HN/export/{DAY}.csv").content.decode()
        assert (
            verify(running, DAY.isoformat())
            and client.get("/gates/HN/import/2025-07-15.csv").status_code == 404
        )
        assert client.get(f"/api/v1/gates/places/{places[3].code}/proof").status_code == 404
    with at(0, 5, day=1):
        publish_all(scene.run, DAY)
        text = client.get(f"/gates/HN/export/{DAY}.csv").content.decode()
        root = verify(text, DAY.isoformat())
        assert root in client.get("/gates/HN/").content.decode()
        told = client.get(f"/api/v1/gates/places/{places[3].code}/proof").json()
    assert told["root"] == root and told["row"] in text.split("\n")
    prove(told["row"], told["steps"], root)
    script = client.get("/gates/verify_day.py").content.decode()
    assert "def verify(" in script and not re.search(r"^(from|import) (tinhso|django)", script, re.M)
    for wrong in ("/gates/XX/", "/gates/HN/up/2025-07-15.csv", "/gates/HN/export/hom-nay.csv"):
        assert client.get(wrong).status_code == 404


@pytest.fixture
def signed_in(scene: Scene) -> Callable[[str], Client]:
    """Clients by what they may: trader, manager, nobody."""

    def client(role: str) -> Client:
        person = Person.objects.create(code=f"thu-{role}", full_name=f"Người {role}")
        account = Account.objects.create(username=role, person=person)
        if role == "trader":
            Member.objects.create(company=scene.company, account=account.pk, label=role)
        if role == "manager":
            GateDuty.objects.create(account=account.pk, trade=Trade.MANAGER, valid_from=clock.now())
        made = Client()
        made.force_login(account, backend=BACKEND)
        return made

    return client


def test_a_declaration_by_api(scene: Scene, signed_in: Callable[[str], Client], client: Client) -> None:
    vehicle = scene.vehicle("29C-123.45")
    trader, stranger = signed_in("trader"), signed_in("nobody")
    content = scene.content("29c 123 45").model_dump(mode="json")
    told = {"company": scene.company.tax_code, "gate": "HN", "direction": "export", "content": content}

    def post(who: Client, path: str, body: Any = None) -> Any:
        return who.post(f"/api/v1/gates/{path}", json.dumps(body or {}), content_type="application/json")

    with at(8):
        assert post(client, "declarations", told).status_code == 401
        assert post(stranger, "declarations", told).status_code == 403
        assert post(stranger, "declarations", {**told, "company": "0"}).status_code == 403
        made = post(trader, "declarations", told)
        assert made.status_code == 201 and made.json()["state"] == "draft"
        key = made.json()["id"]
        revised = trader.put(
            f"/api/v1/gates/declarations/{key}",
            json.dumps({**content, "seal": "S-1"}), content_type="application/json",
        )  # fmt: skip
        assert revised.json()["changes"] == ["seal"] and revised.json()["version"] == 2
        assert post(stranger, f"declarations/{key}/submit").status_code == 403
        place = post(trader, f"declarations/{key}/submit")
        assert place.status_code == 201 and place.json()["state"] == "called"
        assert post(trader, f"declarations/{key}/submit").json()["code"] == "SUBMITTED"
        again = post(trader, "declarations", told).json()["id"]
        twice = post(trader, f"declarations/{again}/submit")
        assert (twice.status_code, twice.json()["code"]) == (409, "ACTIVE_PLACE_EXISTS")
        assert twice.json()["place"] == place.json()["place"]
        code = place.json()["place"]
        assert client.get(f"/api/v1/gates/places/{code}").json()["called_seq"] == 1
        assert post(stranger, f"places/{code}/cancel").status_code == 403
        assert post(trader, f"places/{code}/admit").status_code == 403
        assert post(trader, f"places/{code}/defer", {"hours": 4}).json()["exception"] == "defer"
        assert post(trader, f"places/{code}/cancel").json()["state"] == "ended"
    assert vehicle.plate not in json.dumps(place.json())


def test_steering_by_api(scene: Scene, signed_in: Callable[[str], Client]) -> None:
    manager, trader = signed_in("manager"), signed_in("trader")

    def post(who: Client, path: str, body: Any) -> Any:
        return who.post(f"/api/v1/gates/{path}", json.dumps(body), content_type="application/json")

    told = {"rate_per_hour": 12, "source": "Biên bản hội đàm"}
    stop = {"why": "mưa lớn", "source": "BQL"}
    with at(8):
        assert post(trader, "HN/export/capacity", told).status_code == 403
        assert post(manager, "HN/export/capacity", told).status_code == 201
        past = {**told, "valid_from": "2025-07-15T07:00:00+07:00"}
        assert post(manager, "HN/export/capacity", past).json()["code"] == "PAST"
        place = scene.enter()
        assert post(manager, f"places/{place.code}/hold", {"why": "niêm phong"}).json()["state"] == "waiting"
        assert post(manager, f"places/{place.code}/admit", {}).json()["code"] == "HELD"
        assert post(manager, f"places/{place.code}/release", {"why": "rõ"}).json()["state"] == "called"
        assert post(manager, f"places/{place.code}/admit", {}).json()["state"] == "through"
        assert post(manager, "HN/export/close", stop).status_code == 201
        assert post(manager, "HN/export/close", stop).json()["code"] == "CLOSED"
        assert post(manager, "HN/export/open", stop).status_code == 201
        late = scene.enter(FRESH)
        assert (
            post(manager, f"places/{late.code}/stream", {"stream": "G", "why": "x"}).json()["code"]
            == "CALLED"
        )


def test_the_line_is_steered_on_its_page(scene: Scene, signed_in: Callable[[str], Client]) -> None:
    manager, trader = signed_in("manager"), signed_in("trader")
    address = "/gates/HN/export/"
    with at(8):
        first = scene.enter()
        scene.announce(1)
        second, third = scene.enter(), scene.enter()
        assert trader.get(f"{address}line/").status_code == 403
        assert "/gates/HN/export/line/" not in trader.get("/gates/HN/").content.decode()
        assert "/gates/HN/export/line/" in manager.get("/gates/HN/").content.decode()
        page = manager.get(f"{address}line/").content.decode()
        assert all(one.code in page for one in (first, second, third))

        def act(**told: str) -> Any:
            return manager.post(f"{address}act/", told, follow=True)

        assert "Đã ghi nhận" in act(do="hold", place=second.code, why="kiểm tra").content.decode()
        assert scene.again(second).held
        refused = act(do="decide", place=third.code, why="cứu trợ")
        assert refused.status_code == 422 and "Nhập số quyết định" in refused.content.decode()
        act(do="decide", place=third.code, why="cứu trợ", reference="09/QĐ")
        assert scene.again(third).exception_ref == "09/QĐ"
        act(do="admit", place=first.code)
        assert scene.again(first).state == "through"
        act(do="release", place=second.code, why="rõ")
        assert not scene.again(second).held
        assert act(do="capacity", rate_per_hour="", source="x").status_code == 422
        act(do="capacity", rate_per_hour="40", source="Biên bản")
        assert "40 xe/giờ" in manager.get(f"{address}line/").content.decode()
        act(do="close", why="mưa", source="BQL")
        assert "Mở lại cửa khẩu" in manager.get(f"{address}line/").content.decode()
        act(do="open", why="tạnh", source="BQL")
        act(do="cancel", place=second.code)
        assert scene.again(second).state == "ended"
        assert act(do="nothing").status_code == 422


def test_a_company_declares_and_follows_on_its_pages(
    scene: Scene, signed_in: Callable[[str], Client], client: Client
) -> None:
    trader, stranger = signed_in("trader"), signed_in("nobody")
    scene.vehicle("29C-123.45")
    scene.announce(1)
    form = {
        "gate": "HN", "direction": "export", "mode": "XK", "plate": "29C-123.45", "hs": "08106000",
        "name": "Sầu riêng", "net_kg": "18.500", "quarantine_certificate": "KD-9", "container": "CSQU3054383",
        "driver_name": "Hoàng Văn Tài Xế", "driver_document": "020099001234",
    }  # fmt: skip
    address = f"/gates/company/{scene.company.tax_code}/declare/"
    with at(8):
        scene.enter()
        assert client.get("/gates/company/").status_code in (302, 401)
        assert stranger.get(address).status_code == 403
        assert "Chưa được giao" in stranger.get("/gates/company/").content.decode()
        assert "29C-123.45" in trader.get(address).content.decode()
        for wrong in ({"container": "CSQU3054384"}, {"plate": ""}, {"net_kg": "nhiều"}, {"gate": ""}):
            again = trader.post(address, {**form, **wrong})
            assert again.status_code == 422 and "Sầu riêng" in again.content.decode()
        page = trader.post(address, form, follow=True).content.decode()
        assert "HNX-000002" in page and "Tài Xế" not in page
        seen = client.get("/gates/places/?code=hnx-000002", follow=True).content.decode()
        assert "Thứ tự hiện nay" in seen and "Nhận lượt" in seen and "29C" not in seen
        twice = trader.post(address, form)
        assert twice.status_code == 422 and "HNX-000002" in twice.content.decode()
        mine = trader.get("/gates/company/").content.decode()
        assert "thứ tự 2" in mine and re.findall(r"<option>(\d+)</option>", mine)[:4] == ["4", "6", "8", "10"]
        assert stranger.post("/gates/company/places/HNX-000002/", {"do": "cancel"}).status_code == 302
        assert scene.run.lanes.get(gate=scene.gate).places.get(code="HNX-000002").active
        trader.post("/gates/company/places/HNX-000002/", {"do": "defer", "hours": "4"})
        assert "Đã lùi đến" in client.get("/gates/places/HNX-000002/").content.decode()
        trader.post("/gates/company/places/HNX-000002/", {"do": "cancel"})
        assert "Đã kết thúc" in client.get("/gates/places/HNX-000002/").content.decode()
        for lost in ("/gates/places/HNX-999999/", "/gates/places/?code=a/b"):
            assert client.get(lost).status_code == 404


def test_a_company_costs_the_same_for_any_number_of_places(
    scene: Scene, signed_in: Callable[[str], Client]
) -> None:
    trader = signed_in("trader")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert trader.get("/gates/company/").status_code == 200
        return len(seen)

    with at(8):
        scene.announce(2)
        for _ in range(3):
            scene.enter()
        queries()
        few = queries()
        for hs in (PLAIN, FRESH, PLAIN, FRESH, PLAIN):
            scene.enter(hs)
        assert queries() == few
        page = trader.get("/gates/company/").content.decode()
        assert all(f"thứ tự {number}" in page for number in range(1, 9))


def test_a_simulation_hides_the_real_days_in_the_demo_alone(
    scene: Scene, client: Client, settings: Any
) -> None:
    made = Run.objects.create(code="mo-phong-1", simulated=True, day=DAY, started_at=clock.now())
    for demo, shown in ((False, scene.run), (True, made)):
        settings.DEMO = demo
        assert json.loads(client.get(BOARD).content)["run"] == shown.code
        assert json.loads(client.get(f"{BOARD}?run=live").content)["run"] == "live"
        assert json.loads(client.get(f"{BOARD}?run={made.code}").content)["simulated"] is True
