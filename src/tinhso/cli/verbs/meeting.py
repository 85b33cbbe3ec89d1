"""`tinhso meeting briefing`."""

from __future__ import annotations

from pathlib import Path

import click

from tinhso.cli.exits import Exit
from tinhso.meetings import queries
from tinhso.reports.briefing import pack


@click.command(help="Write the briefing pack of a meeting into a folder: DOCX, PDF, the agenda's papers.")
@click.argument("code")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
def briefing(code: str, out: Path) -> int:
    """Agenda, progress since the last meeting, late tasks by agency, DTI, difficulties; one file a line."""
    found = pack.files(queries.find(code))
    out.mkdir(parents=True, exist_ok=True)
    for name, told in found.items():
        (out / name).write_bytes(told)
        click.echo(str(out / name))
    return Exit.DONE
