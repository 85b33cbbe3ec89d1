"""`/query` and `/query/facts`: the question in an address or a body, the answer, limits and refusals."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.web.pace import Pace
from tinhso.places.models import Level
from tinhso.warehouse import api, schemas
from tinhso.warehouse.questions import Condition, Op, Places, Query, Times
from tinhso.warehouse.tests.door_scene import Scene, scene, tell

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def told() -> Scene:
    """Two communes told a ratio and a count before and after the reform."""
    found = scene()
    one, two, three = found.old
    tell([(found.people, unit, "2024", 10 + at) for at, unit in enumerate((one, two, three))])
    tell([(found.people, found.first, "2026-10", 30), (found.people, found.second, "2026-10", 12)])
    tell([(found.covered, found.first, "2026", (2, 3)), (found.score, found.first, "2026-10", 5)])
    return found


def _get(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{address}")
    assert response.status_code == status, response.content.decode()
    return response.json()


def _cells(answer: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    names = answer["columns"]
    return {
        (
            answer["measures"][row[0]]["code"],
            answer["places"][row[1]]["code"],
            answer["periods"][row[2]]["code"],
        ): dict(zip(names, row, strict=True))
        for row in answer["cells"]
    }


def test_answers_with_axes_and_exact_cells(client: Client, told: Scene) -> None:
    answer = _get(client, "/query?m=dan-so&m=phu-song&level=commune&within=20&first=2024-01-01")
    assert [one["code"] for one in answer["measures"]] == ["dan-so", "phu-song"]
    assert [one["name"] for one in answer["places"]] == ["Xã Ba Sơn", "Xã Mới"]
    assert [one["code"] for one in answer["periods"]] == ["2024", "2025"]
    cells = _cells(_get(client, "/query?m=dan-so&m=phu-song&level=commune&within=20&last=2026-12-31"))
    assert cells["dan-so", "06011", "2024"]["number"] == "21"
    ratio = cells["phu-song", "06011", "2026"]
    assert (ratio["number"], ratio["numerator"], ratio["denominator"]) == ("66.666667", "2", "3")
    year = cells["dan-so", "06011", "2026"]
    assert (year["number"], year["periods_told"], year["periods_expected"]) == ("30", 1, 12)


def test_the_boundaries_are_those_asked_for(client: Client, told: Scene) -> None:
    answer = _get(client, "/query?m=dan-so&level=commune&within=20&on=2024-12-31&first=2024-01-01&by=told")
    assert {at[1]: cell["number"] for at, cell in _cells(answer).items() if at[2] == "2024"} == {
        "06001": "10",
        "06002": "11",
        "06003": "12",
    }
    assert answer["boundaries"] == "2024-12-31"


def test_a_body_asks_the_same_as_an_address(client: Client, told: Scene) -> None:
    address = "/query?m=dan-so&level=commune&within=20&by=month&where=dan-so~ge~20"
    body = {
        "measures": ["dan-so"],
        "level": "commune",
        "within": "20",
        "by": "month",
        "where": [{"measure": "dan-so", "op": "ge", "number": "20"}],
    }
    sent = client.post("/api/v1/query", json.dumps(body), content_type="application/json")
    assert sent.status_code == 200
    answer = _get(client, address)
    assert sent.json() == answer
    assert set(_cells(answer)) == {("dan-so", "06011", "2026-10")}


def test_what_cannot_be_answered_stands_beside_what_can(client: Client, told: Scene) -> None:
    answer = _get(client, "/query?m=dan-so&m=diem&within=20&last=2026-12-31")
    assert [one["code"] for one in answer["measures"]] == ["dan-so"]
    (refused,) = answer["refused"]
    assert refused["measure"] == "diem"
    for offer in refused["offers"]:
        assert _get(client, f"/query?{offer['query']}")["cells"]


def test_nothing_that_can_be_answered_is_422_with_reasons_and_offers(client: Client, told: Scene) -> None:
    found = _get(client, "/query?m=diem&within=20", 422)
    assert found["code"] == "cannot_answer"
    assert "không cộng" in found["message"]
    assert "xem ở cấp xã" in found["hint"].lower()
    assert found["refused"][0]["offers"]
    told_in_csv = client.get("/api/v1/query?m=dan-so&m=diem&within=20&format=csv")
    assert told_in_csv.headers["Tinhso-Refused"] == "diem"


def test_comes_as_csv(client: Client, told: Scene) -> None:
    response = client.get("/api/v1/query?m=phu-song&level=commune&within=20&last=2026-12-31&format=csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Mã địa bàn"], line["Số liệu"], line["Tử số"]) == ("06011", "66.666667", "2")
    assert line["Đơn vị tính"] == "%"


def test_the_same_answer_is_not_sent_twice(client: Client, told: Scene) -> None:
    first = client.get("/api/v1/query?m=dan-so&within=20")
    again = client.get("/api/v1/query?m=dan-so&within=20", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    tell([(told.people, told.province, "2025", 99)])
    anew = client.get("/api/v1/query?m=dan-so&within=20", headers={"If-None-Match": first.headers["ETag"]})
    assert anew.status_code == 200


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/query", "m"),
        ("/query?m=dan-so&by=week", "by"),
        ("/query?m=dan-so&level=planet", "level"),
        ("/query?m=dan-so&on=2000-01-01", "boundaries"),
        ("/query?m=dan-so&on=31/12/2024", "on"),
        ("/query?m=dan-so&first=2026-01-01&last=2025-01-01", "first"),
        ("/query?m=dan-so&first=1990-01-01&last=2025-01-01", "first"),
        ("/query?m=dan-so&where=dan-so", "where"),
        ("/query?m=dan-so&where=dan-so~near~3", "op"),
        ("/query?m=dan-so&where=dan-so~lt~NaN", "number"),
        ("/query?m=dan-so&where=phu-song~lt~3", "where"),
        ("/query?" + "&".join(f"m=c{number}" for number in range(41)), "m"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(
    client: Client, told: Scene, address: str, field: str
) -> None:
    assert _get(client, address, 422)["field"] == field


def test_unknown_codes_come_with_near_ones(client: Client, told: Scene) -> None:
    assert "dan-so" in _get(client, "/query?m=dan-xo", 404)["near"]
    assert _get(client, "/query?m=dan-so&within=21", 404)["field"] == "code"


def test_a_question_of_too_many_cells_says_how_many(
    client: Client, told: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemas, "MOST_CELLS", 9)
    found = _get(client, "/query?m=dan-so&level=commune&within=20&first=2022-01-01&last=2026-12-31", 422)
    assert found["code"] == "too_many_cells"
    assert "10 ô: 1 chỉ số × 2 địa bàn × 5 kỳ" in found["message"]


def test_who_is_not_signed_in_has_a_pace(
    client: Client, told: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PACES = {**settings.PACES, "queries": 2}
    monkeypatch.setattr(api, "pace", Pace("queries"))
    codes = [client.get("/api/v1/query?m=dan-so&within=20").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_figures_of_persons_are_not_for_everybody(client: Client, told: Scene) -> None:
    tell([(told.head, told.first, "2026", 1)])
    assert _get(client, "/query?m=ho-so-can-bo&within=20", 403)["code"] == "not_allowed"
    assert _get(client, "/query/facts?m=ho-so-can-bo&place=20&period=2026", 403)["code"] == "not_allowed"


@given(
    level=st.none() | st.sampled_from(Level),
    told_at=st.none() | st.sampled_from(Level),
    kind=st.none() | st.sampled_from(list(PeriodKind)[:5]),
    day=st.dates(date(2010, 1, 1), date(2026, 12, 31)),
    years=st.integers(0, 19),
    number=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    op=st.sampled_from(Op),
    illustrative=st.booleans(),
)
def test_the_address_of_a_question_reads_back_to_the_same(
    level: Level | None, told_at: Level | None, kind: PeriodKind | None, day: date, years: int,
    number: Any, op: Op, illustrative: bool,
) -> None:  # fmt: skip
    times = Times(date(day.year - years, 1, 1), day, kind)
    where = Places(day, level, "20", told_at)
    query = Query(("a", "b~c"), where, times, (Condition("b~c", op, number),), illustrative=illustrative)
    given_: dict[str, list[str]] = {}
    for name, value in schemas.pairs(query):
        given_.setdefault(name, []).append(value)
    assert schemas.of_parameters(given_).query() == query


def test_every_cell_leads_to_its_facts(client: Client, told: Scene) -> None:
    one, two, _three = told.old
    found = _get(client, "/query/facts?m=dan-so&place=06011&period=2024")
    assert found["cell"]["number"] == "21"
    assert [(fact["place"], fact["value"], fact["share"]) for fact in found["facts"]] == [
        (two.code, "11", "1"),
        (one.code, "10", "1"),
    ]
    assert found["missing"] == []
    year = _get(client, "/query/facts?m=dan-so&place=20&period=2026")
    assert {fact["period"] for fact in year["facts"]} == {"2026-10"}
