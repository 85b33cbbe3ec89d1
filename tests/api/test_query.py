"""`/query` over the packs and the demo: the question of the guide, through the reform, to its facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.api.conftest import Get

COVERED = "minh-hoa-phu-song.4g"
LACKING = "minh-hoa-thon-chua-co-4g"


def _cells(answer: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    axes = [[one["code"] for one in answer[name]] for name in ("measures", "places", "periods")]
    return {
        (axes[0][row[0]], axes[1][row[1]], axes[2][row[2]]): dict(zip(answer["columns"], row, strict=True))
        for row in answer["cells"]
    }


def test_a_province_has_the_figure_that_its_document_states(get: Get) -> None:
    answer = get("/query", m="to-cong-nghe-so", within=20, by="told", first="2022-01-01", last="2022-12-31")
    assert _cells(answer)["to-cong-nghe-so", "20", "2022"]["number"] == "1680"
    (fact,) = get("/query/facts", m="to-cong-nghe-so", place=20, period=2022)["facts"]
    assert fact["value"] == "1680"
    assert fact["source"]["slug"]


def test_communes_of_today_have_a_history_before_the_reform(get: Get) -> None:
    asked = {"m": COVERED, "level": "commune", "within": 20, "illustrative": 1}
    answer = get("/query", **asked, by="quarter", first="2022-01-01", last="2026-09-30")
    assert len(answer["places"]) == 65
    cells = _cells(answer)
    before = {at: cell for at, cell in cells.items() if at[2] < "2025-Q3" and cell["number"]}
    after = {at: cell for at, cell in cells.items() if at[2] >= "2025-Q3" and cell["number"]}
    assert before
    assert after
    (_code, place, period), cell = next(
        (at, cell) for at, cell in before.items() if cell["told"] == cell["expected"] > 1
    )
    found = get("/query/facts", m=COVERED, place=place, period=period, illustrative=1)
    assert len({fact["place"] for fact in found["facts"]}) == cell["told"]
    assert found["cell"]["number"] == cell["number"]
    assert found["missing"] == []


def test_what_is_calculated_says_the_rest_of_what_it_is_calculated_from(get: Get) -> None:
    asked = {"level": "commune", "within": 20, "by": "quarter", "first": "2026-01-01", "last": "2026-09-30"}
    covered = _cells(get("/query", m=COVERED, illustrative=1, **asked))
    lacking = _cells(get("/query", m=LACKING, illustrative=1, **asked))
    given = {at[1:]: Decimal(cell["number"]) for at, cell in lacking.items() if cell["number"]}
    assert given
    for (place, period), number in given.items():
        rest = Decimal(covered[COVERED, place, period]["number"])
        assert abs(number + rest - 100) < Decimal("0.000002")


def test_demonstrations_are_not_answered_unless_asked_for(get: Get) -> None:
    refused = get("/query", m=COVERED, within=20, status=422)
    assert refused["code"] == "cannot_answer"
    (offer,) = refused["refused"][0]["offers"]
    assert "illustrative=1" in offer["query"]
    assert get(f"/api/v1/query?{offer['query']}")["cells"]
