"""What plans aim at, as the room of figures asks for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tinhso.base.calendar import Period
from tinhso.indicators.targets.asking import targets_for
from tinhso.steering import actions
from tinhso.steering.models import Plan, Target, TargetValue
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db


def aimed(stage: Plan.Stage = Plan.Stage.IN_FORCE, **more: Any) -> Target:
    """A target with one value due and a baseline."""
    target = make.target(make.plan(stage=stage), baseline=Decimal(40), baseline_on=date(2024, 12, 31), **more)
    TargetValue.objects.filter(target=target).delete()
    TargetValue.objects.create(target=target, due_on=date(2027, 12, 31), value=Decimal(100), text="100%")
    return target


def test_a_plans_values_due_are_aims_with_baseline_and_link() -> None:
    target = aimed()
    assert target.indicator is not None
    (aim,) = targets_for([target.indicator])
    assert (aim.value, aim.due_on, aim.text) == (Decimal(100), date(2027, 12, 31), "100%")
    assert (aim.place, aim.origin, aim.title) == (target.place, "plan", target.title)
    assert aim.href == target.get_absolute_url()
    assert aim.document == target.plan.document
    assert aim.baseline is not None
    assert (aim.baseline.value, aim.baseline.on) == (Decimal(40), date(2024, 12, 31))
    assert targets_for([target.indicator], periods=[Period.parse("2026")]) == []
    assert len(targets_for([target.indicator], periods=[Period.parse("2027")])) == 1
    assert targets_for([target.indicator], places=["zz"]) == []


def test_drafts_and_retired_targets_aim_at_nothing() -> None:
    draft, retired = aimed(Plan.Stage.DRAFT), aimed()
    actions.retire_target(make.office(), retired.pk, reason="Không còn phù hợp")
    assert draft.indicator is not None
    assert retired.indicator is not None
    assert targets_for([draft.indicator, retired.indicator]) == []


def test_statements_do_not_grow_with_targets(django_assert_max_num_queries: Any) -> None:
    targets = [aimed() for _ in range(5)]
    keys = [target.indicator_id for target in targets if target.indicator_id]
    with django_assert_max_num_queries(2):
        assert len(targets_for(keys)) == 5


def test_illustrative_plans_are_left_out_unless_asked_for() -> None:
    target = aimed(illustrative=True)
    assert target.indicator is not None
    assert targets_for([target.indicator]) == []
    assert len(targets_for([target.indicator], illustrative=True)) == 1
