"""Derived indicators through the door: the same as the exact reading, whatever the formula and the places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.indicators.boundaries.over_time import rhythm_of
from tinhso.indicators.derivation.answers import Question
from tinhso.indicators.models import (
    Constant,
    ConstantValue,
    CurrentFigure,
    GroupMember,
    Indicator,
    Observation,
    PlaceGroup,
)
from tinhso.places.models import Level, Place
from tinhso.warehouse import derived
from tinhso.warehouse.answers import At, Cell
from tinhso.warehouse.asking import ask
from tinhso.warehouse.questions import Places, Query, Times
from tinhso.warehouse.tests.door_scene import EVE, Scene, scene, tell
from tinhso.warehouse.tests.door_scene import derived as laid

pytestmark = pytest.mark.django_db
ROBOT = SystemActor("kiểm thử")
NOW = date(2026, 11, 21)
FORMULAS: Final = (
    "#{tram} / #{dan-so} * C{van}",
    "#{phu-song} - #{phu-song}.periodOffset(-1)",
    "#{tram}.yearToDate()",
    "avg(#{tram}.periods(-3, 0)) + OUG{vung}",
    "if(isNull(#{hang}), #{dan-so}, #{hang})",
    "firstNonNull(#{diem}, 0) + #{truoc} * 2",
)
"""Constants, offsets, year to date, lists, groups, ranks, what never adds up, a derived one among inputs."""
MONTHS: Final = tuple(f"{year}-{month:02}" for year in (2025, 2026) for month in (1, 2, 5, 6, 7, 9))


def _told(query: Query, rows: Sequence[Indicator]) -> Mapping[At, Cell]:
    return ask(query, ROBOT).cells


@pytest.fixture
def laid_down() -> Scene:
    """What formulas name, and nothing told."""
    found = scene()
    constant = Constant.objects.create(code="van", name="Vạn")
    ConstantValue.objects.create(constant=constant, value=10_000)
    group = PlaceGroup.objects.create(code="vung", name="Vùng khó khăn")
    GroupMember.objects.create(group=group, place=found.first)
    laid("truoc", "Trạm kỳ trước", "#{tram}.periodOffset(-1)", frequency="month")
    for number, formula in enumerate(FORMULAS):
        laid(f"cach-{number}", f"Cách {number}", formula, frequency="month" if number % 2 else "")
    return found


def _units(found: Scene, month: str) -> tuple[Place, ...]:
    return found.old if month <= "2025-06" else (found.first, found.second)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_equals_the_exact_reading(laid_down: Scene, data: st.DataObject) -> None:
    found = laid_down
    CurrentFigure.objects.all().delete()
    inputs = (found.people, found.stations, found.covered, found.score, found.rank)
    rows = []
    for month in MONTHS:
        for row in data.draw(st.lists(st.sampled_from(inputs), min_size=2, unique=True)):
            for unit in _units(found, month):
                number = data.draw(st.integers(1, 50))
                rows.append((row, unit, month, (number, number + 7) if row == found.covered else number))
    _replace(rows)
    code = data.draw(st.sampled_from([f"cach-{number}" for number in range(len(FORMULAS))]))
    kind = data.draw(st.sampled_from([None, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]))
    level, within = data.draw(st.sampled_from([(Level.COMMUNE, "20"), (None, "20")]))
    day = data.draw(st.sampled_from([EVE, NOW]))
    query = Query((code,), Places(day, level, within), Times(date(2025, 1, 1), date(2026, 12, 31), kind))
    row = Indicator.objects.get(code=code)
    places = Place.objects.filter(level=level or Level.PROVINCE).exclude(valid_to__lt=day)
    asked = [one for one in places if one.is_valid_on(day)]
    cells, _periods = derived.cells(query, [row], asked, _told)
    assert {at: cell.number for at, cell in cells.items()} == _exact(query, row, found.province)


def _replace(rows: Sequence[Any]) -> None:
    """Told anew: the figures of the last example are gone from the current state."""
    before = set(Observation.objects.values_list("pk", flat=True))
    tell(rows)
    CurrentFigure.objects.filter(observation__in=before).delete()


def _exact(query: Query, row: Indicator, province: Place) -> dict[At, Decimal | None]:
    where, times = query.places, query.times
    found: dict[At, Decimal | None] = {}
    periods: list[Period | None] = [*times.periods()] or [None]
    for period in periods:
        own = rhythm_of(row).calendar(period) if period else None
        for one in Question(row, where.boundaries, province, own, level=where.level).answer():
            named = period or one.period
            if times.first <= named.end <= times.last:
                amount = one.reading.amount
                found[row.code, one.place.pk, named.code] = amount.decimals()[0] if amount else None
    return found
