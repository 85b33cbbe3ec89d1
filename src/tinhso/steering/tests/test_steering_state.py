"""Whatever happens, in whatever order: the state kept step by step is the state the facts tell."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.errors import Conflict
from tinhso.indicators import actions as indicators
from tinhso.indicators.models import CurrentFigure, Observation, State
from tinhso.people.models import Agency
from tinhso.steering import actions, state
from tinhso.steering.facts import View
from tinhso.steering.models import IllustrativeState, Report, Statement, Target, TargetState, TargetStatus
from tinhso.steering.schemas import ReportDraft, StatementDraft
from tinhso.steering.state import Columns
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 1)
PERIODS = ("2025-12", "2026-07", "2026-08")
"""The first ends before the plan begins: what is reported of it never tells a status."""
Step = tuple[str, int, int, int, bool]
steps = st.lists(
    st.tuples(
        st.sampled_from(("submit", "confirm", "return", "withdraw", "state", "unsay", "retire", "restore")),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 40),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


class World:
    """A target of one agency and a target collected from two, and all that may happen to them."""

    def __init__(self) -> None:
        plan = make.plan()
        self.whole = make.target(plan, due="20")
        count = make.indicator(kind="count", adding="sum", decimals=0)
        self.parts = make.target(plan, due="40", indicator=count)
        agencies = [make.collector(self.parts, at=make.place(f"0600{n}", "commune")) for n in range(2)]
        state.refresh([self.whole, self.parts])
        self.reporters = [(self.whole, self.whole.lead), *((self.parts, agency) for agency in agencies)]

    def submit(self, who: int, period: int, value: int, demo: bool) -> None:
        target, agency = self.reporters[who]
        draft = ReportDraft(value=Decimal(value), period=PERIODS[period], done="Đã làm")
        actions.submit_report(make.officer(agency, illustrative=demo), target, draft)

    def confirm(self, who: int, period: int, value: int, demo: bool) -> None:
        for report in Report.objects.filter(state=Report.State.SUBMITTED)[: who + 1]:
            actions.confirm_report(make.office(), report.pk)

    def return_(self, who: int, period: int, value: int, demo: bool) -> None:
        report = Report.objects.filter(state=Report.State.SUBMITTED).first()
        if report:
            actions.return_report(make.office(), report.pk, reason="Sửa")

    def withdraw(self, who: int, period: int, value: int, demo: bool) -> None:
        figure = CurrentFigure.objects.order_by("id").first()
        if figure:
            row = indicators.withdraw(make.ROBOT, figure.observation_id, "Nhầm")
            state.refresh_for(row)

    def state_(self, who: int, period: int, value: int, demo: bool) -> None:
        target, _agency = self.reporters[who]
        said = StatementDraft(
            status=list(TargetStatus)[value % 5], dated=FIRST - timedelta(days=value), note="Theo báo cáo"
        )
        actions.state_target(make.office(illustrative=demo), target.pk, said)

    def unsay(self, who: int, period: int, value: int, demo: bool) -> None:
        said = Statement.objects.filter(withdraws=None).order_by("pk").first()
        if said:
            actions.withdraw_statement(make.office(), said.pk, note="Nhầm")

    def restore(self, who: int, period: int, value: int, demo: bool) -> None:
        actions.restore_target(make.office(), self.reporters[who][0].pk)

    def retire(self, who: int, period: int, value: int, demo: bool) -> None:
        if value > 30:
            actions.retire_target(make.office(), self.reporters[who][0].pk, reason="Thôi")

    def do(self, step: Step) -> None:
        name, *rest = step
        verb: Callable[[int, int, int, bool], None] = getattr(
            self, {"return": "return_", "state": "state_"}.get(name, name)
        )
        with suppress(Conflict):
            verb(*rest)  # type: ignore[arg-type]  # a step's rest is what every verb takes


def kept() -> dict[UUID, tuple[Columns | None, Columns | None]]:
    published = {row.pk: state._columns(row) for row in TargetState.objects.all()}
    shown = {row.target_id: state._columns(row) for row in IllustrativeState.objects.all()}
    return {key: (published.get(key), shown.get(key)) for key in published.keys() | shown.keys()}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_kept_is_rebuilt_is_told_by_the_facts(history: list[Step]) -> None:
    with transaction.atomic():
        world = World()
        for number, step in enumerate(history):
            with clock.standing_at(FIRST + timedelta(days=number)):
                world.do(step)
        with clock.standing_at(FIRST + timedelta(days=len(history))):
            before = kept()
            seen = state.compute(list(state.measurable()), View(clock.today()))
            told = {key: one.columns for key, one in seen.items()}
            state.rebuild_all()
            after = kept()
        assert before == after
        assert {key: published for key, (published, _shown) in after.items()} == told
        transaction.set_rollback(True)


def test_a_target_edited_follows_at_once() -> None:
    with clock.standing_at(FIRST):
        target = make.target(due="80")
        assert target.indicator is not None
        make.figure(target.indicator, target.place, "2026-08", "70")
        state.refresh([target])
        assert TargetState.objects.get(target=target).status == TargetStatus.NOT_MET
        draft = actions.targets.draft_of(Target.objects.get(pk=target.pk))
        lower = draft.model_copy(
            update={"values": (draft.values[0].model_copy(update={"value": Decimal(70)}),)}
        )
        actions.edit_target(make.office(), target.pk, lower, version=target.version)
        assert TargetState.objects.get(target=target).status == TargetStatus.MET


def test_rebuilding_tells_how_far() -> None:
    for _number in range(3):
        make.target()
    seen: list[tuple[int, int]] = []
    assert state.rebuild_all(lambda done, of: seen.append((done, of))) == 3
    assert seen == [(3, 3)]
    assert Observation.objects.filter(state=State.CONFIRMED).count() == 0


@pytest.mark.django_db(transaction=True)
def test_parts_confirmed_at_the_same_moment_all_count() -> None:
    count = make.indicator(kind="count", adding="sum", decimals=0)
    target = make.target(due="40", indicator=count)
    agencies = [make.collector(target, at=make.place(f"0600{n}", "commune")) for n in range(6)]
    office, start, failures = make.office(), Barrier(len(agencies)), list[BaseException]()

    def send_and_confirm(agency: Agency) -> None:
        try:
            start.wait(20)
            draft = ReportDraft(value=Decimal(7), period="2026-06", done="Đã làm")
            report = actions.submit_report(make.officer(agency), target, draft)
            actions.confirm_report(office, report.pk)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=send_and_confirm, args=[agency]) for agency in agencies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    kept = TargetState.objects.get(target=target)
    assert (kept.value, kept.reported, kept.status) == (Decimal(42), 6, TargetStatus.EXCEEDED)
