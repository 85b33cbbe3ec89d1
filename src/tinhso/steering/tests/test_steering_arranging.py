"""Goals changed after they are made; items moved to a position, and the move taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.steering import actions
from tinhso.steering.errors import StaleForm
from tinhso.steering.models import Goal, Plan, Target
from tinhso.steering.queries.arranging import groups
from tinhso.steering.schemas import GoalDraft
from tinhso.steering.tests import factories as make
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
BACKEND = "tinhso.people.backends.Passwords"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def office(client: Client) -> Client:
    """The standing office at its desk."""
    scene.make(targets=6, tasks=2)
    client.force_login(scene.account("thuongtruc"), backend=BACKEND)
    return client


def _plan() -> Plan:
    return Plan.objects.get(slug="246-kh-ubnd")


def _codes(plan: Plan) -> list[str]:
    return [item.code for group in groups(plan, "targets") for item in group.items]


def _ordered(count: int) -> tuple[Plan, list[Target]]:
    plan = make.plan()
    return plan, [make.target(plan, code=f"ct-{n}", order=n) for n in range(1, count + 1)]


def test_an_item_goes_straight_to_a_position() -> None:
    plan, rows = _ordered(5)
    moved = actions.move(make.office(), plan.pk, "targets", rows[4].pk, 2)
    assert (moved.was, moved.now) == (5, 2)
    assert _codes(plan) == ["ct-1", "ct-5", "ct-2", "ct-3", "ct-4"]
    entry = AuditEntry.objects.latest("pk")
    assert entry.verb == "plan.reorder_targets"
    assert (entry.data["item"], entry.data["from"], entry.data["to"]) == ("ct-5", 5, 2)


def test_a_move_is_taken_back_unless_somebody_moved_it_since() -> None:
    plan, rows = _ordered(4)
    office = make.office()
    actions.move(office, plan.pk, "targets", rows[0].pk, 4)
    actions.move(office, plan.pk, "targets", rows[0].pk, 1, was=4)
    assert _codes(plan) == ["ct-1", "ct-2", "ct-3", "ct-4"]
    with pytest.raises(Conflict):
        actions.move(office, plan.pk, "targets", rows[0].pk, 3, was=4)
    assert _codes(plan) == ["ct-1", "ct-2", "ct-3", "ct-4"]


def test_what_cannot_be_moved_stays() -> None:
    plan, rows = _ordered(3)
    for to in (0, 4):
        with pytest.raises(Invalid) as refused:
            actions.move(make.office(), plan.pk, "targets", rows[0].pk, to)
        assert refused.value.field == "to"
    with pytest.raises(NotFound):
        actions.move(make.office(), plan.pk, "targets", make.target().pk, 1)
    with pytest.raises(NotAllowed):
        actions.move(make.officer(), plan.pk, "targets", rows[0].pk, 2)
    assert _codes(plan) == ["ct-1", "ct-2", "ct-3"]


def test_positions_are_counted_under_each_goal() -> None:
    plan = make.plan()
    first, second = (plan.goals.create(code=code, title=code, order=n) for n, code in enumerate(("I", "II")))
    for n, goal in enumerate((first, second, first, second), start=1):
        make.target(plan, code=f"ct-{n}", order=n, goal=goal)
    assert _codes(plan) == ["ct-1", "ct-3", "ct-2", "ct-4"]
    moved = actions.move(make.office(), plan.pk, "targets", Target.objects.get(code="ct-4").pk, 1)
    assert (moved.was, moved.now) == (2, 1)
    assert _codes(plan) == ["ct-1", "ct-3", "ct-4", "ct-2"]


def test_the_page_moves_and_offers_to_undo(office: Client) -> None:
    address, before = "/plans/246-kh-ubnd/arrange", _codes(_plan())
    group = groups(_plan(), "targets")[0]
    item, last = group.items[0], len(group.items)
    sent = {"kind": "targets", "item": str(item.pk), "to": str(last)}
    answer = office.post(address, sent)
    assert answer.status_code == 302
    page = office.get(answer.headers["Location"]).content.decode()
    assert "Hoàn tác" in page
    assert f"từ vị trí 1 đến vị trí {last}" in page
    undo = {"kind": "targets", "item": str(item.pk), "to": "1", "was": str(last)}
    assert "Đã hoàn tác" in office.post(address, undo, follow=True).content.decode()
    assert _codes(_plan()) == before
    late = office.post(address, undo)
    assert late.status_code == 409
    assert "không hoàn tác được" in late.content.decode()


@pytest.mark.parametrize(("to", "said"), [("99", "Vị trí từ 1 đến"), ("hai", ""), ("", "Chưa nhập")])
def test_a_position_that_is_none_is_refused_beside_it(office: Client, to: str, said: str) -> None:
    item = groups(_plan(), "targets")[0].items[0]
    answer = office.post("/plans/246-kh-ubnd/arrange", {"kind": "targets", "item": str(item.pk), "to": to})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert re.search(rf'id="f-to"[^>]*value="{to}"', page)


def test_a_step_still_moves_by_one(office: Client) -> None:
    group = groups(_plan(), "targets")[0]
    item = group.items[0]
    for way, place in (("down", 1), ("up", 0), ("up", 0)):
        sent = {"kind": "targets", "item": str(item.pk), "way": way}
        assert office.post("/plans/246-kh-ubnd/arrange", sent).status_code == 302
        assert groups(_plan(), "targets")[0].items[place].pk == item.pk


def test_a_goal_is_changed_and_a_stale_form_shows_both(office: Client) -> None:
    goal = Goal.objects.filter(plan=_plan()).first()
    assert goal is not None
    address = f"/plans/246-kh-ubnd/goals/{goal.pk}/edit"
    assert address in office.get("/plans/246-kh-ubnd/arrange?kind=goals").content.decode().replace(
        "langson-2024-", ""
    )
    assert goal.title in office.get(address).content.decode()
    sent = {"version": "1", "code": goal.code, "title": "Mục tiêu viết lại", "pillar": ""}
    assert office.post(address, sent).status_code == 302
    goal.refresh_from_db()
    assert (goal.title, goal.pillar, goal.version) == ("Mục tiêu viết lại", None, 2)
    stale = office.post(address, {**sent, "title": "Người thứ hai"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Mục tiêu viết lại" in page
    assert "Người thứ hai" in page
    assert office.post(address, {**sent, "version": "2", "title": ""}).status_code == 422
    assert office.get(f"/plans/49-nq-tu/goals/{goal.pk}/edit").status_code == 404


def test_a_goal_changed_meanwhile_is_a_stale_form() -> None:
    goal = make.plan().goals.create(code="I", title="Đầu")
    office = make.office()
    actions.edit_goal(office, goal.pk, GoalDraft(code="I", title="Giữa"), version=1)
    with pytest.raises(StaleForm) as stale:
        actions.edit_goal(office, goal.pk, GoalDraft(code="I", title="Cuối"), version=1)
    assert [problem.field for problem in stale.value.problems] == ["title"]
    assert AuditEntry.objects.latest("pk").verb == "goal.edit"
