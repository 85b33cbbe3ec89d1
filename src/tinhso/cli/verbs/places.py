"""`tinhso places load`."""

from __future__ import annotations

import click

from tinhso.base.audit.context import SystemActor
from tinhso.places.actions import load_national


@click.command(help="Load the shipped national tables of places. Changes nothing the second time.")
def load() -> None:
    """Say what was created, changed and left."""
    loaded = load_national(SystemActor("tinhso places load"))
    click.echo(
        f"{loaded.total} places: {loaded.created} rows created, {loaded.changed} changed,"
        f" {loaded.removed} removed, {loaded.left} no longer in the tables and left",
        err=True,
    )
