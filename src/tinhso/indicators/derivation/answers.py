"""One door to an indicator's values under any boundaries: told, from shorter periods, or derived."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.errors import NotAllowed
from tinhso.indicators.boundaries import flowing
from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.over_time import of_period, speaking_for
from tinhso.indicators.derivation.sources import sources
from tinhso.indicators.derivation.values import (
    Derivation,
    needed_periods,
    periods_at_hand,
    told_codes,
)
from tinhso.indicators.models import Indicator, Observation, PersonalData
from tinhso.indicators.querysets import ObservationQuerySet
from tinhso.places.models import Level, Place

MOST_PERIODS: Final = 120
"""Periods of a derived indicator that are calculated when none is named: the newest."""


class TooMany(ValueError):
    """More figures than one question may be about."""


def is_impersonal(indicator: Indicator) -> bool:
    """Whether its figures tell of no single person."""
    return indicator.personal_data == PersonalData.NONE


@dataclass(frozen=True)
class Question:
    """What is asked: `place` None: wherever the figures lie; `period` None: every period, the newest first.

    `most` figures at most may be read; beyond them `TooMany`. `newest` periods of a derived indicator.
    `sees` says of which indicators every figure is open to who asks: what is derived is as closed as its
    inputs, whose figures it names.
    """

    indicator: Indicator
    boundaries: date
    place: Place | None = None
    period: Period | None = None
    children: bool = False
    level: Level | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    illustrative: bool = False
    most: int | None = None
    newest: int = MOST_PERIODS
    sees: Callable[[Indicator], bool] = is_impersonal

    def answer(self) -> list[Flowed]:
        """The values, the newest period first; statements do not grow with places and periods.

        Raises TooMany; NotAllowed where an input is closed.
        """
        return _derived(self) if self.indicator.formula else _told(self)

    def figures(
        self, indicators: Collection[Indicator], periods: Collection[str] | None
    ) -> ObservationQuerySet:
        """The figures in force of those indicators and periods."""
        keys = [one.pk for one in indicators]
        return flowing.figures_in(keys, periods, self.as_of, self.known_at, illustrative=self.illustrative)

    def read(self, indicators: Collection[Indicator], periods: Collection[str] | None) -> list[Observation]:
        """All of them, each with its indicator. Raises TooMany."""
        rows = self.figures(indicators, periods)
        found = list(rows if self.most is None else rows[: self.most + 1])
        if self.most is not None and len(found) > self.most:
            raise TooMany(self.most)
        known = {one.pk: one for one in indicators}
        for row in found:
            row.indicator = known[row.indicator_id]
        return found

    def ground(self, rows: Collection[Observation]) -> flowing.Ground:
        """What they are read over."""
        return flowing.ground(self.place, rows, self.boundaries, children=self.children, level=self.level)


def _told(question: Question) -> list[Flowed]:
    indicator, period = question.indicator, question.period
    codes = speaking_for(indicator, period) if period else None
    rows = question.read([indicator], codes)
    if not rows:
        return []
    found = question.ground(rows).flowed(indicator, rows)
    return of_period(indicator, period, found) if period else list(found)


def _derived(question: Question) -> list[Flowed]:
    known = sources([question.indicator.code])
    source = known[question.indicator.code]
    told = [known[code].row for code in told_codes(source, known)]
    if not all(question.sees(row) for row in told):
        raise NotAllowed(
            _("Số liệu đầu vào của chỉ số này có dữ liệu cá nhân; chỉ người có quyền mới xem được.")
        )
    if question.period:
        periods = periods_at_hand(source.on(question.period.end), [question.period], longer=False)
    else:
        counted = flowing.periods_of(question.figures(told, None))
        many = {Period.parse(code): count for code, count in counted}
        periods = _as_many(periods_at_hand(source.laid[-1], many)[: question.newest], many, question.most)
    codes = needed_periods(source, known, periods)
    wanted = set[str]().union(*codes.values())
    rows = question.read([known[code].row for code in codes], wanted)
    if not rows:
        return []
    derivation = Derivation.of(question.indicator, known, question.ground(rows), rows)
    return list(derivation.values(periods))


def _as_many(periods: Sequence[Period], many: Mapping[Period, int], most: int | None) -> list[Period]:
    """The newest periods about which not more figures than `most` were told; one at least."""
    chosen: list[Period] = []
    room = most
    for period in periods:
        if room is not None:
            room -= sum(count for told, count in many.items() if period.contains(told))
            if room < 0 and chosen:
                break
        chosen.append(period)
    return chosen
