"""Every list of the API: the same envelope, the same limits, a cursor that walks through all of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Get
from tinhso.api.composition import api

LISTS = sorted(
    path
    for path, operations in api.get_openapi_schema()["paths"].items()
    if {} in operations.get("get", {}).get("security", ())  # open to everybody
    and any(each["name"] == "cursor" for each in operations.get("get", {}).get("parameters", ()))
    and not any(each.get("required") for each in operations.get("get", {}).get("parameters", ()))
)
DATED = [
    path
    for path in LISTS
    if any(each["name"] == "as_of" for each in api.get_openapi_schema()["paths"][path]["get"]["parameters"])
]
"""Those that tell what was in force on a day."""


def _name(item: dict[str, Any]) -> str:
    return str(item.get("id") or item.get("full_slug") or item.get("code") or item["slug"])


def test_these_are_the_lists() -> None:
    named = {path.removeprefix("/api/v1") for path in LISTS}
    expected = {
        "/plans",
        "/targets",
        "/tasks",
        "/figures",
        "/indicators",
        "/indices",
        "/documents",
        "/agencies",
        "/places",
        "/views",
        "/dashboards",
        "/datasets",
        "/report-templates",
        "/periodic-reports",
    }
    assert named == expected
    assert set(LISTS) - set(DATED) == {
        "/api/v1/views",
        "/api/v1/dashboards",
        "/api/v1/datasets",
        "/api/v1/report-templates",
        "/api/v1/periodic-reports",
    }


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_items_next_and_total(get: Get, path: str) -> None:
    told = get(path, limit=3)
    assert set(told) == {"items", "next", "total"}
    assert len(told["items"]) == min(3, told["total"])
    assert (told["next"] is None) is (told["total"] <= 3)


@pytest.mark.parametrize("path", LISTS)
def test_the_cursor_walks_through_all_of_it_once(get: Get, path: str) -> None:
    told = get(path, limit=120)
    total, seen = told["total"], [_name(item) for item in told["items"]]
    while told["next"] and len(seen) < 600:
        told = get(told["next"])
        assert told["total"] == total
        seen += [_name(item) for item in told["items"]]
    assert len(seen) == len(set(seen))
    assert len(seen) == total or len(seen) >= 600


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("illustrative", [0, 1])
def test_queries_do_not_grow_with_rows(get: Get, path: str, illustrative: int) -> None:
    def cost(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            get(path, limit=limit, illustrative=illustrative)
        return len(captured)

    cost(1)
    assert cost(40) == cost(2)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", [0, 1001, "nhiều"])
def test_the_limit_is_at_most_a_thousand(get: Get, path: str, limit: object) -> None:
    told = get(path, status=422, limit=limit)
    assert told["field"] == "limit"
    assert {"code", "message", "field", "hint"} <= set(told)


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_of_ones_own_making_is_refused(get: Get, path: str) -> None:
    assert get(path, status=422, cursor="bịa")["field"] == "cursor"


@pytest.mark.parametrize("path", ["/targets", "/tasks", "/plans", "/agencies", "/documents", "/indicators"])
def test_words_are_found_without_tones(get: Get, path: str) -> None:
    first = get(path, limit=1)["items"][0]
    words = first.get("title") or first["name"]
    assert get(path, q=words.upper())["total"] >= 1
    assert get(path, q="khongcotrongnay")["total"] == 0
