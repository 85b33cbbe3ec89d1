"""Seats with terms, one chair at a time, circles above, regulations by day; every change can be undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from tinhso.committees import actions, queries
from tinhso.committees.roles import MemberRole
from tinhso.committees.schemas import CommitteeDraft, NewCommittee, RegulationDraft, SeatDraft
from tinhso.committees.tests.scene import REGULATION, TODAY, Scene
from tinhso.people.principals import ANONYMOUS

pytestmark = pytest.mark.django_db


def _seat(scene: Scene, name: str, role: MemberRole, **more: Any) -> SeatDraft:
    return SeatDraft(person=str(scene.person(name).pk), role=role, **more)


def test_only_the_standing_office_changes_a_committee(scene: Scene) -> None:
    draft = _seat(scene, "outsider", MemberRole.MEMBER)
    for name in ("chair", "secretary", "leader", "auditor", "outsider"):
        with pytest.raises(NotAllowed):
            actions.seat(scene.who(name), "bcd-cds", draft)
    with pytest.raises(NotSignedIn):
        actions.seat(ANONYMOUS, "bcd-cds", draft)
    assert actions.seat(scene.who("office"), "bcd-cds", draft).role == MemberRole.MEMBER


def test_members_are_those_of_the_day_the_chair_first(scene: Scene) -> None:
    now = [row.person_id for row in queries.members(scene.committee, TODAY)]
    assert now[:2] == [scene.person("chair").pk, scene.person("deputy").pk]
    assert now[-1] == scene.person("secretary").pk
    assert queries.members(scene.committee, date(2025, 6, 30)) == []


def test_a_secretary_has_no_vote_and_somebody_with_two_seats_has_one(scene: Scene) -> None:
    assert len(queries.voting(scene.committee, TODAY)) == 6
    actions.seat(scene.who("office"), "bcd-cds", _seat(scene, "deputy", MemberRole.MEMBER))
    assert len(queries.members(scene.committee, TODAY)) == 8
    assert len(queries.voting(scene.committee, TODAY)) == 6


def test_a_second_chair_is_refused_until_the_first_ends(scene: Scene) -> None:
    office = scene.who("office")
    with pytest.raises(Conflict) as refused:
        actions.seat(office, "bcd-cds", _seat(scene, "deputy", MemberRole.CHAIR, since=TODAY))
    assert refused.value.field == "role" and refused.value.hint
    actions.end_seat(office, "bcd-cds", scene.seats["chair"].pk, on=TODAY - timedelta(days=1))
    actions.seat(office, "bcd-cds", _seat(scene, "deputy", MemberRole.CHAIR, since=TODAY))
    found = queries.chair(scene.committee, TODAY)
    assert found is not None and found.person == scene.person("deputy")
    before = queries.chair(scene.committee, TODAY - timedelta(days=1))
    assert before is not None and before.person == scene.person("chair")
    with pytest.raises(Conflict):
        actions.restore_seat(office, "bcd-cds", scene.seats["chair"].pk)


def test_ending_a_seat_is_undone_and_leaves_its_history(scene: Scene) -> None:
    office, seat = scene.who("office"), scene.seats["an"]
    actions.end_seat(office, "bcd-cds", seat.pk, on=TODAY, reason="Nghỉ hưu")
    assert len(queries.voting(scene.committee, TODAY + timedelta(days=1))) == 5
    actions.restore_seat(office, "bcd-cds", seat.pk)
    assert len(queries.voting(scene.committee, TODAY + timedelta(days=1))) == 6
    assert History.objects.filter(table_name="committees_membership", row_id=str(seat.pk)).count() == 3
    verbs = AuditEntry.objects.filter(stream="committee:bcd-cds").values_list("verb", flat=True)
    assert list(verbs.order_by("sequence")) == ["committees.end_seat", "committees.restore_seat"]


def test_the_same_seat_twice_is_refused(scene: Scene) -> None:
    with pytest.raises(Conflict) as refused:
        actions.seat(scene.who("office"), "bcd-cds", _seat(scene, "an", MemberRole.MEMBER, since=TODAY))
    assert refused.value.field == "person"


def test_a_seat_that_ends_before_it_begins_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        days = {"since": TODAY, "until": TODAY - timedelta(days=1)}
        actions.seat(scene.who("office"), "bcd-cds", _seat(scene, "outsider", MemberRole.MEMBER, **days))
    assert refused.value.field == "until"


def test_somebody_unknown_is_refused_beside_the_field(scene: Scene) -> None:
    with pytest.raises(NotFound) as refused:
        draft = SeatDraft(person="khong-co-ai", role=MemberRole.MEMBER)
        actions.seat(scene.who("office"), "bcd-cds", draft)
    assert refused.value.field == "person"


def test_a_circle_of_committees_is_refused(scene: Scene) -> None:
    office = scene.who("office")
    below = NewCommittee(code="bcd-xa", name="Ban Chỉ đạo xã", level="commune", parent="bcd-cds")
    actions.create_committee(office, below)
    told = CommitteeDraft(name="Ban Chỉ đạo chuyển đổi số", level="province", parent="bcd-xa")
    with pytest.raises(Invalid) as refused:
        actions.revise_committee(office, "bcd-cds", told)
    assert refused.value.field == "parent" and refused.value.hint
    with pytest.raises(Conflict):
        actions.create_committee(office, below)


def test_a_regulation_is_in_force_from_its_day_on(scene: Scene) -> None:
    told = RegulationDraft.model_validate({**REGULATION, "valid_from": TODAY, "quorum_denominator": 4})
    actions.adopt_regulation(scene.who("office"), "bcd-cds", told)
    now, before = (queries.regulation(scene.committee, day) for day in (TODAY, TODAY - timedelta(days=1)))
    assert now is not None and now.quorum.needed(6) == 3
    assert before is not None and before.quorum.needed(6) == 4
    assert queries.regulation(scene.committee, date(2025, 6, 30)) is None
    again = told.model_copy(update={"notice_days": 5})
    actions.adopt_regulation(scene.who("office"), "bcd-cds", again)
    assert len(queries.regulations(scene.committee)) == 2
    corrected = queries.regulation(scene.committee, TODAY)
    assert corrected is not None and corrected.notice_days == 5


def test_seats_of_a_person_and_who_holds_what(scene: Scene) -> None:
    chair = scene.person("chair").pk
    assert [row.committee.code for row in queries.of_person(chair, TODAY)] == ["bcd-cds"]
    assert queries.holds(chair, scene.committee.pk, MemberRole.CHAIR, on=TODAY)
    assert not queries.holds(chair, scene.committee.pk, MemberRole.SECRETARY, on=TODAY)
    assert not queries.holds(None, scene.committee.pk)
    assert list(queries.committees_of(None)) == []
