"""The line on a real database: the scenarios by number, and a published day that the verifier accepts."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.db import IntegrityError, transaction

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from tinhso.bordergate.actions import admitting, declaring, leaving, noticing
from tinhso.bordergate.actions.publishing import publish_day
from tinhso.bordergate.core.daylog import Aside, as_csv
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.core.verify_day import Deviation, verify
from tinhso.bordergate.models import Direction, GateNotice, LineEntry, LinePlace, PlaceState
from tinhso.bordergate.queries import lines
from tinhso.bordergate.schemas import Capacity, Stop
from tinhso.bordergate.tests.conftest import DAY, FRESH, LIVE, PLAIN, Scene, at, somebody
from tinhso.people.principals import ANONYMOUS

STOP = Stop(why="mất điện", source="Ban quản lý")


def waiting_before_opening(scene: Scene, *goods: str) -> list[LinePlace]:
    """Places accepted before the gate opens, none of them called."""
    with at(6, 30):
        return [scene.enter(hs) for hs in goods]


def test_scenario_1_order_of_calls(scene: Scene) -> None:
    a, b, c, d, e = waiting_before_opening(scene, PLAIN, FRESH, FRESH, FRESH, PLAIN)
    assert scene.calls() == []
    with at(7):
        scene.tick()
    assert scene.calls() == [one.code for one in (b, c, a, d, e)]


def test_scenario_2_empty_streams_are_skipped(scene: Scene) -> None:
    a, e = waiting_before_opening(scene, PLAIN, PLAIN)
    with at(7):
        scene.tick()
    assert scene.calls() == [a.code, e.code]
    x = waiting_before_opening(scene, LIVE)[0]
    assert x.stream == Stream.SPECIAL


@pytest.mark.parametrize("plate", ["29C12345", "29c 123 45", "29C-123.45"])
def test_scenario_3_one_place_a_plate(scene: Scene, plate: str) -> None:
    first = scene.enter(vehicle=scene.vehicle("29C-123.45"))
    scene.vehicle()
    key = declaring.draft(
        scene.trader, scene.company, scene.run, scene.gate, Direction.EXPORT, scene.content(plate)
    ).pk
    with pytest.raises(Conflict) as refused:
        declaring.submit(scene.trader, key)
    assert (refused.value.code, refused.value.extra) == ("ACTIVE_PLACE_EXISTS", {"place": first.code})
    assert LinePlace.objects.count() == 1


def test_scenario_4_same_container_at_another_gate_and_after_the_end(scene: Scene) -> None:
    first = scene.enter(container="CSQU3054383")
    other = scene.vehicle()
    again = scene.draft(other, gate=scene.other, container="CSQU 305438-3")
    with pytest.raises(Conflict, match=first.code):
        declaring.submit(scene.trader, again)
    leaving.cancel(scene.trader, first)
    assert declaring.submit(scene.trader, again).code == "TTX-000001"


def test_the_database_itself_refuses_a_second_place(scene: Scene) -> None:
    first = scene.enter(container="CSQU3054383")
    for field in ("vehicle_key", "vin", "container"):
        twin = LinePlace.objects.get(pk=first.pk)
        twin.pk, twin.accepted_seq, twin.code = None, 99, "HNX-000099"
        twin.vehicle_key, twin.vin, twin.container = "VN:1", "1" * 17, "X"
        setattr(twin, field, getattr(first, field))
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


def test_scenario_9_a_cut_leaves_order_and_calls(scene: Scene) -> None:
    with at(10, 30):
        places = [scene.enter() for _ in range(60)]
    called = scene.calls()
    assert len(called) == 30
    with at(10, 59):
        for code in called[:18]:
            scene.admit(lines.place_of(code, scene.run))
    before = scene.calls()
    with at(11):
        scene.announce(10)
        assert scene.calls() == before
        out = list(lines.called(scene.lane))
        assert all(clock.local(one.valid_until) > clock.now() for one in out if one.valid_until)
        for one in out[: len(out) - 10]:
            scene.admit(one)
        assert scene.calls() == before
        scene.admit(out[-1])
        assert scene.calls()[:-1] == before and scene.calls()[-1] == places[len(before)].code


def test_scenario_11_closing_counts_no_no_show(scene: Scene) -> None:
    with at(12, 30):
        scene.announce(12)
        places = [scene.enter() for _ in range(52)]
    assert len(scene.calls()) == 12
    with at(13):
        noticing.close(scene.manager, scene.run, scene.gate, Direction.EXPORT, STOP)
        with pytest.raises(Conflict, match="tạm dừng"):
            noticing.close(scene.manager, scene.run, scene.gate, Direction.EXPORT, STOP)
    with at(18):
        assert scene.tick() == 0
        noticing.reopen(scene.manager, scene.run, scene.gate, Direction.EXPORT, STOP)
    with at(18, 5):
        out = [one.code for one in lines.called(scene.lane)]
    assert out == [one.code for one in places[:12]]
    assert not LinePlace.objects.filter(exception=Aside.NO_SHOW).exists()
    with at(7, day=1):
        scene.tick()
        assert scene.calls() == out
        assert verify(
            as_csv(lines.day_head(scene.lane, DAY), lines.day_rows(scene.lane, DAY)), DAY.isoformat()
        )


def test_scenario_12_an_overdue_call_goes_and_the_next_comes(scene: Scene) -> None:
    first, *rest = waiting_before_opening(scene, *([PLAIN] * 31))
    with at(9):
        scene.tick()
        assert scene.again(rest[-1]).state == PlaceState.WAITING
        for place in rest[:-1]:
            scene.admit(place)
        scene.announce(1)
    with at(10, 14, 59):
        assert scene.tick() == 0
    with at(10, 15, 1):
        scene.tick()
        gone = scene.again(first)
        assert (gone.state, gone.exception, gone.active) == (PlaceState.ENDED, Aside.NO_SHOW, False)


def test_a_call_of_the_evening_runs_on_in_the_morning(scene: Scene) -> None:
    with at(18, 30):
        place = scene.enter()
    assert place.valid_until is not None
    until = clock.local(place.valid_until)
    assert (until.date(), until.hour, until.minute) == (DAY + timedelta(days=1), 7, 45)


def test_scenario_13_one_deferral_in_sixty_days(scene: Scene) -> None:
    vehicle = scene.vehicle()
    with at(8):
        place = scene.enter(vehicle=vehicle)
        leaving.defer(scene.trader, place, 6)
        scene.tick()
        assert scene.again(place).state == PlaceState.WAITING
    with at(13, 59):
        scene.tick()
        assert scene.again(place).state == PlaceState.WAITING
    with at(14, 0, 1):
        scene.tick()
        assert scene.again(place).state == PlaceState.CALLED
        scene.admit(place)
        LinePlace.objects.filter(pk=place.pk).update(active=False)
    with at(8, day=30):
        second = scene.enter(vehicle=vehicle)
        with pytest.raises(Conflict) as refused:
            leaving.defer(scene.trader, second, 4)
        assert refused.value.code == "DEFERRAL_LIMIT"
        with pytest.raises(Invalid, match="4, 6, 8, 10"):
            leaving.defer(scene.trader, second, 5)
    with at(8, 0, 1, day=60):
        assert leaving.defer(scene.trader, second, 4).exception == Aside.DEFER


def test_scenario_17_a_stream_changes_and_the_moment_stays(scene: Scene) -> None:
    scene.announce(1)
    fresh, plain, late = waiting_before_opening(scene, FRESH, PLAIN, PLAIN)
    leaving.reclassify(scene.manager, fresh, Stream.GENERAL, "không phải hàng tươi")
    with at(7):
        scene.tick()
        assert scene.calls() == [fresh.code]
        scene.admit(fresh)
        assert scene.calls() == [fresh.code, plain.code]
        with pytest.raises(Conflict):
            leaving.reclassify(scene.manager, plain, Stream.FRESH, "x")
    assert scene.again(late).called_seq is None


def test_scenario_27_drafts_hold_nothing_and_fleets_are_the_limit(scene: Scene) -> None:
    vehicle, unseen = scene.vehicle(), scene.vehicle(verified=False)
    for _ in range(20):
        scene.draft(vehicle)
    assert LinePlace.objects.count() == 0
    with pytest.raises(Invalid) as refused:
        scene.enter(vehicle=unseen)
    assert refused.value.code == "VEHICLE_NOT_VERIFIED"
    scene.enter(vehicle=vehicle)
    second = scene.vehicle()
    scene.company.most_places = 1
    scene.company.save()
    with pytest.raises(Conflict) as full:
        declaring.submit(scene.trader, scene.draft(second))
    assert full.value.code == "TOO_MANY_PLACES"
    unknown = declaring.draft(
        scene.trader, scene.company, scene.run, scene.gate, Direction.EXPORT, scene.content("99Z-99999")
    )
    with pytest.raises(Invalid, match="đội xe"):
        declaring.submit(scene.trader, unknown.pk)
    with pytest.raises(Invalid, match="kiểm tra"):
        declaring.submit(scene.trader, scene.draft(vehicle, container="CSQU3054384"))


def test_a_hold_freezes_and_gives_back(scene: Scene) -> None:
    with at(8):
        place = scene.enter()
        leaving.hold(scene.guard, place, "công-te-nơ khác tờ khai")
        with pytest.raises(Conflict, match="tạm giữ"):
            scene.admit(place)
    with at(12):
        assert scene.tick() == 0
        leaving.release(scene.guard, place, "đã rõ")
        back = scene.again(place)
        assert (back.state, back.called_seq) == (PlaceState.CALLED, 1)
        assert scene.admit(back).state == PlaceState.THROUGH


def test_a_decision_is_signed_told_and_no_turn(scene: Scene) -> None:
    scene.announce(1)
    first, second, third = waiting_before_opening(scene, FRESH, PLAIN, PLAIN)
    with at(7):
        with pytest.raises(Invalid):
            leaving.decide(scene.manager, third, "12/QĐ, sửa", "cứu trợ")
        with pytest.raises(Invalid):
            leaving.decide(scene.manager, third, "12/QĐ", " ")
        leaving.decide(scene.manager, third, "12/QĐ-BQL", "hàng cứu trợ")
        scene.admit(third)
        assert scene.calls() == [third.code, first.code]
        scene.admit(first)
    assert scene.calls() == [third.code, first.code, second.code]
    text = as_csv(lines.day_head(scene.lane, DAY), lines.day_rows(scene.lane, DAY))
    assert verify(text, DAY.isoformat()) and "decision,12/QĐ-BQL" in text
    with pytest.raises(Deviation, match="turn of"):
        verify(text.replace("decision,12/QĐ-BQL", ","), DAY.isoformat())


def test_capacity_is_never_announced_for_the_past(scene: Scene) -> None:
    told = Capacity(rate_per_hour=50, source="x", valid_from=clock.now() - timedelta(minutes=1))
    with pytest.raises(Invalid, match="đã qua"):
        noticing.announce_capacity(scene.manager, scene.run, scene.gate, Direction.EXPORT, told)
    with pytest.raises(IntegrityError), transaction.atomic():
        GateNotice.objects.create(
            run=scene.run, gate=scene.gate, direction="export", kind="capacity", rate_per_hour=9, source="x",
            valid_from=clock.now() - timedelta(minutes=1),
        )  # fmt: skip


def test_who_may_do_what(scene: Scene) -> None:
    place = waiting_before_opening(scene, PLAIN)[0]
    stranger = somebody("Người lạ")
    told = Capacity(rate_per_hour=50, source="x")
    for act in (
        lambda by: noticing.announce_capacity(by, scene.run, scene.gate, Direction.EXPORT, told),
        lambda by: noticing.close(by, scene.run, scene.gate, Direction.EXPORT, STOP),
        lambda by: admitting.admit(by, place),
        lambda by: leaving.defer(by, place, 4),
        lambda by: leaving.hold(by, place, "x"),
        lambda by: leaving.cancel(by, place),
        lambda by: leaving.decide(by, place, "1", "x"),
        lambda by: declaring.submit(by, place.declaration_id),
    ):
        with pytest.raises(NotAllowed):
            act(stranger)
        with pytest.raises(NotSignedIn):
            act(ANONYMOUS)
    with pytest.raises(NotAllowed):
        leaving.decide(scene.guard, place, "1", "x")


def test_any_day_verifies_and_every_entry_is_chained(scene: Scene) -> None:
    chance = Random(7)
    places: list[LinePlace] = []
    scene.announce(6)
    for minute in range(0, 720, 4):
        with at(7 + minute // 60, minute % 60, 30):
            if len(places) < 60:
                places.append(scene.enter(chance.choice([PLAIN, FRESH, FRESH, LIVE])))
            for place in chance.sample(places, k=min(2, len(places))):
                now = scene.again(place)
                if now.held:
                    leaving.release(scene.guard, now, "rõ")
                elif now.state == PlaceState.CALLED:
                    if chance.random() < 0.7:
                        scene.admit(now)
                    else:
                        leaving.hold(scene.guard, now, "x")
                elif now.state == PlaceState.WAITING and not now.exception and chance.random() < 0.1:
                    leaving.defer(scene.trader, now, 4)
            scene.tick()
    with at(0, 1, day=1):
        published = publish_day(scene.run, scene.gate, "export", DAY)
        assert publish_day(scene.run, scene.gate, "export", DAY) == published
    assert verify(published.content, DAY.isoformat(), published.root) == published.root
    kinds = set(LinePlace.objects.values_list("exception", flat=True))
    assert {Aside.DEFER, Aside.HOLD, Aside.NO_SHOW, Aside.NONE} <= kinds
    entries = list(LineEntry.objects.filter(lane=scene.lane).order_by("number"))
    assert [one.number for one in entries] == list(range(1, len(entries) + 1))
    assert all(later.previous == earlier.hash for earlier, later in pairwise(entries))
    assert all(later.at > earlier.at for earlier, later in pairwise(entries))
    assert AuditEntry.objects.filter(verb="gate.publish").count() == 1
