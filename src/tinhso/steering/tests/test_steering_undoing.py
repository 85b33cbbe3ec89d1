"""A target or task that is followed no more, and the undo: back as it was, unless something newer stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, NotAllowed
from tinhso.steering import actions, queries, state
from tinhso.steering.models import Target, TargetState, TargetStatus, Task, TaskEvent, TaskState
from tinhso.steering.schemas import StatementDraft, TaskChange
from tinhso.steering.tests import factories as make
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
TODAY = scene.TODAY
BACKEND = "tinhso.people.backends.Passwords"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def _retired() -> Target:
    target = make.target()
    assert target.indicator is not None
    make.figure(target.indicator, target.place, "2026-10", "85")
    state.refresh([target])
    actions.retire_target(make.office(), target.pk, reason="Điều chỉnh")
    return target


def test_a_target_is_followed_again() -> None:
    target = _retired()
    with pytest.raises(NotAllowed):
        actions.restore_target(make.officer(target.lead), target.pk)
    actions.restore_target(make.office(), target.pk, reason="Nhầm")
    target.refresh_from_db()
    assert (target.retired_on, target.retired_reason) == (None, "")
    kept = TargetState.objects.get(target=target)
    assert kept.status == TargetStatus.EXCEEDED == queries.target_states(target.plan, TODAY)[0].status
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["target.retire", "target.restore"]
    assert AuditEntry.objects.latest("pk").reason == "Nhầm"
    with pytest.raises(Conflict):
        actions.restore_target(make.office(), target.pk)


def test_a_target_stated_as_dropped_since_stays() -> None:
    target, office = _retired(), make.office()
    dropped = StatementDraft(status=TargetStatus.DROPPED, dated=TODAY, note="Theo QĐ điều chỉnh")
    said = actions.state_target(office, target.pk, dropped)
    with pytest.raises(Conflict):
        actions.restore_target(office, target.pk)
    actions.withdraw_statement(office, said.pk, note="Công bố nhầm")
    actions.restore_target(office, target.pk)
    assert Target.objects.get(pk=target.pk).retired_on is None


def test_a_task_goes_on_where_it_stood() -> None:
    task, office = make.task(deadline=date(2026, 12, 31)), make.office()
    begun = TaskChange(state=TaskState.IN_PROGRESS, dated=date(2026, 11, 2), progress=40)
    actions.change_task(office, task.pk, begun)
    with clock.standing_at(date(2026, 11, 10)):
        actions.retire_task(office, task.pk, reason="Trùng")
    with pytest.raises(NotAllowed):
        actions.restore_task(make.officer(task.lead), task.pk)
    actions.restore_task(office, task.pk)
    task.refresh_from_db()
    assert (task.state, task.progress, task.deadline) == (TaskState.IN_PROGRESS, 40, date(2026, 12, 31))
    assert task.retired_on is None
    assert queries.task_states(task.plan)[0].state == TaskState.IN_PROGRESS
    assert queries.task_states(task.plan, date(2026, 11, 15))[0].state == TaskState.DROPPED
    assert queries.task_states(task.plan, date(2026, 11, 5))[0].state == TaskState.IN_PROGRESS
    assert TaskEvent.objects.filter(task=task).count() == 3


def test_a_task_changed_since_does_not_go_back() -> None:
    task, office = make.task(), make.office()
    actions.retire_task(office, task.pk, reason="Trùng")
    actions.change_task(office, task.pk, TaskChange(state=TaskState.PAUSED, dated=TODAY))
    with pytest.raises(Conflict):
        actions.restore_task(office, task.pk)
    assert Task.objects.get(pk=task.pk).state == TaskState.PAUSED


def test_the_page_offers_to_undo_to_those_who_may(client: Client) -> None:
    made = scene.make(targets=2, tasks=2)
    client.force_login(scene.account("thuongtruc"), backend=BACKEND)
    for thing in (made.targets[0], made.tasks[0]):
        address = thing.get_absolute_url()
        empty = client.post(f"{address}/retire", {"reason": "  "})
        assert empty.status_code == 422
        assert "Nêu lý do thôi thực hiện" in empty.content.decode()
        page = client.post(f"{address}/retire", {"reason": "Sáp nhập"}, follow=True).content.decode()
        assert f'action="{address}/restore"' in page
        assert "Sáp nhập" in page
        assert f"{address}/restore" not in Client().get(address).content.decode()
        page = client.post(f"{address}/restore", follow=True).content.decode()
        assert "Đã hoàn tác" in page
        assert f'action="{address}/restore"' not in page
        again = client.post(f"{address}/restore", follow=True).content.decode()
        assert "đang được theo dõi" in again


def test_what_a_pack_wrote_of_itself_is_told_by_its_paper(client: Client) -> None:
    paper = make.document(notation="246/KH-UBND", title="Kế hoạch chuyển đổi số")
    task = make.task(make.plan(document=paper))
    for note in ("pack langson", "Đã nghiệm thu"):
        TaskEvent.objects.create(task=task, dated=TODAY, state=TaskState.IN_PROGRESS, note=note)
    page = client.get(task.get_absolute_url()).content.decode()
    assert "pack langson" not in page
    assert f"Theo {paper.cited}" in page
    assert "Đã nghiệm thu" in page
