"""No-shows and deferrals (vắng mặt, xin lùi giờ): how long a call lasts, who may put off, what follows.

The numbers are those of the rules that a gate publishes; they begin as the project's choice after eCherha.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tinhso.bordergate.core.faults import GateFault


@dataclass(frozen=True)
class AttendanceRules:
    """All numbers of attendance. Times are durations; `deferrals`: the whole hours one may choose from.

    `per_window`: so many deferrals in any `deferral_window`; `no_shows`: the count in `no_show_window` that
    brings the cool-down; `fraud_ban`: how long the vehicles of a confirmed fraud get no place.
    """

    window: timedelta = timedelta(minutes=60)
    grace: timedelta = timedelta(minutes=15)
    deferrals: tuple[int, ...] = (4, 6, 8, 10)
    per_window: int = 1
    deferral_window: timedelta = timedelta(days=60)
    no_shows: int = 2
    no_show_window: timedelta = timedelta(days=90)
    cool_down: timedelta = timedelta(days=7)
    fraud_ban: timedelta = timedelta(days=90)


RULES: Final = AttendanceRules()


def valid_until(called_at: datetime, rules: AttendanceRules = RULES) -> datetime:
    """The end of a call: at that very moment it has expired. Hours in which the gate is shut count too."""
    return called_at + rules.window + rules.grace


def has_expired(called_at: datetime, at: datetime, rules: AttendanceRules = RULES) -> bool:
    """Whether a call of then is over now."""
    return at >= valid_until(called_at, rules)


@dataclass(frozen=True)
class Deferral:
    """A deferral granted: no call before `not_before`; the tractor's next one from `next_from` on."""

    at: datetime
    hours: int
    not_before: datetime
    next_from: datetime


def defer(at: datetime, hours: int, earlier: Iterable[datetime], rules: AttendanceRules = RULES) -> Deferral:
    """Grant a deferral to a tractor whose `earlier` ones were granted then (over all its visits).

    Raises GateFault `DEFERRAL_HOURS` (422) and `DEFERRAL_LIMIT` (409, with `next_from` printed).
    """
    if hours not in rules.deferrals:
        raise GateFault("DEFERRAL_HOURS", str(hours), extra={"choices": list(rules.deferrals)})
    recent = sorted(one for one in earlier if one <= at < one + rules.deferral_window)
    if len(recent) >= rules.per_window:
        free = recent[-rules.per_window] + rules.deferral_window
        raise GateFault("DEFERRAL_LIMIT", free.isoformat(), status=409, extra={"next_from": free.isoformat()})
    counted = [*recent, at][-rules.per_window :]
    return Deferral(at, hours, at + timedelta(hours=hours), counted[0] + rules.deferral_window)


@dataclass(frozen=True)
class Absence:
    """What a no-show leads to: which one it is in the window, and until when no new place is given, if so."""

    at: datetime
    count: int
    cool_down_until: datetime | None


def absence(at: datetime, earlier: Iterable[datetime], rules: AttendanceRules = RULES) -> Absence:
    """Count a no-show of a tractor; `earlier` as the views of its visits tell them, so closures are none."""
    recent = [one for one in earlier if at - rules.no_show_window < one < at]
    count = len(recent) + 1
    return Absence(at, count, at + rules.cool_down if count >= rules.no_shows else None)


def cooling_until(
    at: datetime, no_shows: Iterable[datetime], rules: AttendanceRules = RULES
) -> datetime | None:
    """Until when a tractor with these no-shows gets no new place, asked at a moment; None where it may."""
    past = sorted(one for one in no_shows if one <= at)
    ends = [absence(one, past[:place], rules).cool_down_until for place, one in enumerate(past)]
    return max((end for end in ends if end is not None and end > at), default=None)
