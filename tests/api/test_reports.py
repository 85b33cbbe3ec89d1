"""Reports through the API: once, by those who owe them, with numbers that cannot be misread."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.api.conftest import Get
from tinhso.people import tokens
from tinhso.people.models import Account, ApiToken
from tinhso.people.steps import BACKEND
from tinhso.steering.models import Report, Target, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]
OFFICER = "congthuong"
TARGET = "minh-hoa-04"
PERIOD = "2026-03"


def new_key(username: str, *scopes: str) -> str:
    """A new key of that account."""
    secret = tokens.new_secret()
    ApiToken.objects.create(
        account=Account.objects.get(username=username),
        name="kiểm thử",
        prefix=secret[:12],
        digest=tokens.digest(secret),
        scopes=list(scopes),
    )
    return secret


def _post(path: str, body: object, *, key: str | None = None, once: str = "") -> HttpResponse:
    headers = {
        **({"Authorization": f"Bearer {key}"} if key else {}),
        **({"Idempotency-Key": once} if once else {}),
    }
    response: Any = Client(enforce_csrf_checks=True).post(
        f"/api/v1{path}", body, content_type="application/json", headers=headers
    )
    return response  # type: ignore[no-any-return]  # Django's client is not typed


@pytest.fixture
def key() -> str:
    """A key of the reporting officer, for reports."""
    return new_key(OFFICER, "report")


def _figure() -> dict[str, object]:
    target = Target.objects.select_related("indicator").get(code=TARGET)
    assert target.indicator
    by_parts = target.indicator.kind == "ratio"
    return {"numerator": "70", "denominator": "100"} if by_parts else {"value": "70.5"}


def _report(**more: object) -> dict[str, object]:
    return {"period": PERIOD, "done": "Đã đưa thêm 12 sản phẩm lên sàn.", **_figure(), **more}


def test_a_report_is_taken_once_and_answered_the_same_again(key: str) -> None:
    once = secrets.token_hex(8)
    first = _post(f"/targets/{TARGET}/reports", _report(), key=key, once=once)
    assert first.status_code == 201, first.content.decode()
    told = first.json()  # type: ignore[attr-defined]  # of the test client
    assert told["target"] == TARGET
    assert told["agency"]["code"] == "langson-so-cong-thuong"
    assert told["state"] == "submitted"
    assert told["period"] == PERIOD
    assert told["figure"]["state"] == "submitted"
    again = _post(f"/targets/{TARGET}/reports", _report(), key=key, once=once)
    assert again.status_code == 200
    assert again.json() == told  # type: ignore[attr-defined]  # of the test client
    assert Report.objects.filter(idempotency_key=once).count() == 1


def test_the_same_key_with_another_content_is_a_conflict(key: str) -> None:
    once = secrets.token_hex(8)
    assert _post(f"/targets/{TARGET}/reports", _report(), key=key, once=once).status_code == 201
    other = _post(f"/targets/{TARGET}/reports", _report(done="Khác"), key=key, once=once)
    assert other.status_code == 409
    assert other.json()["code"] == "idempotency"  # type: ignore[attr-defined]  # of the test client


def test_a_report_changes_no_total_before_it_is_confirmed(key: str, get: Get) -> None:
    before = get(f"/targets/{TARGET}", illustrative=1)
    assert _post(f"/targets/{TARGET}/reports", _report(), key=key).status_code == 201
    after = get(f"/targets/{TARGET}", illustrative=1)
    assert (after["value"], after["status"]) == (before["value"], before["status"])


def test_a_task_is_reported_by_its_state(key: str) -> None:
    task = Task.objects.filter(lead__code="langson-so-cong-thuong", retired_on=None).first()
    assert task
    body = {"period": PERIOD, "task_state": "in_progress", "progress": 75, "done": "Đã làm ba phần tư."}
    answer = _post(f"/tasks/{task.code}/reports", body, key=key)
    assert answer.status_code == 201, answer.content.decode()
    assert answer.json()["progress"] == 75  # type: ignore[attr-defined]  # of the test client


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"period": "tháng ba"}, "period"),
        ({"period": "2099-01"}, "period"),
        ({"value": "1.680", "numerator": None, "denominator": None}, "value"),
        ({"value": "nhiều", "numerator": None, "denominator": None}, "value"),
        ({"value": "-3", "numerator": None, "denominator": None}, "value"),
        ({"bịa": 1}, "bịa"),
        ({"progress": 30}, "progress"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(
    key: str, change: dict[str, object], field: str
) -> None:
    answer = _post(f"/targets/{TARGET}/reports", {**_report(), **change}, key=key)
    assert answer.status_code == 422, answer.content.decode()
    told = answer.json()  # type: ignore[attr-defined]  # of the test client
    fields = {each["field"] for each in told.get("problems", [told])}
    assert field in fields, told
    assert not Report.objects.filter(period=PERIOD, target__code=TARGET).exists()


def test_an_ambiguous_number_is_told_with_both_ways_to_read_it(key: str) -> None:
    body = {**_report(), "value": "1.680", "numerator": None, "denominator": None}
    told = _post(f"/targets/{TARGET}/reports", body, key=key).json()  # type: ignore[attr-defined]  # of the test client
    assert "hai cách" in told["message"]
    assert "1680" in told["message"]


def test_who_may_report(key: str) -> None:
    path = f"/targets/{TARGET}/reports"
    assert _post(path, _report()).status_code == 401
    assert _post(path, _report(), key=new_key(OFFICER, "read")).status_code == 403
    assert _post(path, _report(), key=new_key("vanhoa", "report")).status_code == 403
    assert _post(path, _report(), key=new_key("lanhdao", "report")).status_code == 403
    assert _post("/targets/khong-co/reports", _report(), key=key).status_code == 404
    elsewhere = Target.objects.filter(plan__pack="laocai").first()
    assert elsewhere
    assert _post(f"/targets/{elsewhere.code}/reports", _report(), key=key).status_code in {403, 409}


def test_a_session_needs_the_forms_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username=OFFICER), backend=BACKEND)
    path = f"/api/v1/targets/{TARGET}/reports"
    refused = client.post(path, _report(), content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    token = secrets.token_hex(16)
    client.cookies["csrftoken"] = token
    taken = client.post(path, _report(), content_type="application/json", headers={"X-CSRFToken": token})
    assert taken.status_code == 201, taken.content.decode()
