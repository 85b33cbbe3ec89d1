"""Levels of approval in the database: who may, when, what is kept, in one and in many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tinhso.base.audit import chain
from tinhso.base.audit.models import AuditEntry
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.base.text import search_key
from tinhso.indicators import actions, locks
from tinhso.indicators.approval import queues, submissions
from tinhso.indicators.bulk import deciding as bulk_decide
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.deciding import Outcome
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.models import CurrentFigure, Definition, Indicator, Observation, State, Submission
from tinhso.indicators.tests.conftest import World, principal
from tinhso.people.ladders import ladder
from tinhso.people.models import Agency, Role, Succession
from tinhso.people.principals import Principal


@dataclass(frozen=True)
class Tree:
    """A commune's committee under the province's; people at every level."""

    world: World
    commune: Agency
    province: Agency
    officer: Principal
    head: Principal
    parent: Principal

    def row(self, **more: Any) -> RowDraft:
        """A count that the commune sends."""
        told: dict[str, Any] = {
            "indicator": self.world.teams.code,
            "place": "06184",
            "agency": self.commune.code,
            "period": "2026-Q3",
            "value": Decimal(7),
        }
        return RowDraft.model_validate(told | more)

    def send(self, by: Principal | None = None, **more: Any) -> Observation:
        """The count, sent in."""
        draft = self.row(**more)
        return actions.record_observation(by or self.officer, draft)


def agency(code: str, parent: Agency | None = None, **more: Any) -> Agency:
    return Agency.objects.create(
        code=code, name=code, kind="committee", search_key=search_key(code), parent=parent, **more
    )


def steps(indicator: Indicator, *named: str) -> None:
    indicator.approvals = list(named)
    indicator.save()
    indicator.definitions.update(approvals=list(named))


@pytest.fixture
def tree(world: World) -> Tree:
    steps(world.teams, "head", "parent")
    province = agency("ubnd-tinh")
    commune = agency("ubnd-xa", province)
    return Tree(
        world,
        commune,
        province,
        officer=principal(Role.REPORTING_OFFICER, commune),
        head=principal(Role.HEAD_OF_AGENCY, commune),
        parent=principal(Role.HEAD_OF_AGENCY, province),
    )


def ids(rows: QuerySet[Submission]) -> set[Any]:
    return set(rows.values_list("last", flat=True))


def test_a_figure_climbs_level_by_level_and_each_finds_it_in_the_own_queue(tree: Tree) -> None:
    office = tree.world.office
    sent = tree.send()
    assert (sent.state, sent.level) == (State.SUBMITTED, None)
    assert ids(queues.waiting_for(tree.head)) == {sent.pk}
    assert ids(queues.waiting_below(tree.parent)) == ids(queues.waiting_below(office)) == {sent.pk}
    assert not queues.waiting_for(tree.parent).exists()
    assert not queues.waiting_for(office).exists()
    for too_early in (tree.parent, tree.officer):
        with pytest.raises(NotAllowed):
            actions.approve(too_early, sent)

    first = actions.approve(tree.head, sent, "đã kiểm tra")
    assert (first.state, first.level, first.supersedes_id) == (State.APPROVED, 1, sent.pk)
    assert ids(queues.waiting_for(tree.parent)) == {first.pk}
    assert not queues.waiting_for(tree.head).exists()
    with pytest.raises(NotAllowed):
        actions.approve(tree.head, first)

    second = actions.approve(tree.parent, first)
    assert (second.state, second.level) == (State.APPROVED, 2)
    assert ids(queues.waiting_for(office)) == {second.pk}
    with pytest.raises(Conflict, match="qua các cấp"):
        actions.approve(tree.parent, second)
    done = actions.confirm(office, second)
    assert (done.state, done.level) == (State.CONFIRMED, 2)
    assert CurrentFigure.objects.get().observation == done
    assert not queues.waiting_for(office).exists()
    assert queues.sent_by(tree.officer).get().last == done
    assert (submissions.amiss(), chain.verify().broken) == (0, None)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_return_from_any_level_goes_back_to_the_sender_and_starts_anew(tree: Tree, level: int) -> None:
    row = tree.send()
    for who in (tree.head, tree.parent)[:level]:
        row = actions.approve(who, row)
    who = (tree.head, tree.parent, tree.world.office)[level]
    with pytest.raises(Invalid, match="lý do"):
        actions.return_(who, row, " ")
    back = actions.return_(who, row, "Thiếu hai tổ")
    assert (back.state, back.level, back.reason) == (State.RETURNED, None, "Thiếu hai tổ")
    assert queues.sent_by(tree.officer).get().state == State.RETURNED
    again = actions.correct(tree.officer, back, tree.row(value=Decimal(9)), "đếm lại", state=State.SUBMITTED)
    assert (again.state, again.level) == (State.SUBMITTED, None)
    assert ids(queues.waiting_for(tree.head)) == {again.pk}
    mine = queues.sent_by(tree.officer).get()
    assert (mine.last_id, mine.sent) == (again.pk, again.pk)


def test_levels_above_may_return_those_below_may_not(tree: Tree) -> None:
    sent = tree.send()
    assert actions.return_(tree.parent, sent, "sai kỳ").state == State.RETURNED
    passed = actions.approve(tree.head, tree.send(period="2026-Q2"))
    with pytest.raises(NotAllowed):
        actions.return_(tree.head, passed, "đổi ý")


def test_the_office_confirms_ahead_of_a_level_with_a_reason_only(tree: Tree) -> None:
    sent = tree.send()
    with pytest.raises(Invalid, match="vượt cấp") as refused:
        actions.confirm(tree.world.office, sent)
    assert "thủ trưởng ubnd-xa" in str(refused.value)
    done = actions.confirm(tree.world.office, sent, "Hạn báo cáo Chính phủ hôm nay")
    assert (done.state, done.level) == (State.CONFIRMED, None)
    entry = AuditEntry.objects.get(verb="indicators.confirm_ahead")
    assert entry.data["ahead"] == ["head:0", "parent:1"]


def test_what_a_head_sends_has_passed_the_heads_step_and_the_trail_says_so(tree: Tree) -> None:
    sent = tree.send(tree.head)
    assert (sent.state, sent.level) == (State.SUBMITTED, 1)
    entry = AuditEntry.objects.get(verb="indicators.submit_by_head")
    assert entry.data["level"] == 1
    assert ids(queues.waiting_for(tree.parent)) == {sent.pk}
    written = bulk.write(tree.head, [tree.row(period="2026-Q2")], submit=True)
    row = Observation.objects.get(pk=str(written.rows[0].figure))
    assert (row.state, row.level) == (State.SUBMITTED, 1)
    by_office = bulk.write(tree.world.office, [tree.row(period="2026-Q1")], submit=True)
    assert Observation.objects.get(pk=str(by_office.rows[0].figure)).level is None


def test_steps_with_nobody_in_the_tree_fall_to_the_standing_office(tree: Tree) -> None:
    Agency.objects.filter(pk=tree.commune.pk).update(parent=None)
    passed = actions.approve(tree.head, tree.send())
    assert ids(queues.waiting_for(tree.world.office)) == {passed.pk}
    assert actions.confirm(tree.world.office, passed).state == State.CONFIRMED
    nobodys = actions.record_observation(tree.world.office, tree.row(agency="", period="2026-Q1"))
    assert ids(queues.waiting_for(tree.world.office)) == {nobodys.pk}


def test_the_tree_of_today_decides_over_what_agencies_have_become(tree: Tree) -> None:
    row = tree.send()
    Agency.objects.filter(pk__in=[tree.commune.pk, tree.province.pk]).update(valid_to=date(2026, 10, 31))
    heir = agency("ubnd-xa-moi", None, valid_from=date(2026, 11, 1))
    over = agency("ubnd-tinh-moi", None, valid_from=date(2026, 11, 1))
    Agency.objects.filter(pk=heir.pk).update(parent=tree.province)
    for old, new in ((tree.commune, heir), (tree.province, over)):
        Succession.objects.create(predecessor=old, successor=new, kind="merged", on=date(2026, 11, 1))
    assert ladder([tree.commune.pk]) == {
        (tree.commune.pk, 0): {heir.pk},
        (tree.commune.pk, 1): {over.pk},
    }
    first, second = (principal(Role.HEAD_OF_AGENCY, each) for each in (heir, over))
    assert ids(queues.waiting_for(first)) == {row.pk}
    assert ids(queues.waiting_below(second)) == {row.pk}
    with pytest.raises(NotAllowed):
        actions.approve(tree.head, row)
    assert actions.approve(second, actions.approve(first, row)).level == 2


def test_the_definition_of_the_figures_period_lays_down_the_steps(tree: Tree) -> None:
    Definition.objects.filter(indicator=tree.world.teams).update(valid_from=date(2026, 7, 1))
    Definition.objects.create(indicator=tree.world.teams, approvals=[], name="x", kind="count")
    old, new = tree.send(period="2026-Q2"), tree.send(period="2026-Q3")
    assert ids(queues.waiting_for(tree.world.office)) == {old.pk}
    assert ids(queues.waiting_for(tree.head)) == {new.pk}
    assert actions.approve(tree.head, new).level == 1
    assert actions.confirm(tree.world.office, old).state == State.CONFIRMED


def test_one_batch_holds_figures_at_several_levels(tree: Tree) -> None:
    both = Principal(
        account_id=tree.world.office.account_id,
        name="Kiêm nhiệm",
        agencies={
            Role.STANDING_OFFICE: frozenset({tree.world.agency.pk}),
            Role.HEAD_OF_AGENCY: frozenset({tree.province.pk}),
        },
    )
    at_parent = actions.approve(tree.head, tree.send())
    at_office = actions.approve(tree.parent, actions.approve(tree.head, tree.send(period="2026-Q2")))
    at_head = tree.send(period="2026-Q1")
    assert ids(queues.waiting_for(both)) == {at_parent.pk, at_office.pk}
    with pytest.raises(Invalid, match="vượt cấp"):
        bulk_decide.pass_on(both, [at_parent.pk, at_office.pk, at_head.pk])
    assert bulk_decide.pass_on(both, [at_parent.pk, at_office.pk, at_head.pk], "gấp") == Outcome(
        approved=1, confirmed=2, ahead=1
    )
    assert Observation.objects.get(supersedes=at_parent).level == 2
    assert CurrentFigure.objects.count() == 2
    assert bulk_decide.send_back(both, list(ids(queues.waiting_for(both))), "xem lại") == Outcome(returned=1)
    assert (submissions.amiss(), chain.verify().broken) == (0, None)
    with pytest.raises(NotAllowed):
        bulk_decide.pass_on(tree.officer, [tree.send(period="2025-Q4").pk])


def test_bulk_rows_meet_what_waits(tree: Tree) -> None:
    passed = actions.approve(tree.head, tree.send())
    same = bulk.write(tree.officer, [tree.row()], submit=True).rows[0]
    assert (same.status, same.figure) == ("unchanged", passed.pk)
    refused = bulk.write(tree.world.office, [tree.row(value=Decimal(8))], submit=False).rows[0]
    assert (refused.status, refused.code) == ("refused", "ahead")
    told = [tree.row(value=Decimal(8), reason="Số đã chốt tại cuộc họp")]
    assert bulk.write(tree.world.office, told, submit=False).rows[0].status == "superseded"
    changed = actions.approve(tree.head, tree.send(period="2026-Q2"))
    again = bulk.write(tree.officer, [tree.row(period="2026-Q2", value=Decimal(3))], submit=True).rows[0]
    row = Observation.objects.get(pk=str(again.figure))
    assert (row.state, row.level, row.supersedes_id) == (State.SUBMITTED, None, changed.pk)


def test_a_closed_period_refuses_approvals(tree: Tree) -> None:
    sent = tree.send()
    locks.lock(tree.world.office, [tree.world.teams.code], Period.parse("2026-Q3"), "Đã chốt")
    with pytest.raises(Conflict, match="đã khoá"):
        actions.approve(tree.head, sent)
    with pytest.raises(Conflict, match="đã khoá"):
        bulk_decide.pass_on(tree.head, [sent.pk])


def test_queues_cost_one_statement_and_hide_the_demos_figures(tree: Tree) -> None:
    for month in range(1, 4):
        tree.send(period=f"2026-0{month}")
    with CaptureQueriesContext(connection) as told:
        assert queues.waiting_for(tree.head).count() == 3
    assert len(told) == 1
    shown = actions.record_observation(tree.officer, tree.row(period="2026-04"), illustrative=True)
    assert shown.pk not in ids(queues.waiting_for(tree.head))


def test_what_was_sent_is_made_anew_from_the_facts(tree: Tree) -> None:
    passed = actions.approve(tree.head, tree.send())
    actions.confirm(tree.world.office, actions.approve(tree.parent, passed))
    tree.send(period="2026-Q2")
    kept = list(Submission.objects.order_by("period").values_list("last", "sent", "state", "level"))
    assert (submissions.rebuild(), submissions.amiss()) == (2, 0)
    assert list(Submission.objects.order_by("period").values_list("last", "sent", "state", "level")) == kept
    Submission.objects.update(level=7)
    assert submissions.amiss() == 2


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_make_one_decision_and_one_conflict(tree: Tree) -> None:
    sent = tree.send()
    other = principal(Role.HEAD_OF_AGENCY, tree.commune)

    def decide(who: Principal) -> str:
        try:
            actions.approve(who, sent)
        except Conflict:
            return "conflict"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, [tree.head, other])) == ["conflict", "done"]
    assert Observation.objects.filter(state=State.APPROVED).count() == 1
