"""How good the forecasts of a past day were (sai số dự báo): the figures that are published. Pure.

Judged are forecasts as they were made. Beside them stands the naive forecast, "as many an hour as in the last
hour the gate was open", told over the same opening hours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import fmean, median

from tinhso.bordergate.core.capacity import Capacity, CapacityPlan
from tinhso.bordergate.core.opening import EPOCH

ONE_HOUR = timedelta(hours=1)
BACK = timedelta(days=7)
"""How far back the last open hour is looked for."""


@dataclass(frozen=True)
class Judged:
    """One forecast and what came of it. `low` and `high` None where no interval was told."""

    made_at: datetime
    median: datetime
    low: datetime | None
    high: datetime | None
    through: datetime
    naive: datetime | None = None

    @property
    def covered(self) -> bool | None:
        """Whether the vehicle was through within the interval; None where there was none."""
        if self.low is None or self.high is None:
            return None
        return self.low <= self.through <= self.high


@dataclass(frozen=True)
class DayScore:
    """The published figures of a day: minutes, and shares from 0 to 1; None where nothing was judged."""

    day: date
    count: int
    mae_minutes: float | None
    median_error_minutes: float | None
    bias_minutes: float | None
    coverage: float | None
    width_minutes: float | None
    naive_mae_minutes: float | None

    @property
    def better_than_naive(self) -> bool | None:
        """Whether the day's forecasts were nearer than the naive ones."""
        if self.mae_minutes is None or self.naive_mae_minutes is None:
            return None
        return self.mae_minutes < self.naive_mae_minutes


def score(day: date, judged: Iterable[Judged]) -> DayScore:
    """The figures of forecasts made on a day; which those are is the caller's choice.

    The naive error counts where both forecasts were made, so that the two are comparable only as a whole.
    """
    all_of_them = list(judged)
    errors = [_minutes(one.through - one.median) for one in all_of_them]
    widths = [_minutes(one.high - one.low) for one in all_of_them if one.low and one.high]
    covered = [one.covered for one in all_of_them if one.covered is not None]
    naive = [abs(_minutes(one.through - one.naive)) for one in all_of_them if one.naive is not None]
    return DayScore(
        day,
        len(errors),
        fmean(map(abs, errors)) if errors else None,
        median(map(abs, errors)) if errors else None,
        fmean(errors) if errors else None,
        fmean(covered) if covered else None,
        fmean(widths) if widths else None,
        fmean(naive) if naive else None,
    )


def naive(capacity: Capacity, now: datetime, position: int, through: Sequence[datetime]) -> datetime | None:
    """When `position` would be through at the rate of the last open hour; `through` rising.

    An hour in which nobody was through counts as one vehicle; None where the gate was not open lately.
    """
    since, missing = now, ONE_HOUR
    for stretch in reversed(capacity.open_between(now - BACK, now)):
        taken = min(missing, stretch.until - stretch.since)
        since, missing = stretch.until - taken, missing - taken
        if not missing:
            break
    open_time = ONE_HOUR - missing
    if not open_time:
        return None
    served = bisect_right(through, now) - bisect_right(through, since)
    rate = Fraction(max(1, served)) * (ONE_HOUR // timedelta.resolution) / (open_time // timedelta.resolution)
    plan = CapacityPlan(1, rate, EPOCH, "", EPOCH)
    return Capacity(capacity.calendar, (plan,)).moment_of(position, now)


def _minutes(length: timedelta) -> float:
    return length / timedelta(minutes=1)
