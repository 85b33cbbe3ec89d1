"""Many figures through the API: per-row answers, keys, scopes, CSV, and bodies that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.test_reports import new_key
from tinhso.indicators.models import Observation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]
OFFICER, OFFICE = "congthuong", "thuongtruc"
PATH = "/api/v1/observations"
GOOD = {"indicator": "minh-hoa-ho-so-truc-tuyen", "place": "06325", "period": "2026-03"}


def send(body: Any, *, key: str, kind: str = "application/json", once: str = "", query: str = "") -> Any:
    headers = {"Authorization": f"Bearer {key}", **({"Idempotency-Key": once} if once else {})}
    content = body if isinstance(body, str) else json.dumps(body)
    return Client().post(f"{PATH}{query}", content, content_type=kind, headers=headers)


def test_every_row_has_its_answer_and_the_key_brings_it_again() -> None:
    key = new_key(OFFICER, "figures.write")
    rows = [
        {**GOOD, "numerator": 90, "denominator": "100"},
        {**GOOD, "period": "2026-02", "numerator": "1.680", "denominator": 2000},
        {**GOOD, "period": "2026-02", "numerator": 90, "denominator": 100, "colour": "red"},
        {**GOOD, "period": "2026-02", "numerator": 90},
    ]
    answer = send(rows, key=key, once="lo-1")
    told = answer.json()
    assert answer.status_code == 207, told
    assert [told[name] for name in ("created", "unchanged", "superseded", "refused")] == [1, 0, 0, 3]
    assert [(row.get("code"), row.get("field")) for row in told["rows"][1:]] == [
        ("ambiguous", "numerator"),
        ("extra_forbidden", "colour"),
        ("missing", "denominator"),
    ]
    assert Observation.objects.get(pk=told["rows"][0]["figure"]).state == "submitted"
    again = send(rows, key=key, once="lo-1").json()
    assert again == {**told, "repeated": True}
    other = send(rows[:1], key=key, once="lo-1")
    assert (other.status_code, other.json()["code"]) == (409, "key_used")


def test_csv_says_the_same_as_json() -> None:
    key = new_key(OFFICER, "figures.write")
    lines = "indicator;place;period;numerator;denominator\n"
    lines += f"{GOOD['indicator']};{GOOD['place']};2026-01;8;10\n"
    first = send(lines, key=key, kind="text/csv").json()
    assert (first["created"], first["refused"]) == (1, 0), first
    row = {**GOOD, "period": "2026-01", "numerator": 8, "denominator": 10}
    assert send([row], key=key).json()["unchanged"] == 1


def test_scopes_and_who_confirms() -> None:
    row = {**GOOD, "numerator": 1, "denominator": 2}
    assert send([row], key=new_key(OFFICER, "report")).status_code == 403
    officer = new_key(OFFICER, "figures.write", "confirm")
    assert send([row], key=officer, query="?state=confirmed").status_code == 403
    office = new_key(OFFICE, "figures.write", "confirm")
    assert send([row], key=office, query="?state=confirmed").json()["created"] == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("[", "application/json", 400),
        ('{"rows": 3}', "application/json", 400),
        ("[]", "application/xml", 415),
        (json.dumps([1] * 10_001), "application/json", 422),
    ],
)
def test_bodies_that_are_none(body: str, kind: str, status: int) -> None:
    assert send(body, key=new_key(OFFICER, "figures.write"), kind=kind).status_code == status
