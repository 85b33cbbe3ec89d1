"""How many vehicles a gate lets through (năng lực thông quan): plans with version and source, exact. Pure.

A rate is in vehicles an hour. What was served between two moments is a fraction, a moment a whole
microsecond, so that an announced cut gives the hour it must give and not one beside it. Capacity is never
raised for hours that were over when the plan was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from tinhso.bordergate.core.opening import (
    MICROSECOND,
    ONE_DAY,
    CapacityError,
    Closure,
    Interval,
    OpeningCalendar,
    microseconds,
    moment_at,
)

HOUR = 3_600_000_000
"""Microseconds in an hour."""
HORIZON = timedelta(days=120)
"""How far ahead a moment is looked for: the longest wait ever told of was about three weeks."""


@dataclass(frozen=True)
class CapacityPlan:
    """What somebody declared a gate lets through (phương án năng lực), in force until a later version.

    `rate` in vehicles an hour; `valid_until` for a cut with an announced end; `recorded_at` when it was made
    known here. Of several plans valid at a moment the highest version counts.
    """

    version: int
    rate: Fraction
    valid_from: datetime
    source: str
    recorded_at: datetime
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        if self.rate < 0:
            raise CapacityError("RATE_NEGATIVE", "A gate lets through at least nothing.")
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise CapacityError("PLAN_BACKWARDS", "A plan ends after it begins.")

    def covers(self, moment: datetime) -> bool:
        """Whether the plan speaks of a moment."""
        return self.valid_from <= moment and (self.valid_until is None or moment < self.valid_until)


class Piece(NamedTuple):
    """A stretch with one rate: microseconds since 1970, vehicles an hour."""

    since: int
    until: int
    rate: Fraction


class Change(NamedTuple):
    """From `since` on (microseconds) this many vehicles an hour, by this plan (None: none was in force)."""

    since: int
    rate: Fraction
    plan: CapacityPlan | None


@dataclass(frozen=True)
class Capacity:
    """The plans of one gate and direction over its opening calendar."""

    calendar: OpeningCalendar
    plans: tuple[CapacityPlan, ...]

    def __post_init__(self) -> None:
        versions = [plan.version for plan in self.plans]
        if len(set(versions)) != len(versions):
            raise CapacityError("PLAN_VERSION_TWICE", "Two plans have one version.")
        object.__setattr__(self, "plans", tuple(sorted(self.plans, key=lambda plan: plan.version)))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The rates in force, opening hours not looked at, from the first moment any plan speaks of."""
        ends = [plan.valid_until for plan in self.plans if plan.valid_until is not None]
        turns = {moment for plan in self.plans for moment in (plan.valid_from, plan.recorded_at)} | set(ends)
        return tuple(Change(microseconds(turn), *_in_force(self.plans, turn)) for turn in sorted(turns))

    def as_known(self, moment: datetime) -> Capacity:
        """Calendar and plans as they were known at `moment`, for judging a forecast made then."""
        plans = tuple(plan for plan in self.plans if plan.recorded_at <= moment)
        return Capacity(self.calendar.as_known(moment), plans)

    def amended(self, plan: CapacityPlan) -> Capacity:
        """With one plan more.

        Raises CapacityError `PLAN_VERSION_OLD` for a version that is not the next, and `CAPACITY_RETROACTIVE`
        for a plan that would raise the rate of hours before it was recorded.
        """
        if self.plans and plan.version <= self.plans[-1].version:
            raise CapacityError("PLAN_VERSION_OLD", "A new plan has a higher version than those before it.")
        if any(plan.rate > rate for rate in self._rates_before_recording(plan)):
            raise CapacityError("CAPACITY_RETROACTIVE", "Capacity cannot be raised for hours that are over.")
        return Capacity(self.calendar, (*self.plans, plan))

    def with_closure(self, closure: Closure) -> Capacity:
        """With one closure more."""
        return Capacity(replace(self.calendar, closures=(*self.calendar.closures, closure)), self.plans)

    def plan_at(self, moment: datetime) -> CapacityPlan | None:
        """The plan whose rate is in force at a moment, open or not."""
        return self._change_at(moment).plan

    def declared_at(self, moment: datetime) -> Fraction:
        """The rate in force at a moment, open or not; vehicles an hour."""
        return self._change_at(moment).rate

    def rate_at(self, moment: datetime) -> Fraction:
        """Vehicles an hour at a moment: nothing while the gate is shut."""
        return self.declared_at(moment) if self.calendar.is_open(moment) else Fraction(0)

    def open_between(self, since: datetime, until: datetime) -> tuple[Interval, ...]:
        """The open stretches between two moments."""
        return self.calendar.open_between(since, until)

    def pieces(self, since: datetime, until: datetime) -> Iterator[Piece]:
        """Stretches of one rate above nothing, in order, read lazily."""
        return self._pieces(microseconds(since), microseconds(until))

    def served_between(self, since: datetime, until: datetime) -> Fraction:
        """How many vehicles the plans let through between two moments, exact; 0 when `until` is earlier."""
        return (
            sum(
                ((piece.until - piece.since) * piece.rate for piece in self.pieces(since, until)), Fraction(0)
            )
            / HOUR
        )

    def on_day(self, day: date) -> Fraction:
        """Declared capacity of a local day (năng lực công bố trong ngày), in vehicles."""
        begins = datetime.combine(day, time(), self.calendar.zone)
        return self.served_between(begins, datetime.combine(day + ONE_DAY, time(), self.calendar.zone))

    def moment_of(self, number: int | Fraction, start: datetime) -> datetime | None:
        """When `number` vehicles will have been served from `start` on; None when not within `HORIZON`.

        The first whole microsecond at which that many were served, across closed nights; `start` for 0.
        """
        return self.moments_of((number,), start)[0]

    def moments_of(self, numbers: Sequence[int | Fraction], start: datetime) -> tuple[datetime | None, ...]:
        """The same for many numbers at once, in the order given, read in one pass over the calendar."""
        found: list[datetime | None] = [None] * len(numbers)
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        zone, at, served = self.calendar.zone, 0, Fraction(0)
        while at < len(order) and numbers[order[at]] <= 0:
            found[order[at]] = start
            at += 1
        begun = microseconds(start)
        pieces = self._pieces(begun, begun + HORIZON // MICROSECOND) if at < len(order) else iter(())
        for piece in pieces:
            after = served + (piece.until - piece.since) * piece.rate
            while at < len(order) and numbers[order[at]] * HOUR <= after:
                needed = -((served - numbers[order[at]] * HOUR) // piece.rate)  # rounded up
                found[order[at]] = moment_at(piece.since + needed, zone)
                at += 1
            if at == len(order):
                break
            served = after
        return tuple(found)

    def _pieces(self, since: int, until: int) -> Iterator[Piece]:
        changes = self.changes
        for begun, ended in self.calendar.stretches(since, until):
            for change, following in zip(changes, (*changes[1:], None), strict=True):
                first = max(begun, change.since)
                last = ended if following is None else min(ended, following.since)
                if first < last and change.rate:
                    yield Piece(first, last, change.rate)

    def _change_at(self, moment: datetime) -> Change:
        return Change(microseconds(moment), *_in_force(self.plans, moment))

    def _rates_before_recording(self, plan: CapacityPlan) -> Iterator[Fraction]:
        """The rates in force at hours that `plan` covers and that were over when it was recorded."""
        until = plan.recorded_at if plan.valid_until is None else min(plan.recorded_at, plan.valid_until)
        if plan.valid_from >= until:
            return
        first, last = microseconds(plan.valid_from), microseconds(until)
        for change in (self._change_at(plan.valid_from), *self.changes):
            if change.plan is not None and first <= change.since < last:
                yield change.rate


def _in_force(plans: Sequence[CapacityPlan], moment: datetime) -> tuple[Fraction, CapacityPlan | None]:
    """The rate at a moment and the plan it is of; `plans` by version. A late plan never raises past hours."""
    rate, chosen = Fraction(0), None
    for plan in plans:
        raises = chosen is not None and plan.rate > rate and moment < plan.recorded_at
        if plan.covers(moment) and not raises:
            rate, chosen = plan.rate, plan
    return rate, chosen
