"""Editing plans and what they hold; next year's plan from last year's; requests about tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.steering import actions, queries, state
from tinhso.steering.actions.targets import draft_of
from tinhso.steering.errors import StaleForm
from tinhso.steering.labels import Label
from tinhso.steering.models import Goal, Plan, Target, TargetState, TargetStatus, TaskRequest, TaskState
from tinhso.steering.schemas import (
    DueDraft,
    GoalDraft,
    RequestDraft,
    StatementDraft,
    TargetDraft,
    TaskChange,
    TaskDraft,
)
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def test_a_plan_made_and_changed() -> None:
    office = make.office()
    plan = actions.create_plan(office, make.plan_draft())
    assert (plan.full_slug, plan.pack) == ("langson-2027-300-kh-ubnd", "langson")
    with pytest.raises(Conflict) as taken:
        actions.create_plan(office, make.plan_draft())
    assert taken.value.field == "full_slug"
    with pytest.raises(Invalid) as unknown:
        actions.create_plan(office, make.plan_draft(slug="301-kh-ubnd", document="khong-co"))
    assert unknown.value.field == "document"
    actions.edit_plan(office, plan.pk, make.plan_draft(title="Tên mới"), version=1)
    with pytest.raises(StaleForm) as stale:
        actions.edit_plan(office, plan.pk, make.plan_draft(title="Tên khác"), version=1)
    assert stale.value.version == 2
    assert (stale.value.stored["title"], stale.value.typed["title"]) == ("Tên mới", "Tên khác")
    assert [problem.field for problem in stale.value.problems] == ["title"]
    with pytest.raises(NotAllowed):
        actions.edit_plan(make.officer(), plan.pk, make.plan_draft(), version=2)
    with pytest.raises(Conflict):
        actions.edit_plan(office, make.plan(pack="bacan").pk, make.plan_draft(), version=1)


def test_goals_targets_and_tasks_in_order() -> None:
    office, plan, pillar = make.office(), make.plan(), make.pillar()
    goal = actions.create_goal(
        office, plan.pk, GoalDraft(code="I", title="Chính quyền số", pillar=pillar.code)
    )
    with pytest.raises(Conflict):
        actions.create_goal(office, plan.pk, GoalDraft(code="I", title="Trùng"))
    actions.edit_goal(office, goal.pk, GoalDraft(code="I", title="Chính quyền số"))
    assert Goal.objects.get().pillar is None
    lead, indicator = make.agency(), make.indicator()
    due = DueDraft(due_on=date(2026, 12, 31), value=Decimal(80))
    first, second = (
        actions.create_target(
            office,
            plan.pk,
            TargetDraft(
                code=code, title=code, goal="I", lead=lead.code, indicator=indicator.code, values=(due,)
            ),
        )
        for code in ("a", "b")
    )
    assert TargetState.objects.count() == 2
    assert first.place == plan.place
    actions.reorder(office, plan.pk, "targets", [second.pk])
    assert [row.target.code for row in queries.target_states(plan)] == ["b", "a"]
    with pytest.raises(Invalid):
        actions.reorder(office, plan.pk, "targets", [goal.pk])
    task = actions.create_task(
        office, plan.pk, TaskDraft(code="nv", title="Việc", lead=lead.code, targets=("a",))
    )
    assert [target.code for target in task.targets.all()] == ["a"]
    with pytest.raises(Invalid) as twice:
        actions.create_task(
            office, plan.pk, TaskDraft(code="nv2", title="Việc", lead=lead.code, joint=(lead.code,))
        )
    assert twice.value.field == "joint"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lead": "so-khong-co"}, "lead"),
        ({"indicator": "khong-co"}, "indicator"),
        ({"goal": "IX"}, "goal"),
        ({"values": (DueDraft(due_on=date(2020, 1, 1), value=Decimal(1)),)}, "values"),
        ({"baseline_on": date(2026, 1, 1)}, "baseline"),
    ],
)
def test_a_refused_edit_changes_nothing(changes: dict[str, object], field: str) -> None:
    target = make.target()
    before = draft_of(Target.objects.get(pk=target.pk))
    with pytest.raises(Invalid) as refused:
        actions.edit_target(make.office(), target.pk, before.model_copy(update=changes), version=1)
    assert refused.value.field == field
    assert draft_of(Target.objects.get(pk=target.pk)) == before


def test_retired_is_not_carried_out() -> None:
    target = make.target()
    office = make.office()
    with pytest.raises(Invalid) as refused:
        actions.retire_target(office, target.pk, reason="")
    assert refused.value.field == "reason"
    actions.retire_target(office, target.pk, reason="Theo kế hoạch điều chỉnh")
    assert TargetState.objects.get(target=target).status == TargetStatus.DROPPED
    assert queries.target_states(target.plan, date(2026, 11, 19))[0].status == TargetStatus.UNKNOWN
    with pytest.raises(Conflict):
        actions.retire_target(office, target.pk, reason="Lần nữa")


def test_a_status_stated() -> None:
    target = make.target()
    told = StatementDraft(status=TargetStatus.MET, dated=date(2026, 6, 30), note="Theo báo cáo 12/BC-UBND")
    with pytest.raises(NotAllowed):
        actions.state_target(make.officer(target.lead), target.pk, told)
    with pytest.raises(Invalid) as refused:
        actions.state_target(make.office(), target.pk, told.model_copy(update={"dated": date(2027, 1, 1)}))
    assert refused.value.field == "dated"
    actions.state_target(make.office(), target.pk, told)
    row = queries.target_states(target.plan)[0]
    assert row.status == TargetStatus.MET
    assert row.statement_id is not None


def test_next_years_plan() -> None:
    office, last = make.office(), make.plan("246-kh-ubnd")
    goal = last.goals.create(code="I", title="Chính quyền số")
    target = make.target(last, goal=goal, code="246-kh-ubnd-1", due="80")
    assert target.indicator is not None
    make.figure(target.indicator, last.place, "2026-10", "72")
    make.target(last, retired_on=date(2026, 5, 1))
    collector = make.collector(make.target(last))
    task = make.task(last)
    task.targets.add(target)
    make.task(last, state=TaskState.DONE, done_on=date(2026, 3, 1))
    state.rebuild_all()
    plan = actions.next_plan(office, last.pk, make.plan_draft())
    assert (plan.stage, plan.previous) == (Plan.Stage.DRAFT, last)
    assert plan.targets.count() == 2
    copied = plan.targets.get(code="langson-2027-300-kh-ubnd-1")
    assert (copied.baseline, copied.baseline_on) == (Decimal(72), date(2026, 10, 31))
    assert [(value.due_on, value.value) for value in copied.values.all()] == [(plan.ends_on, Decimal(80))]
    assert copied.goal is not None
    assert copied.goal.plan == plan
    assert plan.targets.filter(collectors__agency=collector).exists()
    only = plan.tasks.get()
    assert (only.state, list(only.targets.all())) == (TaskState.NOT_STARTED, [copied])


def test_requests_about_tasks() -> None:
    task = make.task(deadline=date(2026, 11, 30), state=TaskState.IN_PROGRESS)
    officer, office = make.officer(task.lead), make.office()
    early = RequestDraft(kind=TaskRequest.Kind.EXTENSION, grounds="Chờ vốn", until=date(2026, 11, 30))
    with pytest.raises(Invalid) as refused:
        actions.ask(officer, task.pk, early)
    assert refused.value.field == "until"
    asked = actions.ask(officer, task.pk, early.model_copy(update={"until": date(2026, 12, 31)}))
    with pytest.raises(Conflict):
        actions.ask(officer, task.pk, early.model_copy(update={"until": date(2026, 12, 30)}))
    assert queries.task_states(task.plan)[0].label == Label.EXTENSION_ASKED
    with pytest.raises(NotAllowed):
        actions.decide(officer, asked.pk, granted=True)
    with pytest.raises(Invalid):
        actions.decide(office, asked.pk, granted=False)
    actions.decide(office, asked.pk, granted=False, note="Không đủ căn cứ")
    with pytest.raises(Conflict):
        actions.decide(office, asked.pk, granted=True)
    task.refresh_from_db()
    assert task.deadline == date(2026, 11, 30)
    handed = actions.ask(officer, task.pk, RequestDraft(kind=TaskRequest.Kind.RETURN, grounds="Không thuộc"))
    actions.decide(office, handed.pk, granted=True)
    task.refresh_from_db()
    assert task.state == TaskState.NOT_STARTED


def test_a_task_changed_directly() -> None:
    task = make.task()
    with pytest.raises(NotAllowed):
        actions.change_task(make.officer(task.lead), task.pk, TaskChange(state=TaskState.DONE, dated=TODAY))
    actions.change_task(make.office(), task.pk, TaskChange(state=TaskState.DONE, dated=date(2026, 11, 2)))
    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.DONE, date(2026, 11, 2))
    earlier = TaskChange(state=TaskState.IN_PROGRESS, dated=date(2026, 10, 1))
    actions.change_task(make.office(), task.pk, earlier)
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert queries.task_states(task.plan, date(2026, 10, 15))[0].state == TaskState.IN_PROGRESS
