"""The four colours of the national map of border gates (màu trạng thái cửa khẩu), thresholds as data. Pure.

The map of the national single window has shown them since 27/1/2022 (vietnamplus.vn 221411): green below 500
vehicles waiting, yellow up to 1,000, orange up to 5,000, red above.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """How full a gate is, from easy to blocked."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


@dataclass(frozen=True)
class ColourScale:
    """Most vehicles waiting at which a colour still holds, in rising order; the last colour has no most."""

    steps: tuple[tuple[int, Colour], ...]
    last: Colour
    source: str = ""

    def __post_init__(self) -> None:
        limits = [limit for limit, _ in self.steps]
        if limits != sorted(set(limits)):
            raise ValueError("Limits of colours rise.")

    def colour(self, waiting: int) -> Colour:
        """The colour for so many vehicles waiting. Raises ValueError for fewer than none."""
        if waiting < 0:
            raise ValueError("Fewer than no vehicles cannot wait.")
        return next((colour for limit, colour in self.steps if waiting <= limit), self.last)


NATIONAL = ColourScale(
    ((499, Colour.GREEN), (1_000, Colour.YELLOW), (5_000, Colour.ORANGE)), Colour.RED, "vietnamplus.vn 221411"
)
"""The scale as published; a pack may bring another."""
