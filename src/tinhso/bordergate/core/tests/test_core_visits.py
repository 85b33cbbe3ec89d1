"""The scenarios of the specification that concern one visit, by number, on the pure core."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.tests.gate_world import HN, TT, Story, at
from tinhso.bordergate.core.tracks import Actor, Track, TrackState
from tinhso.bordergate.core.visit_states import Answer, VisitState

NINE = at(9)


def test_a_visit_goes_its_way() -> None:
    story = Story().accept().call().arrive().add(K.YARD_IN, at(9, 15), Actor.YARD)
    assert story.view().state == VisitState.IN_YARD
    assert story.view().missing == ("health", "quarantine", "border_guard", "customs", "fee")
    story.check(Track.HEALTH).check(Track.QUARANTINE)
    assert story.view().state == VisitState.CHECKING
    story.check(Track.BORDER_GUARD).check(Track.CUSTOMS)
    assert story.view().missing == ("fee",)
    story.pay()
    assert (story.view().state, story.view().cleared) == (VisitState.CLEARED, True)
    story.add(K.DISPATCHED, at(11), Actor.BORDER_GUARD).add(K.CROSSED, at(11, 20), Actor.BORDER_GUARD)
    story.add(K.DELIVERED, at(12), Actor.BORDER_GUARD)
    assert story.view().state == VisitState.ABROAD
    assert story.add(K.CLOSED, at(12, 1)).last().missing == ("return",)
    story.add(K.RETURNED, at(15), Actor.BORDER_GUARD).add(K.CLOSED, at(15, 1))
    assert story.view().state == VisitState.CLOSED
    assert [verdict.answer for verdict in story.view().verdicts.values()].count(Answer.OK) == len(
        story.events
    ) - 1


def test_an_import_begins_with_crossing_and_ends_inland() -> None:
    story = Story(direction="import", returns="").accept().call()
    story.add(K.CROSSED, at(9, 5), Actor.BORDER_GUARD)
    assert story.view().state == VisitState.ARRIVED
    assert story.arrive(at(9, 9)).last().answer == Answer.OK
    story.add(K.YARD_IN, at(9, 15), Actor.YARD).check_all()
    story.add(K.DISPATCHED, at(11), Actor.GATE_CENTRE).add(K.CLOSED, at(11, 5))
    assert story.view().state == VisitState.CLOSED
    assert story.view().times[VisitState.CROSSED] == at(9, 5)


def test_scenario_7_two_devices_of_one_checkpoint() -> None:
    story = Story().accept().call().arrive(at(9, 10)).arrive(at(9, 10, 3), device="d2")
    first, second = story.events[-2:]
    assert story.last().answer == Answer.DUPLICATE
    assert story.last().of == first.event.event_id
    assert story.view().times[VisitState.ARRIVED] == at(9, 10)
    assert second.event.event_id != first.event.event_id


def test_scenario_7_ends_at_120_seconds() -> None:
    story = Story().accept().call().arrive(at(9, 10)).arrive(at(9, 11, 59))
    assert story.last().answer == Answer.DUPLICATE
    assert story.arrive(at(9, 14)).last().answer == Answer.REPEAT


def test_scenario_8_two_gates() -> None:
    story = Story().accept().call().arrive(at(9, 10)).arrive(at(9, 10, 30), gate=TT)
    assert story.last().answer == Answer.CONFLICT_LOCATION
    assert story.view().state == VisitState.ARRIVED
    assert story.view().gate == HN
    assert story.view().frozen
    assert story.add(K.YARD_IN, at(9, 20), Actor.YARD).last().answer == Answer.FROZEN
    hold = story.view().holds[0].event_id
    refused = story.add(K.RELEASED, at(9, 21), Actor.CUSTOMS, hold=str(hold), reason="x").last()
    assert refused.answer == Answer.HOLD_NOT_YOURS
    story.add(K.RELEASED, at(9, 22), Actor.GATE_CENTRE, hold=str(hold), reason="đã tìm thấy xe")
    assert story.add(K.YARD_IN, at(9, 23), Actor.YARD).last().answer == Answer.OK


def test_scenario_8_wherever_the_first_scan_was() -> None:
    story = Story().accept().call().arrive(at(9, 10), gate=TT)
    assert story.last().answer == Answer.WRONG_GATE
    assert not story.view().frozen, "a wrong turn of the driver costs nothing"
    assert story.arrive(at(9, 10, 30)).last().answer == Answer.CONFLICT_LOCATION
    assert story.view().state == VisitState.CALLED


def test_scenario_12_the_call_runs_out_at_the_second() -> None:
    story = Story().accept().call(at(9))
    assert story.add(K.EXPIRED, at(10, 14, 59)).last().answer == Answer.NOT_NOW
    assert story.add(K.EXPIRED, at(10, 15)).last().answer == Answer.OK
    assert story.view().state == VisitState.EXPIRED
    assert story.view().no_shows == (at(10, 15),)
    assert story.arrive(at(10, 15, 1)).last().answer == Answer.NO_VALID_CALL


def test_an_arrival_told_late_takes_a_no_show_back() -> None:
    """The barrier was offline: the truck came in time, the product learned of it later."""
    story = Story().accept().call(at(9)).add(K.EXPIRED, at(10, 15)).arrive(at(9, 30))
    assert story.view().state == VisitState.ARRIVED
    assert story.view().no_shows == ()


def test_scenario_14_another_tractor_once() -> None:
    story = Story().accept().check(Track.BORDER_GUARD, at(8, 30)).check(Track.CUSTOMS, at(8, 31))
    story.swap("VN:29C99999", at(8, 40))
    assert story.last().answer == Answer.OK
    assert story.view().tracks[Track.BORDER_GUARD] == TrackState.PENDING
    assert story.view().tracks[Track.CUSTOMS] == TrackState.PASSED
    assert story.view().state == VisitState.QUEUED
    assert story.view().combination.container == "CSQU3054383"
    assert story.view().bound_at(at(8, 35)).tractor == "VN:12C12345"
    assert story.view().bound_at(at(8, 40)).tractor == "VN:29C99999"
    assert story.swap("VN:29C11111", at(8, 50)).last().answer == Answer.DECISION_REQUIRED
    assert story.swap("VN:29C11111", at(8, 55), decision="QĐ 12").last().answer == Answer.OK


def test_scenario_14_needs_both_and_takes_nothing_else_along() -> None:
    story = Story().accept().swap("VN:29C99999", at(8, 40), parties=["old"])
    assert story.last().answer == Answer.BOTH_PARTIES
    things = {"tractor": "VN:29C99999", "container": "CSQU3054384"}
    story.add(K.TRACTOR_CHANGED, at(8, 41), things=things, parties=["old", "new"])
    assert story.last().answer == Answer.USE_CORRECTION
    assert story.view().combination.tractor == "VN:12C12345"


def test_scenario_15_another_container_at_the_barrier() -> None:
    story = Story().accept().call(at(9)).arrive(at(9, 10), seen={"container": "CSQU3054384"})
    assert story.last().answer == Answer.HELD_MISMATCH
    assert story.last().missing == ("container",)
    assert (story.view().state, story.view().frozen) == (VisitState.CALLED, True)
    assert story.add(K.EXPIRED, at(10, 15)).last().answer == Answer.FROZEN, "frozen, not lost"
    assert story.view().no_shows == ()
    told: dict[str, Any] = {"reason": "tráo công-te-nơ", "decision": "BB 01", "vehicles": ["VN:51C00001"]}
    story.add(K.VOIDED, at(11), Actor.BORDER_GUARD, **told)
    assert (story.view().state, story.view().fraud) == (VisitState.REFUSED, True)
    assert story.view().sanctioned == ("VN:12C12345", "VN:51C00001")


def test_scenario_15_an_honest_truck_gets_its_place_back() -> None:
    story = Story().accept().call(at(9)).arrive(at(9, 10), seen={"container": "CSQU3054384"})
    hold = str(story.view().holds[0].event_id)
    story.add(K.RELEASED, at(10, 30), Actor.BORDER_GUARD, hold=hold, reason="đọc nhầm")
    assert story.view().state == VisitState.QUEUED
    assert story.view().times[VisitState.QUEUED] == at(8)
    story.call(at(10, 31)).arrive(at(10, 40), seen={"container": "CSQU3054383"})
    assert story.view().state == VisitState.ARRIVED


def test_scenario_17_into_another_stream_with_the_old_place() -> None:
    story = Story().accept(at(8))
    story.add(K.RECLASSIFIED, at(8, 30), Actor.PLANT_QUARANTINE, stream="G", reason="không phải hàng tươi")
    assert (story.view().stream, story.view().state) == ("G", VisitState.QUEUED)
    assert story.view().times[VisitState.QUEUED] == at(8)


@pytest.mark.parametrize(
    ("field", "reopened"),
    [
        ("driver.phone", set()),
        ("driver.name", {Track.BORDER_GUARD}),
        ("goods.net_kg", {Track.CUSTOMS, Track.QUARANTINE, Track.FEE}),
    ],
)
def test_scenario_18_a_correction_opens_only_what_depends_on_it(field: str, reopened: set[Track]) -> None:
    story = Story().accept().check_all(at(8, 10)).call(at(9))
    story.correct([field], at(9, 1))
    pending = {track for track, state in story.view().tracks.items() if state == TrackState.PENDING}
    assert pending == reopened
    assert (story.view().state, story.view().version) == (VisitState.CALLED, 2)
    assert story.view().times[VisitState.QUEUED] == at(8)
    assert story.arrive(at(9, 10)).last().answer == Answer.OK


def test_a_finding_on_an_older_version_does_not_count() -> None:
    story = Story().accept().correct(["goods.hs"], at(8, 30))
    assert story.check(Track.CUSTOMS, at(8, 31), version=1).last().answer == Answer.STALE_VERSION
    assert story.check(Track.HEALTH, at(8, 32), version=1).last().answer == Answer.OK
    assert story.check(Track.CUSTOMS, at(8, 33), version=2).last().answer == Answer.OK
    assert story.correct(["goods.hs"], at(8, 40), version=2).last().answer == Answer.STALE_VERSION


def test_a_finding_from_another_gate_does_not_count() -> None:
    story = Story().accept().check(Track.CUSTOMS, at(8, 30), gate=TT)
    assert story.last().answer == Answer.WRONG_GATE
    mirrored = {"track": "customs", "result": "passed", "gate": TT}
    assert story.add(K.CHECKED, at(8, 31), Actor.CUSTOMS_MIRROR, **mirrored).last().answer == Answer.OK


def test_another_container_needs_another_look() -> None:
    story = Story().accept().check_all(at(8, 10))
    things = {"container": "CSQU3054384"}
    bare: dict[str, Any] = {"version": 2, "fields": ["container"], "reopens": [], "things": things}
    assert story.add(K.CORRECTED, at(8, 30), **bare).last().answer == Answer.INSPECTION_REQUIRED
    story.correct(["container"], at(8, 31), things=things)
    assert story.view().missing == ("quarantine", "border_guard", "customs", "inspection")
    assert story.check(Track.CUSTOMS, at(8, 40)).last().answer == Answer.INSPECTION_REQUIRED
    assert story.check(Track.CUSTOMS, at(8, 41), inspected=True).last().answer == Answer.OK
    assert story.view().missing == ("quarantine", "border_guard")


def test_scenario_19_release_is_for_customs() -> None:
    story = Story().accept().call().arrive()
    story.add(K.CHECKED, at(9, 20), Actor.PLANT_QUARANTINE, track="customs", result="passed")
    assert (story.last().answer, story.last().status) == (Answer.TRACK_NOT_YOURS, 403)
    story.check_all(at(9, 30), leave_out=Track.CUSTOMS)
    story.add(K.DISPATCHED, at(10), Actor.BORDER_GUARD)
    assert (story.last().status, story.last().missing) == (409, ("customs",))
    assert story.view().state == VisitState.ARRIVED


def test_nothing_crosses_uncleared_and_the_attempt_is_seen() -> None:
    story = Story().accept().call().arrive().add(K.CROSSED, at(9, 40), Actor.BORDER_GUARD)
    assert story.last().answer == Answer.NOT_CLEARED
    assert story.view().anomalies == (("CROSSED_UNCLEARED", story.events[-1].event.event_id),)


def test_a_hold_after_release_stops_at_the_marker() -> None:
    story = Story().accept().call().arrive().check_all().add(K.DISPATCHED, at(11), Actor.BORDER_GUARD)
    story.add(K.HELD, at(11, 1), Actor.CUSTOMS, reason="kiểm tra lại")
    assert story.add(K.CROSSED, at(11, 5), Actor.BORDER_GUARD).last().missing == ("hold:customs",)
    hold = str(story.view().holds[0].event_id)
    released = story.add(K.RELEASED, at(11, 6), Actor.BORDER_GUARD, hold=hold, reason="x").last()
    assert released.answer == Answer.HOLD_NOT_YOURS
    story.add(K.RELEASED, at(11, 7), Actor.CUSTOMS_MIRROR, hold=hold, reason="xong")
    assert story.add(K.CROSSED, at(11, 8), Actor.BORDER_GUARD).last().answer == Answer.OK


def test_a_closed_gate_makes_no_no_shows() -> None:
    story = Story().accept().call(at(12)).add(K.SUSPENDED, at(13), reason="đóng cửa khẩu")
    assert story.add(K.EXPIRED, at(13, 15)).last().answer == Answer.NOT_IN_LINE
    story.add(K.RESUMED, at(31), reason="mở lại")
    assert (story.view().state, story.view().no_shows) == (VisitState.QUEUED, ())
    assert [aside.word for aside in story.view().asides] == [Aside.SUSPENDED]
    story.call(at(31, 1))
    assert story.arrive(at(31, 30)).last().answer == Answer.OK


def test_nobody_comes_in_on_a_call_of_before_the_closure() -> None:
    story = Story().accept().call(at(12)).add(K.SUSPENDED, at(13), reason="đóng cửa khẩu")
    assert story.arrive(at(13, 5)).last().answer == Answer.NO_VALID_CALL
    told = {"call_list": "L1"}
    assert story.arrive(at(13, 8), **told).last().answer == Answer.OK, "the offline gate's list still had it"
    assert story.view().anomalies[0][0] == "ADMITTED_ON_WITHDRAWN_CALL"


def test_events_of_one_moment_follow_the_order_of_a_visits_life() -> None:
    story = Story().arrive(at(9)).call(at(9)).accept(at(9)).add(K.RESUMED, at(9), reason="x")
    assert story.view().state == VisitState.ARRIVED
    story.add(K.CLOSED, at(9)).add(K.REFUSED, at(9), Actor.BORDER_GUARD, reason="x")
    assert story.view().state == VisitState.REFUSED


def test_what_is_not_needed_is_not_opened_again() -> None:
    story = Story(tracks={"quarantine": "not_needed"}).accept().correct(["goods.net_kg"], at(8, 30))
    assert story.view().tracks[Track.QUARANTINE] == TrackState.NOT_NEEDED
    told = {"tracks": {"quarantine": "pending"}}
    story.correct(["goods.hs"], at(8, 40), version=3, **told)
    assert story.view().tracks[Track.QUARANTINE] == TrackState.PENDING, "other goods may need it"


def test_a_deferred_place_is_not_called_before_its_time() -> None:
    story = Story().accept().call(at(9)).add(K.DEFERRED, at(9, 5), not_before=at(15, 5).isoformat(), hours=6)
    assert story.view().state == VisitState.DEFERRED
    assert story.call(at(15, 4)).last().answer == Answer.NOT_NOW
    assert story.arrive(at(9, 30)).last().answer == Answer.NO_VALID_CALL
    assert story.call(at(15, 5)).last().answer == Answer.OK


def test_diversion_keeps_seniority_and_binds_to_the_other_gate() -> None:
    story = Story().accept().call(at(9)).add(K.DIVERTED, at(9, 5), to_gate=TT, reason="ùn tắc")
    assert (story.view().state, story.view().gate) == (VisitState.QUEUED, TT)
    assert story.arrive(at(9, 30)).last().answer == Answer.WRONG_GATE
    story.call(at(9, 50), gate=TT)
    assert story.arrive(at(10), gate=TT).last().answer == Answer.OK


def test_no_entry_without_a_call_but_on_a_decision() -> None:
    story = Story().accept()
    assert story.arrive(at(8, 30)).last().answer == Answer.NO_VALID_CALL
    until = (at(8, 35) + timedelta(hours=1)).isoformat()
    story.add(
        K.AUTHORISED, at(8, 35), Actor.GATE_CENTRE, reason="cứu trợ", decision="QĐ 9", valid_until=until
    )
    assert story.arrive(at(8, 40)).last().answer == Answer.OK
    assert story.view().admitted_by == story.events[-2].event.event_id


def test_scenario_25_transhipment_to_the_kilogram() -> None:
    story = Story().accept().call().arrive()
    sources = [{"unit": "CSQU3054383", "kg": 22_000}]
    out = [{"unit": "CN:桂A12345", "kg": 12_000}, {"unit": "CN:桂A54321", "kg": 10_001}]
    story.add(K.TRANSHIPPED, at(10), Actor.YARD, sources=sources, targets=out)
    assert (story.last().answer, story.last().status) == (Answer.MASS_BALANCE, 422)
    out[1]["kg"] = 10_000
    assert story.add(K.TRANSHIPPED, at(10, 5), Actor.YARD, sources=sources, targets=out).last().status == 200
    assert story.view().state == VisitState.TRANSHIPPED


def test_a_turned_back_truck_leaves_a_link() -> None:
    story = Story().accept().call().arrive().check_all()
    story.add(K.DISPATCHED, at(11), Actor.BORDER_GUARD).add(K.CROSSED, at(11, 20), Actor.BORDER_GUARD)
    story.add(K.TURNED_BACK, at(13), Actor.BORDER_GUARD, reason="phía bạn trả lại")
    assert story.view().state == VisitState.TURNED_BACK
    again = Story(turned_back_of=str(story.visit), tracks={"fee": "not_needed"}).accept(at(14))
    assert again.view().turned_back_of == story.visit
    assert "fee" not in again.view().missing


def test_relay_driver_takes_over_before_the_guard() -> None:
    story = Story().accept().call().arrive().check_all()
    things = {"driver": "driver-9"}
    story.add(K.DRIVER_CHANGED, at(10, 50), things=things, parties=["a", "b"])
    assert story.view().missing == ("border_guard",)
    story.add(K.DRIVER_CHANGED, at(10, 51), Actor.BORDER_GUARD, things=things, parties=["a", "b"])
    story.check(Track.BORDER_GUARD, at(10, 52))
    story.add(K.DRIVER_CHANGED, at(10, 53), Actor.BORDER_GUARD, things=things, parties=["a", "b"])
    assert story.view().missing == ()


def test_offline_arrival_on_a_listed_place() -> None:
    story = Story().accept()
    times: dict[str, Any] = {"valid_from": at(9).isoformat(), "valid_until": at(17).isoformat()}
    story.add(K.LISTED, at(8, 1), call_list="L1", **times)
    assert story.arrive(at(9, 30), call_list="L2").last().answer == Answer.NO_VALID_CALL
    assert story.arrive(at(9, 31), call_list="L1").last().answer == Answer.OK
    assert story.view().anomalies[0][0] == "ADMITTED_ON_LIST"
