"""`tinhso rebuild`: the current state, made anew from the facts or compared with them."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from tinhso.cli.exits import Exit
from tinhso.indicators import current
from tinhso.indicators.approval import submissions
from tinhso.indicators.definitions import laying as definitions
from tinhso.steering import state

NAMED = 5
"""So many indicators are named whose copy is not what their definitions say."""
SAMPLE = 50
"""Indicators and targets that a quick comparison takes by chance."""


def _bar(what: str) -> Callable[[int, int], None]:
    """A line of progress on a terminal's error stream; silent elsewhere."""
    shown = sys.stderr.isatty()

    def progress(done: int, of: int) -> None:
        if shown:
            filled = 24 * done // max(of, 1)
            click.echo(f"\r{'█' * filled:<24} {done}/{of} {what}\x1b[K", nl=False, err=True)
        if shown and done >= of:
            click.echo("\r\x1b[K", nl=False, err=True)

    return progress


@click.command(
    help="Make standing definitions, figures in force and on their way, and targets' state anew from facts."
)
@click.option("--check", is_flag=True, help="Only say how many differ, taken by chance; exit 1 if any.")
@click.option("--full", is_flag=True, help="With --check: compare every one.")
def rebuild(check: bool, full: bool) -> int:
    """Rebuild, or compare and change nothing."""
    if full and not check:
        raise click.UsageError("--full belongs to --check: rebuilding always takes every one.")
    if check:
        return _compare(None if full else SAMPLE)
    copied = definitions.rebuild()
    in_force = current.rebuild_current(_bar("indicators"))
    submissions.rebuild()
    targets = state.rebuild_all(_bar("targets"))
    mended = f", {copied} indicators told otherwise than their definitions" if copied else ""
    click.echo(f"{in_force} figures in force, {targets} targets{mended}")
    return Exit.DONE


def _compare(most: int | None) -> int:
    wrong, measured = current.amiss(most, _bar("indicators"))
    behind, aimed = state.amiss(most, _bar("targets"))
    undefined = definitions.behind()
    astray = submissions.amiss() if most is None else 0
    told = [row.code for row, _definition in undefined[:NAMED]]
    said = (
        f", {len(undefined)} indicators differ from their definitions: {', '.join(told)}" if undefined else ""
    )
    said += f", {astray} figures on their way stand otherwise than the facts say" if astray else ""
    click.echo(
        f"{wrong} figures differ from the facts of {measured} indicators,"
        f" {behind} of {aimed} targets differ from theirs{said}"
    )
    return Exit.FOUND if wrong or behind or undefined or astray else Exit.DONE
