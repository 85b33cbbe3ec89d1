"""Corners of a visit's life that no scenario names."""

from __future__ import annotations

from typing import Any

import pytest

from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.returns import obligation_of
from tinhso.bordergate.core.tests.gate_world import TT, Story, at
from tinhso.bordergate.core.tracks import Actor, Track
from tinhso.bordergate.core.visit_states import Answer, VisitState


def test_a_list_admits_in_its_time_alone() -> None:
    times: dict[str, Any] = {"valid_from": at(9).isoformat(), "valid_until": at(10).isoformat()}
    story = Story().accept().add(K.LISTED, at(8, 1), call_list="L1", **times)
    assert story.arrive(at(8, 30), call_list="L1").last().answer == Answer.NO_VALID_CALL
    assert story.arrive(at(10), call_list="L1").last().answer == Answer.NO_VALID_CALL


def test_a_withdrawn_call_ends_when_it_would_have_ended() -> None:
    story = Story().accept().call(at(9)).add(K.SUSPENDED, at(9, 30), reason="x")
    assert story.arrive(at(10, 15), call_list="L1").last().answer == Answer.NO_VALID_CALL


def test_a_tractor_does_not_change_by_correction() -> None:
    things = {"tractor": "VN:29C99999"}
    story = Story().accept().correct(["tractor"], at(8, 30), things=things)
    assert story.last().answer == Answer.USE_TRACTOR_CHANGED
    assert story.view().version == 1


def test_a_corrected_driver_is_bound_from_then_on() -> None:
    story = Story().accept().correct(["driver.name"], at(8, 30), things={"driver": "driver-2"})
    assert story.view().combination.driver == "driver-2"
    assert story.view().bound_at(at(8, 29)).driver == "driver-1"


def test_one_of_two_freezes_lifted_does_not_free_the_place() -> None:
    story = Story().accept().call(at(9))
    story.add(K.MISMATCH, at(9, 10), Actor.BORDER_GUARD, field="seal")
    story.add(K.MISMATCH, at(9, 11), Actor.YARD, field="container")
    first, second = (str(hold.event_id) for hold in story.view().holds)
    story.add(K.RELEASED, at(11), Actor.GATE_CENTRE, hold=first, reason="x")
    assert (story.view().state, story.view().frozen) == (VisitState.CALLED, True)
    assert story.call(at(11, 1)).last().answer == Answer.FROZEN
    story.add(K.RELEASED, at(11, 2), Actor.GATE_CENTRE, hold=second, reason="y")
    assert story.view().state == VisitState.QUEUED
    assert story.add(K.RELEASED, at(11, 3), Actor.GATE_CENTRE, hold=second, reason="y").last().status == 409


def test_a_gate_diverts_only_its_own() -> None:
    story = Story().accept().add(K.DIVERTED, at(8, 30), gate=TT, to_gate="CM", reason="x")
    assert story.last().answer == Answer.NOT_IN_LINE
    story.add(K.DIVERTED, at(8, 31), to_gate="MC", reason="x", outside=True)
    assert story.view().state == VisitState.DIVERTED
    assert [aside.word for aside in story.view().asides] == ["divert"]


def test_an_import_owes_its_return_from_delivery() -> None:
    story = Story(direction="import").accept().call().add(K.CROSSED, at(9, 5), Actor.BORDER_GUARD)
    story.check_all().add(K.DISPATCHED, at(10), Actor.GATE_CENTRE)
    assert obligation_of(story.view()) is None
    story.add(K.DELIVERED, at(12), Actor.YARD)
    owed = obligation_of(story.view())
    assert owed is not None
    assert owed.due == at(36)
    assert obligation_of(story.add(K.RETURNED, at(15), Actor.BORDER_GUARD).view()) is None


def test_a_payment_that_did_not_stand_is_owed_again() -> None:
    story = Story().accept().call().arrive().check_all()
    assert story.view().cleared
    story.add(K.FEE_REOPENED, at(10), Actor.CASHIER, reason="ngân hàng hoàn giao dịch")
    assert story.view().missing == ("fee",)
    assert story.pay(at(10, 30)).view().cleared


def test_a_fee_for_an_older_version_does_not_settle_the_new_one() -> None:
    story = Story().accept().correct(["goods.net_kg"], at(8, 30))
    paid: dict[str, Any] = {"amount": 1, "receipt": "R", "version": 1}
    assert story.add(K.FEE_SETTLED, at(8, 40), Actor.CASHIER, **paid).last().answer == Answer.STALE_VERSION


@pytest.mark.parametrize("kind", [K.CHECKED, K.HELD, K.CORRECTED, K.CALLED, K.ARRIVED, K.CANCELLED, K.CLOSED])
def test_what_is_over_stays_over(kind: K) -> None:
    told: dict[K, dict[str, Any]] = {
        K.CHECKED: {"track": "health", "result": "failed"},
        K.HELD: {"reason": "x"},
        K.CORRECTED: {"version": 9, "fields": [], "reopens": []},
        K.CALLED: {"valid_until": at(20).isoformat()},
    }
    actors = {K.CHECKED: Actor.HEALTH, K.HELD: Actor.CUSTOMS, K.ARRIVED: Actor.BORDER_GUARD}
    story = Story().accept().add(K.CANCELLED, at(8, 30), reason="thôi")
    before = story.view()
    story.add(kind, at(9), actors.get(kind), **told.get(kind, {}))
    assert story.last().answer == Answer.NOT_NOW
    assert story.view().state == before.state
    assert story.view().tracks == before.tracks
    assert story.view().holds == ()


def test_an_empty_truck_leaves_after_transhipment_and_clearance() -> None:
    story = Story(returns="").accept().call().arrive().check_all(leave_out=Track.CUSTOMS)
    loads: dict[str, Any] = {"sources": [{"unit": "A", "kg": 5}], "targets": [{"unit": "B", "kg": 5}]}
    story.add(K.TRANSHIPPED, at(10), Actor.YARD, **loads)
    assert story.add(K.CLOSED, at(10, 5)).last().answer == Answer.NOT_NOW
    story.check(Track.CUSTOMS, at(10, 10))
    assert story.view().state == VisitState.TRANSHIPPED
    assert story.add(K.CLOSED, at(10, 15)).view().state == VisitState.CLOSED
