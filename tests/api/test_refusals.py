"""Every refusal has the one shape, wherever it comes from."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tinhso.people.models import Account
from tinhso.people.steps import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]
ENGLISH = {"Accept-Language": "en"}
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


@pytest.mark.parametrize("body", ["{", '{"value": 1', "kỳ=2026", '"', '{"done": "\\ud8"}', "[" * 100_000])
def test_a_body_that_is_no_json(officer: Client, body: str) -> None:
    told = _refused(officer.post(REPORTS, body, content_type="application/json"), 400)
    assert (told["code"], told["message"]) == ("unreadable", "Nội dung gửi lên không phải JSON.")
    told = _refused(officer.post(REPORTS, body, content_type="application/json", headers=ENGLISH), 400)
    assert told["message"] == "What was sent is not JSON."


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_a_body_of_another_kind(officer: Client, kind: str) -> None:
    told = _refused(officer.post(REPORTS, '{"value": 1}', content_type=kind), 415)
    assert (told["code"], told["message"]) == ("wrong_type", "Địa chỉ này nhận nội dung JSON.")
    assert "application/json" in told["hint"]


def test_a_body_without_an_end(officer: Client) -> None:
    body = '{"done": "' + "a" * 3_000_000 + '"}'
    assert _refused(officer.post(REPORTS, body, content_type="application/json"), 413)["code"] == "too_large"


@pytest.mark.parametrize("address", ["/api/v1/plans?q=%00", "/api/v1/plans/a%00", "/api/v1/khong-co?x=%00"])
def test_an_address_with_a_character_that_no_text_holds(client: Client, address: str) -> None:
    assert _refused(client.get(address), 400)["code"] == "unreadable"


def test_a_body_with_a_character_that_no_text_holds(officer: Client) -> None:
    body = {"period": "2026-03", "value": 1, "done": "a\x00b"}
    _refused(officer.post(REPORTS, body, content_type="application/json"), 400)


WRONG = {
    "/plans": ["limit=0", "limit=1001", "limit=a", "limit=1.5", f"limit={'9' * 30}", "kind=x", "home=maybe",
               "illustrative=2", f"q={'a' * 201}", "place=" + "a" * 21],
    "/plans/49-nq-tu": ["as_of=hôm qua", "as_of=2026-02-30", "known_at=x", "as_of=2026-01-01T10:00"],
    "/tasks": ["due_by=31/12/2026", "state=x", "retired=x"],
    "/figures": ["kind=x", "known_at=2026-13-01T00:00"],
}  # fmt: skip


@pytest.mark.parametrize(("path", "query"), [(path, query) for path in WRONG for query in WRONG[path]])
def test_what_was_expected_is_told_in_the_readers_language(client: Client, path: str, query: str) -> None:
    """Vietnamese words carry their marks; the English ones carry none."""
    vietnamese = _refused(client.get(f"/api/v1{path}?{query}"), 422)
    english = _refused(client.get(f"/api/v1{path}?{query}", headers=ENGLISH), 422)
    assert vietnamese["field"] == english["field"] == query.partition("=")[0]
    assert not vietnamese["message"].isascii()
    assert english["message"].isascii(), english["message"]


def test_several_problems_are_told_at_once(officer: Client) -> None:
    body = {"period": "2026-03", "value": "nhiều", "rank": "một", "done": 7}
    told = _refused(officer.post(REPORTS, body, content_type="application/json"), 422)
    assert {problem["field"] for problem in told["problems"]} == {"value", "rank", "done"}


def test_refusals_speak_the_readers_language(client: Client) -> None:
    def said(language: str) -> str:
        response = client.get("/api/v1/places?limit=0", headers={"Accept-Language": language})
        return str(_refused(response, 422)["message"])

    assert said("vi") == said("fr") == "Cần số từ 1 trở lên."
    assert said("en-GB,en;q=0.8") == "A number of at least 1 is needed."


def test_nobody_and_a_wrong_key_are_told_apart(client: Client) -> None:
    assert _refused(client.post(REPORTS, {}, content_type="application/json"), 401)["code"] == "not_signed_in"
    wrong = client.get("/api/v1/plans", headers={"Authorization": "Bearer tso_khong"})
    assert _refused(wrong, 401)["code"] == "bad_token"
