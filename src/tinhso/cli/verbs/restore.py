"""`tinhso restore`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path, PurePosixPath

import click

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.errors import Conflict, Invalid
from tinhso.cli import archive, dumps, stamps
from tinhso.cli.deployment import Deployment, named
from tinhso.cli.exits import Exit
from tinhso.cli.verbs import backup
from tinhso.warehouse.storage import publishing


@click.command(
    help="Check an archive, put it back in place of what is there, verify the audit trail (1: broken)."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what the database holds. It is kept in an archive first.")
def restore(file: Path, yes: bool) -> int:
    """Say what was restored and whether its chain holds."""
    deployment = named(None)
    click.echo("  checksums …", err=True)
    manifest = archive.verified(file)
    if not dumps.is_empty():
        if not yes:
            raise Conflict("The database is not empty. --yes replaces it (and keeps an archive of it first).")
        kept = deployment.data / f"before-restore-{clock.now():%Y%m%d-%H%M%S}.tar"
        backup.write(deployment, kept)
        click.echo(f"  what was there is kept in {kept}", err=True)
    _put_back(deployment, file, manifest["parts"])
    publishing.forget()
    stamps.forget(deployment.stamps)
    click.echo("  audit trail …", err=True)
    found = chain.verify()
    click.echo(f"restored from {manifest['made_at']}: {found.entries} entries in {found.streams} streams")
    if found.broken is None:
        return Exit.DONE
    click.echo(f"BROKEN at {found.broken.where}: {found.broken.found}")
    return Exit.FOUND


def _put_back(deployment: Deployment, file: Path, parts: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory(dir=deployment.data, prefix=".restore-") as folder:
        dump = Path(folder) / archive.DUMP
        archive.take(file, archive.DUMP, dump)
        click.echo("  database …", err=True)
        dumps.load(dump)
    names = [name for name in parts if name.startswith("files/")]
    with click.progressbar(names, label="  files", file=sys.stderr) as shown:
        for name in shown:
            if ".." in PurePosixPath(name).parts:
                raise Invalid(f"{file}: {name} points outside the files.")
            target = deployment.files / PurePosixPath(name).relative_to("files")
            target.parent.mkdir(parents=True, exist_ok=True)
            archive.take(file, name, target)
