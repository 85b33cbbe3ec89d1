"""Plans in the API, against what documents have published of Lạng Sơn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.api.conftest import Get
from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.steering.models import Plan

MOST_QUERIES = 12
PARTS = ("total", "exceeded", "met", "not_met", "dropped", "unknown")


def _parts(told: dict[str, Any]) -> tuple[int | None, ...]:
    return tuple(told[part] for part in PARTS)


def test_resolution_49_stands_at_18_then_21_of_30_each_with_its_document(get: Get) -> None:
    plan = get("/plans/49-nq-tu")
    assert plan["full_slug"] == "langson-2021-49-nq-tu"
    assert plan["document"]["document"] == "49-NQ/TU"
    first, second = plan["summary"]["reported"]
    assert (first["as_of"], *_parts(first)) == ("2022-12-31", 30, None, 18, None, None, None)
    assert first["source"]["slug"] == "langson-tin-tong-ket-2022"
    assert "18/30" in first["source"]["locator"]
    assert (second["as_of"], *_parts(second)) == ("2024-10-31", 30, None, 21, None, None, None)
    assert second["source"]["document"] == "246/KH-UBND"
    assert second["source"]["date"] == "2024-11-06"


def test_targets_that_nobody_listed_have_no_information(get: Get) -> None:
    totals = get("/plans/49-nq-tu")["summary"]["targets"]
    assert _parts(totals) == (30, 0, 0, 0, 0, 30)
    assert totals["itemised"] == 0


def test_plan_246_came_out_at_23_2_2_7_of_34(get: Get) -> None:
    summary = get("/plans/246-kh-ubnd")["summary"]
    (outcome,) = summary["reported"]
    assert (outcome["as_of"], *_parts(outcome)) == ("2025-12-31", 34, None, 23, 2, 2, 7)
    assert outcome["source"]["document"] == "333/KH-UBND"
    assert summary["targets"]["total"] == 34
    assert sum(summary["targets"][part] for part in PARTS[1:]) == 34


def test_short_and_full_names_tell_the_same(get: Get) -> None:
    assert get("/plans/246-kh-ubnd") == get("/plans/langson-2024-246-kh-ubnd")


def test_a_past_day_knows_only_what_was_so_then(get: Get) -> None:
    def days(**when: object) -> list[str]:
        return [row["as_of"] for row in get("/plans/49-nq-tu", **when)["summary"]["reported"]]

    assert days(as_of="2022-12-30") == []
    assert days(as_of="2022-12-31") == ["2022-12-31"]
    assert days(as_of="2024-10-31") == ["2022-12-31", "2024-10-31"]
    assert days(known_at="2020-01-01T00:00:00+07:00") == []
    assert days(known_at=clock.now().isoformat()) == ["2022-12-31", "2024-10-31"]


def test_a_moment_without_a_zone_is_vietnams(get: Get) -> None:
    told = get("/plans/49-nq-tu", known_at="2026-01-02T03:04:05")["known_at"]
    assert datetime.fromisoformat(told) == datetime(2026, 1, 2, 3, 4, 5, tzinfo=clock.TZ)


def test_illustrative_rows_stand_outside_published_totals(get: Get) -> None:
    plain = get("/plans", limit=1000)["items"]
    shown = get("/plans", limit=1000, illustrative=1)["items"]
    assert not any(row["illustrative"] for row in plain)
    extra = [row for row in shown if row["illustrative"]]
    assert extra, "the demo brings a plan of its own"
    published = get("/plans/246-kh-ubnd")["summary"]["reported"]
    assert not any(row["illustrative"] for row in published)
    for path in ("/targets", "/tasks", "/figures"):
        assert not any(row["illustrative"] for row in get(path, limit=1000)["items"]), path
        assert any(row["illustrative"] for row in get(path, limit=1000, illustrative=1)["items"]), path


def test_reference_provinces_are_readable_and_never_the_home_provinces(get: Get) -> None:
    away = get("/plans", home=0, limit=1000)["items"]
    assert {row["pack"] for row in away} == {"backan", "laocai"}
    assert all(row["pack"] == "langson" for row in get("/plans", home=1, limit=1000)["items"])
    assert not any(row["plan"].startswith("laocai") for row in get("/targets", home=1, limit=1000)["items"])


def test_an_unknown_name_answers_404_with_near_ones(get: Get) -> None:
    told = get("/plans/246-kh-ubn", status=404)
    assert set(told) >= {"code", "message", "field", "hint", "near"}
    assert told["code"] == "not_found"
    assert "langson-2024-246-kh-ubnd" in told["near"]


def test_a_name_of_two_plans_answers_300_with_addresses_that_work(get: Get) -> None:
    first = Plan.objects.get(full_slug="langson-2024-246-kh-ubnd")
    with acting(SystemActor("kiểm thử"), "plan.create"):
        Plan.objects.create(
            slug=first.slug, full_slug="langson-2030-246-kh-ubnd", pack=first.pack, place=first.place,
            kind=first.kind, title="Kế hoạch khác", short_title="KH 246 khác", starts_on=first.starts_on,
            ends_on=first.ends_on,
        )  # fmt: skip
    told = get("/plans/246-kh-ubnd", status=300)
    assert told["code"] == "ambiguous"
    assert [get(each)["full_slug"] for each in told["candidates"]] == [
        "langson-2024-246-kh-ubnd",
        "langson-2030-246-kh-ubnd",
    ]
    assert get("/plans/langson-2024-246-kh-ubnd")["summary"]["reported"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"as_of": "31/12/2022"}, "as_of"),
        ({"known_at": "hôm qua"}, "known_at"),
        ({"as_of": "0022-12-31"}, "as_of"),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused_beside_its_field(
    get: Get, query: dict[str, str], field: str
) -> None:
    assert get("/plans/49-nq-tu", status=422, **query)["field"] == field


@pytest.mark.parametrize("path", ["/plans/49-nq-tu", "/plans/246-kh-ubnd", "/plans/247-kh-ubnd"])
@pytest.mark.parametrize("query", [{}, {"as_of": "2025-12-31"}, {"illustrative": 1}])
def test_a_plan_costs_few_queries(
    get: Get,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    path: str,
    query: dict[str, object],
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        get(path, **query)


def test_what_the_caller_has_already_is_not_sent_again(get: Get, client: Client) -> None:
    del get
    first = client.get("/api/v1/plans/49-nq-tu")
    again = client.get("/api/v1/plans/49-nq-tu", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/v1/plans/246-kh-ubnd", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert client.head("/api/v1/plans/49-nq-tu").status_code == 200
