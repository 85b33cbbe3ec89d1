"""Saved views and dashboards in the API: kept with a key, shared, answered, taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.exploration.tests import people as scene
from tinhso.indicators.models import PersonalData
from tinhso.people import tokens
from tinhso.people.models import Account, ApiToken, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def office() -> Client:
    """The standing office with a key that keeps views."""
    scene.figure(61, 2024)
    scene.figure(80, 2025)
    return _key(scene.account(Role.STANDING_OFFICE), "views", "read")


def _key(account: Account, *scopes: str) -> Client:
    secret = tokens.new_secret()
    ApiToken.objects.create(
        account=account, name="k", prefix=secret[:12], digest=tokens.digest(secret), scopes=list(scopes)
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _told(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def _send(client: Client, method: str, address: str, body: Any, status: int) -> Any:
    send = getattr(client, method)
    return _told(send(f"/api/v1{address}", body, content_type="application/json"), status)


def _get(client: Client, address: str, status: int = 200) -> Any:
    return _told(client.get(f"/api/v1{address}"), status)


SPEC = {"measures": [scene.CODE], "level": "province", "form": "line"}
VIEW = {"name": "Sóng 4G toàn tỉnh", "sharing": "public", "spec": SPEC}


def test_a_view_is_kept_read_changed_and_taken_back(office: Client) -> None:
    made = _send(office, "post", "/views", VIEW, 201)
    assert (made["code"], made["spec"], made["may_change"]) == ("song-4g-toan-tinh", SPEC, True)
    assert made["address"] == f"m={scene.CODE}&form=line&level=province"
    anybody = Client()
    assert [one["code"] for one in _get(anybody, "/views?q=song+4g")["items"]] == [made["code"]]
    assert _get(anybody, f"/views/{made['code']}")["may_change"] is False
    changed = _send(office, "put", f"/views/{made['code']}", {**VIEW, "name": "Sóng"}, 200)
    assert (changed["name"], changed["code"]) == ("Sóng", made["code"])
    taken_back = _told(office.delete(f"/api/v1/views/{made['code']}"))
    assert taken_back["retired_at"] is not None
    assert _get(anybody, "/views")["total"] == 0
    _get(anybody, f"/views/{made['code']}", 404)


def test_the_answer_is_the_same_as_asking(office: Client) -> None:
    code = _send(office, "post", "/views", VIEW, 201)["code"]
    told = _get(Client(), f"/views/{code}/data")
    asked = _get(Client(), f"/query?m={scene.CODE}&level=province&last=2026-12-31")
    assert told["cells"] == asked["cells"] and told["periods"] == asked["periods"]
    number = told["columns"].index("number")
    assert [cell[number] for cell in told["cells"]] == ["61", "80"]
    answer = Client().get(f"/api/v1/views/{code}/data?format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 3 and answer.headers["Content-Type"].startswith("text/csv")
    again = Client().get(
        f"/api/v1/views/{code}/data?format=csv", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_sharing_a_view_shares_no_figures_of_persons(office: Client) -> None:
    scene.indicator("nguoi-benh", personal_data=PersonalData.BASIC)
    scene.figure(7, code="nguoi-benh")
    spec = {**SPEC, "measures": ["nguoi-benh"]}
    code = _send(office, "post", "/views", {**VIEW, "spec": spec}, 201)["code"]
    refused = _get(Client(), f"/views/{code}/data", 403)
    assert "dữ liệu cá nhân" in refused["message"]
    assert _get(office, f"/views/{code}/data")["cells"]


def test_what_cannot_stand_is_refused_at_its_field(office: Client) -> None:
    assert _send(office, "post", "/views", {**VIEW, "name": ""}, 422)["field"] == "name"
    unknown = {**VIEW, "spec": {**SPEC, "measures": ["khong-co"]}}
    assert _send(office, "post", "/views", unknown, 422)["field"] == "spec"
    assert _send(office, "post", "/views", {**VIEW, "colour": "red"}, 422)
    _send(office, "post", "/views", {**VIEW, "code": "song"}, 201)
    assert _send(office, "post", "/views", {**VIEW, "code": "song"}, 409)["field"] == "code"
    officer = _key(scene.account(Role.REPORTING_OFFICER), "views")
    assert _send(officer, "post", "/views", VIEW, 403)["field"] == "sharing"
    reader = _key(scene.account(Role.REPORTING_OFFICER), "read")
    assert _send(reader, "post", "/views", {**VIEW, "sharing": "own"}, 403)["code"] == "scope"


def test_a_dashboard_comes_and_goes_with_its_cards(office: Client) -> None:
    view = _send(office, "post", "/views", VIEW, 201)["code"]
    cards = [{"view": view, "width": "third"}, {"part": "desk.week", "title": "Tuần này"}]
    told = {"name": "Hạ tầng số", "sharing": "public", "roles": ["leader"], "on_wall": True, "cards": cards}
    made = _send(office, "post", "/dashboards", told, 201)
    assert [(one["view"], one["part"], one["width"]) for one in made["cards"]] == [
        (view, "", "third"),
        ("", "desk.week", "half"),
    ]
    changed = _send(office, "put", f"/dashboards/{made['code']}", {**told, "cards": cards[::-1]}, 200)
    assert [one["title"] for one in changed["cards"]] == ["Tuần này", ""]
    read = _get(Client(), f"/dashboards/{made['code']}")
    assert read["cards"] == changed["cards"] and read["may_change"] is False
    assert _get(Client(), "/dashboards")["items"][0]["roles"] == ["leader"]
    both = {**told, "cards": [{"view": view, "part": "desk.week"}]}
    _send(office, "put", f"/dashboards/{made['code']}", both, 422)
    unknown = {**told, "cards": [{"view": "khong-co"}]}
    assert _send(office, "put", f"/dashboards/{made['code']}", unknown, 422)["field"] == "cards.0.view"


def test_own_ones_are_nobody_elses(office: Client) -> None:
    mine = _key(scene.account(Role.LEADER), "views")
    code = _send(mine, "post", "/views", {**VIEW, "sharing": "own"}, 201)["code"]
    board = _send(mine, "post", "/dashboards", {"name": "Của tôi", "cards": [{"view": code}]}, 201)["code"]
    for client in (office, Client()):
        _get(client, f"/views/{code}", 404)
        _get(client, f"/views/{code}/data", 404)
        _get(client, f"/dashboards/{board}", 404)
    assert _get(mine, f"/views/{code}")["code"] == code
    without = _key(scene.account(Role.LEADER))
    _get(without, f"/views/{code}", 404)
