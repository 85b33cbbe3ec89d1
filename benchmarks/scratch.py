"""A database of one run's own, made from the migrations and dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django


@contextmanager
def database() -> Iterator[None]:
    """Set Django up; the default connection leads to an empty database of the product until the end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    before = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(before)
