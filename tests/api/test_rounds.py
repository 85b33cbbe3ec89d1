"""Rounds of self-scoring in the API: who sees what, the steps, and computing from the inputs of rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.indices.models import ComponentStep, Round
from tinhso.indices.tests import scene
from tinhso.people import tokens
from tinhso.people.models import Account, ApiToken, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def row() -> Round:
    """An open round whose components are of one agency."""
    return scene.a_round(scene.office(), scene.edition(scene.agency("so-chu-tri").code))


def _key(account: Account, *scopes: str) -> Client:
    secret = tokens.new_secret()
    ApiToken.objects.create(
        account=account, name="k", prefix=secret[:12], digest=tokens.digest(secret), scopes=list(scopes)
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _send(client: Client, address: str, body: Any, status: int) -> Any:
    response = client.post(f"/api/v1{address}", body, content_type="application/json")
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_round_from_score_to_verdict_with_keys(row: Round) -> None:
    code = row.edition.index.code
    owner = row.components.first().owner  # type: ignore[union-attr]  # the scene gives every one
    assert owner is not None
    officer = _key(scene.account(Role.REPORTING_OFFICER, owner), "figures.write", "read")
    office = _key(scene.account(Role.STANDING_OFFICE, scene.agency()), "confirm", "read")
    base = f"/indices/{code}/rounds/{row.pk}"
    listed = Client().get(f"/api/v1/indices/{code}/rounds").json()
    assert [one["id"] for one in listed["items"]] == [str(row.pk)]
    assert Client().get(f"/api/v1{base}").json()["components"] == []
    leaf = f"{base}/components/truc-tuyen"
    sent = {"inputs": {"hồ sơ trực tuyến": 1, "tổng hồ sơ": "3"}, "links": ["https://vi-du.gov.vn/"]}
    told = _send(officer, f"{leaf}/score", sent, 201)
    assert (told["state"], told["points"]) == ("scored", "13.333333")
    mine = officer.get(f"/api/v1{base}").json()["components"]
    assert {one["node"]: one["state"] for one in mine}["truc-tuyen"] == "scored"
    assert {one["node"]: one["due"] for one in mine}["truc-tuyen"] == "2026-12-10"
    _send(officer, f"{leaf}/verdict", {"move": "accept"}, 403)
    stale = _send(office, f"{leaf}/verdict", {"move": "accept", "last": str(row.pk)}, 409)
    assert stale["code"] == "stale"
    short = _send(office, f"{leaf}/verdict", {"move": "adjust", "points": 99, "note": "Thừa"}, 422)
    assert (short["field"], short["code"]) == ("points", "outside_points")
    _send(office, f"{leaf}/verdict", {"move": "adjust", "points": "12.5"}, 422)
    _send(office, f"{leaf}/verdict", {"move": "adjust", "points": "12.5", "note": "Thiếu"}, 201)
    _send(office, f"{leaf}/verdict", {"move": "decide", "points": 1, "note": "Chưa kiến nghị"}, 409)
    _send(officer, f"{leaf}/score", {"move": "appeal", "points": 13, "note": "Đủ cả"}, 201)
    wrong = _send(officer, f"{base}/components/truc-tuyn/score", sent, 404)
    assert wrong["near"] == ["truc-tuyen"]
    assert ComponentStep.objects.count() == 3


def test_compute_takes_what_rules_read_instead_of_shares() -> None:
    edition = scene.edition()
    address = f"/indices/{edition.index.code}/{edition.code}/compute"
    inputs = {
        "nghi-quyet": {"đã ban hành": True},
        "truc-tuyen": {"hồ sơ trực tuyến": 1, "tổng hồ sơ": 1},
        "cuoc-hop": {"số cuộc họp": 2},
    }
    places = [{"place": "a", "inputs": inputs, "scores": {"khac": 1}}]
    told = _send(Client(), address, {"places": places}, 200)["places"][0]
    assert told["value"] == 0.85  # (20 + 40 + 15 + 10) / 100
    assert told["by_node"]["truc-tuyen"]["share"] == 1
    bad = {**inputs, "khac": {"x": 1}, "cuoc-hop": {"số cuộc hop": 2}, "nghi-quyet": {"đã ban hành": "có"}}
    refused = _send(Client(), address, {"places": [{"place": "a", "inputs": bad}]}, 422)
    fields = {one["field"]: one for one in refused["problems"]}
    assert "số cuộc họp" in fields["places.0.inputs.cuoc-hop.số cuộc hop"]["hint"]
    assert fields["places.0.inputs.khac"]["code"] == "no_rule"
    assert fields["places.0.inputs.nghi-quyet.đã ban hành"]["code"] == "wrong_input"
