"""Deliveries: nothing is lost, nothing goes out twice by one worker, and what fails is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from tinhso.base import clock
from tinhso.notify import claiming, delivering
from tinhso.notify.channels.base import Failed
from tinhso.notify.choices import DeliveryState, Rhythm, Route
from tinhso.notify.models import Attempt, Delivery, Preference
from tinhso.notify.tests.conftest import MONDAY, House, Recorded, notice, persons, tell
from tinhso.people.models import Account, Person

pytestmark = pytest.mark.django_db


def wish(person: Person, **more: object) -> None:
    Preference.objects.create(account=Account.objects.get(person=person).pk, **more)


def outside() -> Delivery:
    return Delivery.objects.get(route=Route.EMAIL)


@pytest.fixture
def at_once(house: House, mail: type[Recorded], settings: Settings) -> Person:
    """Somebody who is told at once."""
    settings.NOTICE_DIGEST = "off"
    settings.NOTICE_SITE = "https://tinh.example"
    return house.person()


def test_what_is_due_goes_out_once(at_once: Person, mail: type[Recorded]) -> None:
    tell(notice(persons(at_once)))
    assert delivering.deliver_due() == 1
    assert delivering.deliver_due() == 0
    sent = mail.taken[0]
    assert (sent.address, sent.subject) == (at_once.email, "Báo cáo Quý I bị trả lại")
    assert sent.href == "https://tinh.example/tasks/"
    row = outside()
    assert (row.state, row.sent_at, row.attempts) == (DeliveryState.SENT, clock.now(), 1)
    assert Attempt.objects.get().outcome == DeliveryState.SENT


def test_the_reader_is_told_in_ones_own_language(at_once: Person, mail: type[Recorded]) -> None:
    wish(at_once, rhythm=Rhythm.OFF, language="en")
    tell(notice(persons(at_once), values={"title": "Quý I", "title_en": "Quarter I", "reason": "x"}))
    delivering.deliver_due()
    assert mail.taken[0].language == "en"
    assert "Quarter I" in mail.taken[0].subject


def test_digests_bundle_a_group_into_one(house: House, mail: type[Recorded]) -> None:
    one, two = house.person(), house.person()
    tell(*(notice(persons(one, two), values={"title": f"số {n}", "reason": "r"}) for n in range(3)))
    tell(notice(persons(one), kind="test.task"))
    assert delivering.deliver_due() == 0
    with clock.standing_at(MONDAY + timedelta(days=1)):
        assert delivering.deliver_due() == 7
    assert sorted(parcel.subject for parcel in mail.taken) == [
        "Báo cáo: 3 thông báo",
        "Báo cáo: 3 thông báo",
        "Nhiệm vụ Quý I",
    ]
    assert all(f"số {n}" in mail.taken[0].body for n in range(3))


def test_failures_are_tried_again_after_growing_waits(at_once: Person, mail: type[Recorded]) -> None:
    tell(notice(persons(at_once)))
    mail.answers = [Failed("http_500"), Failed("http_503")]
    delivering.deliver_due()
    row = outside()
    assert (row.state, row.failure, row.due_at) == (
        DeliveryState.FAILED,
        "http_500",
        MONDAY + timedelta(minutes=1),
    )
    assert delivering.deliver_due() == 0, "not before it is due"
    with clock.standing_at(MONDAY + timedelta(minutes=1)):
        delivering.deliver_due()
    first = outside().bundle
    assert outside().due_at == MONDAY + timedelta(minutes=3)
    with clock.standing_at(MONDAY + timedelta(minutes=3)):
        assert delivering.deliver_due() == 1
    assert [one.failure for one in Attempt.objects.order_by("number")] == ["http_500", "http_503", ""]
    assert mail.taken[0].id == first, "a repetition keeps its id"


def test_waits_grow_and_end(at_once: Person, mail: type[Recorded]) -> None:
    waits = [delivering.wait_after(number) for number in range(1, 20)]
    assert waits == sorted(waits)
    assert waits[-1] == delivering.LONGEST_WAIT
    tell(notice(persons(at_once)))
    mail.answers = [Failed("http_500") for _ in range(99)]
    moment = MONDAY
    for _ in range(delivering.MOST_ATTEMPTS):
        with clock.standing_at(moment):
            delivering.deliver_due()
        moment += delivering.LONGEST_WAIT
    assert outside().state == DeliveryState.GIVEN_UP
    with clock.standing_at(moment + timedelta(days=9)):
        delivering.deliver_due()
    assert outside().attempts == delivering.MOST_ATTEMPTS


def test_what_will_never_do_is_given_up_at_once(at_once: Person, mail: type[Recorded]) -> None:
    tell(notice(persons(at_once)))
    mail.answers = [Failed("recipient_refused", lasting=True)]
    delivering.deliver_due()
    assert outside().state == DeliveryState.GIVEN_UP


def test_an_ill_channel_is_left_alone_and_the_rest_waits(
    house: House, at_once: Person, mail: type[Recorded]
) -> None:
    people = [at_once, *(house.person() for _ in range(4))]
    tell(notice(persons(*people)))
    mail.answers = [Failed("server_away", channel_wide=True)]
    delivering.deliver_due()
    states = sorted(Delivery.objects.filter(route=Route.EMAIL).values_list("state", "attempts"))
    assert states == [(DeliveryState.FAILED, 1), *[(DeliveryState.WAITING, 0)] * 4]
    with clock.standing_at(MONDAY + timedelta(minutes=1)):
        assert delivering.deliver_due() == 5
    assert len({parcel.address for parcel in mail.taken}) == 5


def test_a_worker_that_died_leaves_nothing_behind(at_once: Person, mail: type[Recorded]) -> None:
    tell(notice(persons(at_once)))
    mail.answers = [KeyboardInterrupt()]  # type: ignore[list-item]  # what a kill in the middle is like
    with pytest.raises(KeyboardInterrupt):
        delivering.deliver_due()
    assert outside().state == DeliveryState.SENDING
    assert delivering.deliver_due() == 0, "another may have it still"
    later = MONDAY + claiming.LEASE + timedelta(seconds=1)
    with clock.standing_at(later):
        assert delivering.deliver_due() == 1
    assert [one.failure for one in Attempt.objects.order_by("recorded_at", "number")] == ["worker_lost", ""]


def test_a_claim_that_ran_out_is_not_used(at_once: Person, mail: type[Recorded]) -> None:
    tell(notice(persons(at_once)))
    mine, bundles = claiming.claim(Route.EMAIL)
    with clock.standing_at(MONDAY + claiming.LEASE + timedelta(seconds=1)):
        assert delivering.deliver_due() == 1
        assert not claiming.still_mine(mine, bundles[0])
    assert len(mail.taken) == 1


def test_those_without_address_are_told_when_they_have_one(house: House, mail: type[Recorded]) -> None:
    person = house.person(email="")
    tell(notice(persons(person)), notice(persons(person)))
    assert delivering.look_for_addresses() == 0
    person.email = "moi@example.vn"
    person.save()
    assert delivering.look_for_addresses() == 2
    with clock.standing_at(MONDAY + timedelta(days=1)):
        assert delivering.deliver_due() == 2
    assert [parcel.address for parcel in mail.taken] == ["moi@example.vn"]


def test_an_address_that_went_away_is_said(at_once: Person, mail: type[Recorded]) -> None:
    tell(notice(persons(at_once)))
    at_once.email = ""
    at_once.save()
    assert delivering.deliver_due() == 0
    assert outside().state == DeliveryState.NO_ADDRESS


def test_at_night_only_what_is_urgent_goes_out(house: House, at_once: Person, mail: type[Recorded]) -> None:
    with clock.standing_at(MONDAY.replace(hour=22)):
        tell(notice(persons(at_once)), notice(persons(at_once), kind="test.urgent"))
        delivering.deliver_due()
        assert [parcel.subject for parcel in mail.taken] == ["Gấp: Quý I"]
    with clock.standing_at((MONDAY + timedelta(days=1)).replace(hour=6, minute=30)):
        assert delivering.deliver_due() == 1
