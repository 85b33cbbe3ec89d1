"""Watches against stored figures: alerts at crossings only, once, with the owner's rights of the moment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.audit.chain import verify
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.exploration.watching import actions, evaluating, queries
from tinhso.exploration.watching.models import Alert, Standing, Watch
from tinhso.exploration.watching.tests.conftest import Made, account_of, closed, draft
from tinhso.indicators.models import Adding, Indicator, Kind, Observation
from tinhso.indicators.tests.conftest import indicator
from tinhso.notify.models import Message
from tinhso.people.models import Role
from tinhso.people.principals import Principal
from tinhso.warehouse.questions import Op
from tinhso.warehouse.tests.door_scene import Scene, derived, tell

pytestmark = pytest.mark.django_db


def _told(watch: Watch) -> list[tuple[str, str, bool, str, str]]:
    """Place, period, in or out, the number, the one before; oldest first."""
    rows = Alert.objects.filter(watch=watch).select_related("place").order_by("recorded_at", "id")
    return [
        (
            row.place.code,
            row.period,
            row.entered,
            _plain(row.number),
            _plain(row.before) if row.before else "",
        )
        for row in rows
    ]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _look(scene: Scene) -> int:
    return evaluating.evaluate([scene.covered.pk])


def test_an_alert_when_a_figure_falls_below_and_when_it_comes_back(scene: Scene, me: Principal) -> None:
    tell(
        [
            (scene.covered, scene.first, "2026-Q1", (90, 100)),
            (scene.covered, scene.second, "2026-Q1", (70, 100)),
        ]
    )
    watch = actions.add_watch(me, draft("phu-song"))
    assert _look(scene) == 0, "what stood so when the watch began is no news"
    tell(
        [
            (scene.covered, scene.first, "2026-Q2", (79, 100)),
            (scene.covered, scene.second, "2026-Q2", (71, 100)),
        ]
    )
    assert _look(scene) == 1
    assert _look(scene) == 0, "once"
    message = Message.objects.get(kind="exploration.alert")
    assert (message.recipient, message.values["count"]) == (me.person_id, "1")
    assert message.href == watch.get_absolute_url()
    tell([(scene.covered, scene.first, "2026-Q3", (80, 100))])
    assert _look(scene) == 1
    assert _told(watch) == [("06011", "2026-Q2", True, "79", "90"), ("06011", "2026-Q3", False, "80", "79")]
    assert verify().broken is None


def test_a_first_figure_that_is_waited_for_has_crossed(scene: Scene, me: Principal) -> None:
    watch = actions.add_watch(me, draft("phu-song"))
    tell(
        [
            (scene.covered, scene.second, "2026-Q3", (1, 100)),
            (scene.covered, scene.first, "2026-Q3", (99, 100)),
        ]
    )
    _look(scene)
    assert _told(watch) == [("06013", "2026-Q3", True, "1", "")]


def test_a_correction_crosses_and_an_older_period_does_not(scene: Scene, me: Principal) -> None:
    tell([(scene.covered, scene.first, "2026-Q2", (90, 100))])
    watch = actions.add_watch(me, draft("phu-song"))
    tell([(scene.covered, scene.first, "2026-Q1", (10, 100))])
    assert _look(scene) == 0, "an older period is not the newest word"
    tell([(scene.covered, scene.first, "2026-Q2", (50, 100))])
    assert _look(scene) == 1
    assert _told(watch) == [("06011", "2026-Q2", True, "50", "90")]


def test_only_what_the_touched_figures_bear_on_is_looked_at(scene: Scene, me: Principal) -> None:
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100)), (scene.people, scene.first, "2025", 5000)])
    actions.add_watch(me, draft("phu-song"))
    actions.add_watch(me, draft("dan-so", Op.BELOW, "4000"))
    tell([(scene.covered, scene.first, "2026-Q2", (10, 100)), (scene.people, scene.first, "2026-10", 10)])
    assert evaluating.evaluate([scene.stations.pk]) == 0
    assert evaluating.evaluate([scene.covered.pk]) == 1
    assert evaluating.evaluate() == 1


def test_a_derived_indicator_is_looked_at_when_its_inputs_move(scene: Scene, me: Principal) -> None:
    lack = derived("chua-phu", "Chưa được phủ sóng", "100 - #{phu-song}", frequency="quarter")
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100))])
    watch = actions.add_watch(me, draft(lack.code, Op.ABOVE, "20"))
    tell([(scene.covered, scene.first, "2026-Q2", (70, 100))])
    assert _look(scene) == 1
    assert _told(watch) == [("06011", "2026-Q2", True, "30", "10")]


def test_under_the_boundaries_of_today(scene: Scene, me: Principal) -> None:
    """Figures of the older communes speak for the one that they became."""
    one, two, _three = scene.old
    tell([(scene.covered, one, "2025-Q1", (10, 50)), (scene.covered, two, "2025-Q1", (45, 50))])
    watch = actions.add_watch(me, draft("phu-song"))
    assert [row.place.code for row in queries.inside(watch)] == ["06011"]


def test_a_sum_of_which_parts_are_missing_is_not_judged(scene: Scene, me: Principal) -> None:
    both = [(scene.people, scene.first, "2025", 5000), (scene.people, scene.second, "2025", 4000)]
    tell(both)
    watch = actions.add_watch(me, draft("dan-so", Op.BELOW, "8000", level=None))
    tell([(scene.people, scene.first, "2026-Q4", 5100)])
    evaluating.evaluate([scene.people.pk])
    assert _told(watch) == []


def test_a_paused_watch_tells_nothing_and_begins_again_from_where_things_stand(
    scene: Scene, me: Principal
) -> None:
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100))])
    watch = actions.add_watch(me, draft("phu-song"))
    actions.pause_watch(me, watch.pk)
    tell([(scene.covered, scene.first, "2026-Q2", (50, 100))])
    assert _look(scene) == 0
    actions.resume_watch(me, watch.pk)
    assert _look(scene) == 0, "what happened meanwhile stands in the figures, not among the alerts"
    tell([(scene.covered, scene.first, "2026-Q3", (85, 100))])
    assert _look(scene) == 1
    actions.remove_watch(me, watch.pk)
    tell([(scene.covered, scene.first, "2026-10", (1, 100))])
    assert _look(scene) == 0
    assert list(queries.mine(me)) == []
    assert list(queries.alerts(me)) == []
    actions.restore_watch(me, watch.pk)
    assert [row.pk for row in queries.mine(me)] == [watch.pk]
    assert len(queries.alerts(me)) == 1


def test_another_threshold_begins_again(scene: Scene, me: Principal) -> None:
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100))])
    watch = actions.add_watch(me, draft("phu-song"))
    actions.change_watch(me, watch.pk, draft("phu-song", threshold="95", name="Gần phủ kín"))
    assert _look(scene) == 0
    assert queries.standing([watch])[watch.pk].inside == 1


def test_figures_of_persons_are_told_to_whom_they_are_open_at_that_moment(
    scene: Scene, official: Made
) -> None:
    leader, officer = official(Role.LEADER), official(Role.REPORTING_OFFICER)
    tell([(scene.head, scene.first, "2025", 10)])
    with pytest.raises(Exception, match="dữ liệu cá nhân"):
        actions.add_watch(officer, draft("ho-so-can-bo", Op.BELOW, "5"))
    watch = actions.add_watch(leader, draft("ho-so-can-bo", Op.BELOW, "5"))
    Watch.objects.create(
        account=account_of(officer), indicator=scene.head, level="commune", within="20", op="lt", threshold=5,
        created_at=watch.created_at,
    )  # fmt: skip
    tell([(scene.head, scene.first, "2026-10", 1)])
    assert evaluating.evaluate() == 1, "the officer's is left alone"
    tell([(scene.head, scene.first, "2026-11", 100)])
    closed(leader)
    assert evaluating.evaluate() == 0, "a closed account is told nothing"


def test_nobody_reads_or_changes_anothers_watches(scene: Scene, me: Principal, official: Made) -> None:
    watch = actions.add_watch(me, draft("phu-song"))
    other = official(Role.STANDING_OFFICE)
    assert list(queries.mine(other)) == []
    for act in (actions.pause_watch, actions.remove_watch, actions.mark_seen):
        with pytest.raises(NotFound):
            act(other, watch.pk)


def test_the_same_watch_twice_is_one_and_there_is_a_most(
    scene: Scene, me: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert actions.add_watch(me, draft("phu-song")) == actions.add_watch(me, draft("phu-song"))
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(Conflict):
        actions.add_watch(me, draft("phu-song", threshold="79"))


def test_what_cannot_be_answered_is_refused_with_what_can(scene: Scene, me: Principal) -> None:
    tell([(scene.score, scene.first, "2026-Q1", 5)])
    with pytest.raises(Invalid) as refused:
        actions.add_watch(me, draft("diem", level=None))
    assert str(refused.value)
    assert not Watch.objects.exists()


def test_alerts_are_unread_until_they_are_marked(scene: Scene, me: Principal) -> None:
    tell(
        [
            (scene.covered, scene.first, "2026-Q1", (90, 100)),
            (scene.covered, scene.second, "2026-Q1", (90, 100)),
        ]
    )
    watch = actions.add_watch(me, draft("phu-song"))
    assert list(queries.with_unread(me)) == []
    tell(
        [
            (scene.covered, scene.first, "2026-Q2", (1, 100)),
            (scene.covered, scene.second, "2026-Q2", (1, 100)),
        ]
    )
    with clock.standing_at(date(2026, 11, 22)):
        _look(scene)
    assert [(row.pk, row.unread) for row in queries.mine(me)] == [(watch.pk, 2)]  # type: ignore[attr-defined]  # annotated
    assert list(queries.with_unread(me)) == [watch]
    with clock.standing_at(date(2026, 11, 23)):
        assert actions.mark_seen(me) == 1
    assert list(queries.with_unread(me)) == []
    assert len(queries.alerts(me)) == 2
    assert len(queries.alerts(me, unread=True)) == 0


def test_the_number_of_statements_does_not_grow_with_watches_and_owners(scene: Scene, official: Made) -> None:
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100))])

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            _look(scene)
        return len(caught)

    actions.add_watch(official(Role.REPORTING_OFFICER), draft("phu-song"))
    few = statements()
    for number in range(6):
        actions.add_watch(official(Role.REPORTING_OFFICER), draft("phu-song", threshold=str(number)))
    assert statements() == few


Step = tuple[int, int]
"""Which of two communes tells, and how many of a hundred."""


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(75, 85)), min_size=1, max_size=8), st.booleans())
def test_random_figures_alert_exactly_at_their_crossings(
    scene: Scene, me: Principal, steps: list[Step], twice: bool
) -> None:
    number = Indicator.objects.count()
    covered = indicator(f"phu-{number}", "Phủ sóng", Kind.RATIO, Adding.RATIO_OF_SUMS)
    watch = actions.add_watch(me, draft(covered.code))
    places = (scene.first, scene.second)
    expected: list[tuple[str, bool, str]] = []
    inside: dict[UUID, bool] = {}
    for at, (which, count) in enumerate(steps):
        place = places[which]
        tell([(covered, place, f"2026-{at + 1:02}", (count, 100))])
        for _again in range(1 + twice):
            evaluating.evaluate([covered.pk])
        now = count < 80
        if now is not inside.get(place.pk, False):
            expected.append((place.code, now, str(count)))
        inside[place.pk] = now
    assert [(code, entered, number) for code, _period, entered, number, _before in _told(watch)] == expected
    assert {row.place_id: row.inside for row in Standing.objects.filter(watch=watch)} == inside
    evaluating.evaluate()
    assert len(_told(watch)) == len(expected)


def test_a_number_is_kept_to_six_decimals(scene: Scene, me: Principal) -> None:
    tell([(scene.covered, scene.first, "2026-Q1", (1, 3))])
    watch = actions.add_watch(me, draft("phu-song"))
    assert Standing.objects.get(watch=watch).number == Decimal("33.333333")
    assert Observation.objects.count() == 1
