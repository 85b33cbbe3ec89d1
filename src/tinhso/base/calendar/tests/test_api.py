"""The calendar's two addresses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from ninja.testing import TestClient

from tinhso.base.calendar.api import router
from tinhso.base.errors import Invalid

AFTER_TET = "2022-02-07/2022-02-07"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def client() -> TestClient:
    """A client of these addresses alone."""
    return TestClient(router)


def get(client: TestClient, address: str, **query: object) -> Any:
    """The answer to a question, with `since` and `until` for `from` and `to`."""
    names = {"since": "from", "until": "to"}
    asked = {names.get(name, name): value for name, value in query.items()}
    response = client.get(f"/{address}?{urlencode(asked, doseq=True)}")
    assert response.status_code == 200
    return response.json()


def test_working_days(client: TestClient) -> None:
    assert get(client, "working-days", since="2026-01-01", until="2026-01-11") == {
        "count": 6,
        "days_off": [
            {"date": "2026-01-01", "reason": "Tết Dương lịch"},
            {"date": "2026-01-02", "reason": "Ngày nghỉ (hoán đổi, làm bù ngày 10/01/2026)"},
            {"date": "2026-01-03", "reason": "thứ Bảy"},
            {"date": "2026-01-04", "reason": "Chủ nhật"},
            {"date": "2026-01-11", "reason": "Chủ nhật"},
        ],
    }


def test_one_day_is_a_span(client: TestClient) -> None:
    assert get(client, "working-days", since="2026-01-10", until="2026-01-10") == {"count": 1, "days_off": []}


@pytest.mark.parametrize(
    ("query", "due", "counted"),
    [
        (
            {"start": "2022-01-28T10:00:00+07:00", "days": 3},
            "2022-02-09T17:00:00+07:00",
            ["2022-02-07", "2022-02-08", "2022-02-09"],
        ),
        ({"start": "2022-01-28", "days": 1}, "2022-02-07T17:00:00+07:00", ["2022-02-07"]),
        (
            {"start": "2022-01-28T15:30", "hours": 8},
            "2022-02-07T15:30:00+07:00",
            ["2022-01-28", "2022-02-07"],
        ),
        ({"start": "2022-02-10T08:30:00Z", "hours": "1.5"}, "2022-02-10T17:00:00+07:00", ["2022-02-10"]),
        (
            {
                "start": "2022-01-28",
                "days": 1,
                "pause": [AFTER_TET, "2022-02-08T09:00/2022-02-09"],
            },
            "2022-02-10T17:00:00+07:00",
            ["2022-02-10"],
        ),
    ],
)
def test_due(client: TestClient, query: dict[str, object], due: str, counted: list[str]) -> None:
    assert get(client, "due", **query) == {"due": due, "counted": counted}


def test_a_plus_sign_that_was_not_escaped(client: TestClient) -> None:
    answer = client.get("/due?start=2022-01-28T10:00:00+07:00&days=1")
    assert answer.json()["due"] == "2022-02-07T17:00:00+07:00"


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("working-days", "from"),
        ("working-days?from=2022-01-01", "to"),
        ("working-days?from=01/02/2022&to=2022-01-02", "from"),
        ("working-days?from=2022-01-01&to=2022-02-30", "to"),
        ("working-days?from=2022-01-02&to=2022-01-01", "to"),
        ("working-days?from=1901-01-01&to=2100-12-31", "to"),
        ("working-days?from=1900-12-31&to=1901-01-01", "from"),
        ("working-days?from=20220101&to=2022-01-02", "from"),
        ("due?days=1", "start"),
        ("due?start=2022-01-28", "days"),
        ("due?start=2022-01-28&days=1&hours=1", "hours"),
        ("due?start=2022-01-28&days=0", "days"),
        ("due?start=2022-01-28&days=-1", "days"),
        ("due?start=2022-01-28&days=1.5", "days"),
        ("due?start=2022-01-28&days=²", "days"),
        ("due?start=2022-01-28&days=5001", "days"),
        ("due?start=2022-01-28&hours=0", "hours"),
        ("due?start=2022-01-28&hours=1,5", "hours"),
        ("due?start=2022-01-28&hours=NaN", "hours"),
        ("due?start=2022-01-28&hours=1e9", "hours"),
        ("due?start=yesterday&days=1", "start"),
        ("due?start=2022-01-28T25:00&days=1", "start"),
        ("due?start=9999-12-31T23:00Z&days=1", "start"),
        ("due?start=0001-01-01T00:00%2B14:00&days=1", "start"),
        ("due?start=2100-12-31&days=1", "start"),
        ("due?start=2022-01-28&days=1&pause=2022-01-29", "pause"),
        ("due?start=2022-01-28&days=1&pause=/", "pause"),
        ("due?start=2022-01-28&days=1&pause=2022-02-09/2022-02-08", "pause"),
        ("due?start=2022-01-28&days=1&pause=2022-02-08/2022-02-09/2022-02-10", "pause"),
        ("due?start=2022-01-28&days=1" + "&pause=2022-02-08/2022-02-09" * 101, "pause"),
    ],
)
def test_bad_input_names_its_field(client: TestClient, address: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        client.get(f"/{address}")
    assert refused.value.field == field
    assert str(refused.value)
