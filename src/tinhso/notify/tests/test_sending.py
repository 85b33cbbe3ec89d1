"""Who is told, once, and what the answer says of those who cannot be reached."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound
from tinhso.notify.choices import DeliveryState, Route
from tinhso.notify.models import Delivery, Message
from tinhso.notify.recipients import NO_ADDRESS, NOBODY, UNKNOWN
from tinhso.notify.sending import Missing, To
from tinhso.notify.tests.conftest import House, Recorded, notice, persons, tell
from tinhso.people.models import Account, Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_holders_of_posts_are_told_once_each(house: House) -> None:
    officer = house.person(Role.REPORTING_OFFICER)
    both = house.person(Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)
    house.person(Role.LEADER)
    house.person(Role.REPORTING_OFFICER, agency="b")
    answer = tell(notice(To(agencies=(house.agency().pk,))))
    assert answer.told == 2
    assert set(Message.objects.values_list("recipient", flat=True)) == {officer.pk, both.pk}
    assert set(Message.objects.values_list("agency", flat=True)) == {house.agency().pk}


def test_a_post_lent_is_told_to_both(house: House) -> None:
    owner, deputy = house.person(), house.person()
    post = house.post(owner, Role.HEAD_OF_AGENCY)
    house.lend(post, deputy, TODAY, TODAY)
    past = house.person()
    house.lend(post, past, TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    tell(notice(To(agencies=(house.agency().pk,))))
    assert set(Message.objects.values_list("recipient", flat=True)) == {owner.pk, deputy.pk}


def test_posts_that_ended_are_not_told(house: House) -> None:
    gone = house.person()
    house.post(gone, Role.HEAD_OF_AGENCY, valid_to=TODAY - timedelta(days=1))
    answer = tell(notice(To(agencies=(house.agency().pk,))))
    assert answer.told == 0
    assert answer.without_address == (Missing(NOBODY, agency=house.agency().pk),)


def test_the_same_is_told_once_whoever_calls_again(house: House) -> None:
    one, two = house.person(), house.person()
    assert tell(notice(persons(one), key="k"), notice(persons(one), key="k")).told == 1
    assert tell(notice(persons(one, two), key="k")).told == 1
    assert Message.objects.count() == Delivery.objects.filter(route=Route.INAPP).count() == 2


def test_an_account_stands_for_its_person_and_alone_for_itself(house: House) -> None:
    person = house.person()
    account = Account.objects.get(person=person)
    alone = Account.objects.create(username="quan-tri")
    assert tell(notice(To(persons=(person.pk,), accounts=(account.pk, alone.pk)))).told == 2
    assert set(Message.objects.values_list("recipient", flat=True)) == {person.pk, alone.pk}


def test_those_without_address_are_listed_and_the_others_sent(house: House, mail: type[Recorded]) -> None:
    one, without = house.person(), house.person(email="")
    nobody = uuid4()
    answer = tell(notice(To(persons=(one.pk, without.pk, nobody))))
    assert answer.told == 2
    assert set(answer.without_address) == {
        Missing(UNKNOWN, person=nobody),
        Missing(NO_ADDRESS, person=without.pk, route=Route.EMAIL),
    }
    states = dict(Delivery.objects.filter(route=Route.EMAIL).values_list("recipient", "state"))
    assert states == {one.pk: DeliveryState.DIGEST, without.pk: DeliveryState.NO_ADDRESS}


def test_nothing_leaves_by_a_channel_that_is_not_set_up(house: House, settings: Settings) -> None:
    settings.DEMO = False
    tell(notice(persons(house.person())))
    assert set(Delivery.objects.values_list("route", flat=True)) == {Route.INAPP}


def test_a_kind_nobody_knows_is_refused_with_near_ones(house: House) -> None:
    with pytest.raises(NotFound) as refused:
        tell(notice(persons(house.person()), kind="test.returnd"))
    assert "test.returned" in refused.value.near


def test_values_that_are_missing_and_addresses_of_others_are_refused(house: House) -> None:
    person = house.person()
    with pytest.raises(Invalid, match="reason"):
        tell(notice(persons(person), values={"title": "x"}))
    away = (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    )
    for href in (*away, "/a\nb"):
        with pytest.raises(Invalid):
            tell(notice(persons(person), href=href))


def test_what_is_rolled_back_was_never_told(house: House) -> None:
    with pytest.raises(Invalid):
        tell(notice(persons(house.person())), notice(persons(), values={}))
    assert not Message.objects.exists()


def test_illustrative_people_are_told_illustratively(house: House) -> None:
    person = house.person()
    type(person).objects.filter(pk=person.pk).update(illustrative=True)
    tell(notice(persons(person)))
    assert Message.objects.get().illustrative
    assert Delivery.objects.get().illustrative


def test_many_notices_cost_as_many_queries_as_one(house: House, mail: type[Recorded]) -> None:
    for n in range(5):
        house.person(Role.HEAD_OF_AGENCY, agency=f"a{n}")
    counts = []
    for count in (1, 5):
        to = [notice(To(agencies=(house.agency(f"a{n}").pk,))) for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            assert tell(*to).told == count
        words = [one["sql"].split()[0] for one in asked]
        counts.append(sum(word not in {"SAVEPOINT", "RELEASE", "ROLLBACK"} for word in words))
    assert counts[0] == counts[1]


def test_the_moment_of_a_message_is_that_of_the_action(house: House) -> None:
    tell(notice(persons(house.person())))
    assert Message.objects.get().recorded_at == clock.now()
