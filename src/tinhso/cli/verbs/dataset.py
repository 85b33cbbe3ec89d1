"""`tinhso dataset list` and `tinhso dataset publish`."""

from __future__ import annotations

import getpass

import click

from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Refusal
from tinhso.cli.exits import Exit
from tinhso.opendata import publishing, queries


@click.command(name="list", help="Say which datasets there are, and which version of each is published.")
def show() -> int:
    """A line a dataset: stage, version, code, title."""
    for row in queries.datasets():
        newest = queries.newest_version(row)
        version = str(newest) if newest else "-"
        click.echo(f"{queries.stage(row).value:<10} {version:>5}  {row.code}  {row.title}")
    return Exit.DONE


@click.command(help="Publish a version of a dataset where what it says has changed.")
@click.argument("code")
@click.option("--note", default="", help="What changed, for the list of versions.")
def publish(code: str, note: str) -> int:
    """Publish as the product's own administrator; 3 when it cannot be."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "?"
    try:
        made = publishing.publish(SystemActor(f"tinhso dataset publish · {name}"), code, note=note)
    except Refusal as refusal:
        click.echo(" ".join(str(part) for part in (refusal.message, refusal.hint) if part), err=True)
        return Exit.REFUSED
    if made is None:
        click.echo(f"{code}: nothing has changed")
    else:
        click.echo(f"{code}: v{made.number}, {made.rows} rows, {made.hidden} cells kept back")
    return Exit.DONE
