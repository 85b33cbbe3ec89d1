"""`tinhso report make`, `tinhso report check`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tinhso.cli.exits import Exit
from tinhso.reports import knowing, printing, queries
from tinhso.reports.actions.issuing import FORMATS
from tinhso.reports.template.checking import check as check_tree
from tinhso.reports.template.describing import describe
from tinhso.reports.template.parsing import parse
from tinhso.reports.template.problems import BadTemplate


@click.command(help="Write a report of a template for a period to a file: .docx, .pdf or .xlsx.")
@click.argument("code")
@click.option("--period", required=True, help="2022-Q4, 2022-12, 2022-H1, 2022-9M, 2022, 2022-W15.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-of", type=click.DateTime(formats=["%Y-%m-%d"]), help="The day of the figures.")
@click.option("--illustrative", is_flag=True, help="The demo's figures count too.")
def make(code: str, period: str, out: Path, as_of: datetime | None, illustrative: bool) -> int:
    """Figures that miss are listed on the error stream; the file says so in their place."""
    kind = next((one for one in FORMATS if out.suffix.lower() == f".{one}"), None)
    if kind is None:
        raise click.BadParameter("a file that ends in .docx, .pdf or .xlsx", param_hint="--out")
    day = as_of.date() if as_of else None
    paper, found = printing.made(code, period, as_of=day, illustrative=illustrative)
    out.write_bytes(printing.file_of(paper, kind))
    for answer in found.missing:
        owed = f" ({', '.join(answer.owed)})" if answer.owed else ""
        click.echo(f"{found.names.get(answer.key, answer.key)}: {answer.missing}{owed}", err=True)
    click.echo(str(out))
    return Exit.DONE


@click.command(help="Check a template's text: a file, or the code of a template that is kept.")
@click.argument("source")
def check(source: str) -> int:
    """Every flaw with line, column and near names; what the text needs when it is good."""
    path = Path(source)
    if path.is_file():
        body = path.read_text(encoding="utf-8")
    else:
        body = queries.versions(queries.template(source))[0].body
    try:
        tree = parse(body)
        flaws = check_tree(tree, knowing.stored(tree))
        if flaws:
            raise BadTemplate(flaws)
    except BadTemplate as bad:
        click.echo(str(bad), err=True)
        return Exit.FOUND
    for line in describe(tree):
        click.echo(line)
    return Exit.DONE
