"""Formulas through the API: results with every digit, mistakes with their place, nothing kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tinhso.base.web.pace import Pace
from tinhso.indicators import api_formulas

ENGLISH = {"Accept-Language": "en"}


def _sent(what: str, body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    client = Client(enforce_csrf_checks=True, headers=headers)
    response = client.post(f"/api/v1/formulas/{what}", text, content_type="application/json")
    assert response.status_code == status, response.content.decode()
    return response.json()


@pytest.mark.parametrize(
    ("expression", "values", "value", "kind"),
    [
        ("2^3^2", None, 64, "number"),
        ("a / b", {"a": 1, "b": 4}, 0.25, "number"),
        ("a / b", {"a": 1, "b": 0}, None, "number"),
        ("a + b", {"a": None, "b": 1}, None, "number"),
        ("x", {"x": None}, None, "number"),
        ("a == 'x'", {"a": "x"}, True, "boolean"),
        ("if(yes, t, 'n')", {"yes": True, "t": "đ"}, "đ", "text"),
        ("#{dti-rank}.periodOffset(-1)", {"dti-rank.periodOffset(-1)": 4}, 4, "number"),
        ("avg(m.periods(-3, -1))", {"m.periods(-3, -1)": [1, None, 2]}, 1.5, "number"),
        ("C{pi} * OUG{xa}", {"C{pi}": 3, "xa": 65}, 195, "number"),
    ],
)
def test_a_formula_is_calculated(expression: str, values: object, value: object, kind: str) -> None:
    told = _sent("evaluate", {"expression": expression, "values": values})
    assert told == {"value": value, "type": kind}
    assert type(told["value"]) is type(value)


def test_no_digit_is_lost() -> None:
    client = Client()
    body = '{"expression": "a", "values": {"a": 0.1234567890123456789012345678}}'
    response = client.post("/api/v1/formulas/evaluate", body, content_type="application/json")
    assert response.content.decode() == '{"value": 0.1234567890123456789012345678, "type": "number"}'


@pytest.mark.parametrize(
    ("expression", "values", "position", "code"),
    [
        ("(1 + 2", None, 6, "missing_bracket"), ("1 + khong", {"a": 1}, 4, "unknown_code"),
        ("a", {}, 0, "unknown_code"),
        ("1 + 'x'", None, 4, "type"), ("a + 1", {"a": "x"}, 0, "type"), ("1 2", None, 2, "trailing"),
        ("", None, 0, "empty"), ("1" * 10_001, None, 10_000, "too_long"), ("(" * 500, None, 200, "too_deep"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_place(expression: str, values: object, position: int, code: str) -> None:
    told = _sent("evaluate", {"expression": expression, "values": values}, status=422)
    assert (told["position"], told["code"]) == (position, code)
    assert told["error"] == told["message"]
    assert told["field"] == "expression"
    assert {"expected", "near", "hint"} <= set(told)


def test_a_mistake_is_told_in_the_readers_language() -> None:
    body = {"expression": "dti_rang + 1", "values": {"dti_rank": 1}}
    assert _sent("evaluate", body, status=422)["error"] == "Không có mã “dti_rang”."
    told = _sent("evaluate", body, status=422, headers=ENGLISH)
    assert told["error"] == "There is no code “dti_rang”."
    assert told["hint"] == "At character 1: a known code is needed."
    assert told["near"] == ["dti_rank"]


@pytest.mark.parametrize("value", [{"x": 1}, [[1]], ["a"], [True]])
def test_a_value_that_is_none(value: object) -> None:
    assert _sent("evaluate", {"expression": "a", "values": {"a": value}}, status=422)["field"] == "values.a"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e2000", "9" * 2000])
def test_a_number_out_of_range(number: str) -> None:
    body = f'{{"expression": "a", "values": {{"a": {number}}}}}'
    assert _sent("evaluate", body, status=422)["field"] == "values.a"


DEEP = {
    "log(": "1" + ")" * 199, "sum(1,2*": "1" + ")" * 99, "-(": "1" + ")" * 99, "2^(1*": "1" + ")" * 66,
    "if(true,": "1" + ",2)" * 199, "(true&&": "true" + ")" * 99, "greatest(1,": "1" + ")" * 199,
    "isNull(": "1" + ")" * 199,
}  # fmt: skip


@pytest.mark.parametrize("opening", DEEP)
def test_what_is_deep_is_calculated_or_refused(opening: str) -> None:
    closing = DEEP[opening]
    times = closing.count(")") or 199
    told = _sent("evaluate", {"expression": opening * times + closing})
    assert "value" in told
    assert _sent("check", {"expression": opening * times + closing})["ok"]
    for many in (200, 400, 1000):
        refused = _sent("evaluate", {"expression": opening * many + closing}, status=422)
        assert refused["code"] in {"too_deep", "too_long", "missing_bracket", "unfinished"}


@pytest.mark.parametrize(
    "body", ['{"expression": "\\ud800"}', '{"expression": "a", "values": {"\\ud800": 1}}']
)
def test_half_characters_are_refused(body: str) -> None:
    assert _sent("evaluate", body, status=422)["code"] == "unreadable"


def test_large_bodies_are_refused() -> None:
    values = {f"k{index}": index for index in range(30_000)}
    for what in ("check", "evaluate"):
        body = {"expression": "1", "values": values}
        assert _sent(what, body, status=413)["code"] == "too_large"


@pytest.mark.parametrize("body", [{}, {"expression": 1}, {"expression": "1", "values": []}, []])
def test_a_body_of_another_shape(body: object) -> None:
    told = _sent("evaluate", body, status=422)
    assert {"code", "message", "field", "hint"} <= set(told)
    assert isinstance(body, list) or told["field"] in {"expression", "values"}


def test_a_formula_is_checked() -> None:
    told = _sent(
        "check",
        {"expression": "if(b>0,(a)/#{b.4g}*100,null)+C{k}", "codes": ["a", "b", "C{k}"]},
    )
    assert told == {
        "ok": True,
        "type": "number",
        "dependencies": ["b", "a"],
        "references": ["#{b}", "#{a}", "#{b.4g}", "C{k}"],
        "printed": "if(#{b} > 0, #{a} / #{b.4g} * 100, null) + C{k}",
        "words": "(nếu (“b” lớn hơn 0) thì (“a” chia cho “b” (nhóm 4g) nhân 100), "
        "nếu không thì không có số liệu) cộng hằng số “k”",
    }


def test_words_are_in_the_readers_language() -> None:
    told = _sent("check", {"expression": "sum(a.periods(-11, 0)) >= 1234.5"}, headers=ENGLISH)
    assert told["words"] == "(the sum of: “a” of the periods from -11 to 0) is at least 1,234.5"
    assert told["type"] == "boolean"


def test_checking_says_what_is_wrong() -> None:
    told = _sent("check", {"expression": "a + bb", "codes": ["a", "bbb"]}, status=422)
    assert (told["ok"], told["position"], told["near"]) == (False, 4, ["bbb"])


def test_nothing_is_asked_of_the_database() -> None:
    """This test has no database: a query would fail."""
    assert _sent("evaluate", {"expression": "1 + 1"})["value"] == 2


def test_checking_and_calculating_share_a_pace(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PACES = settings.PACES | {"formulas": 2}
    monkeypatch.setattr(api_formulas, "calculating", Pace("formulas"))
    _sent("check", {"expression": "1"})
    _sent("evaluate", {"expression": "1"})
    told = _sent("evaluate", {"expression": "1"}, status=429, headers=ENGLISH)
    assert told["code"] == "too_many"
    assert "2 a minute" in told["hint"]
