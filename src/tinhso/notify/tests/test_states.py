"""Whatever happens in whatever order: no message is lost, and none goes out twice by workers that live."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pytest_django import Settings

from tinhso.base import clock
from tinhso.notify import claiming, delivering
from tinhso.notify.channels.base import Failed
from tinhso.notify.choices import DeliveryState, Rhythm, Route
from tinhso.notify.models import Attempt, Delivery, Message, Preference
from tinhso.notify.tests.conftest import MONDAY, House, Recorded, notice, persons, tell
from tinhso.people.models import Account, Person

FAILURES = st.sampled_from(
    [
        Failed("http_500"),
        Failed("server_away", channel_wide=True),
        Failed("recipient_refused", lasting=True),
        None,
        None,
    ]
)


class Deliveries(RuleBasedStateMachine):
    """Tells, sends, fails, dies, loses and finds addresses; time goes on."""

    people: tuple[Person, ...]
    mail: type[Recorded]

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = MONDAY
        self.told = 0
        self.died: set[Any] = set()
        self.mail.taken.clear()
        self._undo = transaction.atomic()
        self._undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    @rule(who=st.integers(0, 2), kind=st.sampled_from(["test.returned", "test.task", "test.urgent"]))
    def tell(self, who: int, kind: str) -> None:
        with clock.standing_at(self.now):
            self.told += tell(notice(persons(self.people[who]), kind=kind, key=f"k{self.told}")).told

    @rule(who=st.integers(0, 2))
    def tell_the_same_again(self, who: int) -> None:
        last = Message.objects.filter(recipient=self.people[who].pk).first()
        if last is not None:
            with clock.standing_at(self.now):
                assert tell(notice(persons(self.people[who]), kind=last.kind, key=last.key)).told == 0

    @rule(answers=st.lists(FAILURES, max_size=4))
    def work(self, answers: list[Failed | None]) -> None:
        self.mail.answers = [one for one in answers if one is not None]
        with clock.standing_at(self.now):
            delivering.deliver_due()
        self.mail.answers = []

    @rule()
    def die_after_claiming(self) -> None:
        with clock.standing_at(self.now):
            _mine, bundles = claiming.claim(Route.EMAIL)
        self.died |= {bundle[0].bundle for bundle in bundles}

    @rule(minutes=st.sampled_from([1, 7, 60, 600, 1500]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=st.integers(0, 2), has=st.booleans())
    def change_address(self, who: int, has: bool) -> None:
        Person.objects.filter(pk=self.people[who].pk).update(email="moi@example.vn" if has else "")

    @rule()
    def look_for_addresses(self) -> None:
        with clock.standing_at(self.now):
            delivering.look_for_addresses()

    @invariant()
    def nothing_is_lost(self) -> None:
        assert Message.objects.count() == self.told
        assert Delivery.objects.filter(route=Route.EMAIL).count() == self.told

    @invariant()
    def what_went_out_says_so_and_went_out_once(self) -> None:
        gone = Counter(parcel.id for parcel in self.mail.taken)
        assert not gone or max(gone.values()) == 1
        sent = Delivery.objects.filter(route=Route.EMAIL, state=DeliveryState.SENT)
        assert set(sent.values_list("bundle", flat=True)) == set(gone)
        done = Attempt.objects.filter(outcome=DeliveryState.SENT).values_list("delivery", flat=True)
        assert len(done) == len(set(done)) == sent.count()

    @invariant()
    def what_is_not_done_comes_again(self) -> None:
        open_rows = Delivery.objects.filter(route=Route.EMAIL).exclude(
            state__in=[DeliveryState.SENT, DeliveryState.GIVEN_UP, DeliveryState.NO_ADDRESS]
        )
        for row in open_rows:
            assert row.state == DeliveryState.SENDING or row.due_at <= self.now + timedelta(days=15)


@pytest.mark.django_db
def test_deliveries_through_all_that_happens(house: House, mail: type[Recorded], settings: Settings) -> None:
    settings.QUIET_HOURS = "21:00-06:30"
    people = (house.person(), house.person(), house.person(email=""))
    for person, rhythm in zip(people, Rhythm, strict=True):
        account = Account.objects.get(person=person)
        Preference.objects.create(account=account.pk, rhythm=rhythm)
    Deliveries.people, Deliveries.mail = people, mail
    run_state_machine_as_test(
        Deliveries,
        settings=_settings(),
    )


def _settings() -> settings:
    return settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
