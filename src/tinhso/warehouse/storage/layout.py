"""Where the files lie and how they are made: the constants of the storage in one place."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

FORMAT: Final = 1
"""Of the manifest and the columns; files of another are made anew."""
MONTH_GROUP: Final = 20_480
"""Rows a group in a month's file, which is rewritten with each change."""
VOLUME_GROUP: Final = 122_880
"""Rows a group in a volume, which holds a whole year and is read much more often than written."""
GRACE: Final = timedelta(minutes=10)
"""So long a file stays that the manifest names no more: queries that began before may still read it."""
DIGITS: Final = 18
"""Most digits a scaled number has; an indicator with a larger one is answered from the facts."""
MOST_DECIMALS: Final = 6

COLUMNS: Final = (
    ("indicator", "INTEGER"),
    ("place", "INTEGER"),
    ("kind", "TINYINT"),
    ("cut_off", "BOOLEAN"),
    ("first", "DATE"),
    ("last", "DATE"),
    ("value", "BIGINT"),
    ("numerator", "BIGINT"),
    ("denominator", "BIGINT"),
    ("stands", "TINYINT"),
)
"""Columns of every file. Numbers are whole: the figure times ten to the power of the indicator's scale."""
NAMES: Final = ", ".join(name for name, _type in COLUMNS)
ORDER: Final = "indicator, last, place, kind, cut_off, first, stands"


def root() -> Path:
    """The folder of the warehouse."""
    return Path(settings.WAREHOUSE)


def figures() -> Path:
    """The folder of its Parquet files."""
    return root() / "figures"


def manifest() -> Path:
    """The file that says which files are in force."""
    return root() / "manifest.json"


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def is_volume(name: str) -> bool:
    """Whether a file of that name holds a year (`2022.v1.…`), not a month (`2022-03.v1.…`)."""
    return "-" not in name.partition(".")[0]
