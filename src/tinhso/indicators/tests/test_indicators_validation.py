"""What a draft is refused for, in words that say what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tinhso.base.errors import Invalid, Problem
from tinhso.indicators.models import Kind
from tinhso.indicators.schemas import Draft
from tinhso.indicators.tests.conftest import TODAY
from tinhso.indicators.validation import Rules, problems, read_values, require_valid

RATIO = Rules(Kind.RATIO)
PERCENT = Rules(Kind.PERCENT, unit="%")
COUNT = Rules(Kind.COUNT, decimals=0)


def _draft(**told: Any) -> Draft:
    return Draft.model_validate({"indicator": "x", "place": "20", "period": "2026-Q3"} | told)


def _found(rules: Rules, **told: Any) -> list[Problem]:
    return problems(_draft(**told), rules, TODAY)


def test_a_numerator_above_its_denominator_is_told_as_people_write_it() -> None:
    (problem,) = _found(RATIO, numerator=1970, denominator=1966)
    assert str(problem.message) == "Chưa gửi được: tử số (1.970) lớn hơn mẫu số (1.966)."
    assert str(problem.hint) == "Kiểm tra lại hai số hoặc ghi chú lý do."
    assert problem.field == "numerator"
    assert not _found(RATIO, numerator=1970, denominator=1966, over_reason="gồm hồ sơ năm trước")
    assert not _found(Rules(Kind.RATIO, unbounded=True), numerator=1970, denominator=1966)
    assert not _found(RATIO, numerator=1966, denominator=1966)


@pytest.mark.parametrize(
    ("rules", "told", "code", "field"),
    [
        (RATIO, {"numerator": 1}, "missing", "denominator"),
        (RATIO, {"numerator": 0, "denominator": 0}, "zero_denominator", "denominator"),
        (RATIO, {"numerator": -1, "denominator": 3}, "negative", "numerator"),
        (COUNT, {"value": -1}, "negative", "value"),
        (PERCENT, {"value": "100.1"}, "over_hundred", "value"),
        (Rules(Kind.ACTUAL_TARGET, unit="%"), {"actual": 101, "target": 85}, "over_hundred", "actual"),
        (Rules(Kind.RANK), {"rank": 64, "of": 63}, "rank_beyond", "rank"),
        (Rules(Kind.RANK), {"rank": 0}, "too_small", "rank"),
        (COUNT, {"value": 1, "period": "2026-Q5"}, "invalid_period", "period"),
        (COUNT, {"value": 1, "period": "2027"}, "future_period", "period"),
        (COUNT, {"value": 1, "dated": "2026-11-22"}, "future_date", "dated"),
        (Rules(Kind.PERIOD), {"date_from": "2025-01-01", "date_to": "2024-01-01"}, "wrong_order", "date_to"),
    ],
)
def test_one_thing_wrong_is_one_problem_at_its_field(
    rules: Rules, told: dict[str, Any], code: str, field: str
) -> None:
    (problem,) = _found(rules, **told)
    assert (problem.code, problem.field) == (code, field)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (PERCENT, {"value": 100}),
        (PERCENT, {"value": 0}),
        (Rules(Kind.PERCENT, unbounded=True), {"value": "-5.5"}),
        (Rules(Kind.RANK_CHANGE), {"value": -2}),
        (COUNT, {"value": 1, "dated": "2026-11-21"}),
        (COUNT, {"value": 1, "period": "2030", "is_target": True}),
    ],
)
def test_what_makes_sense_stands(rules: Rules, told: dict[str, Any]) -> None:
    assert not _found(rules, **told)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        require_valid(_draft(period="2027", numerator=-1, denominator=-2), RATIO, TODAY)
    told = [problem.field for problem in caught.value.problems]
    assert told == ["period", "numerator", "denominator", "numerator"]


def test_typed_numbers_are_exact_or_refused_with_both_readings() -> None:
    assert read_values({"value": "1.680"}, COUNT) == {"value": Decimal(1680)}
    assert read_values({"value": "89,5 %"}, PERCENT) == {"value": Decimal("89.5")}
    assert read_values({"numerator": "1.761", "denominator": "1.966"}, RATIO) == {
        "numerator": Decimal(1761),
        "denominator": Decimal(1966),
    }
    with pytest.raises(Invalid) as caught:
        read_values({"value": "1.680"}, Rules(Kind.COUNT, decimals=2))
    assert caught.value.code == "ambiguous_number"
    assert "1680 hoặc 1,68" in str(caught.value.message)
    with pytest.raises(Invalid) as caught:
        read_values({"numerator": "mười", "denominator": "12,5"}, RATIO)
    assert [problem.field for problem in caught.value.problems] == ["numerator", "denominator"]


def test_what_was_not_typed_is_not_told() -> None:
    typed = {"value": " ", "rank": "5", "of": "63", "date_to": "30/04/2023"}
    assert read_values(typed, Rules(Kind.RANK)) == {"rank": 5, "of": 63, "date_to": date(2023, 4, 30)}
