"""The traffic of a made day: who comes when with what, the same for the same seed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from tinhso.base.clock import TZ
from tinhso.bordergate.core.keys import container_check_digit

FILE: Final = Path(__file__).parent.parent / "data" / "traffic.yaml"
_FIRST, _LAST, _PEAK = 4.5, 17.5, 9.5
"""Hours between which vehicles come, and when most do (giờ)."""
_FRESH: Final = ("08106000", "08109092", "07099990")
_PLAIN: Final = ("85171300", "40012200", "94036090", "52083200")
_LIVE: Final = "01022900"


@dataclass(frozen=True)
class Truck:
    """A vehicle of the made day. `deferring` hours, `absent` when called, `cheat`: tries a second place."""

    number: int
    gate: str
    direction: str
    at: datetime
    plate: str
    vin: str
    container: str
    hs: str
    kilograms: int
    travel: timedelta
    absent: bool = False
    deferring: int = 0
    cheat: bool = False


@cache
def volumes() -> Mapping[str, Any]:
    """What the file says."""
    told: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return told


def lanes() -> Iterator[tuple[str, str, int]]:
    """Gate, direction and vehicles a day."""
    for gate, directions in volumes()["lanes"].items():
        for direction, number in directions.items():
            yield gate, direction, number


def traffic(day: date, seed: int, share: float = 1.0) -> list[Truck]:
    """All vehicles of a day in the order in which they come; `share` of the usual number."""
    chance = Random(seed)  # noqa: S311 - a made day, not a secret
    midnight = datetime.combine(day, time(), TZ)
    found: list[Truck] = []
    for gate, direction, number in lanes():
        fresh = volumes()["fresh_share"][direction]
        for _ in range(round(number * share)):
            hour = chance.triangular(_FIRST, _LAST, _PEAK)
            at = midnight + timedelta(seconds=int(hour * 3600), microseconds=chance.randrange(1_000_000))
            found.append(_truck(chance, len(found) + 1, (gate, direction), at, fresh))
    return sorted(found, key=lambda truck: truck.at)


def _truck(chance: Random, number: int, lane: tuple[str, str], at: datetime, fresh: float) -> Truck:
    kind = chance.random()
    hs = chance.choice(_FRESH) if kind < fresh else chance.choice(_PLAIN)
    first = f"MPHU{number % 1_000_000:06d}"
    return Truck(
        number,
        *lane,
        at,
        plate=f"12C-{number:05d}",
        vin=f"MPH{number:014d}",
        container=f"{first}{container_check_digit(first)}",
        hs=_LIVE if chance.random() < 0.002 else hs,
        kilograms=chance.randrange(8_000, 28_000),
        travel=timedelta(minutes=chance.triangular(5, 55, 20)),
        absent=chance.random() < 0.01,
        deferring=chance.choice((4, 6)) if chance.random() < 0.005 else 0,
        cheat=chance.random() < 0.003,
    )
