"""What was there before a plan began is no result of it: no status follows, now or on any past day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.steering import actions, queries, state
from tinhso.steering.models import Plan, Target, TargetState, TargetStatus
from tinhso.steering.schemas import PlanDraft, StatementDraft
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def _rank(starts_on: date) -> Target:
    """A target of being among the first ten; the rank of 2023 was 4, published the year after."""
    plan = make.plan(starts_on=starts_on, ends_on=date(2026, 12, 31))
    rank = make.indicator(kind="rank", direction="down", decimals=0, unit="")
    return make.target(plan, due="10", direction="down", indicator=rank)


def _figure(target: Target, period: str, rank: int, *, dated: date | None = None) -> None:
    assert target.indicator is not None
    make.figure(target.indicator, target.place, period, rank=rank, dated=dated)
    state.refresh([target])


def _statuses(target: Target, *days: date) -> set[str]:
    """The status as kept, and as told on those days."""
    told = {str(queries.target_states(target.plan, day)[0].status) for day in (TODAY, *days)}
    return told | {TargetState.objects.get(target=target).status}


def test_a_rank_from_before_the_plan_meets_nothing() -> None:
    target = _rank(date(2025, 1, 1))
    _figure(target, "2023", 4, dated=date(2025, 7, 1))
    kept = TargetState.objects.get(target=target)
    assert (kept.status, kept.outlook, kept.value, kept.observation) == ("unknown", "", None, None)
    assert _statuses(target, date(2025, 12, 31), date(2026, 6, 1)) == {"unknown"}
    assert [point.value for point in queries.target_series(target).actual] == [Decimal(4)]


def test_the_first_figure_of_the_plans_time_speaks() -> None:
    target = _rank(date(2025, 1, 1))
    _figure(target, "2023", 4)
    _figure(target, "2025", 12)
    assert _statuses(target) == {"not_met"}
    assert queries.target_states(target.plan, date(2025, 6, 30))[0].status == TargetStatus.UNKNOWN


@pytest.mark.parametrize(
    ("starts_on", "status"),
    [
        (date(2023, 6, 1), "exceeded"),  # the year holds the plan's first day: it counts whole
        (date(2023, 12, 30), "exceeded"),
        (date(2023, 12, 31), "unknown"),  # the year ends as the plan begins: where it began
        (date(2024, 1, 1), "unknown"),
    ],
)
def test_the_period_and_the_first_day(starts_on: date, status: str) -> None:
    target = _rank(starts_on)
    _figure(target, "2023", 4)
    assert _statuses(target) == {status}


def test_parts_from_before_the_plan_add_up_to_nothing() -> None:
    plan = make.plan()
    target = make.target(plan, due="10", indicator=make.indicator(kind="count", adding="sum", decimals=0))
    assert target.indicator is not None
    communes = [make.place(f"0600{n}", "commune") for n in range(2)]
    agencies = [make.collector(target, at=commune) for commune in communes]
    for period, status in (("2025-12", "unknown"), ("2026-01", "exceeded")):
        for commune, agency in zip(communes, agencies, strict=True):
            make.figure(target.indicator, commune, period, "9", by=agency)
        state.refresh([target])
        assert _statuses(target) == {status}


def test_a_plan_that_begins_earlier_is_judged_again() -> None:
    target = _rank(date(2025, 1, 1))
    _figure(target, "2023", 4)
    plan = target.plan
    names = ("slug", "kind", "title", "short_title", "stage", "starts_on", "ends_on")
    draft = PlanDraft(**{name: getattr(plan, name) for name in names}, place=plan.place.code)
    actions.edit_plan(
        make.office(), plan.pk, draft.model_copy(update={"starts_on": date(2023, 1, 1)}), version=plan.version
    )
    assert TargetState.objects.get(target=target).status == "exceeded"
    assert queries.target_states(Plan.objects.get(pk=plan.pk), TODAY)[0].status == "exceeded"


def test_a_statement_is_not_bound_by_it() -> None:
    target = _rank(date(2025, 1, 1))
    _figure(target, "2023", 4)
    said = StatementDraft(status=TargetStatus.MET, dated=TODAY - timedelta(days=9), note="Theo KH 333")
    actions.state_target(make.office(), target.pk, said)
    assert _statuses(target) == {"met"}


def test_the_page_says_that_the_figure_is_older(client: Client) -> None:
    target = _rank(date(2025, 1, 1))
    _figure(target, "2023", 4)
    page = client.get(target.get_absolute_url()).content.decode()
    assert "thuộc kỳ trước khi kế hoạch bắt đầu (01/01/2025)" in page
    assert "Vượt" not in page
