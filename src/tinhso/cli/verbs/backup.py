"""`tinhso backup`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

import tinhso
from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry, DailySeal
from tinhso.base.errors import Conflict
from tinhso.cli import archive, dumps
from tinhso.cli.deployment import Deployment, named


@click.command(help="Write database and files to one archive with a manifest and checksums.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def backup(file: Path, force: bool) -> None:
    """Print the archive's path and size when it is complete."""
    if file.exists() and not force:
        raise Conflict(f"{file} exists. Give another name, or --force.")
    file.parent.mkdir(parents=True, exist_ok=True)
    write(named(None), file)
    click.echo(f"{file} {file.stat().st_size} bytes")


def write(deployment: Deployment, file: Path) -> None:
    """Dump first, then add the files: they are only ever added to, so every file the dump names is there."""
    with tempfile.TemporaryDirectory(dir=deployment.data, prefix=".backup-") as folder:
        dump = Path(folder) / archive.DUMP
        click.echo("  database …", err=True)
        dumps.dump(dump)
        with archive.writing(file) as writer:
            writer.add(archive.DUMP, dump)
            files = [path for path in sorted(deployment.files.rglob("*")) if path.is_file()]
            with click.progressbar(files, label="  files", file=sys.stderr) as shown:
                for path in shown:
                    writer.add(f"files/{path.relative_to(deployment.files)}", path)
            writer.finish(
                {
                    "tinhso": tinhso.__version__,
                    "made_at": clock.now().isoformat(),
                    "audit_entries": AuditEntry.objects.count(),
                    "daily_seals": DailySeal.objects.count(),
                }
            )
