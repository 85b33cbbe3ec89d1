"""Refusals in the form the reader can use; the database's absence; the API's shape."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from ninja import NinjaAPI, Schema
from psycopg_pool import PoolTimeout

from tinhso.base.errors import Ambiguous, Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Problem
from tinhso.base.web import api_errors, errors
from tinhso.base.web.requests import request_id, short_code


class Body(Schema):
    """A sample input."""

    value: int


api = NinjaAPI(urls_namespace="web-tests")
api_errors.install(api)


@api.post("/things")
def create(request: HttpRequest, body: Body) -> dict[str, int]:
    if body.value < 0:
        raise Invalid("Số âm.", field="value", hint="Nhập từ 0 trở lên.")
    return {"value": body.value}


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


PROBLEMS = (Problem("a", "Một.", "one"), Problem("b", "Hai.", "two", "Sửa lại."))
urlpatterns = [
    path("api/t/", api.urls),
    path("invalid", raising(Invalid("Chưa gửi được.", problems=PROBLEMS))),
    path("denied", raising(NotAllowed("Không được <b>phép</b>."))),
    path("near", raising(NotFound("Không có mã này.", near=("/plans/49-nq-tu",)))),
    path("which", raising(Ambiguous("Trùng tên.", candidates=("/plans/a", "/plans/b")))),
    path("stale", raising(Conflict("Đã thay đổi."))),
    path("who", raising(NotSignedIn("Cần đăng nhập."))),
    path("away", raising(OperationalError("connection refused"))),
    path("pool", raising(PoolTimeout("no connection"))),
    path("bug", raising(RuntimeError("secret detail"))),
]
handler404 = "tinhso.base.web.errors.handler404"
handler500 = "tinhso.base.web.errors.handler500"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def quiet() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/invalid", 422, "Hai. Sửa lại."),
        ("/denied", 403, "Không được &lt;b&gt;phép&lt;/b&gt;."),
        ("/near", 404, 'href="/plans/49-nq-tu"'),
        ("/which", 300, 'href="/plans/b"'),
        ("/stale", 409, "Đã thay đổi."),
        ("/away", 503, "Kho dữ liệu đang tạm ngừng."),
        ("/pool", 503, "Kho dữ liệu đang tạm ngừng."),
        ("/bug", 500, "không phải do thao tác của bạn"),
        ("/nothing-here", 404, "Không có trang này."),
    ],
)
def test_pages_are_calm(quiet: Client, address: str, status: int, words: str) -> None:
    response = quiet.get(address)
    text = response.content.decode()
    assert response.status_code == status
    assert words in text and "secret detail" not in text and "Traceback" not in text
    assert short_code(request_id(response.wsgi_request)) in text
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "how", [{"query_params": {"format": "json"}}, {"headers": {"accept": "application/json"}}]
)
def test_programs_get_the_shape(quiet: Client, how: dict[str, dict[str, str]]) -> None:
    body = quiet.get("/invalid", **how).json()  # type: ignore[arg-type]  # two ways to ask
    assert body["code"] == "invalid" and body["message"] == "Chưa gửi được."
    assert [(p["field"], p["hint"]) for p in body["problems"]] == [("one", None), ("two", "Sửa lại.")]
    assert quiet.get("/near", **how).json()["near"] == ["/plans/49-nq-tu"]  # type: ignore[arg-type]  # as above
    assert quiet.get("/which", **how).json()["candidates"] == ["/plans/a", "/plans/b"]  # type: ignore[arg-type]  # as above


def test_readers_are_sent_to_sign_in_and_come_back(quiet: Client) -> None:
    with override_settings(LOGIN_URL="/signin"):
        response = quiet.get("/who?year=2025")
        assert response.status_code == 302 and response["Location"] == "/signin?next=%2Fwho%3Fyear%3D2025"
        assert quiet.get("/who", headers={"accept": "application/json"}).status_code == 401
        assert quiet.get("/who", headers={"hx-request": "true"})["HX-Redirect"].startswith("/signin")
        assert quiet.post("/who").status_code == 401


def test_fragments_get_a_fragment(quiet: Client) -> None:
    text = quiet.get("/stale", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in text and 'role="alert"' in text


def send(quiet: Client, body: str) -> tuple[int, dict[str, object]]:
    response = quiet.post("/api/t/things", body, content_type="application/json")
    return response.status_code, json.loads(response.content)


def test_the_api_answers_in_one_shape(quiet: Client) -> None:
    assert send(quiet, '{"value": 3}') == (200, {"value": 3})
    refused = {"code": "invalid", "message": "Số âm.", "field": "value", "hint": "Nhập từ 0 trở lên."}
    assert send(quiet, '{"value": -1}') == (422, refused)
    status, body = send(quiet, '{"value": "x"}')
    assert (status, body["field"], body["message"]) == (422, "value", "Cần một số nguyên.")
    assert send(quiet, "{}")[1]["message"] == "Chưa nhập."
    assert send(quiet, "{")[0] in {400, 422} and set(send(quiet, "{")[1]) >= {
        "code",
        "message",
        "field",
        "hint",
    }


def test_a_refused_statement_is_not_an_absent_database() -> None:
    class Cause(Exception):
        sqlstate = "40001"

    error = OperationalError("could not serialise")
    error.__cause__ = Cause()
    assert not errors.is_database_away(error)
    Cause.sqlstate = "57P01"
    assert errors.is_database_away(error)


def test_vietnamese_unless_chosen_and_the_api_listens_to_the_header(quiet: Client) -> None:
    english = {"accept-language": "en-US,en;q=0.9"}
    assert 'lang="vi"' in quiet.get("/stale", headers=english).content.decode()
    quiet.cookies["django_language"] = "en"
    assert 'lang="en"' in quiet.get("/stale").content.decode()


def test_answer_needs_no_session() -> None:
    request = RequestFactory().get("/x")
    assert errors.answer(request, errors.database_away())["Retry-After"] == "10"
