"""Chance that comes out the same on every machine and version: digits of a digest of what it is for."""

from __future__ import annotations

import hashlib


class Chance:
    """Draws for one purpose, one after the other."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose
        self._drawn = 0

    def part(self) -> float:
        """From 0 to below 1."""
        self._drawn += 1
        digest = hashlib.sha256(f"{self._purpose}|{self._drawn}".encode()).digest()
        return int.from_bytes(digest[:6]) / (1 << 48)

    def whole(self, below: int) -> int:
        """A whole number from 0 to below `below`."""
        return int(self.part() * below)

    def about(self, spread: float) -> float:
        """Around nought, mostly within ±`spread`, never beyond twice that."""
        return (sum(self.part() for _ in range(4)) - 2) * spread
