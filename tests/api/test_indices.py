"""Composite indices in the API: editions, published results, and computations that store nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.api.conftest import Get
from tinhso.base.web.pace import Pace
from tinhso.indices import api
from tinhso.indices.models import Score
from tinhso.indices.tests.editions import MAIN, PUBLISHED

COMPUTE = "/api/v1/indices/dti/2022/compute"


def _five() -> list[dict[str, Any]]:
    return [
        {"place": name, "scores": dict(zip(MAIN, map(float, shares.split()), strict=True))}
        for name, (_value, shares) in PUBLISHED.items()
    ]


def _compute(client: Client, places: Any, *, status: int = 200, address: str = COMPUTE) -> Any:
    response = client.post(address, {"places": places}, content_type="application/json")
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_every_index_with_its_editions(get: Get) -> None:
    found = {row["code"]: row for row in get("/indices")["items"]}
    assert list(found) == ["dti", "pci", "papi", "sipas", "par-index"]
    editions = {row["code"]: row for row in found["dti"]["editions"]}
    assert list(editions) == ["2024", "2022", "2020"]
    assert (editions["2022"]["points"], editions["2022"]["computes"]) == ("1000", True)
    assert not editions["2024"]["computes"]
    assert "405" in editions["2024"]["why_not"]


def test_the_tree_of_2022(get: Get) -> None:
    nodes = {row["code"]: row for row in get("/indices/dti/2022")["nodes"]}
    told = {code: row["points"] for code, row in nodes.items() if not row["group"]}
    assert told == {
        **dict.fromkeys(MAIN[:5], "100"),
        "do-thi-thong-minh": "0",
        "chinh-quyen-so": "200",
        "kinh-te-so": "150",
        "xa-hoi-so": "150",
    }
    assert nodes["kinh-te-so"]["under"] == "hoat-dong"
    assert not nodes["do-thi-thong-minh"]["scored"]


def test_published_results_with_their_sources(get: Get) -> None:
    rows = get("/indices/dti/2022/scores", year=2022, limit=1000)["items"]
    whole = [row for row in rows if not row["node"] and row["measure"] == "score"]
    assert len(whole) == 63
    assert sorted(row["rank"] for row in whole)[13:18] == [14, 15, 15, 17, 18]
    lang_son = get("/indices/dti/2022/scores", place="20")["items"]
    assert [(row["year"], row["rank"], row["value"]) for row in lang_son] == [
        (2023, 4, None),
        (2022, 6, None),
        (2021, 5, None),
    ]
    da_nang = get("/indices/dti/2022/scores", place="48", year=2022)["items"]
    assert {row["node"]: row["value"] for row in da_nang}["nhan-thuc-so"] == "1.0000"
    assert all(row["source"] for row in rows)


def test_editions_and_results_of_a_day(get: Get) -> None:
    dti = get("/indices", as_of="2023-01-01")["items"][0]
    assert [row["code"] for row in dti["editions"]] == ["2022", "2020"]
    rows = get("/indices/dti/2022/scores", place="20", as_of="2023-01-01")["items"]
    assert [row["year"] for row in rows] == [2021]
    assert get("/indices/dti/2022/scores", known_at="2020-01-01T00:00:00Z")["total"] == 0


def test_merged_units_of_2024_are_those_of_the_day_of_publication(get: Get) -> None:
    rows = {row["place"]: row for row in get("/indices/dti/2024/scores")["items"]}
    assert (rows["46"]["rank"], rows["46"]["of"], rows["46"]["value"]) == (2, 34, "0.7951")


def test_unknown_index_and_edition(get: Get) -> None:
    assert get("/indices/dtii/2022", status=404)["near"] == ["dti"]
    assert get("/indices/dti/2021", status=404)["near"] == ["2020", "2022", "2024"]


def test_the_five_provinces_are_computed_as_published(get: Get, client: Client) -> None:
    before = Score.objects.count()
    answer = _compute(client, _five())
    for row, (name, (value, _shares)) in zip(answer["places"], PUBLISHED.items(), strict=True):
        assert row["place"] == name
        assert row["value"] == pytest.approx(float(value), abs=1e-4)
        assert row["rank_low"] <= row["rank"] <= row["rank_high"]
    assert answer["places"][0]["value"] == 0.800175
    assert answer["places"][0]["by_node"]["chinh-quyen-so"] == {
        "points": 171.5,
        "max": 200.0,
        "share": 0.8575,
    }
    assert answer["places"][0]["by_node"]["do-thi-thong-minh"] == {"points": 0.0, "max": 0.0, "share": None}
    assert answer["draws"] == 10_000
    assert answer == _compute(client, _five())
    assert Score.objects.count() == before


def test_answers_come_in_the_order_sent_and_ties_share(get: Get, client: Client) -> None:
    five = _five()
    rows = _compute(client, [five[4], five[0], {**five[0], "place": 7}, five[3]])["places"]
    assert [(row["place"], row["rank"]) for row in rows] == [
        ("Cần Thơ", 4),
        ("Đà Nẵng", 1),
        (7, 1),
        ("Thừa Thiên Huế", 3),
    ]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"the-che-so": 1.2}, "places.0.scores.the-che-so", "outside"),
        ({"the-che-so": -0.1}, "places.0.scores.the-che-so", "outside"),
        ({"the-che": 1}, "places.0.scores.the-che", "unknown_node"),
        ({"the-che-so": None}, "places.0.scores.the-che-so", "missing_node"),
    ],
)
def test_what_cannot_stand_is_told_at_its_field(
    get: Get, client: Client, change: dict[str, float | None], field: str, code: str
) -> None:
    place = _five()[0]
    scores = {node: share for node, share in (place["scores"] | change).items() if share is not None}
    told = _compute(client, [{"place": "48", "scores": scores}], status=422)
    assert (told["field"], told["code"]) == (field, code)
    assert told["hint"]
    if code == "unknown_node":
        assert "the-che-so" in told["hint"]


def test_too_many_places_none_and_an_edition_that_cannot(get: Get, client: Client) -> None:
    told = _compute(client, [{**_five()[0], "place": n} for n in range(1001)], status=422)
    assert (told["field"], told["code"]) == ("places", "too_many_places")
    assert _compute(client, [], status=422)["field"] == "places"
    told = _compute(client, _five(), status=422, address="/api/v1/indices/dti/2024/compute")
    assert (told["code"], told["field"]) == ("not_computable", "edition")
    assert _compute(client, _five(), status=404, address="/api/v1/indices/dti/1999/compute")["near"]


@pytest.mark.parametrize("share", ["NaN", "1e-99999", "x", True, [1], {}])
def test_shares_that_are_no_numbers(get: Get, client: Client, share: Any) -> None:
    scores = _five()[0]["scores"] | {"the-che-so": share}
    told = _compute(client, [{"place": "48", "scores": scores}], status=422)
    assert told["field"] == "places.0.scores.the-che-so"


def test_whoever_asks_too_often_waits(
    get: Get, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "computing", Pace("compute"))
    settings.PACES = settings.PACES | {"compute": 3}
    for _time in range(3):
        _compute(client, _five()[:1])
    response = client.post(COMPUTE, {"places": _five()}, content_type="application/json")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
