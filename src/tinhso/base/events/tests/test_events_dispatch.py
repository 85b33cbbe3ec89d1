"""The outbox: at least once, each subscriber on its own, nothing half done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.events.dispatch import Subscriber, dispatch_next, dispatch_waiting, stuck, waiting
from tinhso.base.events.models import OutboxEvent
from tinhso.base.events.outbox import Event, emit

REPLY = "test.reply"


class Happened(Event):
    name: ClassVar[str] = "test.happened"
    who: UUID


class Reply(Event):
    """What the first subscriber writes: a row, to see whether its transaction lived."""

    name: ClassVar[str] = REPLY


calls: list[str] = []
failing: dict[str, BaseException] = {}


def _first(event: Happened) -> None:
    calls.append(f"first {event.who}")
    emit(Reply())
    if "first" in failing:
        raise failing["first"]


def _second(event: Happened) -> None:
    calls.append(f"second {event.who}")
    if "second" in failing:
        raise failing["second"]


SUBSCRIBERS = (Subscriber("test.first", Happened, _first), Subscriber("test.second", Happened, _second))


@pytest.fixture(autouse=True)
def _subscribed(settings: Settings) -> Iterator[None]:
    settings.TINHSO_SUBSCRIBERS = [f"{__name__}.SUBSCRIBERS"]
    calls.clear()
    failing.clear()
    yield


def _happen() -> OutboxEvent:
    with transaction.atomic():
        emit(Happened(who=uuid4()))
    return OutboxEvent.objects.filter(name=Happened.name).latest("id")


def _again(event: OutboxEvent) -> OutboxEvent:
    event.refresh_from_db()
    return event


@pytest.mark.django_db
def test_every_subscriber_is_told_once_and_the_event_is_kept() -> None:
    event = _happen()
    assert dispatch_waiting() == 2, "the event, and the one its subscriber wrote"
    assert dispatch_waiting() == 0
    who = event.payload["who"]
    assert calls == [f"first {who}", f"second {who}"]
    assert _again(event).handled_at is not None
    assert event.error == ""


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_said() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        emit(Happened(who=uuid4()))
        raise RuntimeError
    assert dispatch_waiting() == 0
    assert calls == []


@pytest.mark.django_db
def test_one_failure_keeps_its_error_and_repeats_only_itself() -> None:
    failing["first"] = ValueError("no plan yet")
    event = _happen()
    dispatch_waiting()
    assert "test.first: ValueError: no plan yet" in _again(event).error
    assert (event.handled_at, event.attempts, event.done) == (None, 1, ["test.second"])
    assert not OutboxEvent.objects.filter(name=REPLY).exists(), "what the failed one wrote is undone"
    assert dispatch_waiting() == 0, "not before its wait is over"
    failing.clear()
    with clock.standing_at(clock.now() + timedelta(seconds=5)):
        assert dispatch_waiting() == 2
    assert [call.split()[0] for call in calls] == ["first", "second", "first"]
    assert _again(event).handled_at is not None
    assert event.error == ""


@pytest.mark.django_db
def test_a_failing_event_does_not_hold_up_the_next() -> None:
    failing["second"] = ValueError("always")
    first, later = _happen(), _happen()
    dispatch_waiting()
    assert "test.first" in _again(later).done
    moment = clock.now()
    for _time in range(3):
        moment += timedelta(hours=2)
        with clock.standing_at(moment):
            dispatch_waiting()
    assert [event.pk for event in stuck()] == [first.pk, later.pk]


@pytest.mark.django_db
def test_an_event_nobody_knows_is_reported_and_waits() -> None:
    event = OutboxEvent.objects.create(name="test.of_another_version", payload={})
    misfit = OutboxEvent.objects.create(name=Happened.name, payload={"who": "nobody"})
    dispatch_waiting()
    assert _again(event).error == "unknown event name 'test.of_another_version'"
    assert "does not fit" in _again(misfit).error
    assert list(waiting()) == [event, misfit]
    assert calls == []


@pytest.mark.django_db
def test_a_crash_between_handler_and_mark_undoes_both_and_it_is_told_again() -> None:
    event = _happen()
    failing["second"] = SystemExit(9)
    with pytest.raises(SystemExit):
        dispatch_next()
    assert (_again(event).done, event.attempts, event.handled_at) == ([], 0, None)
    assert not OutboxEvent.objects.filter(name=REPLY).exists()
    failing.clear()
    dispatch_next()
    assert [call.split()[0] for call in calls] == ["first", "second", "first", "second"]
    assert OutboxEvent.objects.filter(name=REPLY).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_dispatchers_share_the_work() -> None:
    for _time in range(20):
        _happen()

    def work() -> None:
        try:
            dispatch_waiting()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    dispatch_waiting()
    assert len(calls) == len(set(calls)) == 40


@pytest.mark.django_db(transaction=True)
def test_a_held_event_is_left_to_whoever_holds_it() -> None:
    event = _happen()
    seen: list[bool] = []

    def look() -> None:
        try:
            seen.append(dispatch_next())
        finally:
            connection.close()

    with transaction.atomic():
        OutboxEvent.objects.select_for_update().get(pk=event.pk)
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(timeout=10)
    assert seen == [False]


def test_two_kinds_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match=r"test\.happened"):

        class Other(Event):
            name: ClassVar[str] = "test.happened"
