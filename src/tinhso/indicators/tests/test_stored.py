"""What formulas read from stored figures: periods, cells, agencies, constants, groups, drafts laid over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.calendar.periods import Period
from tinhso.indicators.aggregation import Part
from tinhso.indicators.current import keep_current
from tinhso.indicators.derivation import stored
from tinhso.indicators.formula import Value, evaluate, parse
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.models import (
    Adding,
    Constant,
    ConstantValue,
    Definition,
    GroupMember,
    Indicator,
    Kind,
    Observation,
    PlaceGroup,
)
from tinhso.indicators.tests.conftest import World, indicator, place
from tinhso.people.models import Agency
from tinhso.places.models import Level, Place

pytestmark = pytest.mark.django_db
NEW_DAY = date(2025, 7, 1)


def tell(
    what: Indicator,
    where: Place,
    period: str,
    value: Any = None,
    *,
    agency: Agency | None = None,
    **more: Any,
) -> Observation:
    """A confirmed figure in force."""
    days = Period.parse(period)
    row = Observation.objects.create(
        indicator=what, place=where, agency=agency, kind=what.kind, period=period, period_start=days.start,
        period_end=days.end, dated=more.pop("dated", days.end), value=value, state="confirmed", pack="thử",
        code=more.pop("code", f"{what.code}-{where.code}-{period}-{agency and agency.code}"), **more,
    )  # fmt: skip
    keep_current([row])
    return row


def value_of(text: str, where: Place, period: str, agency: Agency | None = None, **more: Any) -> Value:
    """The formula over what is stored."""
    tree = parse(text)
    asked, days, whom = references(tree), Period.parse(period), (where.pk, agency.pk if agency else None)
    found = stored.read(asked, [whom], [days], **more)
    return evaluate(tree, found.values(asked, whom, days))


@pytest.fixture
def dossiers(world: World) -> Indicator:
    """Told every month, summed over a year."""
    return indicator("ho-so", "Hồ sơ", Kind.COUNT, Adding.SUM, frequency="month", over_time="sum", decimals=0)


def _months(what: Indicator, where: Place, first: int, last: int) -> None:
    for month in range(first, last + 1):
        tell(what, where, f"2026-{month:02}", Decimal(month))


def test_offsets_lists_and_the_year_to_date(world: World, dossiers: Indicator) -> None:
    _months(dossiers, world.new, 1, 6)
    for text, expected in {
        "#{ho-so}": 6,
        "#{ho-so}.periodOffset(-2)": 4,
        "#{ho-so}.periodOffset(1)": None,
        "#{ho-so}.yearToDate()": 21,
        "#{ho-so}.yearToDate().periodOffset(-1)": 15,
        "sum(#{ho-so}.periods(-2, 0))": 15,
        "count(#{ho-so}.periods(-8, 0))": 6,
        "#{ho-so} - avg(#{ho-so}.periods(-3, -1))": 2,
    }.items():
        assert value_of(text, world.new, "2026-06") == expected, text


def test_the_year_to_date_of_a_year_with_a_gap_is_no_value(world: World, dossiers: Indicator) -> None:
    _months(dossiers, world.new, 1, 2)
    _months(dossiers, world.new, 4, 5)
    assert value_of("#{ho-so}.yearToDate()", world.new, "2026-02") == 3
    assert value_of("#{ho-so}.yearToDate()", world.new, "2026-05") is None
    (asked,) = references(parse("#{ho-so}.yearToDate()"))
    days, whom = Period.parse("2026-05"), (world.new.pk, None)
    cell = stored.read([asked], [whom], [days]).cell(asked, whom, days)
    assert [(gap.code, gap.period) for gap in cell.gaps] == [("ho-so", "2026-03")]


def test_a_quarter_is_made_of_its_months_when_all_are_told(world: World, dossiers: Indicator) -> None:
    _months(dossiers, world.new, 1, 5)
    assert value_of("#{ho-so}", world.new, "2026-Q1") == 6
    assert value_of("#{ho-so}", world.new, "2026-Q2") is None
    tell(dossiers, world.new, "2026-Q2", Decimal(100))
    assert value_of("#{ho-so}", world.new, "2026-Q2") == 100
    assert value_of("#{ho-so}.periodOffset(-1)", world.new, "2026-Q2") == 6


def test_a_yearly_figure_is_read_for_a_month_of_its_year(world: World) -> None:
    people = indicator("dan-so", "Dân số", Kind.COUNT, Adding.SUM, frequency="year")
    tell(people, world.new, "2025", Decimal(1000))
    tell(people, world.new, "2026", Decimal(1100))
    assert value_of("#{dan-so}", world.new, "2026-05") == 1100
    assert value_of("#{dan-so}.periodOffset(-1)", world.new, "2026-05") == 1000


def test_reporting_periods_are_those_of_the_indicator(world: World) -> None:
    cut = indicator("chot", "Chốt", Kind.COUNT, Adding.SUM, frequency="month", cut_off=True, over_time="sum")
    tell(cut, world.new, "R2026-05", Decimal(5))
    tell(cut, world.new, "R2026-04", Decimal(4))
    assert value_of("#{chot}", world.new, "2026-05") == 5
    assert value_of("#{chot}.periodOffset(-1)", world.new, "R2026-05") == 4


def test_ratios_are_told_by_their_factor(world: World) -> None:
    tell(world.procedures, world.new, "2026-Q3", numerator=Decimal(1), denominator=Decimal(8))
    assert value_of("dvctt", world.new, "2026-Q3") == Decimal("12.5")
    Definition.objects.filter(indicator=world.procedures).update(factor=1000)
    assert value_of("dvctt", world.new, "2026-Q3") == 125
    tell(world.procedures, world.new, "2026-Q2", numerator=Decimal(0), denominator=Decimal(0))
    assert value_of("dvctt", world.new, "2026-Q2") is None


def test_cells_yes_and_no(world: World) -> None:
    cell = indicator("thon.4g", "Thôn có 4G", Kind.COUNT, Adding.SUM, frequency="year")
    portal = indicator("co-cong", "Có cổng", Kind.YES_NO, frequency="year", over_time="last")
    tell(cell, world.new, "2026", Decimal(7))
    tell(portal, world.new, "2026", Decimal(1))
    assert value_of("if(#{co-cong}, #{thon.4g}, 0)", world.new, "2026") == 7
    assert value_of("sum(#{co-cong}.periods(-1, 0))", world.new, "2026") == 1


def test_a_place_is_what_it_says_itself_else_what_its_agencies_say(world: World, dossiers: Indicator) -> None:
    tell(dossiers, world.new, "2026-01", Decimal(3), agency=world.agency)
    tell(dossiers, world.new, "2026-01", Decimal(4), agency=world.other_agency)
    assert value_of("#{ho-so}", world.new, "2026-01") == 7
    assert value_of("#{ho-so}", world.new, "2026-01", world.agency) == 3
    tell(dossiers, world.new, "2026-01", Decimal(8))
    assert value_of("#{ho-so}", world.new, "2026-01") == 8
    tell(dossiers, world.new, "2026-02", Decimal(9))
    assert value_of("#{ho-so}", world.new, "2026-02", world.agency) == 9


def test_drafts_are_laid_over_what_is_stored(world: World, dossiers: Indicator) -> None:
    _months(dossiers, world.new, 1, 3)
    place_id = world.new.pk
    drafts = {
        ("ho-so", place_id, None, "2026-03"): Part(Decimal(30)),
        ("ho-so", place_id, None, "2026-02"): None,
    }
    assert value_of("#{ho-so}", world.new, "2026-03", overlay=drafts) == 30
    assert value_of("#{ho-so}.periodOffset(-1)", world.new, "2026-03", overlay=drafts) is None
    assert value_of("#{ho-so}.periodOffset(-2)", world.new, "2026-03", overlay=drafts) == 1


def test_derived_inputs_are_followed(world: World, dossiers: Indicator) -> None:
    _months(dossiers, world.new, 1, 4)
    indicator("tang", "Tăng", Kind.COUNT, formula="#{ho-so} - #{ho-so}.periodOffset(-1)", frequency="month")
    indicator("tang-2", "Tăng hai", Kind.COUNT, formula="#{tang} + #{tang}.periodOffset(-1)")
    assert value_of("#{tang-2} * 10", world.new, "2026-04") == 20
    assert value_of("#{tang}", world.new, "2026-Q1") is None
    assert value_of("sum(#{tang}.periods(-2, 0))", world.new, "2026-04") == 3


def test_each_period_is_read_by_the_definition_of_its_day(world: World, dossiers: Indicator) -> None:
    _months(dossiers, world.new, 1, 2)
    double = indicator("gap", "Gấp", Kind.COUNT, formula="#{ho-so} * 10", frequency="month")
    Definition.objects.filter(indicator=double).update(formula="#{ho-so} * 2")
    Definition.objects.create(
        indicator=double, valid_from=date(2026, 2, 1), name="Gấp", kind=Kind.COUNT,
        formula="#{ho-so} * 10", frequency="month",
    )  # fmt: skip
    assert value_of("gap", world.new, "2026-01") == 2
    assert value_of("gap", world.new, "2026-02") == 20


def test_constants_by_day_and_groups_of_places(world: World, dossiers: Indicator) -> None:
    _months(dossiers, world.new, 1, 2)
    wage = Constant.objects.create(code="luong-co-so", name="Lương cơ sở")
    ConstantValue.objects.create(constant=wage, valid_from=date(2026, 2, 1), value=Decimal("2.34"))
    assert value_of("C{luong-co-so}", world.new, "2026-01") is None
    assert value_of("C{luong-co-so} * #{ho-so}", world.new, "2026-02") == Decimal("4.68")
    border = PlaceGroup.objects.create(code="bien-gioi", name="Xã biên giới")
    other = place(Level.COMMUNE, "06190", "Xã khác", world.province, valid_from=NEW_DAY)
    for row in (world.new, other):
        GroupMember.objects.create(group=border, place=row, valid_to=date(2026, 6, 30))
    assert value_of("OUG{bien-gioi}", world.new, "2026-02") == 1
    assert value_of("OUG{bien-gioi}", world.province, "2026-02") == 2
    assert value_of("OUG{bien-gioi}", world.old, "2026-02") == 0
    assert value_of("OUG{bien-gioi}", world.province, "2026-07") == 0


def test_published_figures_stand_before_illustrative_ones(world: World, dossiers: Indicator) -> None:
    tell(dossiers, world.new, "2026-01", Decimal(5), illustrative=True, code="mh")
    assert value_of("#{ho-so}", world.new, "2026-01") is None
    assert value_of("#{ho-so}", world.new, "2026-01", illustrative=True) == 5
    tell(dossiers, world.new, "2026-01", Decimal(6))
    assert value_of("#{ho-so}", world.new, "2026-01", illustrative=True) == 6


def test_the_statements_do_not_grow(world: World, dossiers: Indicator) -> None:
    indicator("tang", "Tăng", Kind.COUNT, formula="#{ho-so} - #{ho-so}.periodOffset(-1)", frequency="month")
    rows = [place(Level.COMMUNE, f"0{7000 + n}", f"Xã {n}", world.province) for n in range(6)]
    for row in rows:
        _months(dossiers, row, 1, 6)
    asked = references(parse("#{tang} + #{ho-so}.yearToDate() + #{dan-so}"))

    def statements(chosen: list[Place], months: int) -> int:
        periods = [Period.parse(f"2026-{month:02}") for month in range(1, months + 1)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = stored.read(asked, [(row.pk, None) for row in chosen], periods)
            for row in chosen:
                for period in periods:
                    found.values(asked, (row.pk, None), period)
        return len(captured)

    assert statements(rows[:1], 1) == statements(rows, 6) <= 6
