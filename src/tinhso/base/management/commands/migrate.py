"""`migrate`: Django's own, begun from the kept tables where the database is empty."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from tinhso.base import tables

ASIDE = ("app_label", "check_unapplied", "plan", "prune", "fake", "fake_initial")
"""Options that ask for something else than all tables as they are today."""


class Command(migrate.Command):
    """Bring the tables up to date; an empty database gets most of them in one go."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is kept if it may be, then let Django do the rest."""
        if not any(options.get(name) for name in ASIDE):
            tables.load(connections[options["database"]])
        super().handle(*args, **options)
