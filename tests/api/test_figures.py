"""Figures in the API: as printed and as computed, each with its source; and what else only reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.api.conftest import Get

FIELDS = {
    "id", "kind", "text", "value", "numerator", "denominator", "actual", "target", "rank", "of",
    "percent_printed", "percent_computed", "unit", "place", "period", "is_target", "source",
}  # fmt: skip
SEEDS = 48
"""Figures F01–F48 of the published pieces."""


def _one(get: Get, code: str) -> dict[str, Any]:
    found = [row for row in get("/figures", limit=1000)["items"] if row["code"] == code]
    assert len(found) == 1, f"{code}: {len(found)}"
    return dict(found[0])


def test_every_figure_of_the_published_pieces_is_there(get: Get) -> None:
    codes = {row["code"] for row in get("/figures", limit=1000)["items"]}
    have = {number for number in range(1, SEEDS + 1) if any(
        code == f"F{number:02}" or code.startswith((f"F{number:02}a", f"F{number:02}-")) for code in codes
    )}  # fmt: skip
    assert sorted(set(range(1, SEEDS + 1)) - have) == []


def test_a_ratio_keeps_what_was_printed_beside_what_is_computed(get: Get) -> None:
    figure = _one(get, "F27")
    assert set(figure) >= FIELDS
    assert figure["kind"] == "ratio"
    assert (figure["numerator"], figure["denominator"]) == ("1761", "1966")
    assert Decimal(figure["percent_printed"]) == Decimal("89.5")
    assert Decimal(figure["percent_computed"]).quantize(Decimal("0.001")) == Decimal("89.573")
    assert "1.761/1.966" in figure["text"]
    assert figure["place"] == "10"
    assert {"document", "title", "date", "locator"} <= set(figure["source"])


def test_only_ratios_have_a_computed_percentage(get: Get) -> None:
    for row in get("/figures", limit=1000)["items"]:
        assert (row["percent_computed"] is not None) == (row["kind"] == "ratio"), row["code"]
        assert row["source"] is not None, row["code"]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("F06a", {"kind": "rank", "rank": 5, "of": 63}),
        ("F07", {"kind": "ratio", "numerator": "18", "denominator": "30"}),
        ("F01", {"kind": "count", "value": "1680"}),
        ("F37", {"kind": "percent", "value": "30"}),
        ("F05", {"kind": "rank_change", "value": "11"}),
    ],
)
def test_figures_of_every_shape(get: Get, code: str, values: dict[str, object]) -> None:
    figure = _one(get, code)
    assert {name: figure[name] for name in values} == values


def test_figures_are_found_by_words_place_period_and_source(get: Get) -> None:
    assert "F27" in {row["code"] for row in get("/figures", q="thu tuc hanh chinh", limit=1000)["items"]}
    assert {row["place"] for row in get("/figures", place="10", limit=1000)["items"]} == {"10"}
    by_source = get("/figures", source="langson-tin-tong-ket-2022", limit=1000)["items"]
    assert {row["source"]["slug"] for row in by_source} == {"langson-tin-tong-ket-2022"}
    assert {"F01", "F07"} <= {row["code"] for row in by_source}
    assert {row["period"] for row in get("/figures", period="2022-Q1", limit=1000)["items"]} == {"2022-Q1"}
    assert get("/figures", status=422, period="quý một")["field"] == "period"


def test_an_indicator_tells_its_figures(get: Get) -> None:
    told = get("/indicators/dti-rank")
    assert told["indicator"]["code"] == "dti-rank"
    assert {figure["rank"] for figure in told["figures"] if figure["place"] == "20"} >= {5, 6}
    assert "dti-rank" in get("/indicators/dti-ran", status=404)["near"]


def test_documents_agencies_and_places_are_told_one_by_one(get: Get) -> None:
    assert get("/documents/langson-2024-246-kh-ubnd")["notation"] == "246/KH-UBND"
    assert get("/documents/langson-2024-246", status=404)["near"]
    agency = get("/agencies/langson-so-khcn")
    assert "langson-so-tttt" in {edge["agency"]["code"] for edge in agency["predecessors"]}
    assert get("/agencies/langson-so-khc", status=404)["near"]
    assert get("/places/20")["children"] == {"commune": 65}
    assert get("/places/20", as_of="2025-06-30")["children"]["district"] == 11


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"from": "2026-01-01", "to": "2026-01-31"}, 21),
        ({"from": "2026-01-10", "to": "2026-01-10"}, 1),
        ({"from": "2024-05-04", "to": "2024-05-04"}, 1),
        ({"from": "2025-01-27", "to": "2025-01-31"}, 0),
    ],
)
def test_working_days_are_counted_with_both_ends(get: Get, query: dict[str, str], count: int) -> None:
    told = get("/calendar/working-days", **query)
    assert told["count"] == count
    assert all(set(day) == {"date", "reason"} and day["reason"] for day in told["days_off"])


def test_a_term_of_working_days_ends_with_its_last(get: Get) -> None:
    told = get("/calendar/due", start="2026-01-01", days=1)
    assert told["due"].startswith("2026-01-05T17:00")
    paused = get("/calendar/due", start="2026-01-01", days=1, pause="2026-01-05/2026-01-06")
    assert paused["due"].startswith("2026-01-07T17:00")


def test_health_names_the_packs(get: Get) -> None:
    told = get("/health")
    assert told["status"] == "ok"
    assert told["home"] == "langson"
    assert {"langson", "laocai", "backan"} <= set(told["packs"])
