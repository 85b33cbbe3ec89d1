"""`tinhso audit verify` and `tinhso audit seal`."""

from __future__ import annotations

import click

from tinhso.base.audit import chain
from tinhso.cli.exits import Exit


@click.group(help="Verify or seal the audit trail.")
def audit() -> None:
    """The group of the two verbs below."""


@audit.command(help="Walk every chain and every daily seal; name the first broken link (exit 1).")
def verify() -> int:
    """Say what was read, and the first thing that does not hold."""
    found = chain.verify()
    click.echo(
        f"{found.entries} entries in {found.streams} streams, {found.facts} facts, {found.seals} daily seals"
    )
    if found.broken is None:
        click.echo("The chain holds.")
        return Exit.DONE
    click.echo(f"BROKEN at {found.broken.where}: {found.broken.found}")
    return Exit.FOUND


@audit.command(help="Seal the heads of all streams that moved since the last seal.")
def seal() -> None:
    """Write today's root, if anything moved."""
    sealed = chain.seal()
    if sealed is None:
        click.echo("Nothing moved since the last seal.")
    else:
        click.echo(f"{sealed.day:%Y-%m-%d} {sealed.root} ({len(sealed.heads)} streams)")
