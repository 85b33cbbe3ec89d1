"""The corrections that are true in the whole country, shipped as data beside the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from tinhso.base.calendar.core import Calendar, Correction

_FILE = Path(__file__).with_name("corrections.yaml")


@cache
def shipped_corrections() -> tuple[Correction, ...]:
    """Read `corrections.yaml`, once a process."""
    return tuple(Correction(**line) for line in yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def national_calendar() -> Calendar:
    """The calendar without any province's own corrections; needs no database."""
    return Calendar(shipped_corrections())
