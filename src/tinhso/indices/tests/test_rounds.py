"""A round in the database: who may do what, what each step writes, what is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from tinhso.base.events.models import OutboxEvent
from tinhso.indices import queries as indices
from tinhso.indices.core.moves import Move
from tinhso.indices.models import Certainty, ComponentStep, Reminder, Round, RoundStep, Score
from tinhso.indices.rounds import moving, opening, publishing, queries, reminding
from tinhso.indices.rounds.schemas import AssignDraft, StepDraft, Terms
from tinhso.indices.rounds.totals import parts, value_of
from tinhso.indices.tests import scene
from tinhso.notify.models import Message
from tinhso.people.models import Agency, Person, Position, Post, Role
from tinhso.people.principals import ANONYMOUS, Principal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def owner() -> Agency:
    """The agency that owns every component."""
    return scene.agency("so-chu-tri")


@pytest.fixture
def boss() -> Principal:
    """The standing office."""
    return scene.office()


@pytest.fixture
def row(owner: Agency, boss: Principal) -> Round:
    """An open round."""
    return scene.a_round(boss, scene.edition(owner.code))


def _rule(points: str, move: str = "adjust", note: str = "Thiếu minh chứng") -> StepDraft:
    return StepDraft(move=move, points=Decimal(points), note=note)


def test_every_scored_leaf_is_a_component_with_its_owner(row: Round, owner: Agency) -> None:
    found = list(queries.components(row))
    assert [one.node.code for one in found] == ["nghi-quyet", "truc-tuyen", "cuoc-hop", "khac"]
    assert {one.owner for one in found} == {owner}
    assert RoundStep.objects.get(round=row).data["components"] == 4


def test_from_self_score_to_a_published_result(row: Round, owner: Agency, boss: Principal) -> None:
    officer, other = scene.officer(owner), scene.office()
    for node in ("nghi-quyet", "truc-tuyen", "cuoc-hop", "khac"):
        moving.make_step(officer, row.pk, node, scene.score(node))
    assert scene.component(row, "truc-tuyen").points == 30  # 3/4 of 40
    assert scene.component(row, "cuoc-hop").points == 15
    moving.make_step(boss, row.pk, "nghi-quyet", StepDraft(move="accept"))
    moving.make_step(boss, row.pk, "truc-tuyen", StepDraft(move="accept"))
    moving.make_step(boss, row.pk, "cuoc-hop", _rule("0"))
    moving.make_step(boss, row.pk, "khac", StepDraft(move="accept"))
    appeal = _rule("15", "appeal", "Có biên bản cả ba phiên")
    moving.make_step(officer, row.pk, "cuoc-hop", appeal)
    moving.make_step(other, row.pk, "cuoc-hop", _rule("15", "decide", "Chấp nhận biên bản"))
    done = publishing.publish(boss, row.pk, scene.document().slug)
    assert done.value == Decimal("0.725")  # (20 + 30 + 15 + 7.5) / 100
    scores = {one.node: one.value for one in Score.objects.filter(edition=row.edition)}
    assert scores == {"": Decimal("0.725"), "the-che": Decimal("0.8333"), "dieu-hanh": Decimal("0.5625")}
    assert {one.certainty for one in Score.objects.all()} == {Certainty.OWN}
    chain_of = [step.move for step in queries.steps(scene.component(row, "cuoc-hop"))]
    assert chain_of == ["decide", "appeal", "adjust", "score"]
    assert OutboxEvent.objects.filter(name="indices.round_published").count() == 1


def test_a_published_round_is_frozen_until_it_is_reopened_with_a_reason(
    row: Round, boss: Principal, owner: Agency
) -> None:
    for node in ("nghi-quyet", "truc-tuyen", "cuoc-hop", "khac"):
        moving.make_step(scene.officer(owner), row.pk, node, scene.score(node))
        moving.make_step(boss, row.pk, node, StepDraft(move="accept"))
    paper = scene.document()
    publishing.publish(boss, row.pk, paper.notation)
    for refused in (
        lambda: moving.make_step(boss, row.pk, "khac", _rule("1")),
        lambda: opening.assign(boss, row.pk, AssignDraft(owner=owner.code)),
        lambda: opening.reschedule(boss, row.pk, _terms(), "muộn"),
        lambda: publishing.publish(boss, row.pk, paper.slug),
    ):
        with pytest.raises(Conflict) as told:
            refused()
        assert told.value.code == "published"
    with pytest.raises(Invalid):
        publishing.reopen(boss, row.pk, " ")
    publishing.reopen(boss, row.pk, "Thanh tra yêu cầu xem lại")
    moving.make_step(boss, row.pk, "khac", _rule("1"))
    with clock.standing_at(date(2026, 12, 21)):
        publishing.publish(boss, row.pk, paper.slug)
    whole = list(Score.objects.filter(node="").order_by("recorded_at"))
    assert [one.value for one in whole] == [Decimal("0.725"), Decimal("0.66")]
    assert whole[1].supersedes == whole[0]
    assert [step.kind for step in queries.round_steps(row)] == ["publish", "reopen", "publish", "open"]
    assert queries.round_steps(row)[1].reason == "Thanh tra yêu cầu xem lại"


def _terms() -> Terms:
    return Terms(
        score_by=date(2026, 12, 1),
        verify_by=date(2026, 12, 10),
        appeal_by=date(2026, 12, 20),
        publish_by=date(2026, 12, 31),
    )


def test_only_what_is_settled_is_published_and_not_while_it_may_be_appealed(
    row: Round, boss: Principal, owner: Agency
) -> None:
    paper = scene.document().slug
    with pytest.raises(Conflict) as told:
        publishing.publish(boss, row.pk, paper)
    assert [problem.field for problem in told.value.problems] == [
        "nghi-quyet",
        "truc-tuyen",
        "cuoc-hop",
        "khac",
    ]
    for node in ("nghi-quyet", "truc-tuyen", "cuoc-hop", "khac"):
        moving.make_step(scene.officer(owner), row.pk, node, scene.score(node))
        moving.make_step(boss, row.pk, node, _rule("1"))
    with pytest.raises(Conflict) as told:
        publishing.publish(boss, row.pk, paper)
    assert told.value.code == "appeals_open"
    with pytest.raises(Invalid) as refused, clock.standing_at(date(2026, 12, 21)):
        publishing.publish(boss, row.pk, "khong-co")
    assert refused.value.field == "document"


def test_officers_score_for_their_own_agency_and_nobody_rules_on_their_own_score(
    row: Round, boss: Principal, owner: Agency
) -> None:
    for stranger in (scene.officer(scene.agency()), scene.person(Role.LEADER), scene.person(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            moving.make_step(stranger, row.pk, "nghi-quyet", scene.score())
    with pytest.raises(NotSignedIn):
        moving.make_step(ANONYMOUS, row.pk, "nghi-quyet", scene.score())
    officer = scene.officer(owner)
    moving.make_step(officer, row.pk, "nghi-quyet", scene.score())
    with pytest.raises(NotAllowed):
        moving.make_step(officer, row.pk, "nghi-quyet", StepDraft(move="accept"))
    moving.make_step(boss, row.pk, "khac", scene.score("khac"))  # came on paper
    with pytest.raises(NotAllowed) as told:
        moving.make_step(boss, row.pk, "khac", StepDraft(move="accept"))
    assert told.value.code == "own_score"
    moving.make_step(scene.office(), row.pk, "khac", StepDraft(move="accept"))


def test_a_named_verifier_takes_the_place_of_the_standing_office(boss: Principal, owner: Agency) -> None:
    verifier = scene.agency("so-tham-dinh")
    row = scene.a_round(boss, scene.edition(owner.code, verifier.code))
    moving.make_step(scene.officer(owner), row.pk, "nghi-quyet", scene.score())
    with pytest.raises(NotAllowed) as told:
        moving.make_step(boss, row.pk, "nghi-quyet", StepDraft(move="accept"))
    assert verifier.name in str(told.value.hint)
    key = scene.person(Role.REPORTING_OFFICER, verifier, scopes=frozenset({"figures.write"}))
    with pytest.raises(NotAllowed) as told:
        moving.make_step(key, row.pk, "nghi-quyet", StepDraft(move="accept"))
    assert told.value.code == "scope"
    moving.make_step(
        scene.person(Role.HEAD_OF_AGENCY, verifier), row.pk, "nghi-quyet", StepDraft(move="accept")
    )


def test_points_without_proof_or_without_an_answer_are_refused_at_the_field(
    row: Round, owner: Agency
) -> None:
    officer = scene.officer(owner)
    with pytest.raises(Invalid) as told:
        moving.make_step(officer, row.pk, "nghi-quyet", StepDraft(move="score", inputs={"đã ban hành": True}))
    assert told.value.field == "evidence"
    with pytest.raises(Invalid) as told:
        moving.make_step(
            officer, row.pk, "truc-tuyen", StepDraft(move="score", inputs={"tổng hồ sơ": 3}, links=scene.LINK)
        )
    assert told.value.field == "inputs.hồ sơ trực tuyến"
    with pytest.raises(Invalid) as told:
        moving.make_step(
            officer, row.pk, "khac", StepDraft(move="score", inputs={"points": 11}, links=scene.LINK)
        )
    assert told.value.field == "points"
    with pytest.raises(Invalid) as told:
        moving.make_step(
            officer, row.pk, "khac", StepDraft(move="score", inputs={"poinst": 1}, links=scene.LINK)
        )
    assert "points" in str(told.value.problems[0].hint)
    moving.make_step(officer, row.pk, "nghi-quyet", StepDraft(move="score", inputs={"đã ban hành": False}))
    assert ComponentStep.objects.count() == 1


def test_terms_bind_appeals_and_the_verifiers_own_points(row: Round, boss: Principal, owner: Agency) -> None:
    with pytest.raises(Conflict) as told:
        moving.make_step(boss, row.pk, "khac", _rule("0"))
    assert told.value.code == "too_early"
    with clock.standing_at(date(2026, 12, 1)):
        moving.make_step(boss, row.pk, "khac", _rule("0", note="Không tự chấm"))
    with clock.standing_at(date(2026, 12, 21)), pytest.raises(Conflict) as told:
        moving.make_step(scene.officer(owner), row.pk, "khac", _rule("5", "appeal"))
    assert told.value.code == "too_late"
    assert scene.component(row, "khac").own is None


def test_a_step_looked_at_before_another_one_is_a_conflict(
    row: Round, boss: Principal, owner: Agency
) -> None:
    officer = scene.officer(owner)
    first = moving.make_step(officer, row.pk, "khac", scene.score("khac"))
    moving.make_step(officer, row.pk, "khac", scene.score("khac"))
    with pytest.raises(Conflict) as told:
        moving.make_step(boss, row.pk, "khac", StepDraft(move="accept", last=first.pk))
    assert told.value.code == "stale"


def test_giving_components_by_main_index(row: Round, boss: Principal, owner: Agency) -> None:
    other = scene.agency()
    assert opening.assign(boss, row.pk, AssignDraft(under=("the-che",), owner=other.code)) == 2
    assert opening.assign(boss, row.pk, AssignDraft(under=("the-che",), owner=other.code)) == 0
    assert opening.assign(boss, row.pk, AssignDraft(verifier=owner.code)) == 4
    assert {one.owner for one in queries.components(row)} == {owner, other}
    assert opening.assign(boss, row.pk, AssignDraft(verifier="")) == 4
    for wrong in (AssignDraft(owner="khong-co"), AssignDraft(under=("the-ch",), owner=other.code)):
        with pytest.raises(Invalid):
            opening.assign(boss, row.pk, wrong)
    with pytest.raises(NotAllowed):
        opening.assign(scene.officer(owner), row.pk, AssignDraft(owner=other.code))


def test_terms_move_with_a_reason_and_leave_a_trace(row: Round, boss: Principal) -> None:
    with pytest.raises(Invalid):
        opening.reschedule(boss, row.pk, _terms(), "")
    opening.reschedule(boss, row.pk, _terms(), "Bão số 5")
    step = queries.round_steps(row)[0]
    assert (step.data["before"]["score_by"], step.data["score_by"]) == ("2026-11-30", "2026-12-01")
    with pytest.raises(ValueError, match="lần lượt"):
        Terms(**{**_terms().model_dump(), "publish_by": date(2026, 1, 1)})


def test_one_round_a_year_and_none_of_an_edition_without_points(row: Round, boss: Principal) -> None:
    with pytest.raises(Conflict):
        scene.a_round(boss, row.edition)
    empty = scene.edition()
    empty.nodes.update(points=0)
    with pytest.raises(Invalid):
        scene.a_round(boss, empty)
    with pytest.raises(NotFound):
        queries.component(row, "nghi-quyt")


def test_steps_cannot_be_changed_and_the_chain_holds(row: Round, owner: Agency) -> None:
    step = moving.make_step(scene.officer(owner), row.pk, "khac", scene.score("khac"))
    with pytest.raises(DatabaseError), transaction.atomic():
        ComponentStep.objects.filter(pk=step.pk).update(points=10)
    entries = AuditEntry.objects.filter(stream=f"index-round:{row.pk}").order_by("sequence")
    assert [entry.verb for entry in entries] == ["indices.round_open", "indices.component_score"]
    assert entries[1].previous == entries[0].hash


MOVES = st.tuples(
    st.sampled_from(["nghi-quyet", "khac"]),
    st.sampled_from(list(Move)),
    st.decimals(-1, 12, places=2),
    st.booleans(),
    st.integers(0, 40),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, max_size=12))
def test_any_order_of_steps_leaves_one_chain_and_a_state_that_follows_from_it(
    row: Round, boss: Principal, owner: Agency, moves: list[tuple[str, Move, Decimal, bool, int]]
) -> None:
    people = {True: scene.officer(owner), False: boss}
    with transaction.atomic():
        taken = 0
        for node, move, points, as_officer, days in moves:
            draft = scene.score(node) if move is Move.SCORE else _rule(str(points), move)
            with clock.standing_at(date.fromordinal(scene.TODAY.toordinal() + days)):
                try:
                    with transaction.atomic():
                        moving.make_step(people[as_officer], row.pk, node, draft)
                except Refusal:
                    continue
                taken += 1
        facts = ComponentStep.objects.filter(component__round=row)
        assert facts.count() == taken
        for one in queries.components(row):
            mine = queries.steps(one)
            last = [step for step in mine if not ComponentStep.objects.filter(supersedes=step).exists()]
            assert len(last) == (1 if mine else 0)
            assert one.last == (last[0].pk if last else None)
            if last:
                assert (one.state, one.points, one.own) == (last[0].state, last[0].points, last[0].own)
        found = list(queries.components(row))
        for each in parts(indices.tree(row.edition), found):
            assert each.firm + each.claimed + each.disputed + each.lost + each.missing == each.most
        assert 0 <= value_of(found) <= 1
        transaction.set_rollback(True)


def test_one_reminder_a_component_and_step_before_a_term(row: Round, boss: Principal, owner: Agency) -> None:
    officer = scene.officer(owner)
    holder = Person.objects.create(code="can-bo", full_name="Cán bộ")
    position = Position.objects.create(agency=owner, title="Cán bộ", role=Role.REPORTING_OFFICER)
    Post.objects.create(person=holder, position=position)
    moving.make_step(officer, row.pk, "khac", scene.score("khac"))
    assert reminding.remind_all(date(2026, 11, 22)) == 0  # 8 days before
    assert reminding.remind_all(date(2026, 11, 23)) == 3  # 7: the three that are not scored
    assert reminding.remind_all(date(2026, 11, 23)) == 0
    assert reminding.remind_all(date(2026, 11, 26)) == 0
    moving.make_step(officer, row.pk, "nghi-quyet", scene.score())
    assert reminding.remind_all(date(2026, 11, 30)) == 2  # on the day: the step of one day
    assert reminding.remind_all(date(2026, 12, 1)) == 0  # late is late, no reminder
    assert {one.agency for one in Reminder.objects.all()} == {owner}
    told = Message.objects.filter(kind="indices.due").order_by("recorded_at", "id")
    assert [one.values["count"] for one in told] == ["3", "2"]
    assert {one.recipient for one in told} == {holder.pk}
    opening.reschedule(boss, row.pk, Terms(**{**_terms().model_dump(), "score_by": date(2026, 12, 5)}), "Bão")
    assert reminding.remind_all(date(2026, 12, 1)) == 2  # another term
    assert reminding.remind_all(date(2026, 12, 4)) == 4  # and two that wait for the standing office
    assert Reminder.objects.filter(agency=None).count() == 2
