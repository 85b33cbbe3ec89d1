"""What a load did, or would do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

Progress = Callable[[str, int, int], None]
"""Told as work goes: what (a section's name), how far, of how much."""


class Entry(NamedTuple):
    """One item of a report."""

    section: str
    key: str
    file: str = ""
    line: int = 0


@dataclass
class LoadReport:
    """What the load of one pack created, changed, kept, and left alone.

    `conflict`: a person changed the record since, and the pack now says something else: the person's stays.
    `gone`: loaded earlier, no longer in the pack: left, and listed.
    """

    pack: str
    planned: bool = False
    created: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    conflicts: list[Entry] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    kept: int = 0
    seconds: float = 0.0

    @property
    def touched(self) -> bool:
        """Whether anything is (or would be) written."""
        return bool(self.created or self.changed)
