"""Lists as of any day: what was not there yet is left out, states are those of that day, pages stay exact."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from tests.api.conftest import Get
from tests.api.test_lists import DATED, _name
from tinhso.base import clock
from tinhso.documents.models import Document
from tinhso.people.models import Agency
from tinhso.steering.models import Plan, Target, TargetStatus, Task

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
DAY = "2024-10-31"
PARTS = ("exceeded", "met", "not_met", "dropped")


def _walked(get: Get, path: str, **query: object) -> tuple[list[dict[str, Any]], int]:
    told = get(path, **query)
    items, total = list(told["items"]), told["total"]
    while told["next"]:
        told = get(told["next"])
        assert told["total"] == total
        items += told["items"]
    return items, total


@pytest.mark.parametrize("path", DATED)
def test_every_list_answers_for_a_day_and_its_pages_are_exact(get: Get, path: str) -> None:
    limit = 60 if path.endswith("/places") else 17
    level = {"level": "province"} if path.endswith("/places") else {}
    items, total = _walked(get, path, as_of=DAY, limit=limit, **level)
    assert len(items) == total == len({_name(item) for item in items})
    whole = get(path, as_of=DAY, limit=1000, **level)["items"]
    assert [_name(item) for item in items] == [_name(item) for item in whole]


@pytest.mark.parametrize("path", DATED)
def test_today_is_what_is_told_without_a_day(get: Get, path: str) -> None:
    now = get(path, limit=50)
    assert now["total"] > 0
    today = get(path, limit=50, as_of=clock.today())
    if path.endswith("/indicators"):  # with a day: those with a figure
        whole = {item["code"] for item in get(path, limit=1000)["items"]}
        assert {item["code"] for item in today["items"]} <= whole
    else:
        assert (today["total"], today["items"]) == (now["total"], now["items"])


@pytest.mark.parametrize("path", DATED)
@pytest.mark.parametrize("day", ["hôm qua", "0024-01-01", "2026-02-30", "9999-01-01"])
def test_a_day_that_cannot_be_meant_is_refused_beside_its_field(get: Get, path: str, day: str) -> None:
    assert get(path, status=422, as_of=day)["field"] == "as_of"


def test_plans_and_documents_issued_later_are_left_out(get: Get) -> None:
    plans, _total = _walked(get, "/plans", as_of=DAY)
    assert {plan["full_slug"] for plan in plans} < {plan["full_slug"] for plan in _walked(get, "/plans")[0]}
    assert all(
        not plan["document"] or (plan["document"]["date"] or plan["starts_on"]) <= DAY for plan in plans
    )
    assert "langson-2024-246-kh-ubnd" not in {plan["full_slug"] for plan in plans}
    documents, _total = _walked(get, "/documents", as_of=DAY)
    assert documents
    assert all(document["date"] and document["date"] <= DAY for document in documents)


def test_targets_and_tasks_of_later_plans_are_left_out(get: Get) -> None:
    for path in ("/targets", "/tasks"):
        later, _total = _walked(get, f"{path}?as_of=2026-06-30&limit=200&illustrative=1")
        earlier, _total = _walked(get, f"{path}?as_of=2022-01-01&limit=200&illustrative=1")
        assert {item["plan"] for item in earlier} < {item["plan"] for item in later}
        assert "langson-2024-246-kh-ubnd" not in {item["plan"] for item in earlier}


def test_targets_of_a_day_are_those_of_the_plan_of_that_day(get: Get) -> None:
    """The list and the plan's totals are two ways to the same facts."""
    for slug, day in (("246-kh-ubnd", "2025-12-31"), ("49-nq-tu", DAY), ("247-kh-ubnd", DAY)):
        plan = get(f"/plans/{slug}", as_of=day)["summary"]["targets"]
        asked = f"/targets?plan={slug}&as_of={day}&retired=1"
        items, _total = _walked(get, f"{asked}&limit=7")
        counted = Counter(item["status"] for item in items)
        assert [counted[name] for name in PARTS] == [plan[name] for name in PARTS]
        for status in TargetStatus.values:
            found, total = _walked(get, f"{asked}&limit=3&status={status}")
            assert len(found) == total == counted[status]
            assert {item["status"] for item in found} <= {status}


def test_one_target_says_the_same_as_the_list(get: Get) -> None:
    for item in get("/targets", as_of=DAY, limit=12)["items"]:
        alone = get(f"/targets/{item['code']}", as_of=DAY)
        assert {key: alone[key] for key in ("status", "outlook", "value", "dated")} == {
            key: item[key] for key in ("status", "outlook", "value", "dated")
        }


def test_tasks_of_a_day_stand_as_their_events_said(get: Get) -> None:
    then = clock.today() - timedelta(days=400)
    items, _total = _walked(get, "/tasks", illustrative=1, as_of=then, limit=30)
    for item in items[:15]:
        alone = get(f"/tasks/{item['code']}", as_of=then, illustrative=1)
        assert (alone["state"], alone["deadline"]) == (item["state"], item["deadline"])
    for state, count in Counter(item["state"] for item in items).items():
        found, total = _walked(get, "/tasks", illustrative=1, as_of=then, state=state, limit=4)
        assert len(found) == total == count


def test_what_was_recorded_later_is_not_known(get: Get) -> None:
    """All packs were loaded just now: before that nothing was known."""
    before = "2020-01-01T00:00:00"
    assert get("/figures", known_at=before)["total"] == 0
    assert get("/indicators", known_at=before)["total"] == 0
    told = get("/targets", known_at=before, limit=300)
    assert told["total"] > 0
    assert {item["value"] for item in told["items"]} == {None}


def test_what_was_retired_was_still_there_before(get: Get) -> None:
    code = get("/targets", plan="246-kh-ubnd", limit=1)["items"][0]["code"]
    day = clock.today() - timedelta(days=10)
    Target.objects.filter(code=code).update(retired_on=day)

    def codes(**query: object) -> set[str]:
        return {item["code"] for item in get("/targets", plan="246-kh-ubnd", limit=300, **query)["items"]}

    assert code not in codes()
    assert code in codes(as_of=day - timedelta(days=1))
    assert code not in codes(as_of=day)
    assert code in codes(as_of=day, retired=1)


def test_a_plan_in_preparation_is_there_from_today_on(get: Get) -> None:
    model = Plan.objects.filter(pack="langson", illustrative=False).first()
    assert model
    soon = date(clock.today().year + 1, 1, 1)
    made = Plan.objects.create(
        slug="du-thao", full_slug="langson-du-thao", pack="langson", place=model.place, kind="plan",
        title="Dự thảo", short_title="Dự thảo", starts_on=soon, ends_on=soon + timedelta(days=300),
    )  # fmt: skip
    Task.objects.create(plan=made, code="du-thao.nv-01", title="Việc")

    def slugs(day: date) -> set[str]:
        return {plan["slug"] for plan in _walked(get, "/plans", as_of=day)[0]}

    assert "du-thao" in slugs(clock.today())
    assert "du-thao" not in slugs(clock.today() - timedelta(days=1))
    assert "du-thao" in slugs(soon)


def test_agencies_of_a_day_without_the_demonstrations(get: Get) -> None:
    Agency.objects.create(
        code="minh-hoa-so", name="Sở Minh hoạ", kind="department", pack="langson", illustrative=True
    )
    codes = {item["code"] for item in get("/agencies", limit=1000)["items"]}
    assert "minh-hoa-so" not in codes
    shown = get("/agencies", limit=1000, illustrative=1)["items"]
    assert {item["code"] for item in shown if item["illustrative"]} >= {"minh-hoa-so"}
    assert {item["code"] for item in shown if not item["illustrative"]} == codes
    then = {item["code"] for item in get("/agencies", limit=1000, as_of=DAY)["items"]}
    assert "langson-so-tttt" in then
    assert "langson-so-tttt" not in codes


def test_an_undated_document_is_known_from_today_on(get: Get) -> None:
    Document.objects.create(slug="khong-ngay", type="KH", title="Không rõ ngày", search_key="khong")
    found = {item["slug"] for item in get("/documents", as_of=clock.today(), limit=1000)["items"]}
    assert "khong-ngay" in found
    assert "khong-ngay" not in {item["slug"] for item in get("/documents", as_of=DAY, limit=1000)["items"]}
