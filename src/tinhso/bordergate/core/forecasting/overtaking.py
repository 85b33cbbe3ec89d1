"""Who will be through before whom (thứ tự dự kiến): the streams' turns, and those still to come. Pure.

A general vehicle may be passed by fresh goods that join later, everybody by special ones. Its position for an
ETA is the number of vehicles expected to be through when it is. With nobody to come, positions are the order
that the published cycle gives, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from tinhso.bordergate.core.capacity import Capacity
from tinhso.bordergate.core.forecasting.shapes import Steps
from tinhso.bordergate.core.streams import Cycle, Stream, turn

MOST_PASSED = 10
"""After so many times the line's length nobody is looked for any more: a stream that comes faster than all
are served never lets the others through."""
BLOCK = 200


def expected_positions(
    waiting: Mapping[Stream, int],
    cycle: Cycle,
    pointer: int,
    *,
    called: int,
    capacity: Capacity,
    now: datetime,
    arrivals: Mapping[Stream, Steps] | None = None,
) -> dict[Stream, tuple[int, ...]]:
    """For each stream the expected positions of those waiting, in order; fewer where no turn is in sight.

    `waiting` counts who is not yet called, `called` who is and is not yet through (they go first); `pointer`
    is where the cycle stands (it starts at 0 each day); `arrivals` an hour by stream, hour 0 being `now`.
    """
    coming = arrivals or {}
    served = dict.fromkeys(Stream, 0)
    found: dict[Stream, list[int]] = {stream: [] for stream in Stream}
    left = sum(waiting.values())
    day = now.astimezone(capacity.calendar.zone).date()
    for number, moment in _turns(capacity, now, left):
        if left == 0:
            break
        if moment.date() != day:
            day, pointer = moment.date(), 0
        hours = (moment - now) / timedelta(hours=1)
        there = [stream for stream in Stream if _joined(waiting, coming, stream, hours) > served[stream]]
        next_turn = turn(cycle, pointer, there)
        if next_turn is None:  # nobody waits
            break
        pointer, stream = next_turn.after, next_turn.stream
        served[stream] += 1
        if served[stream] <= waiting.get(stream, 0):
            found[stream].append(called + number)
            left -= 1
    return {stream: tuple(positions) for stream, positions in found.items()}


def _joined(
    waiting: Mapping[Stream, int], coming: Mapping[Stream, Steps], stream: Stream, hours: float
) -> int:
    """How many of a stream have joined by then, those waiting now included."""
    more = coming[stream].total(0.0, hours) if stream in coming else 0.0
    return waiting.get(stream, 0) + int(more + 0.5)


def _turns(capacity: Capacity, now: datetime, length: int) -> Iterator[tuple[int, datetime]]:
    """(number, moment) of the turns to come, as the plans serve them."""
    number = 0
    while number < length * MOST_PASSED:
        block = range(number + 1, number + BLOCK + 1)
        for number, moment in zip(block, capacity.moments_of(block, now), strict=True):
            if moment is None:
                return
            yield number, moment
