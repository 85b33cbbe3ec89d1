"""A report of 40 targets, 120 tasks, 15 charts as files, its figures read: `python -m benchmarks.reports`.

On any migrated database: what it needs is written in one transaction and taken back at the end.
"""

from __future__ import annotations

import os

import django


def main() -> None:
    """Set Django up and measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
    from benchmarks import reports_world

    reports_world.measure()


if __name__ == "__main__":
    main()
