"""All time comes from here, so that tests and simulations can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
"""The country's one time zone: UTC+7, no daylight saving."""

_set_moment: ContextVar[datetime | None] = ContextVar("tinhso_set_moment", default=None)


def now() -> datetime:
    """The present moment, aware, in the country's zone."""
    moment = _set_moment.get()
    return moment if moment is not None else datetime.now(UTC).astimezone(TZ)  # noqa: TID251 - the one place


def standing() -> datetime | None:
    """The moment the clock has been made to stand at, or None when it runs."""
    return _set_moment.get()


def today() -> date:
    """Today's date in the country's zone."""
    return now().date()


def local(moment: datetime) -> datetime:
    """The same moment told in the country's zone. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be told in another zone.")
    return moment.astimezone(TZ)


@contextmanager
def standing_at(moment: datetime | date) -> Iterator[None]:
    """Make the clock stand at `moment` inside the block. A date means noon of that day."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=TZ)
    token = _set_moment.set(local(moment))
    try:
        yield
    finally:
        _set_moment.reset(token)
