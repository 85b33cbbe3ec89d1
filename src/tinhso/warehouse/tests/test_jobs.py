"""Every change of a figure in force reaches its month, and however many there are, one job publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.base.events.outbox import emit
from tinhso.base.packs.clear import clear_demo
from tinhso.indicators import actions
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.current import rebuild_current
from tinhso.indicators.events import FiguresLoaded, IndicatorDefined
from tinhso.indicators.models import Adding, Indicator, Observation, State
from tinhso.indicators.tests.conftest import World
from tinhso.places.models import Place
from tinhso.warehouse import jobs
from tinhso.warehouse.events import Published
from tinhso.warehouse.storage import publishing
from tinhso.warehouse.storage.waiting import Waiting, waiting
from tinhso.warehouse.tests.store_scene import same, spoken, stored

pytestmark = pytest.mark.django_db
Q3, Y24 = date(2026, 9, 1), date(2024, 12, 1)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 21)):
        yield


def _tell(
    world: World, value: int = 3, period: str = "2026-Q3", *, illustrative: bool = False
) -> Observation:
    draft = world.draft(
        indicator="to-cnscd", numerator=None, denominator=None, value=Decimal(value), period=period
    )
    return actions.record_observation(
        world.office, draft, State.CONFIRMED, illustrative=illustrative, reason="lại"
    )


def _work() -> dict[date, Waiting]:
    dispatch_waiting()
    return {one.month: one for one in waiting()}


def _published() -> None:
    dispatch_waiting()
    publishing.publish()


def test_single_figures_and_batches_name_what_changed(world: World) -> None:
    first, second = _tell(world), _tell(world, period="2024")
    row = RowDraft.model_validate(
        {"indicator": "to-cnscd", "place": "06184", "agency": "so-khcn", "period": "2026-Q3", "value": 4}
    )
    batch = bulk.write(world.office, [row], submit=False).batch
    work = _work()
    assert work.keys() == {Q3, Y24}
    assert work[Q3] == Waiting(
        Q3, 2, figures=frozenset({first.pk}), batches=frozenset({batch} if batch else ())
    )
    assert work[Y24].figures == {second.pk}


def test_a_figure_that_was_withdrawn_leaves_its_month(world: World) -> None:
    row = _tell(world)
    _published()
    actions.withdraw(world.office, row, "nhầm")
    assert _work().keys() == {Q3}
    _published()
    assert stored() == []


def test_what_is_only_sent_changes_nothing(world: World) -> None:
    actions.record_observation(world.officer, world.draft())
    assert not _work()


def test_a_thousand_changes_are_one_job(world: World) -> None:
    for value in range(5):
        _tell(world, value)
    dispatch_waiting()
    assert ProcrastinateJob.objects.filter(task_name="warehouse.publish").count() == 1
    assert publishing.publish() == 1
    assert publishing.publish() == 0, "run again it finds nothing"


def test_a_pack_tells_indicators_by_month(world: World) -> None:
    keys: tuple[UUID, ...] = (world.teams.pk,)
    emit(FiguresLoaded(pack="thu", months={Q3: keys, Y24: keys}))
    assert {month: one.indicators for month, one in _work().items()} == {Q3: set(keys), Y24: set(keys)}


def test_rules_laid_down_otherwise_are_read_anew(world: World) -> None:
    _tell(world)
    _published()
    emit(IndicatorDefined(indicator=world.teams.pk, code="to-cnscd", valid_from=None))
    assert not _work(), "the same rules as before"
    Indicator.objects.filter(pk=world.teams.pk).update(adding=Adding.MAX)
    emit(IndicatorDefined(indicator=world.teams.pk, code="to-cnscd", valid_from=None))
    assert _work()[Q3].indicators == {world.teams.pk}


def test_a_place_that_ended_on_another_day_is_read_anew(world: World) -> None:
    _tell(world)
    _published()
    Place.objects.filter(pk=world.province.pk).update(valid_to=date(2026, 1, 1))
    jobs.catch_up()
    assert _work()[Q3].places == {world.province.pk}
    _published()
    assert stored() == spoken() == []


def test_what_is_made_anew_or_cleared_away_is_read_as_a_whole(world: World) -> None:
    _tell(world, illustrative=True)
    _tell(world, period="2024")
    _published()
    rebuild_current()
    assert all(one.whole for one in _work().values())
    _published()
    clear_demo(SystemActor("kiểm thử"))
    assert all(one.whole for one in _work().values())
    _published()
    assert same(stored(), spoken())
    assert len(stored()) == 1


def test_what_was_published_is_told_to_the_rooms_above(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _tell(world)
    _published()
    told: list[Published] = []
    monkeypatch.setattr("tinhso.warehouse.storage.enforcing.emit", told.append)
    _tell(world, 5)
    _published()
    assert told == [Published(version=2, months=(Q3,), indicators=(world.teams.pk,))]


def test_catching_up_publishes_what_nobody_asked_for(world: World) -> None:
    jobs.catch_up()
    assert ProcrastinateJob.objects.filter(task_name="warehouse.publish").exists(), "never published"
    jobs.publish()
    ProcrastinateJob.objects.all().delete()
    jobs.catch_up()
    assert not ProcrastinateJob.objects.filter(task_name="warehouse.publish").exists()
