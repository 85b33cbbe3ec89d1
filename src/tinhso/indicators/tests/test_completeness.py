"""Completeness and timeliness: who is asked on which day, what is in time, counts that add up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.calendar import Period, PeriodKind, national_calendar
from tinhso.indicators import actions
from tinhso.indicators.completeness.asking import asks, due_on
from tinhso.indicators.completeness.counting import (
    Cell,
    Completeness,
    Standing,
    Tally,
    cells,
    completeness,
    stretch,
)
from tinhso.indicators.models import Definition, Indicator, Observation, State
from tinhso.indicators.tests.conftest import World
from tinhso.people.models import Agency

OCTOBER, NOVEMBER = Period.parse("2026-10"), Period.parse("2026-11")
BOTH = {"agencies": ["so-khcn", "so-noi-vu"]}


def at(day: int, month: int = 11, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.TZ)


def lay_down(indicator: Indicator, **more: Any) -> Definition:
    told: dict[str, Any] = {"frequency": "month", "reporters": BOTH, "due_days": 5}
    told |= {"name": indicator.name, "kind": indicator.kind} | more
    day = told.pop("valid_from", None)
    return Definition.objects.update_or_create(indicator=indicator, valid_from=day, defaults=told)[0]


def send(world: World, agency: str, moment: datetime, period: str = "2026-10", **more: Any) -> Observation:
    with clock.standing_at(moment):
        return actions.record_observation(
            world.office, world.draft(period=period, agency=agency, **more), State.SUBMITTED
        )


def standings(found: list[Cell]) -> dict[tuple[str, str], Standing]:
    return {(cell.agency.code, cell.period.code): cell.standing for cell in found}


def test_what_is_sent_in_time_late_returned_and_missing(world: World) -> None:
    lay_down(world.procedures)
    first = send(world, "so-khcn", at(5, hour=23))
    send(world, "so-noi-vu", at(6, hour=0))
    found = completeness([OCTOBER])
    assert found.total == Tally(on_time=1, late=1)
    assert found.total.share == 100
    with clock.standing_at(at(10)):
        actions.return_(world.office, first, "Thiếu mẫu số")
    found = completeness([OCTOBER])
    assert found.of(world.agency) == Tally(returned=1)
    returned = next(cell for cell in cells([OCTOBER]) if cell.agency == world.agency)
    assert (returned.standing, returned.said) == (Standing.RETURNED, "Thiếu mẫu số")
    with clock.standing_at(at(20)):
        again = world.draft(period="2026-10", numerator=1700)
        actions.correct(world.officer, first.superseded_by, again, "Đã bổ sung", state=State.SUBMITTED)
    assert completeness([OCTOBER]).of(world.agency) == Tally(on_time=1), "the first sending counts"
    assert completeness([OCTOBER], known_at=at(7)).total == Tally(on_time=1, late=1)
    assert completeness([OCTOBER], known_at=at(5, hour=8)).total == Tally(open=2)
    assert completeness([OCTOBER], known_at=at(6, hour=0)).total == Tally(on_time=1, late=1)


def test_a_withdrawn_figure_is_missing_again(world: World) -> None:
    lay_down(world.procedures)
    with clock.standing_at(at(4)):
        sent = actions.record_observation(world.office, world.draft(period="2026-10"), State.CONFIRMED)
        actions.withdraw(world.office, sent, "Nhầm kỳ")
    assert completeness([OCTOBER]).of(world.agency) == Tally(overdue=1)


def test_the_definition_of_the_last_day_decides(world: World) -> None:
    lay_down(world.procedures)
    lay_down(world.procedures, valid_from=date(2026, 10, 31), reporters={"agencies": ["so-khcn"]})
    september = Period.parse("2026-09")
    assert completeness([september]).total.expected == 2
    assert completeness([OCTOBER]).total.expected == 1
    lay_down(world.procedures, valid_from=date(2026, 11, 1), in_use=False)
    assert completeness([NOVEMBER]).total.running == 0
    assert completeness([september, OCTOBER]).total.expected == 3


def test_only_agencies_of_that_day_are_asked(world: World) -> None:
    lay_down(world.procedures)
    Agency.objects.filter(pk=world.other_agency.pk).update(valid_to=date(2026, 10, 30))
    assert completeness([OCTOBER]).agencies == (world.agency,)
    Agency.objects.filter(pk=world.other_agency.pk).update(valid_to=date(2026, 10, 31))
    assert completeness([OCTOBER]).total.expected == 2


def test_a_reporting_period_counts_under_the_calendar_period_of_its_name(world: World) -> None:
    lay_down(world.procedures, cut_off=True, due_days=2)
    lay_down(world.teams)
    own = [cell for cell in cells([NOVEMBER]) if cell.agency == world.agency]
    found = {(cell.indicator.code, cell.period.code): cell for cell in own}
    assert {key: cell.standing for key, cell in found.items()} == {
        ("dvctt", "R2026-11"): Standing.OVERDUE,
        ("to-cnscd", "2026-11"): Standing.RUNNING,
    }
    cut = found["dvctt", "R2026-11"]
    assert (cut.due_on, cut.days_late, cut.named) == (date(2026, 11, 16), 4, "2026-11")
    assert completeness([NOVEMBER]).total == Tally(overdue=2, running=2)
    assert completeness([Period.parse("R2026-11")]).total == Tally(overdue=2)


def test_an_early_figure_counts_and_what_has_no_term_is_never_late(world: World) -> None:
    lay_down(world.procedures, due_days=None)
    send(world, "so-khcn", at(20), period="2026-11")
    assert completeness([NOVEMBER]).total == Tally(untimed=1, running=1)
    assert completeness([OCTOBER]).total == Tally(open=2)


def test_a_due_day_that_is_not_worked_moves_to_the_next_working_day(settings: Any) -> None:
    calendar = national_calendar()
    assert due_on(date(2026, 10, 31), 1, calendar) == date(2026, 11, 2), "1/11/2026 is a Sunday"
    assert due_on(date(2026, 8, 31), 2, calendar) == date(2026, 9, 3), "2/9 is a public holiday"
    settings.REPORTING_DUE = "same_day"
    assert due_on(date(2026, 10, 31), 1, calendar) == date(2026, 11, 1)
    assert due_on(date(2026, 10, 31), None, calendar) is None


def test_reporters_are_named_by_code_or_by_kind_and_level(world: World) -> None:
    committee = Agency(code="ubnd", kind="committee", place=world.new)
    office = Agency(code="vp", kind="office", place=world.new)
    department = world.agency
    assert asks({"agencies": ["ubnd"]}, committee)
    assert asks({"level": "commune"}, committee)
    assert not asks({"level": "commune"}, office), "a level alone means its People's Committees"
    assert asks({"level": "commune", "kinds": ["office"]}, office)
    assert not asks({"level": "commune", "kinds": ["department"]}, department)
    assert asks({"kinds": ["department"]}, department)
    assert not asks({}, department)


def test_figures_of_others_targets_and_other_periods_count_for_nothing(world: World) -> None:
    lay_down(world.procedures, reporters={"agencies": ["so-khcn"]})
    send(world, "so-noi-vu", at(2))
    send(world, "so-khcn", at(2), period="2026-09")
    send(world, "so-khcn", at(2), is_target=True)
    found = completeness([OCTOBER])
    assert (found.total, found.agencies) == (Tally(overdue=1), (world.agency,))


def test_the_stretch_ends_with_the_newest_period_that_closed() -> None:
    months = stretch(PeriodKind.MONTH, 3)
    assert [one.code for one in months] == ["2026-09", "2026-10", "2026-11"], "R2026-11 closed on the 14th"
    with clock.standing_at(at(14)):
        assert stretch(PeriodKind.MONTH, 1)[0].code == "2026-10"
    years = stretch(PeriodKind.YEAR, 2, Period.parse("R2025"))
    assert [one.code for one in years] == ["2024", "2025"]


@pytest.fixture
def many(world: World) -> list[Agency]:
    return Agency.objects.bulk_create(
        Agency(code=f"xa-{number}", name=f"UBND xã {number}", kind="committee", place=world.new)
        for number in range(4)
    )


def _expected(month: int, after: int | None) -> str:
    """What stands on 21/11/2026 of a figure sent so many days after the month's last day, due after ten."""
    ends = Period.parse(f"2026-{month:02}").end
    if after is None or ends + timedelta(days=after) >= date(2026, 11, 21):
        return "overdue"
    return "on_time" if ends + timedelta(days=after) <= due_of(ends) else "late"


def due_of(ends: date) -> date:
    """Ten days later, past the weekend: no holiday stands near the days of this test."""
    day = ends + timedelta(days=10)
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.dictionaries(st.tuples(st.integers(0, 3), st.integers(8, 10)), st.integers(1, 60)))
def test_counts_add_up_and_are_those_of_every_figure_by_itself(
    world: World, many: list[Agency], sent: dict[tuple[int, int], int]
) -> None:
    periods = [Period.parse(f"2026-{month:02}") for month in (8, 9, 10)]
    with transaction.atomic():
        lay_down(world.teams, reporters={"level": "commune"}, due_days=10)
        lay_down(world.procedures, reporters={"level": "commune"}, cut_off=True)
        Observation.objects.bulk_create(
            _sent(world, many[number], Period.parse(f"2026-{month:02}"), after)
            for (number, month), after in sent.items()
        )
        found, told = completeness(periods), cells(periods)
        transaction.set_rollback(True)
    of_teams = {
        (cell.agency.code, cell.period.start.month): str(cell.standing)
        for cell in told
        if cell.indicator == world.teams
    }
    assert of_teams == {
        (f"xa-{number}", month): _expected(month, sent.get((number, month)))
        for number in range(4)
        for month in (8, 9, 10)
    }
    _add_up(found, told)
    assert found.total.expected == 2 * 4 * 3


def _sent(world: World, agency: Agency, period: Period, after: int) -> Observation:
    moment = datetime.combine(period.end + timedelta(days=after), time(23, 59), clock.TZ)
    return Observation(
        indicator=world.teams,
        place=world.new,
        agency=agency,
        kind=world.teams.kind,
        period=period.code,
        period_start=period.start,
        period_end=period.end,
        dated=period.end,
        recorded_at=moment,
        document=world.document,
        state=State.SUBMITTED,
        value=1,
    )


def _add_up(found: Completeness, told: list[Cell]) -> None:
    by_indicator = sum((found.of(one) for one in found.indicators), Tally())
    by_period = sum((found.in_period(one) for one in found.periods), Tally())
    by_agency = sum((found.of(one) for one in found.agencies), Tally())
    one_by_one = sum((Tally(**{cell.standing: 1}) for cell in told), Tally())
    assert found.total == by_indicator == by_period == by_agency == one_by_one


def test_statements_do_not_grow_with_agencies(
    world: World, many: list[Agency], django_assert_max_num_queries: Any
) -> None:
    for row in (world.teams, world.procedures):
        lay_down(row, reporters={"level": "commune", "agencies": ["so-khcn"]})
    with django_assert_max_num_queries(4):
        found = completeness(stretch(PeriodKind.MONTH, 12))
    assert found.total.expected == 5 * 2 * 11
    with django_assert_max_num_queries(4):
        assert len(cells(stretch(PeriodKind.MONTH, 12))) == 5 * 2 * 12


def test_the_last_word_of_a_place_decides_whatever_its_code(world: World) -> None:
    lay_down(world.procedures, reporters={"agencies": ["so-khcn"]})
    first = send(world, "so-khcn", at(3), code="F1")
    with clock.standing_at(at(4)):
        actions.return_(world.office, first, "Sai số")
    assert completeness([OCTOBER]).total == Tally(returned=1)
    send(world, "so-khcn", at(9), numerator=1700)
    assert completeness([OCTOBER]).total == Tally(on_time=1)
