"""`GET /observations` of derived indicators and of longer periods: calculated, traceable, never stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.api.conftest import Get
from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.indicators.exchange import exporting
from tinhso.indicators.exchange.exporting import Chosen
from tinhso.indicators.models import Observation

DEMO = "minh-hoa-ho-so-truc-tuyen"
RISE = "minh-hoa-tang-ho-so-truc-tuyen"


def _only(answer: Any) -> Any:
    (item,) = answer["items"]
    return item


@pytest.mark.parametrize(
    ("indicator", "place", "period", "value", "inputs"),
    [
        ("ty-le-dvctt-toan-trinh", "20", "2024", "66.558652", {"1027", "1543"}),
        ("thanh-vien-moi-to-cong-nghe-so", "20", "2022", "4.67619", {"7856", "1680"}),
        ("ty-le-thon-chua-phu-song", "10", "2022", "1.28041", {"98.71959026888604353393085787451985"}),
    ],
)
def test_the_packs_derived_indicators_follow_from_published_figures(
    get: Get, indicator: str, place: str, period: str, value: str, inputs: set[str]
) -> None:
    item = _only(get("/observations", indicator=indicator, place=place, period=period))
    assert (item["value"], item["derived"], item["how"]) == (value, True, "measured")
    assert {given["value"] for given in item["inputs"]} == inputs
    for given in item["inputs"]:
        (figure,) = given["figures"]
        row = Observation.objects.get(pk=figure)
        assert (row.indicator.code, row.state, row.document is not None) == (given["key"], "confirmed", True)


def test_a_value_that_lacks_an_input_says_which(get: Get) -> None:
    answer = get(
        "/observations",
        indicator="ty-le-thon-chua-phu-song",
        place="15",
        period="2022",
        boundaries="2026-11-21",
    )
    item = _only(answer)
    assert (item["value"], item["how"], item["why"]) == (None, "not_comparable", "missing")
    assert item["inputs"][0]["gaps"] == [
        {"indicator": "thon-phu-song", "period": "2022", "told": 0, "expected": 1}
    ]


def test_communes_by_month_are_the_formula_over_each_ones_figures(get: Get) -> None:
    asked = {"place": "20", "level": "commune", "illustrative": 1, "limit": 1000}
    told = {
        (item["place"], item["period"]): Decimal(item["numerator"]) * 100 / Decimal(item["denominator"])
        for item in get("/observations", indicator=DEMO, **asked)["items"]
        if item["numerator"] is not None
    }
    items = get("/observations", indicator=RISE, **asked)["items"]
    checked = 0
    for item in items:
        key, before = (item["place"], item["period"]), Period.parse(item["period"]).shift(-1).code
        if key in told and (item["place"], before) in told:
            rise = told[key] - told[item["place"], before]
            assert abs(Decimal(item["value"]) - rise) < Decimal("0.00001")
            assert item["illustrative"]
            checked += 1
        else:
            assert item["value"] is None
    assert checked > 200


def test_a_quarter_is_made_of_its_months_by_the_sums(get: Get) -> None:
    quarter = Period.of(PeriodKind.QUARTER, clock.today()).shift(-1)
    asked = {"indicator": DEMO, "place": "20", "level": "commune", "illustrative": 1, "limit": 1000}
    months = [
        get("/observations", period=one.code, **asked)["items"] for one in quarter.split(PeriodKind.MONTH)
    ]
    sums: dict[str, list[Decimal]] = {}
    for item in (item for month in months for item in month):
        if item["numerator"] is not None:
            whole = sums.setdefault(item["place"], [Decimal(0), Decimal(0)])
            whole[0] += Decimal(item["numerator"])
            whole[1] += Decimal(item["denominator"])
    found = {item["place"]: item for item in get("/observations", period=quarter.code, **asked)["items"]}
    assert sums
    for place, (above, below) in sums.items():
        item = found[place]
        assert (Decimal(item["numerator"]), Decimal(item["denominator"])) == (above, below)
        assert item["over_time"]["rule"] == "ratio_of_sums"
        assert item["over_time"]["each"] == "month"
        assert len(item["inputs"][0]["figures"]) == item["over_time"]["told"]


def test_derived_values_are_carried_to_files(get: Get) -> None:
    rows = list(exporting.under_boundaries(Chosen(["ty-le-dvctt-toan-trinh"], "20"), date(2026, 11, 21)))
    assert [(row["period"], row["value"]) for row in rows] == [("2024", "66.558652")]
    quarter = Period.of(PeriodKind.QUARTER, clock.today()).shift(-1)
    asked = Chosen([DEMO], "05977", quarter.code, illustrative=True)
    (row,) = exporting.under_boundaries(asked, clock.today())
    assert (row["place"], row["period"]) == ("05977", quarter.code)


def test_the_list_of_figures_holds_no_calculated_one(get: Get) -> None:
    assert get("/figures", indicator="ty-le-dvctt-toan-trinh")["items"] == []


def test_the_table_as_a_file_says_how_a_value_came_about(get: Get, client: Client) -> None:
    text = client.get(
        "/api/v1/observations", {"indicator": "ty-le-dvctt-toan-trinh", "place": "20", "format": "csv"}
    ).content.decode()
    assert "66.558652" in text


def test_asks_the_database_as_often_for_one_commune_as_for_all_over_a_year(
    get: Get, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for query in ({"place": "05977"}, {"place": "20", "level": "commune", "limit": "1000"}):
        with django_assert_max_num_queries(13):
            answer = client.get("/api/v1/observations", {"indicator": RISE, "illustrative": "1", **query})
        assert answer.status_code == 200
        assert answer.json()["items"]


@pytest.mark.parametrize("code", ["ty-le-dvctt-toan-trinh", RISE])
def test_the_page_says_how_it_is_calculated(
    get: Get, client: Client, code: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(25):
        page = client.get(f"/indicators/{code}/").content.decode()
    assert 'id="indicator-derived"' in page
    assert "Tính theo công thức" in page
    assert "/indicators/dvctt-tong/" in page or f"/indicators/{DEMO}/" in page
    assert client.get(f"/indicators/{code}/?format=json").json()["items"]
