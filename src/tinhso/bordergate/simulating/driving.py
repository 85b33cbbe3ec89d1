"""Driving a made day through the product: the clock of the run goes from event to event."""

from __future__ import annotations

import heapq
import time as machine
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, Final

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.bordergate.actions import admitting, declaring, leaving, noticing
from tinhso.bordergate.actions.dispatching import tick_all
from tinhso.bordergate.actions.learning import learn_all
from tinhso.bordergate.actions.publishing import publish_all
from tinhso.bordergate.models import Direction, Lane, LinePlace, PlaceState, Run
from tinhso.bordergate.queries import gates, lines
from tinhso.bordergate.schemas import Capacity, Content
from tinhso.bordergate.simulating.people import Cast, cast
from tinhso.bordergate.simulating.traffic import Truck, lanes, traffic

_EVERY: Final = timedelta(minutes=5)
_OWN_WORD: Final = "Ban quản lý Khu kinh tế cửa khẩu (mô phỏng)"
_THEIR_WORD: Final = "Thông báo của phía bạn (mô phỏng)"
_CUT: Final = ("HN", "export", 11, 15)
"""The lane whose capacity the other side cuts to a third, from hour to hour."""
_SPARE: Final = 1.15
_HOURS: Final = 11
Progress = Callable[[datetime, Counter[str]], None]


@dataclass(order=True)
class _Happening:
    at: datetime
    number: int
    act: Callable[[], None] = field(compare=False)


class Drive:
    """One run of one day. `pace`: simulated seconds a second; None: as fast as the machine can."""

    def __init__(self, day: date, seed: int, *, share: float = 1.0, pace: float | None = None) -> None:
        self.day, self.seed, self.pace = day, seed, pace
        self.chance = Random(seed)  # noqa: S311 - a made day, not a secret
        self.trucks = traffic(day, seed, share)
        self.share = share
        self.counts: Counter[str] = Counter()
        self._queue: list[_Happening] = []
        self._numbers = count()
        self._free: dict[str, datetime] = {}
        self._seen: dict[str, int] = {}
        self._by_code: dict[str, Truck] = {}
        self._gates = {gate.code: gate for gate in gates.gates()}

    def run(self, progress: Progress | None = None) -> Run:
        """Drive it to the end and publish its lines; the run stays, with its own namespace of days."""
        first, last = lines.day_bounds(self.day)
        code = f"mo-phong-{self.day:%Y%m%d}-{self.seed}-{clock.now():%Y%m%d%H%M%S}"
        self.made = Run.objects.create(
            code=code, simulated=True, day=self.day, seed=self.seed, started_at=clock.now(), moment=first,
            illustrative=True,
        )  # fmt: skip
        with clock.standing_at(first):
            self.cast: Cast = cast(self.trucks, first)
        self._plan(first, last)
        before = first
        while self._queue:
            happening = heapq.heappop(self._queue)
            if self.pace:
                machine.sleep(max(0.0, (happening.at - before).total_seconds() / self.pace))
            before = happening.at
            with clock.standing_at(happening.at):
                happening.act()
            if progress:
                progress(happening.at, self.counts)
        with clock.standing_at(last + timedelta(minutes=5)):
            publish_all(self.made, self.day)
            learn_all(self.made, self.day + timedelta(days=1))
        return self.made

    def _at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._queue, _Happening(moment, next(self._numbers), act))

    def _plan(self, first: datetime, last: datetime) -> None:
        for gate, direction, number in lanes():
            self._at(first, self._announcing(gate, direction, self._usual(number), _OWN_WORD))
            if (gate, direction) == _CUT[:2]:
                less = max(1, self._usual(number) // 3)
                begins, ends = (first + timedelta(hours=hour) for hour in _CUT[2:])
                self._at(begins, self._announcing(gate, direction, less, _THEIR_WORD))
                self._at(ends, self._announcing(gate, direction, self._usual(number), _THEIR_WORD))
        moment = first
        while moment < last:
            self._at(moment, self._tick)
            moment += _EVERY
        for truck in self.trucks:
            self._at(truck.at, self._entering(truck))
        self._at(first + timedelta(hours=9, minutes=40), self._decide)

    def _usual(self, number: int) -> int:
        """The capacity of an ordinary day for so many vehicles, in vehicles an hour."""
        return max(2, round(number * self.share * _SPARE / _HOURS))

    def _announcing(self, gate: str, direction: str, rate: int, source: str) -> Callable[[], None]:
        def act() -> None:
            told = Capacity(rate_per_hour=rate, source=source, why="mô phỏng")
            noticing.announce_capacity(
                self.cast.manager, self.made, self._gates[gate], Direction(direction), told
            )
            self._look(gate, direction)

        return act

    def _tick(self) -> None:
        tick_all(self.made)
        for gate, direction, _number in lanes():
            self._look(gate, direction)

    def _entering(self, truck: Truck) -> Callable[[], None]:
        def act() -> None:
            try:
                key = self._draft(truck)
                place = declaring.submit(self.cast.trader, key)
            except Refusal as refused:
                self.counts[refused.code] += 1
                return
            self._by_code[place.code] = truck
            self.counts["accepted"] += 1
            if truck.cheat:
                self._cheat(truck)
            if truck.deferring and place.state == PlaceState.WAITING:
                leaving.defer(self.cast.trader, place, truck.deferring)
                self.counts["deferred"] += 1
            self._look(truck.gate, truck.direction)

        return act

    def _draft(self, truck: Truck, gate: str = "") -> Any:
        goods = [
            {
                "hs": truck.hs,
                "name": "Hàng mô phỏng",
                "net_kg": truck.kilograms,
                "quarantine_certificate": "MP",
            }
        ]
        told = {
            "mode": "XK" if truck.direction == "export" else "NK", "goods": goods,
            "tractor": {"plate": truck.plate}, "container": truck.container,
        }  # fmt: skip
        where = self._gates[gate or truck.gate]
        content, direction = Content.model_validate(told), Direction(truck.direction)
        return declaring.draft(self.cast.trader, self.cast.company, self.made, where, direction, content).pk

    def _cheat(self, truck: Truck) -> None:
        """Tries for a second place at another gate with the same vehicle, written otherwise."""
        other = "TT" if truck.gate != "TT" else "HN"
        try:
            declaring.submit(self.cast.trader, self._draft(truck, other))
            self.counts["cheated"] += 1
        except Refusal as refused:
            self.counts[refused.code] += 1

    def _look(self, gate: str, direction: str) -> None:
        """Vehicles called since the last look set out, and reach the barrier one after the other."""
        lane = lines.lane(self.made, self._gates[gate], direction)
        if lane is None or lane.called_seq <= self._seen.get(f"{gate}{direction}", 0):
            return
        name = f"{gate}{direction}"
        fresh = LinePlace.objects.filter(lane=lane, called_seq__gt=self._seen.get(name, 0)).order_by(
            "called_seq"
        )
        for place in fresh:
            truck = self._by_code.get(place.code)
            if truck is None or truck.absent:
                continue
            here = clock.now() + truck.travel
            turn = max(here, self._free.get(name, here))
            self._free[name] = turn + self._spacing(lane)
            self._at(turn, self._admitting(place.code, gate, direction))
        self._seen[name] = lane.called_seq

    def _spacing(self, lane: Lane) -> timedelta:
        plan = gates.capacity_of(self.made, lane.gate, lane.direction).plan_at(clock.now())
        rate = float(plan.rate) if plan and plan.rate else 1.0
        return timedelta(hours=1 / rate) * self.chance.uniform(0.7, 1.25)

    def _admitting(self, code: str, gate: str, direction: str) -> Callable[[], None]:
        def act() -> None:
            try:
                admitting.admit(self.cast.guard, lines.place_of(code, self.made))
                self.counts["admitted"] += 1
            except Refusal as refused:
                self.counts[refused.code] += 1
            self._look(gate, direction)

        return act

    def _decide(self) -> None:
        """One signed decision of the day."""
        rows = LinePlace.objects.filter(run=self.made, state=PlaceState.WAITING, held=False, called_seq=None)
        place = rows.select_related("lane__gate", "declaration__company").order_by("-accepted_at").first()
        if place is not None:
            leaving.decide(self.cast.manager, place, "MP-01", "hàng cứu trợ (mô phỏng)")
            self.counts["decided"] += 1
            self._look(place.lane.gate.code, place.lane.direction)
