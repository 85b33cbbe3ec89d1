"""Every step is a new row; what is in force follows; who may not, cannot."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.base.events.models import OutboxEvent
from tinhso.indicators import actions, queries
from tinhso.indicators.current import keep_current, rebuild_current
from tinhso.indicators.models import CurrentFigure, Observation, State
from tinhso.indicators.tests.conftest import ROBOT, TODAY, World
from tinhso.places.errors import NotValidThen


def _in_force() -> list[tuple[str, Decimal | None]]:
    rows = CurrentFigure.objects.order_by("period").select_related("observation")
    return [(row.period, row.observation.numerator) for row in rows]


def test_sent_returned_sent_again_confirmed(world: World) -> None:
    sent = actions.record_observation(world.officer, world.draft())
    assert (sent.state, sent.actor, _in_force()) == (State.SUBMITTED, world.officer.actor_id, [])
    returned = actions.return_(world.office, sent, "Thiếu minh chứng")
    assert (returned.supersedes, returned.reason) == (sent, "Thiếu minh chứng")
    again = actions.correct(
        world.officer, returned, world.draft(numerator=1760), "đã bổ sung", state=State.SUBMITTED
    )
    confirmed = actions.confirm(world.office, again, "khớp")
    assert _in_force() == [("2026-Q3", Decimal(1760))]
    assert [row.state for row in queries.versions(confirmed)] == [
        "confirmed",
        "submitted",
        "returned",
        "submitted",
    ]
    assert list(OutboxEvent.objects.order_by("id").values_list("name", flat=True)) == [
        "indicators.submitted",
        "indicators.returned",
        "indicators.submitted",
        "indicators.confirmed",
    ]


def test_a_correction_replaces_and_a_withdrawal_leaves_nothing(world: World) -> None:
    first = actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    second = actions.correct(world.office, first, world.draft(numerator=1762), "ghi nhầm")
    assert _in_force() == [("2026-Q3", Decimal(1762))]
    assert list(queries.in_force()) == [second]
    actions.withdraw(world.office, second, "nguồn rút lại")
    assert _in_force() == []
    assert not queries.in_force().exists()


def test_only_the_last_version_can_be_decided_on_once(world: World) -> None:
    sent = actions.record_observation(world.officer, world.draft())
    confirmed = actions.confirm(world.office, sent)
    for figure in (sent, confirmed):
        with pytest.raises(Conflict):
            actions.confirm(world.office, figure)
    for decide in (actions.return_, actions.withdraw):
        with pytest.raises(Conflict):
            decide(world.office, sent, "lý do")


def test_who_may_not_cannot(world: World) -> None:
    sent = actions.record_observation(world.officer, world.draft())
    stranger = world.draft(agency=world.other_agency.code)
    with pytest.raises(NotAllowed):
        actions.record_observation(world.officer, stranger)
    with pytest.raises(NotAllowed):
        actions.record_observation(world.officer, world.draft(agency=""))
    with pytest.raises(NotAllowed):
        actions.record_observation(world.officer, world.draft(), State.CONFIRMED)
    for decide in (actions.confirm, actions.withdraw, actions.return_):
        with pytest.raises(NotAllowed):
            decide(world.officer, sent, "lý do")
    assert Observation.objects.count() == 1


def test_an_officer_cannot_correct_the_figure_of_another_agency(world: World) -> None:
    other = actions.record_observation(world.office, world.draft(agency=world.other_agency.code))
    with pytest.raises(NotAllowed):
        actions.correct(world.officer, other, world.draft(), "x", state=State.SUBMITTED)


def test_a_reason_is_asked_for(world: World) -> None:
    sent = actions.record_observation(world.officer, world.draft())
    with pytest.raises(Invalid) as caught:
        actions.return_(world.office, sent, "  ")
    assert caught.value.field == "reason"


def test_a_correction_keeps_its_series(world: World) -> None:
    first = actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    with pytest.raises(Invalid) as caught:
        actions.correct(world.office, first, world.draft(period="2026-Q2"), "nhầm kỳ")
    assert caught.value.field == "period"


def test_a_period_belongs_to_the_unit_of_its_last_day(world: World) -> None:
    with pytest.raises(NotValidThen) as caught:
        actions.record_observation(ROBOT, world.draft(place=world.old.pk, period="2025-Q3"))
    assert "Phường Đông Kinh (06184)" in str(caught.value.hint)
    with pytest.raises(NotValidThen):
        actions.record_observation(ROBOT, world.draft(place="178", period="2025"))
    kept = actions.record_observation(
        ROBOT, world.draft(place="178", period="2025-Q2", document="247-kh-ubnd"), State.CONFIRMED
    )
    assert kept.place == world.old


def test_a_figure_has_a_source_or_a_reporter(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        actions.record_observation(ROBOT, world.draft(), State.CONFIRMED)
    assert caught.value.field == "document"


def test_facts_are_sealed_and_cannot_change(world: World) -> None:
    row = actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    entry = AuditEntry.objects.get(stream="indicator:dvctt")
    assert f"indicators.observation:{row.pk}" in entry.data["facts"]
    assert chain.verify().broken is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.filter(pk=row.pk).update(numerator=1)


def test_illustrative_figures_never_replace_published_ones(world: World) -> None:
    actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    actions.record_observation(world.office, world.draft(numerator=1), State.CONFIRMED, illustrative=True)
    found = queries.latest([world.procedures], [world.province], as_of=TODAY)
    assert [row.numerator for row in found] == [Decimal(1761)]
    assert CurrentFigure.objects.filter(illustrative=False).count() == 1
    assert [row.observation.numerator for row in queries.current([world.procedures])] == [Decimal(1761)]


def test_the_current_state_can_be_made_anew(world: World) -> None:
    for quarter, numerator in (("2026-Q1", 10), ("2026-Q2", 20), ("2026-Q3", 30)):
        with clock.standing_at(TODAY + timedelta(days=numerator)):
            row = actions.record_observation(
                world.office, world.draft(period=quarter, numerator=numerator), State.CONFIRMED
            )
            if quarter == "2026-Q2":
                actions.withdraw(world.office, row, "rút")
    kept = _in_force()
    steps: list[tuple[int, int]] = []
    CurrentFigure.objects.all().delete()
    assert rebuild_current(lambda done, of: steps.append((done, of))) == 2
    assert _in_force() == kept == [("2026-Q1", Decimal(10)), ("2026-Q3", Decimal(30))]
    assert steps == [(1, 2), (2, 2)]
    keep_current(Observation.objects.all())
    assert _in_force() == kept


def test_the_own_date_is_today_while_the_period_runs(world: World) -> None:
    running = actions.record_observation(world.office, world.draft(period="2026"))
    assert running.dated == TODAY
    ended = actions.record_observation(world.office, world.draft(period="2026-Q2"))
    assert ended.dated == date(2026, 6, 30)
