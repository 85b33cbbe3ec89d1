"""The latest figure by the fact's date and by the moment of recording; and at what cost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.base.ids import new_id
from tinhso.indicators import actions, queries
from tinhso.indicators.models import Indicator, Kind, Observation, State
from tinhso.indicators.tests.conftest import TODAY, World, indicator, place
from tinhso.places.models import Level


def _value(world: World, **when: object) -> Decimal | None:
    row = queries.latest([world.procedures], [world.province], **when).first()  # type: ignore[arg-type]  # as told
    return row.numerator if row else None


def _at(day: int) -> datetime:
    with clock.standing_at(TODAY + timedelta(days=day)):
        return clock.now()


def test_by_the_facts_date_and_by_the_moment_of_recording(world: World) -> None:
    with clock.standing_at(TODAY):
        actions.record_observation(world.office, world.draft(period="2026-Q1", numerator=1), State.CONFIRMED)
        second = actions.record_observation(
            world.office, world.draft(period="2026-Q2", numerator=2), State.CONFIRMED
        )
    with clock.standing_at(TODAY + timedelta(days=1)):
        corrected = actions.correct(
            world.office, second, world.draft(period="2026-Q2", numerator=3), "đính chính"
        )
    with clock.standing_at(TODAY + timedelta(days=2)):
        actions.withdraw(world.office, corrected, "rút")
    with clock.standing_at(TODAY + timedelta(days=3)):
        assert _value(world) == 1
        assert _value(world, known_at=_at(0)) == 2
        assert _value(world, known_at=_at(1)) == 3
        assert _value(world, known_at=_at(1), as_of=date(2026, 3, 31)) == 1
        assert _value(world, known_at=_at(-1)) is None
        assert _value(world, as_of=date(2026, 3, 30)) is None
        then = queries.in_force(date(2026, 6, 30), _at(1)).values_list("numerator", flat=True)
        assert list(then) == [3, 1]


def test_unconfirmed_figures_and_targets_are_not_the_latest(world: World) -> None:
    actions.record_observation(world.office, world.draft(period="2026-Q2", numerator=2), State.CONFIRMED)
    sent = actions.record_observation(world.officer, world.draft(numerator=3))
    actions.record_observation(
        world.office, world.draft(period="2030", numerator=9, is_target=True), State.CONFIRMED
    )
    assert _value(world) == 2
    actions.return_(world.office, sent, "sai")
    assert _value(world) == 2
    assert _value(world, is_target=True, as_of=date(2030, 12, 31)) == 9


def test_a_correction_that_waits_leaves_the_confirmed_figure_in_force(world: World) -> None:
    confirmed = actions.record_observation(world.office, world.draft(numerator=2), State.CONFIRMED)
    waiting = actions.correct(
        world.officer, confirmed, world.draft(numerator=5), "số mới", state=State.SUBMITTED
    )
    assert _value(world) == 2
    assert list(queries.in_force()) == [confirmed]
    actions.confirm(world.office, waiting)
    assert _value(world) == 5
    assert queries.in_force().count() == 1


def test_a_source_that_is_withdrawn_leaves_the_other_in_force(world: World) -> None:
    """Two codes of one series: the later recorded is current; without it the earlier one is."""
    first = actions.record_observation(world.office, world.draft(code="A1", numerator=2), State.CONFIRMED)
    second = actions.record_observation(world.office, world.draft(code="B1", numerator=3), State.CONFIRMED)
    assert _value(world) == 3
    assert _kept(world) == [second.pk]
    actions.withdraw(world.office, second, "nguồn đính chính")
    assert _value(world) == 2
    assert list(queries.in_force()) == [first]
    assert _kept(world) == [first.pk]
    actions.rebuild_current()
    assert _kept(world) == [first.pk]


def _kept(world: World) -> list[UUID]:
    return [row.observation_id for row in queries.current([world.procedures], [world.province])]


def test_one_figure_an_agency(world: World) -> None:
    for agency, number in ((world.agency, 1), (world.other_agency, 2)):
        draft = world.draft(agency=agency.code, numerator=number)
        actions.record_observation(world.office, draft, State.CONFIRMED)
    each = queries.latest([world.procedures], [world.province], by_agency=True)
    assert sorted(row.numerator or 0 for row in each) == [1, 2]
    assert queries.latest([world.procedures], [world.province]).count() == 1


def test_of_one_day_a_places_own_figure_stands_before_an_agencys(world: World) -> None:
    places = [world.procedures], [world.province]
    for agency, number in (("", 1), (world.agency.code, 2)):
        draft = world.draft(agency=agency, numerator=number)
        actions.record_observation(world.office, draft, State.CONFIRMED)
    assert [row.numerator for row in queries.latest(*places)] == [1]
    newest = queries.current(*places).filter(pk__in=queries.newest_each(*places))
    assert [row.observation.numerator for row in newest] == [1]


def test_many_series_cost_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    with django_assert_num_queries(1):
        rows = list(queries.latest([world.procedures, world.teams], [world.province, world.new]))
        assert [(row.place.full_name, row.indicator.code) for row in rows] == [("Tỉnh Lạng Sơn", "dvctt")]


def _many(world: World, rows: int) -> list[Indicator]:
    """`rows` facts by 20 indicators, monthly."""
    measured = [indicator(f"i{number}", f"Chỉ số {number}", Kind.COUNT) for number in range(20)]
    places = [place(Level.COMMUNE, f"9{number:04}", f"Xã {number}", world.province) for number in range(50)]
    months = rows // (len(measured) * len(places))
    start = date(2018, 1, 31)
    Observation.objects.bulk_create(
        (
            Observation(
                id=new_id(),
                indicator=one,
                place=where,
                kind=Kind.COUNT,
                period=f"{2018 + month // 12}-{month % 12 + 1:02}",
                period_start=start,
                period_end=start + timedelta(days=30 * month),
                dated=start + timedelta(days=30 * month),
                value=month,
                state=State.CONFIRMED,
                pack="thu",
            )
            for one in measured
            for where in places
            for month in range(months)
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_observation")
    return measured


@pytest.mark.timeout(240)
def test_a_hundred_thousand_facts_are_read_by_the_index(world: World) -> None:
    measured = _many(world, 100_000)
    rows = queries.latest(measured[:10], [world.province, world.new], as_of=date(2020, 1, 1))
    plan = rows.explain()
    assert "observation_latest" in plan
    assert "Seq Scan on indicators_observation" not in plan
    communes = list(world.province.children.filter(code__startswith="9"))
    found = queries.latest(measured[:3], communes, as_of=date(2020, 1, 1))
    assert {row.value for row in found} == {Decimal(23)}
    assert found.count() == 150
