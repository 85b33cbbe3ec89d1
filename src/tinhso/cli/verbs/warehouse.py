"""`tinhso warehouse rebuild` and `status`: the files beside the database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import click

from tinhso.base import clock
from tinhso.cli.exits import Exit
from tinhso.warehouse import status as standing
from tinhso.warehouse.storage import comparing, faults, publishing
from tinhso.warehouse.storage.standing import in_force

_MEGABYTE = 1 << 20


def _bar() -> Callable[[str, int, int], None]:
    """A line of progress on a terminal's error stream; silent elsewhere."""
    shown = sys.stderr.isatty()

    def progress(what: str, done: int, of: int) -> None:
        if shown:
            filled = min(24, 24 * done // max(of, 1))
            click.echo(f"\r{'█' * filled:<24} {done}/{of} {what}\x1b[K", nl=False, err=True)
        if shown and done >= of and what == "files":
            click.echo("\r\x1b[K", nl=False, err=True)

    return progress


@click.command(help="Make all files of the warehouse anew from the facts, while others go on reading.")
@click.option("--verify", is_flag=True, help="Then compare them with the facts, row by row (1: some differ).")
def rebuild(verify: bool) -> int:
    """Say how many months there are."""
    months = publishing.rebuild(_bar())
    found = in_force()
    rows = sum(one.rows for one in found.months.values()) if found else 0
    size = sum(one.size for one in found.files.values()) if found else 0
    click.echo(f"{rows} rows of {months} months published, {size / _MEGABYTE:.1f} MB")
    return _compared() if verify else Exit.DONE


@click.command(help="Say which months are published, what waits, and which files were broken.")
@click.option("--verify", is_flag=True, help="Check every file by its checksum (1: one is broken).")
@click.option("--compare", is_flag=True, help="And compare them with the facts, row by row (1: some differ).")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def status(verify: bool, compare: bool, as_json: bool) -> int:
    """A line a month."""
    told = standing.status()
    if as_json:
        click.echo(json.dumps(told.dumped(), ensure_ascii=False, indent=1))
    else:
        _show(told)
    found = in_force()
    broken = faults.verify(found) if found and (verify or compare) else []
    for file in broken:
        click.echo(f"BROKEN {file.name}: the worker makes it anew")
    if broken:
        return Exit.FOUND
    return _compared() if compare else Exit.DONE


def _show(told: standing.Status) -> None:
    for one in told.months:
        waits = f"  {one.wanted - one.published} changes wait" if one.wanted > one.published else ""
        at = f"{clock.local(one.at):%d/%m/%Y %H:%M:%S}" if one.at else "never"
        click.echo(
            f"{one.month:%Y-%m}  {one.rows:>9} rows  {one.size / _MEGABYTE:>7.1f} MB  {at}  {one.file}{waits}"
        )
    at = f", published {clock.local(told.at):%d/%m/%Y %H:%M:%S}" if told.at else ""
    click.echo(
        f"version {told.version}{at}, {told.rows} rows in {told.files} files, {told.size / _MEGABYTE:.1f} MB,"
        f" {told.waiting} months wait, {told.faults} broken files found so far"
        if told.version
        else "nothing is published: figures are answered from the facts"
    )


def _compared() -> int:
    found = in_force()
    wrong = comparing.differences(found, _bar()) if found else 0
    click.echo(f"{wrong} rows differ from the facts")
    return Exit.FOUND if wrong else Exit.DONE
