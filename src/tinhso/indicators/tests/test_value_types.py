"""Yes or no, choices, days, money in đồng, ratios told in ‰: read, judged, printed and typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid
from tinhso.base.numbers import percent
from tinhso.indicators import choices, display, queries, validation
from tinhso.indicators.actions import record_observation
from tinhso.indicators.derived import measure, ratio_computed
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.models import Adding, Indicator, Kind, Observation, State
from tinhso.indicators.tests.conftest import World, indicator
from tinhso.indicators.validation import Rules

LEVELS = [{"value": 1, "vi": "Một phần", "en": "Partial"}, {"value": 2, "vi": "Toàn trình", "en": "Full"}]
YES_NO = Rules(Kind.YES_NO)
CHOICE = Rules(Kind.CHOICE, options=LEVELS)
MONEY = Rules(Kind.MONEY, decimals=1, unit="đồng")


@pytest.mark.parametrize(
    ("rules", "text", "value"),
    [
        (YES_NO, "có", 1),
        (YES_NO, " Không ", 0),
        (YES_NO, "yes", 1),
        (YES_NO, "0", 0),
        (CHOICE, "toàn trình", 2),
        (CHOICE, "Partial", 1),
        (CHOICE, "2", 2),
        (MONEY, "1.680.000", 1680000),
    ],
)
def test_words_and_codes_are_read(rules: Rules, text: str, value: int) -> None:
    assert validation.read_values({"value": text}, rules) == {"value": Decimal(value)}


@pytest.mark.parametrize(
    ("rules", "text"),
    [(YES_NO, "co"), (YES_NO, "x"), (YES_NO, "2"), (YES_NO, "1,0"), (CHOICE, "toan trinh"), (CHOICE, "3")],
)
def test_nothing_else_is_guessed(rules: Rules, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        validation.read_values({"value": text}, rules)
    problem = refused.value.problems[0]
    assert (problem.code, problem.field) == ("not_a_choice", "value")
    assert text in str(problem.message)
    assert all(word in str(problem.hint) for word in choices.words(rules.kind, rules.options).values())


@pytest.mark.parametrize(
    ("rules", "value", "code"),
    [(YES_NO, "2", "not_a_choice"), (CHOICE, "3", "not_a_choice"), (MONEY, "10.5", "not_whole")],
)
def test_values_that_programs_send_are_held_to_the_same(
    world: World, rules: Rules, value: str, code: str
) -> None:
    sent = world.draft(numerator=None, denominator=None, value=Decimal(value))
    assert [problem.code for problem in validation.value_problems(sent, rules)] == [code]


def figure(measured: Indicator, **columns: Any) -> Observation:
    """A figure of this indicator, unsaved."""
    return Observation(indicator=measured, kind=measured.kind, period="2026-Q3", **columns)


def test_each_type_is_printed_in_words() -> None:
    yes_no = Indicator(kind=Kind.YES_NO)
    choice = Indicator(kind=Kind.CHOICE, options=LEVELS)
    day = Indicator(kind=Kind.DATE)
    assert display.show(figure(yes_no, value=Decimal(1))).text == "Có"
    assert display.show(figure(choice, value=Decimal(2))).text == "Toàn trình"
    assert display.show(figure(day, date_from=date(2026, 11, 2))).text == "02/11/2026"


@pytest.mark.parametrize(
    ("factor", "beside", "unit"),
    [(100, "1,2 %", "%"), (1000, "12,3 ‰", "‰"), (100000, "1.234,6 / 100.000", "/ 100.000"), (1, "0", "")],
)
def test_a_ratio_is_told_in_its_factor(factor: int, beside: str, unit: str) -> None:
    measured = Indicator(kind=Kind.RATIO, factor=Decimal(factor), decimals=1, unit="ca")
    told = figure(measured, numerator=Decimal(12346), denominator=Decimal(1000000))
    assert display.show(told).beside.replace("\N{NO-BREAK SPACE}", " ") == beside
    assert measure(told).unit == unit
    assert measure(told).value == Decimal(12346) * factor / 1000000


@given(
    numerator=st.integers(0, 10**12),
    denominator=st.integers(1, 10**12),
    factor=st.sampled_from([1, 100, 1000, 100000]),
)
def test_the_factor_moves_the_point_and_nothing_else(numerator: int, denominator: int, factor: int) -> None:
    measured = Indicator(kind=Kind.RATIO, factor=Decimal(factor))
    told = figure(measured, numerator=Decimal(numerator), denominator=Decimal(denominator))
    assert ratio_computed(told, 6) == percent(numerator * factor, denominator * 100, 6)


def test_the_grid_offers_words_and_takes_them(world: World) -> None:
    agreed = indicator("da-ban-hanh", "Đã ban hành kế hoạch", Kind.YES_NO)
    started = indicator("ngay-khai-truong", "Ngày khai trương", Kind.DATE)
    grid = entry.build(world.officer, [agreed, started], Period.parse("2026-Q3"))
    choice, day = grid.rows[0].cells
    assert (choice.choices, day.is_day, day.choices) == (("có", "không"), True, ())
    entry_drafts.save(world.officer, grid, {choice.name: "có", day.name: "02/09/2026"}, {})
    sent = entry_drafts.send(world.officer, grid)
    assert (sent.figures, sent.wrong) == (2, 0)
    stored = queries.figures().filter(indicator__in=[agreed, started]).order_by("kind")
    assert [(row.kind, row.value, row.date_from) for row in stored] == [
        ("date", None, date(2026, 9, 2)),
        ("yes_no", Decimal(1), None),
    ]
    again = entry.build(world.officer, [agreed, started], Period.parse("2026-Q3"))
    assert [cell.text for cell in again.rows[0].cells] == ["có", "02/09/2026"]


def test_a_word_that_is_no_choice_is_named_at_its_cell(world: World) -> None:
    agreed = indicator("da-ban-hanh", "Đã ban hành kế hoạch", Kind.YES_NO)
    grid = entry.build(world.officer, [agreed], Period.parse("2026-Q3"))
    cell = grid.rows[0].cells[0]
    entry_drafts.save(world.officer, grid, {cell.name: "rồi"}, {})
    assert "“rồi” không có trong các lựa chọn" in cell.problem
    assert cell.is_foreign


def test_a_derived_or_ended_indicator_is_not_typed(world: World) -> None:
    indicator("tinh-ra", "Tính ra", Kind.COUNT, Adding.SUM, formula="#{to-cnscd} * 2")
    assert "tinh-ra" not in {row.code for row in entry.choosable()}
    assert "to-cnscd" in {row.code for row in entry.choosable()}


def test_a_money_figure_is_recorded_whole(world: World) -> None:
    spent = indicator("kinh-phi", "Kinh phí", Kind.MONEY, Adding.SUM, unit="đồng", decimals=0)
    told = world.draft(indicator=spent.code, numerator=None, denominator=None, value=Decimal(1_500_000_000))
    row = record_observation(world.office, told, State.CONFIRMED)
    assert display.show(row).text.split() == ["1,5", "tỷ", "đồng"]
