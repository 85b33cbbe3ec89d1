"""A publisher, or a reader, in a process of its own on the test database: `publish POINT`, `read SECONDS`.

A publisher named a point ends there by SIGKILL, as if the power went.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django
import duckdb
from django.conf import settings

POINTS = {
    "fetched": ("tinhso.warehouse.storage.staging", "fetch"),
    "file written": ("tinhso.warehouse.storage.writing", "checksum"),
    "file named": ("tinhso.warehouse.storage.writing", "_statistics"),
    "files settled": ("tinhso.warehouse.storage.manifest", "replace"),
    "manifest in force": ("tinhso.warehouse.storage.enforcing", "tell_database"),
    "half told to the database": ("tinhso.warehouse.storage.enforcing", "_close"),
    "told to the database": ("tinhso.warehouse.storage.enforcing", "clear"),
}
"""What the process is about to do, or has just done (`fetched`), when it ends."""


def _end(*_args: Any, **_named: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _publish(point: str) -> None:
    publishing = sys.modules["tinhso.warehouse.storage.publishing"]
    if point:
        module, name = POINTS[point]
        setattr(sys.modules[module], name, _end)
    publishing.publish()


def _read(seconds: float) -> None:
    """Read what is in force again and again; whatever is read is one publication, whole."""
    reading = sys.modules["tinhso.warehouse.storage.reading"]
    end, versions, times = time.monotonic() + seconds, set(), 0
    while time.monotonic() < end:
        found = reading.snapshot()
        paths = found.files(date(1900, 1, 1), date(2100, 1, 1))
        told = duckdb.execute("SELECT count(*), sum(value) FROM read_parquet(?)", [paths]).fetchone()
        expected = sum(one.rows for one in found.content.months.values())
        if told is None or told[0] != expected or told[1] % 1000 != 0:
            sys.exit(f"{told} of {expected} rows in version {found.version}")
        versions.add(found.version)
        times += 1
    sys.stdout.write(f"{times} {len(versions)}")


def main(database: str, folder: str, what: str, how: str) -> None:
    """Do what is named."""
    settings.DATABASES["default"]["NAME"] = database
    settings.WAREHOUSE = Path(folder)
    django.setup()
    __import__("tinhso.warehouse.storage.publishing")
    verbs: dict[str, Callable[[], None]] = {
        "publish": lambda: _publish(how),
        "read": lambda: _read(float(how)),
    }
    verbs[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
