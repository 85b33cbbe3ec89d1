"""Windows, deferrals and no-shows (12, 13), returns (26), call lists, barriers, transhipment, corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core import call_list, sanctions
from tinhso.bordergate.core.barrier import command_for
from tinhso.bordergate.core.canonical import canonical_bytes, sign_bytes
from tinhso.bordergate.core.differing import Change, differences
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.kinds import EventKind as K
from tinhso.bordergate.core.returns import obligation, obligation_of
from tinhso.bordergate.core.sanctions import AttendanceRules, absence, cooling_until, defer
from tinhso.bordergate.core.tests.gate_world import HN, Handheld, Story, at
from tinhso.bordergate.core.tracks import UNKNOWN_FIELD, Actor, Track, effect_of, require_writer
from tinhso.bordergate.core.transhipping import Load, TranshipOrder, check
from tinhso.bordergate.core.visit_states import Answer, Combination

DAY = timedelta(days=1)


def test_scenario_12_window_and_grace() -> None:
    assert not sanctions.has_expired(at(9), at(10, 14, 59))
    assert sanctions.has_expired(at(9), at(10, 15))


def test_scenario_13_one_deferral_in_sixty_days() -> None:
    first = defer(at(9), 6, [])
    assert first.not_before == at(15)
    assert first.next_from == at(9) + 60 * DAY
    with pytest.raises(GateFault) as refused:
        defer(at(9) + 30 * DAY, 6, [at(9)])
    assert (refused.value.code, refused.value.status) == ("DEFERRAL_LIMIT", 409)
    assert refused.value.extra["next_from"] == (at(9) + 60 * DAY).isoformat()
    with pytest.raises(GateFault):
        defer(at(9) + 60 * DAY - timedelta(seconds=1), 6, [at(9)])
    assert defer(at(9) + 60 * DAY, 4, [at(9)]).not_before == at(13) + 60 * DAY


@pytest.mark.parametrize("hours", [0, 5, 12, -4])
def test_only_the_published_hours(hours: int) -> None:
    with pytest.raises(GateFault, match="DEFERRAL_HOURS"):
        defer(at(9), hours, [])


@given(st.lists(st.integers(0, 400), max_size=30), st.integers(1, 3))
def test_no_window_ever_holds_more_deferrals_than_the_rule(days: list[int], most: int) -> None:
    rules = replace(AttendanceRules(), per_window=most)
    granted: list[datetime] = []
    for day in sorted(days):
        moment = at(9) + day * DAY
        try:
            granted.append(defer(moment, 4, granted, rules).at)
        except GateFault as fault:
            assert fault.code == "DEFERRAL_LIMIT"
            opens = next(d for d in range(day, 600) if at(9) + d * DAY >= _free(granted, most))
            assert defer(at(9) + opens * DAY, 4, granted, rules)
    for start in granted:
        assert sum(start <= one < start + 60 * DAY for one in granted) <= most


def _free(granted: list[datetime], most: int) -> datetime:
    return granted[-most] + 60 * DAY


def test_the_second_no_show_in_ninety_days_cools_down() -> None:
    assert absence(at(10), []).cool_down_until is None
    second = absence(at(10) + 89 * DAY, [at(10)])
    assert (second.count, second.cool_down_until) == (2, at(10) + 96 * DAY)
    assert absence(at(10) + 90 * DAY, [at(10)]).cool_down_until is None
    shows = [at(10), at(10) + 5 * DAY]
    assert cooling_until(at(10) + 6 * DAY, shows) == at(10) + 12 * DAY
    assert cooling_until(at(10) + 12 * DAY, shows) is None
    assert cooling_until(at(10), shows) is None


@pytest.mark.parametrize(("kind", "due"), [("ordinary", at(34)), ("two_way", at(46))])
def test_scenario_26_overdue_on_the_hour(kind: str, due: datetime) -> None:
    owed = obligation(kind, at(10))
    assert owed.due == due
    assert not owed.is_overdue(due - timedelta(seconds=1))
    assert owed.is_overdue(due)


def test_scenario_26_what_a_visit_owes() -> None:
    story = Story(returns="two_way").accept().call().arrive().check_all()
    story.add(K.DISPATCHED, at(9, 50), Actor.BORDER_GUARD)
    assert obligation_of(story.view()) is None
    story.add(K.CROSSED, at(9, 55), Actor.BORDER_GUARD)
    owed = obligation_of(story.view())
    assert owed is not None
    assert owed.due == at(45, 55)
    story.add(K.DELIVERED, at(10), Actor.BORDER_GUARD)
    owed = obligation_of(story.view())
    assert owed is not None
    assert owed.due == at(46)
    assert obligation_of(story.add(K.RETURNED, at(20)).view()) is None
    with pytest.raises(GateFault, match="UNKNOWN_RETURN_KIND"):
        obligation("sometime", at(10))


SERVER = Handheld("server-key")


def a_list() -> call_list.CallList:
    return call_list.issue("L1", [Story().accept().call().view()], gate=HN, direction="export", at=at(9, 5))


def test_a_call_list_is_believed_when_the_server_signed_it() -> None:
    one = a_list()
    signature = call_list.sign(one, SERVER.key)
    assert call_list.opened(one.wire, signature, SERVER.public) == one
    forged = {**one.wire, "valid_until": "2025-07-16T09:05:00.000Z"}
    with pytest.raises(GateFault, match="BAD_SIGNATURE"):
        call_list.opened(forged, signature, SERVER.public)
    with pytest.raises(GateFault, match="CALL_LIST_SHAPE"):
        strange = {**one.wire, "calls": 3}
        call_list.opened(strange, sign_bytes(canonical_bytes(strange), SERVER.key), SERVER.public)


SEEN = Combination(tractor="VN:12C12345", container="CSQU3054383")


def test_a_device_admits_who_is_listed_and_nobody_else() -> None:
    one = a_list()
    call = call_list.admit(one, SEEN, at=at(9, 10))
    assert call.place == "HN-E-0001"
    cases = [
        ("NOT_LISTED", Combination(tractor="VN:29C00000"), at(9, 10), ()),
        ("HELD_MISMATCH", replace(SEEN, container="CSQU3054384"), at(9, 10), ()),
        ("ALREADY_ADMITTED", SEEN, at(9, 10), (call.visit,)),
        ("NO_VALID_CALL", SEEN, at(10, 15), ()),
        ("LIST_EXPIRED", SEEN, at(17, 5), ()),
        ("LIST_EXPIRED", SEEN, at(9, 4), ()),
    ]
    for code, seen, moment, admitted in cases:
        with pytest.raises(GateFault) as refused:
            call_list.admit(one, seen, at=moment, admitted=admitted)
        assert (refused.value.code, refused.value.status) == (code, 409)
    with pytest.raises(GateFault, match="HELD_MISMATCH"):
        call_list.admit(one, Combination(tractor="VN:1"), at=at(9, 10), visit=call.visit)


def test_planned_calls_are_listed_no_longer_than_the_list_is_valid() -> None:
    planned = replace(a_list().calls[0], place="HN-E-0002", valid_from=at(16), valid_until=at(18))
    one = call_list.issue("L2", [], [planned], gate=HN, direction="export", at=at(9, 5))
    assert (one.valid_until, one.calls[0].valid_until) == (at(17, 5), at(17, 5))
    assert call_list.issue("L3", [Story().accept().view()], gate=HN, direction="export", at=at(9)).calls == ()


def test_who_is_held_is_not_listed() -> None:
    story = Story().accept().call().add(K.MISMATCH, at(9, 1), Actor.BORDER_GUARD, field="seal")
    assert call_list.issue("L4", [story.view()], gate=HN, direction="export", at=at(9, 5)).calls == ()


def test_a_scan_repeated_opens_only_what_was_refused_before() -> None:
    story = Story().accept().call().arrive().arrive(at(9, 20))
    view, stored = story.view(), story.events[-1]
    assert view.verdicts[stored.event.event_id].answer == Answer.REPEAT
    let_in_offline = command_for(view, stored, commanded=(), was_refused=lambda _: False)
    assert let_in_offline is None, "the ticket of a truck that is inside opens for nobody else"
    assert command_for(view, stored, commanded=(), was_refused=lambda _: True) is not None
    first = story.events[-2]
    stranger = replace(view, admitted_by=None)
    assert command_for(stranger, first, commanded=(), was_refused=lambda _: False) is None


def test_a_barrier_opens_for_a_live_scan_once() -> None:
    story = Story().accept().call().arrive()
    stored = story.events[-1]
    command = command_for(story.view(), stored, commanded=(), was_refused=lambda _: False)
    assert command is not None
    assert command.event_id == stored.event.event_id
    assert command.valid_until == at(9, 11)
    sent = (stored.event.event_id,)
    assert command_for(story.view(), stored, commanded=sent, was_refused=lambda _: False) is None
    late = replace(stored, received_at=at(9, 12))
    assert command_for(story.view(), late, commanded=(), was_refused=lambda _: False) is None
    uncalled = Story().accept().arrive()
    assert command_for(uncalled.view(), uncalled.events[-1], commanded=(), was_refused=lambda _: True) is None


@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=8), st.integers(-2, 2))
def test_scenario_25_mass_balance(parts: list[int], wrong: int) -> None:
    whole, targets = (Load("S", sum(parts) + wrong),), tuple(Load(str(n), kg) for n, kg in enumerate(parts))
    for order in (TranshipOrder(whole, targets), TranshipOrder(targets, whole)):
        if sum(parts) + wrong <= 0:
            continue
        if wrong == 0:
            check(order)
            continue
        with pytest.raises(GateFault) as refused:
            check(order)
        assert (refused.value.code, refused.value.status) == ("MASS_BALANCE", 422)
        assert refused.value.extra["difference"] in {wrong, -wrong}


@pytest.mark.parametrize(
    "order",
    [
        TranshipOrder((Load("A", 1), Load("B", 1)), (Load("C", 1), Load("D", 1))),
        TranshipOrder((Load("A", 1),), (Load("A", 1),)),
        TranshipOrder((Load("A", 1),), (Load("B", 1), Load("C", 0))),
        TranshipOrder((), ()),
    ],
)
def test_what_is_no_transhipment(order: TranshipOrder) -> None:
    with pytest.raises(GateFault, match="NOT_TRANSHIPMENT"):
        check(order)


OLD: dict[str, Any] = {
    "tractor": {"plate": "12C-123.45"},
    "goods": [{"hs": "0810", "net_kg": "22000"}, {"hs": "0709", "net_kg": "10"}],
    "driver": {"name": "A", "phone": "1"},
    "container": "",
}


def test_differences_are_told_field_by_field() -> None:
    new = {
        **OLD,
        "goods": [{"hs": "0810", "net_kg": "22001"}, OLD["goods"][1]],
        "driver": {"name": "A", "phone": "2"},
        "seal": None,
    }
    changes = differences(OLD, new)
    assert changes == (Change("driver.phone", "1", "2"), Change("goods[0].net_kg", "22000", "22001"))
    assert effect_of(change.field for change in changes).reopens == {
        Track.CUSTOMS,
        Track.QUARANTINE,
        Track.FEE,
    }


def test_a_line_put_in_front_changes_nothing_else() -> None:
    lines = [{"line": 1, "hs": "0810"}, {"line": 2, "hs": "0709"}]
    changes = differences({"goods": lines}, {"goods": [{"line": 3, "hs": "0803"}, *lines]})
    assert [change.path for change in changes] == ["goods[3].hs", "goods[3].line"]


@given(
    st.recursive(
        st.one_of(st.integers(), st.text()), lambda x: st.lists(x) | st.dictionaries(st.text("ab"), x)
    )
)
def test_a_version_does_not_differ_from_itself(content: object) -> None:
    assert differences({"a": content}, {"a": content}) == ()


def test_the_matrix() -> None:
    assert effect_of(["tractor.plate"]).once
    assert effect_of(["tractor.plate"]).reopens == {Track.BORDER_GUARD}
    assert effect_of(["container"]).inspection
    assert effect_of(["gate"]).divert
    assert effect_of(["driver.phone", "planned_at"]).reopens == frozenset()
    assert effect_of(["something new"]) == UNKNOWN_FIELD
    assert effect_of(["drivers"]) == UNKNOWN_FIELD, "a name that only begins alike is another field"


def test_customs_alone_writes_for_customs() -> None:
    for actor in Actor:
        if actor in {Actor.CUSTOMS, Actor.CUSTOMS_MIRROR}:
            require_writer(actor, Track.CUSTOMS)
            continue
        with pytest.raises(GateFault) as refused:
            require_writer(actor, Track.CUSTOMS)
        assert (refused.value.code, refused.value.status) == ("TRACK_NOT_YOURS", 403)
