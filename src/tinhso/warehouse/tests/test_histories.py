"""Whatever happens to figures, in whatever order it is published: the files say what a rebuild would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.base.events.outbox import emit
from tinhso.indicators import actions, events
from tinhso.indicators.bulk import deciding
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.current import rebuild_current
from tinhso.indicators.models import Adding, Indicator, Observation, State
from tinhso.indicators.tests.conftest import World
from tinhso.places.models import Place
from tinhso.warehouse import jobs
from tinhso.warehouse.models import Change
from tinhso.warehouse.storage import publishing, reading
from tinhso.warehouse.tests.store_scene import same, spoken, stored

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
PERIODS = ("2024", "2025-03", "2025-Q2", "R2025-06", "2026-02", "2026-Q3")
_cell = st.tuples(
    st.sampled_from(["", "so-khcn", "so-noi-vu"]),
    st.sampled_from(["20", "178", "06184"]),
    st.sampled_from(PERIODS),
    st.sampled_from(["1", "2", "0.5", "1000000", "12.125"]),
)
_step = st.one_of(
    st.tuples(st.just("tell"), _cell),
    st.tuples(st.just("tell"), _cell),
    st.tuples(st.just("illustrate"), _cell),
    st.tuples(st.just("send"), _cell),
    st.tuples(st.just("batch"), st.lists(_cell, min_size=1, max_size=5)),
    st.tuples(st.just("pass_on"), st.none()),
    st.tuples(st.just("correct"), _cell),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("define"), st.sampled_from(list(Adding))),
    st.tuples(st.just("end"), st.sampled_from([date(2025, 6, 30), date(2025, 3, 31), date(2024, 6, 30)])),
    st.tuples(st.just("rebuild_current"), st.none()),
    st.tuples(st.just("publish"), st.none()),
    st.tuples(st.just("publish"), st.none()),
    st.tuples(st.just("bind"), st.none()),
)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 21)):
        yield


def _draft(world: World, cell: tuple[str, str, str, str]) -> dict[str, Any]:
    agency, place, period, value = cell
    told = {"indicator": world.teams.code, "place": place, "period": period, "value": Decimal(value)}
    document = {} if agency else {"document": world.document.slug}
    return {**told, **document, **({"agency": agency} if agency else {})}


class Story:
    """What may happen, by name."""

    def __init__(self, world: World) -> None:
        self.world = world

    def tell(self, cell: Any) -> None:
        told = {"numerator": None, "denominator": None, "agency": "", **_draft(self.world, cell)}
        actions.record_observation(self.world.office, self.world.draft(**told), State.CONFIRMED, reason="lại")

    def illustrate(self, cell: Any) -> None:
        told = {"numerator": None, "denominator": None, "agency": "", **_draft(self.world, cell)}
        actions.record_observation(
            self.world.office, self.world.draft(**told), State.CONFIRMED, illustrative=True, reason="lại"
        )

    def send(self, cell: Any) -> None:
        told = {"numerator": None, "denominator": None, **_draft(self.world, cell), "agency": "so-khcn"}
        actions.record_observation(self.world.officer, self.world.draft(**told), reason="lại")

    def batch(self, cells: Any) -> None:
        rows = [RowDraft.model_validate({**_draft(self.world, cell), "reason": "lại"}) for cell in cells]
        bulk.write(self.world.office, rows, submit=False)

    def pass_on(self, _nothing: None) -> None:
        waiting = Observation.objects.filter(state=State.SUBMITTED, superseded_by=None)
        deciding.pass_on(self.world.office, list(waiting.values_list("pk", flat=True)), "xong")

    def correct(self, cell: Any) -> None:
        row = Observation.objects.filter(state=State.CONFIRMED, superseded_by=None).order_by("pk").last()
        if row is None:
            return
        told = {
            "indicator": self.world.teams.code, "place": row.place_id, "period": row.period,
            "value": Decimal(cell[3]), "numerator": None, "denominator": None,
            "agency": row.agency.code if row.agency else "",
        }  # fmt: skip
        actions.correct(self.world.office, row, self.world.draft(**told), "nhầm")

    def withdraw(self, number: int) -> None:
        rows = Observation.objects.filter(state=State.CONFIRMED, superseded_by=None).order_by("pk")
        if rows:
            actions.withdraw(self.world.office, rows[number % len(rows)], "nhầm")

    def define(self, adding: Adding) -> None:
        Indicator.objects.filter(pk=self.world.teams.pk).update(adding=adding)
        emit(events.IndicatorDefined(indicator=self.world.teams.pk, code="to-cnscd", valid_from=None))

    def end(self, day: date) -> None:
        Place.objects.filter(pk=self.world.old.pk).update(valid_to=day)
        jobs.catch_up()

    def rebuild_current(self, _nothing: None) -> None:
        rebuild_current()

    def publish(self, _nothing: None) -> None:
        dispatch_waiting()
        publishing.publish()

    def bind(self, _nothing: None) -> None:
        publishing.bind()


def test_every_step_of_a_history_can_happen(world: World) -> None:
    story, cell = Story(world), ("so-khcn", "20", "2026-Q3", "2")
    for name, what in [
        ("tell", cell), ("illustrate", ("", "178", "2024", "3")), ("publish", None), ("send", cell),
        ("pass_on", None),
        ("batch", [("so-noi-vu", "20", "2026-Q3", "5"), ("", "178", "2025-03", "1")]), ("publish", None),
        ("correct", ("", "", "", "7")), ("withdraw", 0), ("define", Adding.MAX), ("end", date(2024, 6, 30)),
        ("rebuild_current", None), ("publish", None), ("bind", None),
    ]:  # fmt: skip
        getattr(story, name)(what)
        assert name != "publish" or same(stored(), spoken())
    assert len(stored()) == 1, "Q3 of the province: its district ended before its figures' periods did"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(_step, min_size=2, max_size=14))
def test_what_was_published_bit_by_bit_is_what_a_rebuild_publishes(
    world: World, steps: list[tuple[str, Any]]
) -> None:
    with transaction.atomic():
        story = Story(world)
        publishing.forget()
        for name, what in steps:
            try:
                with transaction.atomic():
                    getattr(story, name)(what)
            except Refusal:
                continue
        story.publish(None)
        bit_by_bit = stored()
        assert same(bit_by_bit, spoken())
        assert not Change.objects.exists()
        publishing.rebuild()
        assert same(stored(), bit_by_bit)
        transaction.set_rollback(True)
    reading.forget()
