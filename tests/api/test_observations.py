"""`GET /observations`: the packs' figures under the boundaries of 2022 and of today, and golden cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.api.conftest import Get
from tests.api.test_reports import new_key
from tinhso.base.audit.context import SystemActor
from tinhso.indicators.current import keep_current
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.models import Adding, Indicator, Kind, Observation, State
from tinhso.places import actions as place_actions
from tinhso.places import queries as places
from tinhso.places.models import Basis, Level

OLD, NEW = "2025-06-30", "2025-07-01"
ROBOT = SystemActor("kiểm thử")
KIEN_MOC = "06625"
SPLIT = {"06622", "06625"}
"""Bính Xá and Kiên Mộc, the two communes of Lạng Sơn that were truly divided in 2025."""


def _only(answer: Any) -> Any:
    (item,) = answer["items"]
    return item


def _values(item: Any) -> tuple[str | None, str | None, str | None]:
    return item["value"], item["numerator"], item["denominator"]


def _tell(code: str, day: date, adding: Adding = Adding.SUM) -> dict[str, Decimal]:
    """A count for every commune of Lạng Sơn on that day; each one's is another."""
    row = Indicator.objects.create(
        code=code, name=code, kind=Kind.COUNT, adding=adding, unit="tổ", decimals=0
    )
    definitions.begin([row])
    province = places.by_code("20", day)
    told: dict[str, Decimal] = {}
    figures: list[Observation] = []
    for number, unit in enumerate(places.descendants(province, day, Level.COMMUNE), start=1):
        told[unit.code] = Decimal(number)
        figure = Observation.objects.create(
            indicator=row,
            place=unit,
            kind=Kind.COUNT,
            period=str(day.year),
            period_start=date(day.year, 1, 1),
            period_end=day,
            dated=day,
            value=number,
            pack="langson",
            state=State.CONFIRMED,
        )
        figures.append(figure)
    keep_current(figures)
    return told


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("thon-phu-song", (None, "1542", "1562")),
        ("thon-trang-song-2g", ("20", None, None)),
        ("tthc-dvctt", (None, "1761", "1966")),
        ("hscv-xu-ly-tren-mang-xa", ("93", None, None)),
    ],
)
def test_lao_cais_figures_of_2022_stand_under_2022_and_are_not_the_new_provinces(
    get: Get, indicator: str, values: tuple[str | None, ...]
) -> None:
    """Lào Cai (10) and Yên Bái (15) are Lào Cai (15) today; only one of them told a figure."""
    then = _only(get("/observations", indicator=indicator, place="10", period="2022"))
    assert (_values(then), then["how"], then["measured_share"]) == (values, "measured", "1")
    assert then["source"]["slug"] == "laocai-tin-hoi-nghi-cds-2022"
    now = _only(get("/observations", indicator=indicator, place="15", period="2022", boundaries="2026-11-21"))
    assert (_values(now), now["how"], now["why"]) == ((None, None, None), "not_comparable", "missing")
    assert now["missing"] == [{"place": "15", "place_name": "Tỉnh Yên Bái"}]
    assert {part["place"]: part["share"] for part in now["parts"]} == {"10": "1", "15": "1"}


def test_the_total_beside_an_incomplete_merger_is_that_of_its_members(get: Get) -> None:
    item = _only(get("/observations", indicator="thon-phu-song", place="15", boundaries=NEW))
    assert item["total"] == {"value": None, "numerator": "1542", "denominator": "1562"}
    pairs = _only(get("/observations", indicator="hscv-xu-ly-tren-mang-xa", place="15", boundaries=NEW))
    assert pairs["parts"][0]["text"] == "93%/82%"


@pytest.mark.parametrize("boundaries", ["2022-12-31", OLD, NEW, "2026-11-21"])
def test_lang_son_did_not_change_as_a_province(get: Get, boundaries: str) -> None:
    ask = {"place": "20", "boundaries": boundaries}
    for indicator in ("to-cong-nghe-so", "dvctt-tong", "so-hoa-ho-so"):
        items = get("/observations", indicator=indicator, **ask)["items"]
        assert items
        assert {item["how"] for item in items} == {"measured"}
    teams = {
        item["period"]: item["value"]
        for item in get("/observations", indicator="to-cong-nghe-so", **ask)["items"]
    }
    assert teams["2022"] == "1680"


def test_communes_that_went_whole_are_summed_and_the_two_divided_ones_never_split(get: Get) -> None:
    told = _tell("golden", date(2022, 12, 31))
    ask: dict[str, object] = {"indicator": "golden", "place": "20", "period": "2022", "limit": 300}
    children = get("/observations", **ask, boundaries=NEW, children=1)["items"]
    assert len(children) == 65
    apart = {item["place"]: item for item in children if item["how"] == "not_comparable"}
    assert {item["place_name"] for item in apart.values()} == {"Xã Đình Lập", "Xã Kiên Mộc", "Xã Châu Sơn"}
    assert {item["why"] for item in apart.values()} == {"share_unknown"}
    assert {item["value"] for item in apart.values()} == {None}
    assert len({item["total"]["value"] for item in apart.values()}) == 1
    item = apart[KIEN_MOC]
    assert {unit["place"] for unit in item["together_with"]} == set(apart) - {KIEN_MOC}
    assert {part["place"] for part in item["parts"] if part["share"] is None} >= SPLIT
    assert Decimal(item["total"]["value"]) == sum(told[part["place"]] for part in item["parts"])
    whole = [item for item in children if item["how"] == "measured"]
    assert len(whole) == 62
    for child in whole:
        assert Decimal(child["value"]) == sum(told[part["place"]] for part in child["parts"])
        assert {part["basis"] for part in child["parts"]} <= {"whole", "same"}
    summed = sum(Decimal(child["value"]) for child in whole) + Decimal(item["total"]["value"])
    province = _only(get("/observations", **ask, boundaries=NEW))
    assert (Decimal(province["value"]), province["how"]) == (summed, "measured")
    assert summed == sum(told.values())


def test_with_stated_shares_the_parts_are_apportioned_and_make_the_whole(get: Get) -> None:
    told = _tell("golden", date(2022, 12, 31))
    for code in SPLIT:
        old = places.by_code(code, date(2025, 6, 30))
        became = places.descent(old).became
        for edge, share in zip(became, (Decimal("0.4"), Decimal("0.6")), strict=True):
            place_actions.set_share(ROBOT, edge.pk, share, Basis.POPULATION, "Điều tra dân số")
    ask: dict[str, object] = {"indicator": "golden", "place": "20", "boundaries": NEW, "limit": 300}
    children = get("/observations", **ask, children=1)["items"]
    assert {item["how"] for item in children} == {"measured", "apportioned"}
    assert sum(Decimal(item["value"]) for item in children) == sum(told.values())
    item = next(item for item in children if item["place"] == KIEN_MOC)
    shares = {part["place"]: (part["basis"], part["share"]) for part in item["parts"]}
    assert {shares[code] for code in SPLIT} == {("population", "0.6")}
    apart = sum(told[code] * Decimal(shares[code][1]) for code in SPLIT)
    assert Decimal(item["apportioned_share"]) == round(apart / Decimal(item["value"]), 6)
    assert Decimal(item["measured_share"]) + Decimal(item["apportioned_share"]) == 1


def test_the_districts_of_2022_from_the_communes_of_then_and_of_today(get: Get) -> None:
    told = _tell("golden", date(2022, 12, 31))
    then = get("/observations", indicator="golden", place="20", period="2022", children=1)["items"]
    assert len(then) == 11
    assert sum(Decimal(item["value"]) for item in then) == sum(told.values())
    now = _tell("golden-now", date(2026, 6, 30))
    ask = {"indicator": "golden-now", "boundaries": "2022-12-31"}
    back = get("/observations", **ask, place="20", children=1)["items"]
    assert {item["how"] for item in back} <= {"measured", "not_comparable"}
    known = [item for item in back if item["how"] == "measured"]
    assert known
    for item in known:
        assert Decimal(item["value"]) == sum(now[part["place"]] for part in item["parts"])
    old = _only(get("/observations", **ask, place="06622"))
    assert (old["how"], old["why"], old["value"]) == ("not_comparable", "share_unknown", None)
    assert KIEN_MOC in {part["place"] for part in old["parts"]}


def test_a_trend_runs_through_the_reform(get: Get) -> None:
    """Figures told of old and of new communes are one series under either boundaries."""
    _tell("golden", date(2022, 12, 31))
    later = Indicator.objects.get(code="golden")
    _tell("later", date(2026, 6, 30))
    for row in Observation.objects.filter(indicator__code="later"):
        again = {name: getattr(row, name) for name in ("place", "kind", "period", "value", "pack", "state")}
        figure = Observation.objects.create(
            indicator=later,
            period_start=row.period_start,
            period_end=row.period_end,
            dated=row.dated,
            **again,
        )
        keep_current([figure])
    items = get("/observations", indicator="golden", place="06184", boundaries="2026-11-21")["items"]
    assert [(item["period"], item["how"]) for item in items] == [("2026", "measured"), ("2022", "measured")]


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"indicator": "thon-phu-son", "place": "10"}, 404, "indicator"),
        ({"indicator": "thon-phu-song", "place": "99", "period": "2022"}, 404, "code"),
        ({"indicator": "thon-phu-song", "place": "10", "boundaries": NEW}, 404, "code"),
        ({"indicator": "thon-phu-song", "place": "10", "boundaries": "30/06/2025"}, 422, "boundaries"),
        ({"indicator": "thon-phu-song", "place": "10", "boundaries": "2008-07-31"}, 422, "boundaries"),
        ({"indicator": "thon-phu-song", "place": "10", "boundaries": "9999-12-31"}, 422, "boundaries"),
        ({"indicator": "thon-phu-song", "period": "2022-13"}, 422, "period"),
        ({"indicator": "thon-phu-song", "children": "1"}, 422, "place"),
        ({"place": "10"}, 422, "indicator"),
        ({"indicator": "thon-phu-song", "cursor": "abc"}, 422, "cursor"),
    ],
)
def test_what_cannot_be_read_says_why(get: Get, query: dict[str, object], status: int, field: str) -> None:
    told = get("/observations", status=status, **query)
    assert told["field"] == field
    if status == 404:
        assert told["near"]


def test_pages_follow_each_other_and_the_table_is_whole(get: Get, client: Client) -> None:
    _tell("golden", date(2022, 12, 31))
    ask: dict[str, object] = {"indicator": "golden", "place": "20", "boundaries": NEW, "children": 1}
    whole = [item["place"] for item in get("/observations", **ask, limit=300)["items"]]
    page, seen = get("/observations", **ask, limit=30), []
    while True:
        seen += [item["place"] for item in page["items"]]
        if not page["next"]:
            break
        page = get(page["next"])
    assert (seen, page["total"]) == (whole, 65)
    table = client.get("/api/v1/observations", {**ask, "format": "csv"})  # type: ignore[arg-type]  # words and numbers
    lines = table.content.decode("utf-8-sig").splitlines()
    assert table.headers["Content-Type"].startswith("text/csv")
    assert len(lines) == 66
    assert lines[0].startswith("Địa bàn,Kỳ,Số liệu,Đo hay phân bổ")


def test_what_was_known_then_and_illustrative_rows(get: Get) -> None:
    ask = {"indicator": "thon-phu-song", "place": "10", "period": "2022"}
    assert not get("/observations", **ask, as_of="2022-06-30")["items"]
    assert not get("/observations", **ask, known_at="2020-01-01T00:00:00Z")["items"]
    demo = {"indicator": "minh-hoa-ho-so-truc-tuyen", "place": "20", "children": 1}
    assert not get("/observations", **demo)["items"]
    assert all(item["illustrative"] for item in get("/observations", **demo, illustrative=1)["items"])


@pytest.mark.parametrize(
    ("place", "period", "unit", "turn"),
    [
        ("10", "2025", "Tỉnh Lào Cai (15)", "01/07/2025"),
        ("06622", "2026-Q3", "Xã Kiên Mộc (06625)", "01/07/2025"),
        ("06184", "2024", "Thị trấn Đồng Đăng (06184)", ""),
    ],
)
def test_sending_for_a_unit_of_another_time_names_the_unit_and_the_day(
    get: Get, place: str, period: str, unit: str, turn: str
) -> None:
    row = {"indicator": "to-cong-nghe-so", "place": place, "period": period, "value": "7"}
    key = new_key("thuongtruc", "figures.write")
    answer = Client(headers={"Authorization": f"Bearer {key}"}).post(
        "/api/v1/observations", [row], content_type="application/json"
    )
    (told,) = answer.json()["rows"]
    if not turn:
        stored = Observation.objects.get(pk=told["figure"])
        assert f"{stored.place.full_name} ({stored.place.code})" == unit
        return
    assert (told["status"], told["code"], told["field"]) == ("refused", "not_valid_then", "place")
    assert unit in told["hint"]
    assert turn in told["hint"]
    assert "30/06/2025" in told["message"]


def test_asks_the_database_as_often_for_one_commune_as_for_all(
    get: Get, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _tell("golden", date(2022, 12, 31))
    for query in ({"place": "06184"}, {"place": "20", "level": "commune", "limit": "300"}):
        with django_assert_max_num_queries(7):
            answer = client.get("/api/v1/observations", {"indicator": "golden", "boundaries": NEW, **query})
        assert answer.status_code == 200
