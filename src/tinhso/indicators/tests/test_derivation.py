"""Derived indicators over places, periods and boundaries: the formula over what the inputs are together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.indicators import actions
from tinhso.indicators.boundaries import page as boundary_reading
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.readings import How, Why
from tinhso.indicators.derivation.answers import Question, TooMany
from tinhso.indicators.models import Adding, Indicator, Kind, State
from tinhso.indicators.tests.conftest import World, indicator, place
from tinhso.indicators.tests.test_stored import tell
from tinhso.places.models import Level, Lineage, Place

pytestmark = pytest.mark.django_db
TURN = date(2025, 7, 1)
OLD_DAY = date(2025, 6, 30)


@dataclass
class Case:
    """Two communes that became one, one that was divided by known and one by unknown shares; four figures."""

    world: World
    old: list[Place]
    new: list[Place]
    online: Indicator
    whole: Indicator
    share: Indicator

    def told(self, unit: Place, period: str, online: int, whole: int) -> None:
        """Both inputs of the share."""
        tell(self.online, unit, period, Decimal(online))
        tell(self.whole, unit, period, Decimal(whole))

    def ask(self, boundaries: date = date(2026, 11, 21), **more: Any) -> dict[tuple[str, str], Flowed]:
        """The share at every commune of the province, or at what is asked."""
        asked: dict[str, Any] = {"place": self.world.province, "level": Level.COMMUNE} | more
        found = Question(asked.pop("indicator", self.share), boundaries, **asked).answer()
        return {(one.place.code, one.period.code): one for one in found}


def value(found: Flowed) -> object:
    """What it is, to six decimals."""
    return found.reading.amount.decimals()[0] if found.reading.amount else None


@pytest.fixture
def case(world: World) -> Case:
    old = [
        place(Level.COMMUNE, code, name, world.province, type="Xã", valid_to=OLD_DAY)
        for code, name in (("06001", "Một"), ("06002", "Hai"), ("06003", "Ba"), ("06004", "Bốn"))
    ]
    new = [
        place(Level.COMMUNE, code, name, world.province, type="Xã", valid_from=TURN)
        for code, name in (("06001", "Mới"), ("06008", "Tám"), ("06009", "Chín"))
    ]
    for one in old[:2]:
        Lineage.objects.create(predecessor=one, successor=new[0], on=TURN, share=1, basis="whole")
    for one, part in ((new[1], "0.25"), (new[2], "0.75")):
        Lineage.objects.create(predecessor=old[2], successor=one, on=TURN, share=part, basis="population")
    for one in (new[1], new[2]):
        Lineage.objects.create(predecessor=old[3], successor=one, on=TURN, basis="none")
    monthly: dict[str, Any] = {"frequency": "month", "over_time": "sum", "adding": Adding.SUM, "decimals": 0}
    online, whole = (indicator(code, code, Kind.COUNT, **monthly) for code in ("truc-tuyen", "tat-ca"))
    share = indicator(
        "ty-le", "Tỷ lệ", Kind.PERCENT, unit="%", formula="#{truc-tuyen} / #{tat-ca} * 100", decimals=1
    )
    return Case(world, old, new, online, whole, share)


def test_a_parents_value_is_that_of_its_inputs_and_no_mean(case: Case) -> None:
    case.told(case.new[0], "2026-09", 10, 100)
    case.told(case.new[1], "2026-09", 300, 400)
    found = case.ask()
    assert value(found["06001", "2026-09"]) == 10
    assert value(found["06008", "2026-09"]) == 75
    whole = case.ask(level=None)["20", "2026-09"]
    assert value(whole) is None
    assert whole.reading.why is Why.MISSING
    case.told(case.new[2], "2026-09", 0, 120)
    case.told(case.world.new, "2026-09", 0, 0)
    whole = case.ask(level=None)["20", "2026-09"]
    assert value(whole) == Decimal(310) / Decimal(620) * 100
    assert whole.reading.how is How.MEASURED
    assert len(whole.figures) == 8


def test_the_reform_is_read_through(case: Case) -> None:
    case.told(case.old[0], "2025-05", 10, 20)
    case.told(case.old[1], "2025-05", 20, 100)
    case.told(case.old[2], "2025-05", 40, 50)
    found = case.ask()
    assert value(found["06001", "2025-05"]) == 25
    assert found["06001", "2025-05"].reading.how is How.MEASURED
    apart = found["06008", "2025-05"]
    assert (value(apart), apart.reading.how, apart.reading.why) == (
        None,
        How.NOT_COMPARABLE,
        Why.SHARE_UNKNOWN,
    )
    before = case.ask(OLD_DAY)
    assert value(before["06001", "2025-05"]) == 50
    assert value(before["06003", "2025-05"]) == 80


def test_what_is_apportioned_or_not_comparable_is_the_worst_of_the_inputs(case: Case) -> None:
    Lineage.objects.filter(predecessor=case.old[3]).delete()
    case.told(case.old[2], "2025-05", 40, 80)
    found = case.ask()["06008", "2025-05"]
    assert (value(found), found.reading.how) == (50, How.APPORTIONED)
    assert found.reading.portions.apportioned == 1
    tell(case.online, case.new[1], "2025-04", Decimal(1))
    mixed = case.ask(indicator=_derived("truoc", "#{tat-ca} + firstNonNull(#{khong-co}, 0)"))
    assert mixed["06008", "2025-05"].reading.how is How.APPORTIONED


def _derived(code: str, formula: str, **more: Any) -> Indicator:
    return indicator(code, code, Kind.COUNT, formula=formula, **more)


def test_an_offset_reaches_over_the_reform(case: Case) -> None:
    case.told(case.old[0], "2025-06", 1, 10)
    case.told(case.old[1], "2025-06", 1, 20)
    case.told(case.new[0], "2025-07", 1, 45)
    rise = _derived("tang", "#{tat-ca} - #{tat-ca}.periodOffset(-1)", frequency="month")
    found = case.ask(indicator=rise)["06001", "2025-07"]
    assert (value(found), found.reading.how) == (15, How.MEASURED)
    assert {figure.place.code for figure in found.figures} == {"06001", "06002"}
    assert {figure.period for figure in found.figures} == {"2025-06", "2025-07"}


def test_what_is_missing_is_told_with_its_period(case: Case) -> None:
    tell(case.online, case.new[0], "2026-09", Decimal(3))
    found = case.ask()["06001", "2026-09"]
    assert (value(found), found.reading.why) == (None, Why.MISSING)
    assert found.made is not None
    gaps = {one.key: one.gaps for one in found.made.inputs}
    assert not gaps["truc-tuyen"]
    assert [(gap.code, gap.period) for gap in gaps["tat-ca"]] == [("tat-ca", "2026-09")]
    tell(case.whole, case.new[0], "2026-09", Decimal(0))
    nothing = case.ask()["06001", "2026-09"]
    assert (value(nothing), nothing.reading.why) == (None, Why.NO_RESULT)


def test_derived_of_derived(case: Case) -> None:
    case.told(case.new[0], "2026-08", 10, 100)
    case.told(case.new[0], "2026-09", 30, 100)
    rise = _derived("tang", "#{ty-le} - #{ty-le}.periodOffset(-1)")
    found = case.ask(indicator=rise)
    assert value(found["06001", "2026-09"]) == 20
    assert len(found["06001", "2026-09"].figures) == 4
    assert value(found["06001", "2026-08"]) is None


def test_a_quarter_is_the_formula_over_its_months_and_says_when_one_is_missing(case: Case) -> None:
    for month, online, whole in (("07", 10, 100), ("08", 90, 100)):
        case.told(case.new[0], f"2026-{month}", online, whole)
    quarter = Period.parse("2026-Q3")
    found = case.ask(period=quarter)["06001", "2026-Q3"]
    assert value(found) is None
    assert found.made is not None
    assert [(gap.told, gap.expected) for gap in found.made.inputs[0].gaps] == [(2, 3)]
    case.told(case.new[0], "2026-09", 0, 300)
    assert value(case.ask(period=quarter)["06001", "2026-Q3"]) == 20


def test_told_figures_of_a_longer_period_are_made_of_shorter_ones(case: Case) -> None:
    case.told(case.new[0], "2026-07", 10, 100)
    case.told(case.new[0], "2026-08", 20, 100)
    quarter = Period.parse("2026-Q3")
    found = case.ask(indicator=case.online, period=quarter)["06001", "2026-Q3"]
    assert value(found) == 30
    assert found.made is not None
    assert (found.made.told, found.made.expected, found.made.is_complete) == (2, 3, False)
    assert [gap.period for gap in found.made.inputs[0].gaps] == ["2026-09"]
    tell(case.online, case.new[0], "2026-Q3", Decimal(99))
    direct = case.ask(indicator=case.online, period=quarter)["06001", "2026-Q3"]
    assert (value(direct), direct.made) == (99, None)


def test_shorter_periods_are_made_one_over_the_reform(case: Case) -> None:
    for month in (5, 6):
        tell(case.whole, case.old[0], f"2025-{month:02}", Decimal(month))
        tell(case.whole, case.old[1], f"2025-{month:02}", Decimal(100))
    for month in range(7, 13):
        tell(case.whole, case.new[0], f"2025-{month:02}", Decimal(1000))
    found = case.ask(indicator=case.whole, period=Period.parse("2025"))["06001", "2025"]
    assert (value(found), found.reading.how) == (6211, How.MEASURED)
    assert found.made is not None
    assert (found.made.told, found.made.expected) == (8, 12)


def test_too_many_figures_are_refused(case: Case) -> None:
    case.told(case.new[0], "2026-07", 10, 100)
    with pytest.raises(TooMany):
        case.ask(most=1)


def test_the_statements_do_not_grow_with_places_periods_and_figures(case: Case) -> None:
    units = [
        place(Level.COMMUNE, f"0{7100 + n}", f"Xã {n}", case.world.province, valid_from=TURN)
        for n in range(5)
    ]

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert case.ask()
        return len(captured)

    case.told(units[0], "2026-09", 1, 2)
    once = statements()
    for unit in units:
        for month in range(1, 9):
            case.told(unit, f"2026-{month:02}", month, 10)
    assert statements() == once <= 12


def test_nobody_enters_what_is_calculated_but_a_document_may_have_printed_it(case: Case) -> None:
    world = case.world
    told = {"indicator": "ty-le", "value": Decimal(12), "numerator": None, "denominator": None}
    with pytest.raises(Invalid) as refused:
        actions.record_observation(world.officer, world.draft(**told))
    assert (refused.value.code, refused.value.field) == ("derived", "indicator")
    printed = world.draft(**told, document="247-kh-ubnd", locator="trang 1")
    assert actions.record_observation(world.office, printed, State.CONFIRMED).value == 12


def test_what_is_derived_from_figures_of_persons_is_as_closed_as_they_are(case: Case) -> None:
    case.told(case.new[0], "2026-07", 10, 100)
    Indicator.objects.filter(pk=case.online.pk).update(personal_data="basic")
    with pytest.raises(NotAllowed):
        case.ask()
    assert case.ask(sees=lambda _row: True)
    assert boundary_reading.read_under(case.share, date(2026, 11, 21)) == []
