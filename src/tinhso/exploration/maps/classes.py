"""How values are parted into classes of a map, the same through all periods: a slider compares. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from tinhso.exploration.spec import Classes

MOST: Final = 5
"""Classes at most: more shades cannot be told apart."""
_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))


@dataclass(frozen=True)
class Band:
    """One class. `low` None: no lower end; `high` None: no upper end; `word` where the class has a name."""

    tone: str
    low: Decimal | None
    high: Decimal | None
    word: Mapping[str, Any] | None = None
    open_above: bool = False
    """Whether `high` itself belongs to the next class."""


@dataclass(frozen=True)
class Scale:
    """Classes from the lowest to the highest, without overlap."""

    bands: Sequence[Band]
    scheme: Classes

    def place(self, value: Decimal) -> int | None:
        """The number of the class that holds the value; None: no class does."""
        for number, band in enumerate(self.bands):
            above = band.low is None or value >= band.low
            below = band.high is None or value < band.high or (value == band.high and not band.open_above)
            if above and below:
                return number
        return None


def scale(values: Iterable[Decimal], scheme: Classes, legend: Sequence[Mapping[str, Any]] = ()) -> Scale:
    """The classes of all those values; the indicator's own `legend` where asked for and there is one."""
    every = sorted(values)
    if scheme is Classes.OWN and legend:
        return Scale(_own(legend), scheme)
    if scheme is Classes.INTERVALS and every and every[0] < every[-1]:
        return Scale(_intervals(every[0], every[-1]), scheme)
    return Scale(_counts(every), Classes.COUNTS)


def of_options(options: Sequence[Mapping[str, Any]]) -> Scale:
    """A class an option: yes and no, or what can be chosen."""
    steps = sorted(options, key=lambda one: Decimal(str(one["value"])))
    tones = _tones(len(steps))
    return Scale(
        [
            Band(tone, Decimal(str(one["value"])), Decimal(str(one["value"])), one)
            for tone, one in zip(tones, steps, strict=True)
        ],
        Classes.OWN,
    )


def _tones(count: int) -> list[str]:
    """Shades of that many classes: the darkest always last."""
    if count <= MOST:
        return [f"map-q{MOST - count + number + 1}" for number in range(count)]
    return [f"map-q{1 + number * (MOST - 1) // (count - 1)}" for number in range(count)]


def _counts(every: Sequence[Decimal]) -> list[Band]:
    """About equally many values in each; equal values share a class."""
    if not every:
        return []
    tops = sorted({every[-(-len(every) * part // MOST) - 1] for part in range(1, MOST + 1)})
    found, start = [], 0
    for tone, top in zip(_tones(len(tops)), tops, strict=True):
        found.append(Band(tone, every[start], top))
        start = bisect_right(every, top)
    return found


def _intervals(low: Decimal, high: Decimal) -> list[Band]:
    """Equal steps at round numbers, at most `MOST`; the last holds its upper end."""
    step, first, count = next(one for one in _roundings(low, high) if one[2] <= MOST)
    return [
        Band(tone, first + step * number, first + step * (number + 1), open_above=number < count - 1)
        for number, tone in enumerate(_tones(count))
    ]


def _roundings(low: Decimal, high: Decimal) -> Iterator[tuple[Decimal, Decimal, int]]:
    """Round steps, ever larger: the step, where the first class begins, how many there are."""
    power = Decimal(1).scaleb(((high - low) / MOST).adjusted())
    while True:
        for one in _STEPS:
            step = one * power
            first = (low / step).to_integral_value(ROUND_FLOOR) * step
            yield step, first, max(1, int(((high - first) / step).to_integral_value(ROUND_CEILING)))
        power *= 10


def _own(legend: Sequence[Mapping[str, Any]]) -> list[Band]:
    def bound(step: Mapping[str, Any], name: str) -> Decimal | None:
        return None if step.get(name) is None else Decimal(str(step[name]))

    steps = sorted(legend, key=lambda step: _or_lowest(bound(step, "from")))
    return [
        Band(f"fill-{step['tone']}", bound(step, "from"), bound(step, "to"), step, open_above=True)
        for step in steps
    ]


def _or_lowest(value: Decimal | None) -> Decimal:
    return Decimal("-Infinity") if value is None else value
