"""`tinhso migrate`."""

from __future__ import annotations

import sys

import click
from django.core.management import call_command


@click.command(help="Bring the database's tables up to date. Does nothing when they are.")
@click.option("--verbose", is_flag=True, help="Name every step.")
def migrate(verbose: bool) -> None:
    """Run Django's migrations without its chatter on stdout."""
    call_command("migrate", interactive=False, verbosity=1 if verbose else 0, stdout=sys.stderr)
