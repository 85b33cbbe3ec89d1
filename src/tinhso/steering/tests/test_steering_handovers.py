"""Bulk hand-over: in no merger and in no split is a task lost, or given twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.people.models import Agency, Succession
from tinhso.steering import actions
from tinhso.steering.depth.drafts import HandOverDraft
from tinhso.steering.depth.handover import acting
from tinhso.steering.depth.handover.pieces import Piece, open_work
from tinhso.steering.depth.handover.planning import offered
from tinhso.steering.models import (
    Collector,
    Deliverable,
    Handover,
    JointAgency,
    Plan,
    Recurrence,
    RecurrenceJoint,
    Target,
    Task,
    TaskEvent,
    TaskRequest,
    TaskState,
)
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def _merged(*successors: Agency) -> Agency:
    old = make.agency()
    for new in successors:
        Succession.objects.create(predecessor=old, successor=new, on=TODAY, kind="merged")
    Agency.objects.filter(pk=old.pk).update(valid_to=TODAY - timedelta(days=1))
    old.refresh_from_db()
    return old


def _draft(**more: object) -> HandOverDraft:
    return HandOverDraft.model_validate({"dated": TODAY, **more})


def _roles() -> Counter[tuple[str, str, str]]:
    """Who does what on every open thing."""
    found: Counter[tuple[str, str, str]] = Counter()
    for task in Task.objects.select_related("lead"):
        found["lead", task.code, task.lead.code if task.lead else ""] += 1
    for link in JointAgency.objects.select_related("task", "agency"):
        found["joint", link.task.code, link.agency.code] += 1
    for target in Target.objects.select_related("lead"):
        found["target", target.code, target.lead.code if target.lead else ""] += 1
    for part in Collector.objects.select_related("target", "agency"):
        found["collects", part.target.code, part.agency.code] += 1
    for row in Recurrence.objects.select_related("lead"):
        found["pattern", row.code, row.lead.code if row.lead else ""] += 1
    for also in RecurrenceJoint.objects.select_related("recurrence", "agency"):
        found["pattern-joint", also.recurrence.code, also.agency.code] += 1
    for asked in TaskRequest.objects.select_related("task", "agency"):
        found["asks", asked.task.code, asked.agency.code] += 1
    for paper in Deliverable.objects.select_related("task", "acceptor"):
        found["accepts", paper.task.code, paper.acceptor.code if paper.acceptor else ""] += 1
    return found


def _pattern(plan: Plan, lead: Agency | None, *joint: Agency) -> Recurrence:
    row = Recurrence.objects.create(
        plan=plan, code=f"mau-{Recurrence.objects.count()}", title="Báo cáo", lead=lead, every="month",
        starts_on=plan.starts_on,
    )  # fmt: skip
    for agency in joint:
        RecurrenceJoint.objects.create(recurrence=row, agency=agency)
    return row


def _lay(
    plan: Plan, units: dict[str, Agency], lead: str, joint: set[str], state: TaskState, *, asked: bool
) -> None:
    ended = {"done_on": TODAY} if state == TaskState.DONE else {}
    task = make.task(plan, lead=units.get(lead), state=state, **ended)
    for name in joint:
        JointAgency.objects.create(task=task, agency=units[name])
    if asked:
        Deliverable.objects.create(task=task, title="Báo cáo", acceptor=units["old"])
        TaskRequest.objects.create(
            task=task, kind="extension", agency=units["old"], grounds="x", asked_at=clock.now()
        )


_LEADS = {"lead", "target", "pattern"}


def _whole(
    role: tuple[str, str, str],
    after: Counter[tuple[str, str, str]],
    old: str,
    takers: set[str],
    closed: set[str],
) -> None:
    """A lead stays one lead, the taker's where it was open; whoever worked along still does, or leads."""
    what, code, who = role
    if what in _LEADS:
        (now,) = [unit for kind, other, unit in after if (kind, other) == (what, code)]
        moved = who == old and code not in closed
        assert (now in takers) if moved else now == who
    elif who != old or code in closed:
        leading = {unit for kind, other, unit in after if other == code and kind in _LEADS}
        assert role in after or who in leading


_ROLES = {
    "task_lead": "lead",
    "task_joint": "joint",
    "target_lead": "target",
    "collector": "collects",
    "request": "asks",
    "acceptor": "accepts",
    "recurrence_lead": "pattern",
    "recurrence_joint": "pattern-joint",
}
_LEADING = {"joint": "lead", "pattern-joint": "pattern"}


def _arrived(piece: Piece, taker: str, after: Counter[tuple[str, str, str]]) -> bool:
    """Whether the taker does what the piece is; who came to lead works along no more."""
    role = _ROLES[piece.kind]
    return (role, piece.code, taker) in after or (_LEADING.get(role, ""), piece.code, taker) in after


_who = some.sampled_from(["old", "a", "b", "other", ""])
_task = some.tuples(
    _who, some.sets(_who.filter(bool), max_size=3), some.sampled_from(list(TaskState)), some.booleans()
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tasks=some.lists(_task, max_size=6),
    targets=some.lists(some.tuples(_who, some.sets(_who.filter(bool), max_size=3)), max_size=3),
    patterns=some.lists(some.tuples(_who, some.sets(_who.filter(bool), max_size=2)), max_size=2),
    split=some.lists(some.sampled_from("ab"), min_size=40, max_size=40),
    by_hand=some.booleans(),
)
def test_no_task_is_lost_or_doubled(
    tasks: list[tuple[str, set[str], TaskState, bool]],
    targets: list[tuple[str, set[str]]],
    patterns: list[tuple[str, set[str]]],
    split: list[str],
    by_hand: bool,
) -> None:
    units: dict[str, Agency] = {"a": make.agency(), "b": make.agency(), "other": make.agency()}
    units["old"] = old = _merged(units["a"], units["b"])
    plan = make.plan()
    for lead, joint, state, asked in tasks:
        _lay(plan, units, lead, joint - {lead}, state, asked=asked)
    for lead, collectors in targets:
        target = make.target(plan, lead=units.get(lead))
        for name in collectors:
            make.collector(target, units[name])
    for lead, joint in patterns:
        _pattern(plan, units.get(lead), *(units[name] for name in joint - {lead}))
    pieces = open_work(old)
    before = _roles()
    closed = {task.code for task in Task.objects.filter(state__in=[TaskState.DONE, TaskState.DROPPED])}
    takers = {piece.key: units[which].code for piece, which in zip(pieces, split, strict=False)}
    draft = _draft(successor=units["a"].code, by_hand=takers if by_hand else {})
    if not pieces:
        with pytest.raises(Conflict):
            acting.hand_over(make.office(), old, draft)
        return
    done = acting.hand_over(make.office(), old, draft)
    assert not open_work(old)
    after = _roles()
    assert max(after.values(), default=1) == 1, "nobody does the same twice"
    for piece in pieces:
        assert _arrived(piece, takers.get(piece.key, "") if by_hand else units["a"].code, after), piece
    left = [role for role in after if role[2] == old.code and role[1] not in closed]
    assert not left, "whoever ended owes nothing that is open, whatever `open_work` found"
    for role in before:
        _whole(role, after, old.code, {units["a"].code, units["b"].code}, closed)
    for task_code in {code for what, code, _who in after if what == "lead"}:
        workers = [who for what, code, who in after if code == task_code and what in {"lead", "joint"}]
        assert len(workers) == len(set(workers))
    acting.undo(make.office(), done.pk, note="Thử")
    assert _roles() == before
    assert {piece.key for piece in open_work(old)} == {piece.key for piece in pieces}


def test_every_moved_task_says_from_whom_to_whom_and_by_which_paper() -> None:
    new, paper = make.agency(), make.document()
    old = _merged(new)
    task = make.task(lead=old, state=TaskState.IN_PROGRESS, progress=40, deadline=TODAY)
    assert offered(old) == [new]
    acting.hand_over(make.office(), old, _draft(document=paper.slug))
    task.refresh_from_db()
    event = TaskEvent.objects.get(task=task)
    assert (task.lead, task.state, task.progress, task.deadline) == (new, "in_progress", 40, TODAY)
    assert event.lead == new and event.document == paper and old.name in event.note


def test_work_without_a_taker_is_named_and_nothing_moves() -> None:
    old = _merged(make.agency(), make.agency())
    task = make.task(lead=old)
    tried = acting.dry_run(make.office(), old, _draft())
    assert [move.piece.code for move in tried.open] == [task.code]
    with pytest.raises(Invalid) as refused:
        acting.hand_over(make.office(), old, _draft())
    assert any(task.code in str(problem.message) for problem in refused.value.problems)
    assert not Handover.objects.exists()
    with pytest.raises(NotAllowed):
        acting.hand_over(make.officer(old), old, _draft(successor=make.agency().code))
    with pytest.raises(Invalid):
        acting.hand_over(make.office(), old, _draft(successor=old.code))


def test_what_moved_on_since_is_named_when_undoing() -> None:
    new, third = make.agency(), make.agency()
    old = _merged(new)
    task = make.task(lead=old)
    done = acting.hand_over(make.office(), old, _draft())
    task.refresh_from_db()
    task.lead = third
    task.save()
    with pytest.raises(Conflict, match=task.code):
        acting.undo(make.office(), done.pk, note="Nhầm")


def test_open_requests_go_along_and_can_be_answered() -> None:
    new = make.agency()
    old = _merged(new)
    task = make.task(lead=old, deadline=TODAY)
    asked = TaskRequest.objects.create(
        task=task, kind="extension", agency=old, grounds="Chờ", asked_at=clock.now(),
        until=TODAY + timedelta(days=9),
    )  # fmt: skip
    acting.hand_over(make.office(), old, _draft())
    asked.refresh_from_db()
    assert asked.agency == new
    actions.decide(make.office(), asked.pk, granted=True)
