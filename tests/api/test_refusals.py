"""Every refusal has the one shape, wherever it comes from."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tinhso.people.models import Account
from tinhso.people.steps import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]
REPORTS = "/api/v1/targets/minh-hoa-04/reports"


def _refused(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content.decode()
    told: dict[str, Any] = response.json()
    assert {"code", "message", "field", "hint"} <= set(told)
    assert told["message"]
    return told


@pytest.fixture
def officer(client: Client) -> Client:
    """Signed in as a reporting officer."""
    client.force_login(Account.objects.get(username="congthuong"), backend=BACKEND)
    return client


def test_an_address_that_is_none(client: Client) -> None:
    assert _refused(client.get("/api/v1/ke-hoach"), 404)["code"] == "not_found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_method_that_the_address_does_not_know(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/plans")
    assert _refused(response, 405)["code"] == "wrong_method"
    assert response.headers["Allow"] == "GET"
    _refused(getattr(client, method)("/api/v1/openapi.json"), 405)


def test_a_body_that_is_no_json(officer: Client) -> None:
    _refused(officer.post(REPORTS, "{", content_type="application/json"), 400)


def test_a_character_that_no_text_holds(officer: Client) -> None:
    assert _refused(officer.get("/api/v1/plans?q=%00"), 422)["code"] == "invalid"
    body = {"period": "2026-03", "value": 1, "done": "a\x00b"}
    _refused(officer.post(REPORTS, body, content_type="application/json"), 422)


def test_several_problems_are_told_at_once(officer: Client) -> None:
    body = {"period": "2026-03", "value": "nhiều", "rank": "một", "done": 7}
    told = _refused(officer.post(REPORTS, body, content_type="application/json"), 422)
    assert {problem["field"] for problem in told["problems"]} == {"value", "rank", "done"}


def test_refusals_speak_the_readers_language(client: Client) -> None:
    def said(language: str) -> str:
        response = client.get("/api/v1/places?limit=0", headers={"Accept-Language": language})
        return str(_refused(response, 422)["message"])

    assert said("vi")
    assert said("en")


def test_nobody_and_a_wrong_key_are_told_apart(client: Client) -> None:
    assert _refused(client.post(REPORTS, {}, content_type="application/json"), 401)["code"] == "not_signed_in"
    wrong = client.get("/api/v1/plans", headers={"Authorization": "Bearer tso_khong"})
    assert _refused(wrong, 401)["code"] == "bad_token"
