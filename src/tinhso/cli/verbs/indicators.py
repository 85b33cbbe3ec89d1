"""`tinhso indicators import` and `tinhso indicators export`."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import Invalid
from tinhso.base.web.wording import read_day
from tinhso.cli.exits import Exit
from tinhso.indicators.exchange import definitions, exporting, telling, writing
from tinhso.indicators.exchange.columns import FIGURES
from tinhso.indicators.exchange.exporting import Chosen
from tinhso.indicators.exchange.importing import Import, Mode
from tinhso.indicators.exchange.telling import Counts, Tell, Told
from tinhso.indicators.exchange.texts import ENCODINGS
from tinhso.people.queries import account_named, principal_for

SHOWN = 20
"""Refused lines that are told on the error stream; a report tells all."""


def _actor(username: str | None) -> Actor:
    """The account that writes, with who typed the command; else the user of this machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "?"
    if username is None:
        return SystemActor(f"tinhso indicators · {name}")
    principal = principal_for(account_named(username))
    label = ", ".join(filter(None, (principal.post_label, f"tinhso indicators: {name}")))
    return replace(principal, post_label=label)


class _Bar:
    """A progress line on a terminal's error stream; silent elsewhere."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        if self.shown:
            filled = 24 * done // max(total, 1)
            click.echo(f"\r{'█' * filled:<24} {done:,}/{total:,}\x1b[K", nl=False, err=True)

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)


class _Complaints:
    """Tells the first refused lines to a person, and all lines to the report."""

    def __init__(self, bar: _Bar, onward: Tell | None) -> None:
        self.bar, self.onward, self.told = bar, onward, 0

    def __call__(self, told: Told) -> None:
        if self.onward:
            self.onward(told)
        if told.status == "refused":
            self.told += 1
            if self.told <= SHOWN:
                self.bar.end()
                click.echo(str(told), err=True)


@click.command(name="import", help="Write down the figures (or --definitions) of a file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "account", help="The account that reports them (else the machine's operator).")
@click.option(
    "--submit", "mode", flag_value=Mode.SUBMIT.value, default=True, help="To be confirmed (default)."
)
@click.option(
    "--confirm", "mode", flag_value=Mode.CONFIRM.value, help="In force at once, by who may confirm."
)
@click.option("--draft", "mode", flag_value=Mode.DRAFT.value, help="Into the entry grid of --as, unsent.")
@click.option("--key", default="", help="Any text: a batch that came under it before is answered as then.")
@click.option("--dry-run", "rehearse", is_flag=True, help="Judge every line, write nothing.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Every line's end, CSV or JSON lines."
)
@click.option(
    "--encoding", type=click.Choice(ENCODINGS), help="Of a text file without a mark, when not UTF-8."
)
@click.option("--definitions", "laid_down", is_flag=True, help="The file holds definitions, not figures.")
def bring(
    file: Path,
    account: str | None,
    mode: str,
    key: str,
    rehearse: bool,
    report: Path | None,
    encoding: str | None,
    laid_down: bool,
) -> int:
    """Good lines in, bad ones listed; exit 1 when some were refused, 3 when the file as a whole was."""
    if laid_down and (key or mode != Mode.SUBMIT):
        raise click.UsageError("Definitions are laid down at once: no --confirm, --draft, --key.")
    bar, by = _Bar(), _actor(account)
    with telling.report(report) if report else nullcontext() as onward:
        complaints = _Complaints(bar, onward)
        try:
            if laid_down:
                counts = definitions.lay_down(by, file, complaints, rehearse=rehearse, encoding=encoding)
            else:
                task = Import(by, Mode(mode), key, rehearse)
                counts = task.run(file, complaints, bar, encoding=encoding)
        finally:
            bar.end()
    if complaints.told > SHOWN:
        click.echo(
            f"… and {complaints.told - SHOWN:,} more refused; --report FILE lists every line", err=True
        )
    click.echo(_summary(counts, rehearse))
    return Exit.FOUND if counts.refused else Exit.DONE


def _summary(counts: Counts, rehearse: bool) -> str:
    would = "would be " if rehearse else ""
    return (
        f"{counts.lines} lines: {would}{counts.created} created, {counts.superseded} superseded,"
        f" {counts.unchanged} unchanged, {counts.refused} refused"
    )


def _format(name: str | None, output: Path | None) -> str:
    """As asked, else by the file's ending, else CSV. Raises UsageError for a workbook onto a screen."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    chosen = name or (ending if ending in writing.FORMATS else "csv")
    if chosen == "xlsx" and output is None:
        raise click.UsageError("A workbook needs --output FILE.")
    return chosen


def _day(text: str | None) -> date | None:
    try:
        return read_day(text) if text else None
    except ValueError as error:
        raise Invalid(str(error), field="--boundaries") from error


@click.command(help="Write figures in force, or definitions, to a file that import reads back.")
@click.argument("what", type=click.Choice(["figures", "definitions"]))
@click.option("--indicator", "indicators", multiple=True, help="Its code; may be repeated (default: all).")
@click.option("--place", default="", help="The code of a unit: it and all inside it.")
@click.option("--period", default="", help="2022, 2022-Q1 …: it and all inside it.")
@click.option("--boundaries", help="As they read under the boundaries of that day; not for import.")
@click.option("--illustrative", is_flag=True, help="With the demo's illustrative figures.")
@click.option("--format", "name", type=click.Choice(writing.FORMATS), help="Default: by --output, else csv.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output."
)
def export(
    what: str,
    indicators: tuple[str, ...],
    place: str,
    period: str,
    boundaries: str | None,
    illustrative: bool,
    name: str | None,
    output: Path | None,
) -> int:
    """Rows one by one, in a fixed order."""
    if what == "definitions" and (place or period or boundaries):
        raise click.UsageError("Definitions have no place, period or boundaries.")
    chosen, day, form = (
        Chosen(indicators, place, period, illustrative),
        _day(boundaries),
        _format(name, output),
    )
    columns: Sequence[str] = FIGURES
    if what == "definitions":
        columns = definitions.COLUMNS
        rows = definitions.exported(indicators, illustrative=illustrative)
    elif day:
        columns = exporting.FLOWED_COLUMNS
        rows = exporting.under_boundaries(chosen, day)
    else:
        rows = exporting.figures(chosen)
    with writing.replacing(output) if output else nullcontext(sys.stdout.buffer) as file:
        writing.write(file, form, columns, rows)
    return Exit.DONE
