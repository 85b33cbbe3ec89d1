"""Status and outlook of a target: pure arithmetic over what is known of it.

The value due that counts is the one of the figure's own time: the first due on or after the figure's date,
else the last. So a status follows from facts, never from the calendar turning: the year's result stands until
the next year's first figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tinhso.indicators.models import Direction
from tinhso.indicators.targets.reaching import reached, rounded, way_made
from tinhso.steering.models.choices import Outlook, TargetStatus

PACE_PLACES = 4
PACE_LIMIT = Fraction(99_999_999)


@dataclass(frozen=True)
class Thresholds:
    """Pace made in hundredths of pace needed, from which an outlook begins (ngưỡng triển vọng)."""

    on_track: int = 95
    needs_push: int = 60
    slow: int = 0

    def outlook(self, pace: Fraction) -> Outlook:
        """The outlook of that pace, in hundredths."""
        if pace >= self.on_track:
            return Outlook.ON_TRACK
        if pace >= self.needs_push:
            return Outlook.NEEDS_PUSH
        return Outlook.SLOW if pace >= self.slow else Outlook.BACKWARD


@dataclass(frozen=True)
class Due:
    """A value due at a date (giá trị phải đạt)."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Figure:
    """The latest confirmed figure. A ratio is judged by its exact parts, never by a rounded percentage.

    `complete` is False while agencies that report parts of it are missing.
    """

    dated: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    complete: bool = True
    factor: Decimal = Decimal(100)

    @property
    def exact(self) -> Fraction | None:
        """The value to compare: the ratio in what it is told in where there is one, else the value."""
        if self.denominator and self.numerator is not None:
            return Fraction(self.numerator) * Fraction(self.factor) / Fraction(self.denominator)
        return None if self.value is None else Fraction(self.value)


@dataclass(frozen=True)
class Stated:
    """A status that an agency stated with its reason (trạng thái được công bố)."""

    status: TargetStatus
    dated: date


@dataclass(frozen=True)
class Situation:
    """All that is known of one target on one day."""

    as_of: date
    starts_on: date
    direction: Direction
    dues: Sequence[Due] = ()
    decimals: int = 1
    baseline: Decimal | None = None
    baseline_on: date | None = None
    figure: Figure | None = None
    stated: Stated | None = None
    retired_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """Where the target stands: status, outlook ("" where none can be told), pace in hundredths, value due."""

    status: TargetStatus
    outlook: Outlook | None = None
    pace: Decimal | None = None
    due: Due | None = None
    by_statement: bool = False


def due_for(dues: Sequence[Due], day: date) -> Due | None:
    """The value due that counts on `day`: the first on or after it, else the last."""
    ordered = sorted(dues, key=lambda due: due.on)
    return next((due for due in ordered if due.on >= day), ordered[-1] if ordered else None)


def standing(situation: Situation, thresholds: Thresholds | None = None) -> Standing:
    """Judge a target.

    Retired outranks everything. A statement outranks the figure unless the figure's own date is later. A
    figure whose parts are not all in, and a target without figure or value due, are unknown.
    """
    figure = situation.figure
    due = due_for(situation.dues, figure.dated if figure else situation.as_of)
    if situation.retired_on is not None and situation.retired_on <= situation.as_of:
        return Standing(TargetStatus.DROPPED, due=due)
    status = _computed(situation, figure, due)
    outlook, pace = _heading(situation, figure, due, status, thresholds or Thresholds())
    stated = situation.stated
    if stated and (figure is None or status is TargetStatus.UNKNOWN or stated.dated >= figure.dated):
        kept = None if stated.status in (TargetStatus.DROPPED, TargetStatus.UNKNOWN) else outlook
        return Standing(stated.status, kept, pace if kept else None, due, by_statement=True)
    return Standing(status, outlook, pace, due)


def compare(value: Fraction, due: Decimal, direction: Direction, decimals: int) -> TargetStatus:
    """Exceeded, met or not met: `indicators.reaching.reached`, as a target's status."""
    return TargetStatus(reached(value, due, direction, decimals))


def _computed(situation: Situation, figure: Figure | None, due: Due | None) -> TargetStatus:
    if figure is None or due is None or not figure.complete or figure.exact is None:
        return TargetStatus.UNKNOWN
    return compare(figure.exact, due.value, situation.direction, situation.decimals)


def _heading(
    situation: Situation, figure: Figure | None, due: Due | None, status: TargetStatus, thresholds: Thresholds
) -> tuple[Outlook | None, Decimal | None]:
    """Outlook and pace; nothing where nothing can be told."""
    if figure is None or due is None or status is TargetStatus.UNKNOWN:
        return None, None
    if situation.direction is Direction.NONE or figure.exact is None:
        return None, None
    pace = _pace(situation, figure.exact, figure.dated, due)
    made = None if pace is None else rounded(max(-PACE_LIMIT, min(PACE_LIMIT, pace)), PACE_PLACES)
    if status in (TargetStatus.MET, TargetStatus.EXCEEDED):
        return Outlook.ON_TRACK, made
    if pace is None:
        keeping = _base(situation)[1] is not None and figure.dated > _base(situation)[0]
        return (Outlook.BACKWARD if keeping else None), None
    return thresholds.outlook(pace), made


def _base(situation: Situation) -> tuple[date, Decimal | None]:
    """Where the line begins: the baseline at its date; the plan's first day where it is zero or not known.

    Without a baseline a rising target begins at zero; a falling one has no line.
    """
    if situation.baseline and situation.baseline_on:
        return situation.baseline_on, situation.baseline
    zero = Decimal(0) if situation.direction is Direction.UP else None
    return situation.starts_on, situation.baseline if situation.baseline is not None else zero


def _pace(situation: Situation, value: Fraction, day: date, due: Due) -> Fraction | None:
    """Pace made in hundredths of pace needed; None before the line begins or where the due is no progress."""
    start, base = _base(situation)
    if base is None or day <= start or due.on <= start:
        return None
    made = way_made(value, base, due.value, situation.direction)
    if made is None:
        return None
    needed = min(Fraction(1), Fraction((day - start).days, (due.on - start).days))
    return made / needed * 100


def needed_on(situation: Situation, day: date, due: Due) -> Decimal | None:
    """The value a linear pace would have reached on `day` (mức cần đạt theo tiến độ), for charts."""
    start, base = _base(situation)
    if base is None or due.on <= start or day < start:
        return None
    share = min(Fraction(1), Fraction((day - start).days, (due.on - start).days))
    wanted = Fraction(base) + (Fraction(due.value) - Fraction(base)) * share
    return rounded(wanted, max(situation.decimals, 2))
