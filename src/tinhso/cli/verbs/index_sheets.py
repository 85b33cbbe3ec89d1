"""`tinhso index import` and `tinhso index export`."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Refusal
from tinhso.cli.exits import Exit
from tinhso.indices import queries
from tinhso.indices.sheets import importing, writing


def _actor() -> SystemActor:
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "?"
    return SystemActor(f"tinhso index · {name}")


@click.command(
    name="import", help="Bring an edition's tree in from an XLSX or CSV file, whole or not at all."
)
@click.argument("code")
@click.argument("edition")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--base", default="", help="The edition that a new one takes what the file does not say from.")
@click.option("--title", default="", help="The name of the edition, in Vietnamese.")
@click.option("--dry-run", "rehearse", is_flag=True, help="Say what would change, write nothing.")
def bring(code: str, edition: str, file: Path, base: str, title: str, rehearse: bool) -> int:
    """Every cell that cannot stand on the error stream (exit 1); else what changed."""
    asked = (_actor(), code, edition, file.read_bytes(), file.name)
    try:
        outcome = importing.check(*asked, base=base, title=title)
        if not outcome.problems and not rehearse:
            outcome = importing.load(*asked, base=base, title=title)
    except Refusal as refused:
        for problem in refused.problems:
            click.echo(
                " ".join(str(part) for part in (problem.field, problem.message, problem.hint) if part),
                err=True,
            )
        return Exit.REFUSED
    for problem in outcome.problems:
        click.echo(
            " ".join(str(part) for part in (problem.field, problem.message, problem.hint) if part), err=True
        )
    if outcome.problems:
        return Exit.FOUND
    for one in outcome.changes:
        if one.what != "keep":
            click.echo(f"{one.what} {one.code}{': ' if one.fields else ''}{', '.join(one.fields)}")
    told = ", ".join(f"{outcome.count(what)} {what}" for what in ("create", "change", "remove", "keep"))
    fresh, end = " (new)" if outcome.fresh else "", " – nothing written" if rehearse else ""
    click.echo(f"{code} {edition}{fresh}: {told}{end}")
    return Exit.DONE


@click.command(name="export", help="Write an edition's tree as XLSX or CSV, to be changed and brought back.")
@click.argument("code")
@click.argument("edition")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def take(code: str, edition: str, file: Path) -> int:
    """The file's ending says which of the two."""
    row = queries.edition(code, edition)
    if file.suffix.lower() == ".csv":
        file.write_text(writing.as_csv(row), encoding="utf-8")
    else:
        file.write_bytes(writing.as_xlsx(row))
    click.echo(str(file))
    return Exit.DONE
