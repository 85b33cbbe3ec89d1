"""Jobs and a subscriber that leave rows and files, for tests that run a real worker."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import ClassVar

from tinhso.base.events.dispatch import Subscriber
from tinhso.base.events.outbox import Event
from tinhso.base.jobs.registry import job


@job("test.touch")
def touch(path: str, day: date, times: int = 1) -> None:
    """Write a line that shows the types arrived."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{day.year} {times + 1}\n")


@job("test.fail_once", retries=2)
def fail_once(path: str) -> None:
    """Fail the first time."""
    mark = Path(path)
    if not mark.exists():
        mark.write_text("failed", encoding="utf-8")
        raise ValueError("the first time")
    mark.write_text("done", encoding="utf-8")


@job("test.hang_first")
def hang_first(path: str) -> None:
    """Hang the first time it is run, end the second time."""
    mark = Path(path)
    if not mark.exists():
        mark.write_text("started", encoding="utf-8")
        time.sleep(600)
    mark.write_text("done", encoding="utf-8")


@job("test.all_at_once", once=True)
def all_at_once() -> None:
    """What sees to all there is."""


class Called(Event):
    """Something for the dispatcher to hand out."""

    name: ClassVar[str] = "test.called"
    path: str


def _answer(event: Called) -> None:
    Path(event.path).write_text("told", encoding="utf-8")


SUBSCRIBERS = (Subscriber("test.answer", Called, _answer),)
