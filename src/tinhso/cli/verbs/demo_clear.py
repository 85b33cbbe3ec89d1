"""`tinhso demo clear`."""

from __future__ import annotations

import click

from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.clear import clear_demo


@click.command(help="Delete every illustrative row. The audit trail keeps what happened.")
def clear() -> None:
    """Say how many rows went, by table."""
    gone = clear_demo(SystemActor("tinhso demo clear"))
    for table, rows in gone.items():
        click.echo(f"{table}: {rows}")
    click.echo(f"{sum(gone.values())} illustrative rows removed")
