"""Stopping midway: a child that the same signal ended is no failure of ours."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from tinhso.base.embedded import EmbeddedError
from tinhso.cli import service
from tinhso.cli.exits import Exit
from tinhso.cli.service import Service, serve_until_stopped

HANDLED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _handlers_put_back() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in HANDLED}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def _serve() -> int:
    return serve_until_stopped(Service("127.0.0.1", 0, workers=1, threads=1))


def test_a_database_that_ended_with_us_is_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_words: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        raise EmbeddedError("The database cluster could not be made.")

    monkeypatch.setattr(service, "_open_database", ended)
    assert _serve() == Exit.DONE


def test_a_database_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_words: object) -> None:
        raise EmbeddedError("The database cluster could not be made.")

    monkeypatch.setattr(service, "_open_database", refused)
    with pytest.raises(EmbeddedError, match="could not be made"):
        _serve()
