"""The API: envelope, dates, lineage, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nation"),
    pytest.mark.urls("tinhso.places.tests.urls"),
]


def _get(client: Client, path: str, status: int = 200, **query: object) -> Any:
    response = client.get(f"/api/test{path}", {key: str(value) for key, value in query.items()})
    assert response.status_code == status, response.content
    return response.json()


def test_all_communes_of_a_province_page_by_page(client: Client) -> None:
    answer = _get(client, "/places", within="20", level="commune", limit=10)
    seen = [item["code"] for item in answer["items"]]
    while answer["next"]:
        assert answer["next"].startswith("/api/test/places?")
        answer = client.get(answer["next"]).json()
        seen += [item["code"] for item in answer["items"]]
        assert answer["total"] == 65
    assert len(seen) == len(set(seen)) == 65


def test_search_is_without_tones_and_pages_by_nearness(client: Client) -> None:
    answer = _get(client, "/places", q="ky lua")
    assert [(item["code"], item["parent"]["full_name"]) for item in answer["items"]] == [
        ("06187", "Tỉnh Lạng Sơn")
    ]
    first = _get(client, "/places", q="tan", limit=50)
    second = client.get(first["next"]).json()
    codes = [item["code"] for item in first["items"] + second["items"]]
    assert len(set(codes)) == 100


def test_without_a_day_it_is_today(client: Client) -> None:
    assert _get(client, "/places/15")["full_name"] == "Tỉnh Lào Cai"
    assert _get(client, "/places/15", as_of="2025-06-30")["full_name"] == "Tỉnh Yên Bái"
    assert _get(client, "/places", level="province")["total"] == 34
    assert _get(client, "/places", level="province", as_of="2025-06-30")["total"] == 63


def test_one_place_with_everything_around(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        place = _get(client, "/places/06625")
    assert [above["code"] for above in place["ancestors"]] == ["VN", "20"]
    came_from = {edge["place"]["full_name"]: (edge["share"], edge["basis"]) for edge in place["came_from"]}
    assert came_from == {
        "Xã Bắc Xa": ("1", "whole"),
        "Xã Bính Xá": (None, "none"),
        "Xã Kiên Mộc": (None, "none"),
    }
    assert place["came_from"][0]["document"] == "Nghị quyết 1672/NQ-UBTVQH15"
    assert _get(client, "/places/20")["children"] == {"commune": 65}
    assert _get(client, "/places/20", as_of="2025-06-30")["children"] == {"commune": 194, "district": 11}
    assert [one["place"]["code"] for one in _get(client, "/places/06", as_of="2025-06-30")["today"]] == ["19"]


def test_unknown_codes_tell_what_is_near(client: Client) -> None:
    assert _get(client, "/places/10", 404)["near"] == ["Tỉnh Lào Cai (15)"]
    answer = _get(client, "/places/06188", 404)
    assert answer["code"] == "not_found"
    assert any("06187" in near for near in answer["near"])


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"limit": 1001}, 422, "limit"),
        ({"limit": 0}, 422, "limit"),
        ({"as_of": "30/06/2025"}, 422, "as_of"),
        ({"level": "ward"}, 422, "level"),
        ({"within": "99"}, 404, "code"),
        ({"cursor": "abc"}, 422, "cursor"),
        ({"cursor": "WzEsIDJd"}, 422, "cursor"),
        ({"cursor": "WyJhIiwgImIiLCAiYyJd"}, 422, "cursor"),
    ],
)
def test_bad_input_is_refused_beside_its_field(
    client: Client, query: dict[str, object], status: int, field: str
) -> None:
    assert _get(client, "/places", status, **query)["field"] == field


@pytest.mark.parametrize("limit", [10, 500])
def test_queries_do_not_grow_with_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, limit: int
) -> None:
    with django_assert_num_queries(2):
        _get(client, "/places", level="commune", limit=limit)
