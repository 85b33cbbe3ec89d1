"""`tinhso indicators check`: the rules over stored figures."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from datetime import date

import click

from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Invalid
from tinhso.base.web.wording import read_day
from tinhso.cli.exits import Exit
from tinhso.indicators.checks import findings, reviews, tables
from tinhso.indicators.checks.pages import names_of_rules
from tinhso.indicators.models import Severity

SHOWN = 20
"""Findings that are told on the terminal; the pages tell all."""


def _bar() -> Callable[[int, int], None]:
    """A line of progress on a terminal's error stream; silent elsewhere."""
    shown = sys.stderr.isatty()

    def progress(done: int, of: int) -> None:
        if shown:
            filled = 24 * done // max(of, 1)
            click.echo(f"\r{'█' * filled:<24} {done}/{of} places\x1b[K", nl=False, err=True)
        if shown and done >= of:
            click.echo("\r\x1b[K", nl=False, err=True)

    return progress


def _day(text: str | None, option: str) -> date | None:
    try:
        return read_day(text) if text else None
    except ValueError as error:
        raise Invalid(f"{text!r} is not a day like 2026-01-31", field=option) from error


@click.command(name="check", help="Look over the stored figures by the rules; keep what falls.")
@click.argument("codes", nargs=-1)
@click.option("--since", help="Periods that end on this day or later, e.g. 2026-01-01.")
@click.option("--until", help="Periods that end on this day or earlier.")
@click.option("--place", default="", help="A place's code: the unit and all inside it.")
def check(codes: tuple[str, ...], since: str | None, until: str | None, place: str) -> int:
    """Run the rules of those codes, or all; 1 when something waits for a decision."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "?"
    by = SystemActor(f"tinhso indicators check · {name}")
    asked = reviews.ask(
        by, codes=codes, since=_day(since, "--since"), until=_day(until, "--until"), place=place
    )
    done = reviews.run(by, asked, _bar())
    click.echo(f"{done.judged} judged, {done.found} found, {done.fresh} new, {done.gone} gone")
    rows = findings.waiting(codes)
    waiting, names = rows.count(), names_of_rules()
    for row in rows[:SHOWN]:
        figure, level = row.observation, Severity(row.severity).label
        click.echo(f"{figure.period} {figure.place.full_name} [{level}] {tables.said(row, names)}")
    if waiting > SHOWN:
        click.echo(f"… {waiting - SHOWN} more")
    return Exit.FOUND if waiting else Exit.DONE
