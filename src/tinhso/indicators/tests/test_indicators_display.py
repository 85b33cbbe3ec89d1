"""How figures of every kind are printed, in both languages; printed against computed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tinhso.indicators.derived import compared, measure, percent_computed, plain, printed_percent
from tinhso.indicators.display import name_of, show, verdict
from tinhso.indicators.models import Indicator, Kind, Observation


def _figure(kind: Kind, *, of_unit: str = "", **told: Any) -> Observation:
    measured = Indicator(
        code="x", name="Tổ công nghệ số", name_en="Digital teams", unit=of_unit, unit_en="teams", kind=kind
    )
    return Observation(indicator=measured, kind=kind, period="2022", **told)


F27: dict[str, Any] = {
    "numerator": Decimal(1761),
    "denominator": Decimal(1966),
    "percent_printed": Decimal("89.5000"),
}

PRINTED = [
    (Kind.COUNT, {"value": Decimal("1680.000000"), "of_unit": "tổ"}, "1.680 tổ", "1,680 teams"),
    (Kind.COUNT, {"value": Decimal(4), "of_unit": "tổ", "unit": "Tổ công nghệ"}, "4 Tổ công nghệ", "4 teams"),
    (Kind.COUNT, {"value": Decimal(4), "of_unit": "tổ", "unit": "nhóm"}, "4 nhóm", "4 nhóm"),
    (Kind.RATIO, {"numerator": Decimal(18), "denominator": Decimal(30)}, "18/30 (60 %)", "18/30 teams (60%)"),
    (Kind.RATIO, F27, "1.761/1.966 (89,6 %)", "1,761/1,966 teams (89.6%)"),
    (Kind.PERCENT, {"value": Decimal("89.50")}, "89,5 %", "89.5%"),
    (
        Kind.ACTUAL_TARGET,
        {"actual": Decimal(89), "target": Decimal(85), "unit": "%"},
        "89 %/85 %",
        "89%/85%",
    ),
    (Kind.RANK, {"rank": 5, "of": 63}, "5/63", "5/63 teams"),
    (Kind.RANK_CHANGE, {"value": Decimal(11)}, "tăng 11 bậc", None),
    (Kind.RANK_CHANGE, {"value": Decimal(-2)}, "giảm 2 bậc", None),
    (Kind.RANK_CHANGE, {"value": Decimal(0)}, "giữ nguyên hạng", None),
    (Kind.RANK_CHANGE, {"value": Decimal(2), "comparison": ">="}, "≥ tăng 2 bậc", None),
    (Kind.MONEY, {"value": Decimal(536460000000), "unit": "đồng"}, "536,46 tỷ đồng", "536.46 billion VND"),
    (Kind.MONEY, {"value": Decimal("2.5"), "unit": "tỷ đồng"}, "2,5 tỷ đồng", "2.5 tỷ đồng"),
    (Kind.ORDINAL, {"value": Decimal(13)}, "lần thứ 13", None),
    (Kind.PERIOD, {"date_from": date(2021, 1, 1), "date_to": date(2025, 12, 31)}, "2021–2025", "2021–2025"),
    (Kind.PERIOD, {"date_from": date(2021, 1, 1)}, "từ 01/01/2021", None),
    (Kind.DEADLINE, {"date_to": date(2023, 4, 30)}, "trước hết 30/04/2023", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "told", "vietnamese", "english"), PRINTED)
def test_every_kind_in_both_languages(
    kind: Kind, told: dict[str, Any], vietnamese: str, english: str | None
) -> None:
    figure = _figure(kind, **told)
    with translation.override("vi"):
        assert show(figure).text.replace("\u00a0", " ") == vietnamese
        assert show(figure).period == "năm 2022"
    with translation.override("en"):
        assert english is None or show(figure).text.replace("\u00a0", " ") == english


def test_printed_and_computed_are_both_kept() -> None:
    figure = _figure(Kind.RATIO, text="1.761/1.966 = 89,5%", **F27)
    comparison = compared(figure)
    assert comparison is not None
    assert (comparison.printed, comparison.computed, comparison.verdict) == (
        Decimal("89.5"),
        Decimal("89.6"),
        "truncated",
    )
    assert show(figure).differs
    assert "cắt bớt" in verdict(figure)
    agreeing = _figure(
        Kind.RATIO, numerator=Decimal(137), denominator=Decimal(139), percent_printed=Decimal("98.6000")
    )
    assert not show(agreeing).differs


def test_the_text_says_how_many_decimals_were_printed() -> None:
    told: dict[str, Any] = {
        "numerator": Decimal(9),
        "denominator": Decimal(10),
        "percent_printed": Decimal("90.0000"),
    }
    assert printed_percent(_figure(Kind.RATIO, **told)) == Decimal(90)
    assert str(printed_percent(_figure(Kind.RATIO, text="9/10 (90,00%)", **told))) == "90.00"


def test_only_ratios_have_a_computed_percentage() -> None:
    assert percent_computed(_figure(Kind.RATIO, **F27)) == Decimal("89.572737")
    assert percent_computed(_figure(Kind.RATIO, numerator=Decimal(1), denominator=Decimal(0))) is None
    assert percent_computed(_figure(Kind.PERCENT, value=Decimal(5))) is None
    assert measure(_figure(Kind.RANK, rank=5)).value == 5


def test_a_subject_that_says_more_stands_beside_the_indicator() -> None:
    assert name_of(_figure(Kind.COUNT)) == "Tổ công nghệ số"
    assert name_of(_figure(Kind.COUNT, subject="thành viên")) == "Tổ công nghệ số (thành viên)"
    assert name_of(_figure(Kind.COUNT, subject="tổ công nghệ")) == "Tổ công nghệ số"


@given(st.decimals(-(10**15), 10**15, places=6))
def test_a_plain_number_is_the_same_number(value: Decimal) -> None:
    assert plain(value) == value
    assert "E" not in str(plain(value))
