"""A minute's questions by address: counted apart, refused beyond the limit, free again when it is over."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from tinhso.base.web import pace
from tinhso.base.web.pace import Pace, TooFast


class _Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def three(settings: Settings, clock: _Clock) -> Pace:
    settings.PACES = {"some": 3}
    return Pace("some", clock)


def _ask(some: Pace, address: str = "10.0.0.1", times: int = 1) -> None:
    for _time in range(times):
        some.require(RequestFactory(REMOTE_ADDR=address).get("/"))


def test_one_too_many_waits_for_the_end_of_the_minute(three: Pace, clock: _Clock) -> None:
    _ask(three, times=3)
    clock.now += 20.5
    with pytest.raises(TooFast) as refused:
        _ask(three)
    assert (refused.value.status, refused.value.retry_after) == (429, 40)
    assert "40 giây" in str(refused.value.hint)
    clock.now += 39.4
    with pytest.raises(TooFast):
        _ask(three)
    clock.now += 0.1
    _ask(three, times=3)


def test_addresses_are_counted_apart(three: Pace) -> None:
    _ask(three, "10.0.0.1", 3)
    _ask(three, "10.0.0.2", 3)
    with pytest.raises(TooFast):
        _ask(three, "10.0.0.2")


def test_nought_is_no_limit(three: Pace, settings: Settings) -> None:
    settings.PACES = {"some": 0}
    _ask(three, times=100)


def test_the_longest_silent_are_forgotten(three: Pace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_ADDRESSES", 2)
    _ask(three, "10.0.0.1", 3)
    for address in ("10.0.0.2", "10.0.0.3"):
        _ask(three, address)
    _ask(three, "10.0.0.1", 3)


def test_it_is_told_in_english_too(three: Pace) -> None:
    _ask(three, times=3)
    with translation.override("en"), pytest.raises(TooFast, match="Too many questions"):
        _ask(three)
