"""Any order of steps: what is in force equals what a simple model of the rules says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Refusal
from tinhso.base.packs.clear import clear_demo
from tinhso.indicators import actions, queries
from tinhso.indicators.current import rebuild_current
from tinhso.indicators.models import CurrentFigure, Observation, State
from tinhso.indicators.tests.conftest import TODAY, World

PERIODS = ("2026-Q1", "2026-Q2", "2026-Q3")
STEP = st.tuples(
    st.sampled_from(["send", "confirm", "return", "correct", "resend", "withdraw"]), st.integers(0, 2)
)


@dataclass
class Model:
    """What ought to be in force: a value by period; where each period's last row stands."""

    values: dict[str, Decimal] = field(default_factory=dict)
    known: list[dict[str, Decimal]] = field(default_factory=list)
    last: dict[str, Observation] = field(default_factory=dict)

    def told(self, period: str, row: Observation) -> None:
        """A row was written."""
        self.last[period] = row
        if row.state == State.CONFIRMED:
            self.values[period] = Decimal(row.numerator or 0)
        elif row.state == State.WITHDRAWN:
            self.values.pop(period, None)


def _do(world: World, model: Model, verb: str, period: str, number: int) -> None:
    """Try a step; a refusal changes nothing."""
    draft = world.draft(period=period, numerator=number)
    last = model.last.get(period)
    try:
        if verb == "send":
            model.told(period, actions.record_observation(world.officer, draft))
        elif last is None:
            return
        elif verb == "confirm":
            model.told(period, actions.confirm(world.office, last))
        elif verb == "return":
            model.told(period, actions.return_(world.office, last, "xem lại"))
        elif verb == "correct":
            model.told(period, actions.correct(world.office, last, draft, "sửa"))
        elif verb == "resend":
            resent = actions.correct(world.officer, last, draft, "sửa", state=State.SUBMITTED)
            model.told(period, resent)
        else:
            model.told(period, actions.withdraw(world.office, last, "rút"))
    except Refusal:
        return


def _current() -> dict[str, Decimal]:
    rows = CurrentFigure.objects.select_related("observation")
    return {row.period: Decimal(row.observation.numerator or 0) for row in rows}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=14))
def test_what_is_in_force_follows_the_rules_whatever_the_order(
    world: World, steps: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        model = Model()
        for number, (verb, which) in enumerate(steps):
            with clock.standing_at(TODAY + timedelta(days=number)):
                _do(world, model, verb, PERIODS[which], number + 1)
                model.known.append(dict(model.values))
        assert _current() == model.values
        _past(world, model)
        rebuild_current()
        assert _current() == model.values
        assert chain.verify().broken is None
        transaction.set_rollback(True)


def _past(world: World, model: Model) -> None:
    """At every moment the newest period with a value was the latest figure."""
    for number, values in enumerate(model.known):
        with clock.standing_at(TODAY + timedelta(days=number)):
            moment = clock.now()
        with clock.standing_at(TODAY + timedelta(days=60)):
            row = queries.latest([world.procedures], [world.province], known_at=moment).first()
        newest = max(values, default=None)
        assert (row.numerator if row else None) == (values[newest] if newest else None)


def test_clearing_the_demo_takes_its_current_figures_along(world: World) -> None:
    kept = actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    actions.record_observation(world.office, world.draft(numerator=1), State.CONFIRMED, illustrative=True)
    assert CurrentFigure.objects.count() == 2
    clear_demo(SystemActor("kiểm thử"))
    assert list(CurrentFigure.objects.values_list("observation", flat=True)) == [kept.pk]


@pytest.mark.parametrize("verb", ["record", "correct"])
def test_a_pack_figure_corrected_by_a_person_still_names_its_pack(world: World, verb: str) -> None:
    row = Observation.objects.create(
        indicator=world.procedures,
        place=world.province,
        kind="ratio",
        period="2022",
        period_start=TODAY.replace(2022, 1, 1),
        period_end=TODAY.replace(2022, 12, 31),
        dated=TODAY.replace(2022, 12, 31),
        numerator=1,
        denominator=2,
        code="F1",
        pack="langson",
        state=State.CONFIRMED,
    )
    if verb == "record":
        assert queries.who_said([row]) == {row.pk: "gói dữ liệu langson"}
        return
    corrected = actions.correct(world.office, row, world.draft(period="2022", agency=""), "theo văn bản")
    assert (corrected.code, corrected.pack) == ("F1", "langson")
    assert list(queries.in_force()) == [corrected]
