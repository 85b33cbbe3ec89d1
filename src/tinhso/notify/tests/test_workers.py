"""Two workers at once, on a database that commits: each message goes out once."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection
from pytest_django import Settings

from tinhso.base import clock
from tinhso.notify import delivering
from tinhso.notify.channels.base import Parcel
from tinhso.notify.choices import DeliveryState, Route
from tinhso.notify.models import Attempt, Delivery, Message
from tinhso.notify.tests.conftest import MONDAY, House, Recorded, notice, persons, tell

pytestmark = pytest.mark.django_db(transaction=True)


def _beside(*work: object) -> None:
    threads = [threading.Thread(target=one) for one in work]  # type: ignore[arg-type]  # functions
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def test_two_workers_at_once_send_each_message_once(
    house: House, mail: type[Recorded], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NOTICE_DIGEST = "off"
    people = [house.person() for _ in range(120)]
    for n in range(3):
        tell(notice(persons(*people), key=f"k{n}"))
    met = threading.Barrier(2, timeout=60)
    taken: list[Parcel] = []
    begun: set[int] = set()

    def take(self: Recorded, parcel: Parcel) -> None:
        """Both have something in hand before either goes on."""
        if (one := threading.get_ident()) not in begun:
            begun.add(one)
            met.wait()
        taken.append(parcel)

    monkeypatch.setattr(mail, "take", take)

    def work() -> None:
        try:
            with clock.standing_at(MONDAY):
                delivering.deliver_due()
        finally:
            connection.close()

    _beside(work, work)
    told = Counter((parcel.address, parcel.id) for parcel in taken)
    assert len(told) == 360
    assert set(told.values()) == {1}
    states = set(Delivery.objects.filter(route=Route.EMAIL).values_list("state", "attempts"))
    assert states == {(DeliveryState.SENT, 1)}
    assert Attempt.objects.count() == 360


def test_two_at_once_tell_the_same_once(house: House) -> None:
    person = house.person()
    answers: list[int] = []

    def work() -> None:
        try:
            with clock.standing_at(MONDAY):
                answers.append(tell(notice(persons(person), key="same")).told)
        finally:
            connection.close()

    _beside(work, work, work)
    assert sorted(answers) == [0, 0, 1]
    assert Message.objects.count() == 1
