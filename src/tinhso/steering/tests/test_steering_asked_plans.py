"""Draft plans that another room asks for, and what it is answered."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.base.events.models import OutboxEvent
from tinhso.base.events.outbox import emit
from tinhso.base.ids import new_id
from tinhso.people.models import Account
from tinhso.steering.asked_plans import AskedItem, PlanAsked, PlanDrafted
from tinhso.steering.models import Plan
from tinhso.steering.queries import plans_of_home
from tinhso.steering.queries.led import open_tasks
from tinhso.steering.queries.urgent import open_rows
from tinhso.steering.tests import factories as make
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
ITEMS = (
    AskedItem(kind="goal", title="Phát triển chính quyền số"),
    AskedItem(
        kind="target", title="90% hồ sơ trên mạng", value="90", due_on=date(2027, 12, 31), clause="Mục 2"
    ),
    AskedItem(kind="target", title="Tăng ít nhất 2 bậc"),
    AskedItem(
        kind="task", title="Xây dựng kho dữ liệu", deadline=date(2027, 6, 30), deliverable="Quyết định"
    ),
)


def asked(account: UUID, **changes: object) -> PlanDrafted:
    """The answer to a plan that was asked for."""
    key = new_id()
    emit(PlanAsked(asked=key, account=account, draft=make.plan_draft(**changes), items=ITEMS))
    dispatch_waiting()
    answer = PlanDrafted.model_validate(OutboxEvent.objects.get(name=PlanDrafted.name).payload)
    assert answer.asked == key
    return answer


@pytest.fixture
def office() -> UUID:
    scene.make(targets=1, tasks=1, communes=1)
    return Account.objects.get(username="thuongtruc").pk


def test_a_draft_plan_is_made_and_told_of(office: UUID) -> None:
    answer = asked(office)
    assert answer.plan is not None
    plan = Plan.objects.get(pk=answer.plan)
    assert (plan.stage, answer.address, answer.refused) == (Plan.Stage.DRAFT, plan.get_absolute_url(), "")
    assert list(plan.goals.values_list("code", "title")) == [("mt-01", "Phát triển chính quyền số")]
    first, second = plan.targets.order_by("order")
    assert (first.code, first.clause) == ("300-kh-ubnd-ct-01", "Mục 2")
    assert [row.value for row in first.values.all()] == [90]
    assert not second.values.exists()
    task = plan.tasks.get()
    assert (task.deadline, task.deliverable) == (date(2027, 6, 30), "Quyết định")


def test_what_cannot_be_made_leaves_nothing_and_says_why(office: UUID) -> None:
    answer = asked(office, place="khong-co")
    assert answer.plan is None
    assert answer.refused
    assert not Plan.objects.filter(full_slug__contains="300-kh-ubnd").exists()


def test_who_may_not_edit_plans_gets_none(office: UUID) -> None:
    officer = Account.objects.exclude(pk=office).filter(person__isnull=False).first()
    assert officer is not None
    answer = asked(officer.pk)
    assert (answer.plan, answer.address) == (None, "")
    assert "thường trực" in answer.refused


def test_an_account_that_closed_gets_none(office: UUID) -> None:
    Account.objects.filter(pk=office).update(is_active=False)
    assert asked(office).refused


def test_the_tasks_of_a_draft_are_nobodys_work_yet(office: UUID) -> None:
    plan = make.plan(stage=Plan.Stage.DRAFT)
    lead = make.agency()
    task = make.task(plan, lead=lead, deadline=date(2020, 1, 1))
    assert not open_tasks([lead.pk]).exists()
    assert not open_rows().filter(pk=task.pk).exists()
    assert plan not in plans_of_home()
    Plan.objects.filter(pk=plan.pk).update(stage=Plan.Stage.IN_FORCE)
    assert open_tasks([lead.pk]).get() == task
    assert open_rows().filter(pk=task.pk).exists()
    assert plan in plans_of_home()
