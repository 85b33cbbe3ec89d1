"""Parts, joint agencies, needs, deliverables, limits of extensions: what is refused, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.people.models import Role
from tinhso.steering import actions
from tinhso.steering.depth import answering, delivering, extending, needing, splitting
from tinhso.steering.depth.drafts import (
    DeliverableDraft,
    DeliveryDraft,
    PartAnswerDraft,
    PartDraft,
    SplitDraft,
)
from tinhso.steering.models import Deliverable, Dependency, JointAgency, Task, TaskRequest, TaskState
from tinhso.steering.schemas import ReportDraft, RequestDraft, TaskChange
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DONE = TaskChange(state=TaskState.DONE, dated=TODAY)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def _split(task: Task, count: int = 3, **more: Any) -> list[Task]:
    parts = tuple(PartDraft(lead=make.agency().code) for _n in range(count))
    return splitting.split(make.office(), task.pk, SplitDraft(parts=parts, **more))


def test_one_action_gives_parts_to_many_agencies() -> None:
    parent = make.task(deadline=TODAY + timedelta(days=30))
    made = _split(parent, 65)
    assert len({part.code for part in made}) == 65 == parent.parts.count()
    assert {part.deadline for part in made} == {parent.deadline}
    assert all(part.title.startswith(parent.title) and part.state == "not_started" for part in made)
    parent.refresh_from_db()
    assert parent.state == TaskState.NOT_STARTED


def test_a_part_ends_after_its_parent_only_with_a_reason() -> None:
    parent = make.task(deadline=TODAY)
    late = TODAY + timedelta(days=5)
    with pytest.raises(Invalid) as refused:
        _split(parent, 2, deadline=late)
    assert len(refused.value.problems) == 2 and refused.value.problems[0].hint
    assert not parent.parts.exists()
    assert {part.late_reason for part in _split(parent, 2, deadline=late, late_reason="Chờ kinh phí")} == {
        "Chờ kinh phí"
    }


def test_parts_of_parts_end_at_a_depth_and_agencies_get_one_part() -> None:
    task = make.task()
    for _level in range(splitting.DEEPEST):
        (task,) = _split(task, 1)
    with pytest.raises(Conflict, match="cấp"):
        _split(task, 1)
    parent, lead = make.task(), make.agency()
    draft = SplitDraft(parts=(PartDraft(lead=lead.code),))
    splitting.split(make.office(), parent.pk, draft)
    with pytest.raises(Conflict, match=str(lead)):
        splitting.split(make.office(), parent.pk, draft)


def test_the_head_of_the_lead_splits_and_officers_do_not() -> None:
    parent = make.task()
    assert parent.lead is not None
    draft = SplitDraft(parts=(PartDraft(lead=make.agency().code),))
    with pytest.raises(NotAllowed):
        splitting.split(make.officer(parent.lead), parent.pk, draft)
    head = make.principal(Role.HEAD_OF_AGENCY, parent.lead)
    assert len(splitting.split(head, parent.pk, draft)) == 1


def test_joint_agencies_answer_for_themselves() -> None:
    task, agency = make.task(), make.agency()
    link = JointAgency.objects.create(task=task, agency=agency)
    said = PartAnswerDraft(part=JointAgency.Part.DONE, note="Đã gửi số liệu")
    with pytest.raises(NotAllowed):
        answering.answer(make.officer(make.agency()), link.pk, said)
    link = answering.answer(make.officer(agency), link.pk, said)
    assert link.part == "done" and link.answered_label
    with pytest.raises(Invalid) as refused:
        answering.answer(make.officer(agency), link.pk, PartAnswerDraft(part=JointAgency.Part.DECLINED))
    assert refused.value.field == "part_note"


def test_a_circle_is_refused_naming_all_of_it_and_the_way_out() -> None:
    a, b, c = make.task(), make.task(), make.task()
    by = make.office()
    needing.add_need(by, b.pk, a.code)
    needing.add_need(by, c.pk, b.code)
    with pytest.raises(Conflict) as refused:
        needing.add_need(by, a.pk, c.code)
    circle = f"{a.code} → {c.code} → {b.code} → {a.code}"
    assert refused.value.code == "circle" and circle in str(refused.value.message)
    assert b.code in str(refused.value.hint)
    with pytest.raises(Invalid):
        needing.add_need(by, a.pk, a.code)
    needing.remove_need(by, Dependency.objects.get(task=b).pk)
    needing.add_need(by, a.pk, c.code)


def test_the_shortest_circle_is_named_where_a_million_ways_lead_around() -> None:
    """Twenty layers of two tasks, each waiting for both of the next: ways double with every layer."""
    plan, by = make.plan(), make.office()
    layers = [[make.task(plan), make.task(plan)] for _layer in range(20)]
    with acting(SystemActor("kiểm thử"), "test"):
        for here, beyond in pairwise(layers):
            for task in here:
                for needs in beyond:
                    Dependency.objects.create(task=task, needs=needs)
    with pytest.raises(Conflict) as refused:
        needing.add_need(by, layers[-1][0].pk, layers[0][0].code)
    told = str(refused.value.message).split(" → ")
    assert len(told) == 21


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edges=some.lists(some.tuples(some.integers(0, 5), some.integers(0, 5)), max_size=14))
def test_no_edges_that_are_accepted_make_a_circle(edges: list[tuple[int, int]]) -> None:
    by, plan = make.office(), make.plan()
    tasks = [make.task(plan) for _n in range(6)]
    kept: set[tuple[int, int]] = set()
    for task, needs in edges:
        try:
            needing.add_need(by, tasks[task].pk, tasks[needs].code)
            kept.add((task, needs))
        except (Conflict, Invalid):
            reachable, more = {needs}, True
            while more:
                more = bool(new := {end for start, end in kept if start in reachable} - reachable)
                reachable |= new
            assert task in reachable or (task, needs) in kept
    order = dict.fromkeys(range(6), 0)
    for _round in range(6):
        for task, needs in kept:
            order[task] = max(order[task], order[needs] + 1)
    assert all(order[task] > order[needs] for task, needs in kept) and max(order.values()) <= 6


def _deliverable(task: Task, **columns: Any) -> Deliverable:
    draft = DeliverableDraft(title="Danh mục dữ liệu mở", **columns)
    return delivering.add_deliverable(make.office(), task.pk, draft)


def test_a_task_is_done_when_its_required_deliverables_are_accepted() -> None:
    task = make.task(state=TaskState.IN_PROGRESS)
    row = _deliverable(task)
    _deliverable(task, required=False)
    with pytest.raises(Conflict, match="Danh mục dữ liệu mở") as refused:
        actions.change_task(make.office(), task.pk, DONE)
    assert refused.value.hint
    draft = ReportDraft(task_state=TaskState.DONE, done="Xong")
    report = actions.submit_report(make.officer(task.lead), task, draft)
    with pytest.raises(Conflict):
        actions.confirm_report(make.office(), report.pk)
    delivering.deliver(make.officer(task.lead), row.pk, DeliveryDraft(note="Đăng tại trang của Sở"))
    with pytest.raises(Invalid):
        delivering.give_back(make.office(), row.pk, reason=" ")
    delivering.give_back(make.office(), row.pk, reason="Thiếu phụ lục")
    with pytest.raises(Conflict):
        delivering.accept(make.office(), row.pk)
    delivering.deliver(make.officer(task.lead), row.pk, DeliveryDraft(note="Đã bổ sung"))
    delivering.accept(make.office(), row.pk)
    actions.confirm_report(make.office(), report.pk)
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    states = list(row.events.order_by("recorded_at", "pk").values_list("state", flat=True))
    assert states == ["delivered", "returned", "delivered", "accepted"]


def test_the_acceptor_named_accepts_and_nobody_else_but_the_office() -> None:
    task, acceptor = make.task(), make.agency()
    row = _deliverable(task, acceptor=acceptor.code)
    delivering.deliver(make.officer(task.lead), row.pk, DeliveryDraft(note="Có"))
    with pytest.raises(NotAllowed, match="nghiệm thu"):
        delivering.accept(make.officer(task.lead), row.pk)
    assert delivering.accept(make.officer(acceptor), row.pk).state == "accepted"
    with pytest.raises(Conflict):
        delivering.deliver(make.officer(task.lead), row.pk, DeliveryDraft(note="Nữa"))


def test_past_the_limit_more_time_needs_a_reason(settings: Settings) -> None:
    task = make.task(state=TaskState.IN_PROGRESS, deadline=TODAY)
    settings.TINHSO_MOST_EXTENSIONS = 1
    untils = [TODAY + timedelta(days=days) for days in (0, 10, 20)]
    for number, until in enumerate(untils[1:]):
        draft = RequestDraft(kind=TaskRequest.Kind.EXTENSION, grounds="Chờ thiết bị", until=until)
        asked = actions.ask(make.officer(task.lead), task.pk, draft)
        if number:
            with pytest.raises(Invalid, match="gia hạn 1 lần"):
                actions.decide(make.office(), asked.pk, granted=True)
        actions.decide(make.office(), asked.pk, granted=True, note="Do mưa lũ" if number else "")
    assert extending.given(task) == 2
    told = [one.deadline for one in extending.deadlines(task)]
    assert told == untils[1:] and all(first < last for first, last in pairwise(told))
