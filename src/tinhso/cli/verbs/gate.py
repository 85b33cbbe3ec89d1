"""`tinhso gate`: the published line of a day, its verification, and a simulated day."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from tinhso.base.errors import Refusal
from tinhso.bordergate.core.verify_day import Deviation, parse, verify
from tinhso.bordergate.models import Run
from tinhso.bordergate.queries import gates, lines
from tinhso.bordergate.simulating.driving import Drive
from tinhso.cli.exits import Exit

_DAY = click.DateTime(["%Y-%m-%d"])
_MAX: Final = "max"


def _run(code: str, day: date) -> Run:
    return gates.run_of(code) if code else gates.latest_run_of(day)


@click.command(name="export-day", help="Write the line of a day: places, calls, exceptions, under its root.")
@click.argument("day", type=_DAY)
@click.option("--gate", "code", required=True, help="HN, TT, CN or CM.")
@click.option("--direction", type=click.Choice(["export", "import"]), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--run", "run_code", default="", help="A run by its name; else the latest of that day.")
def export_day(day: datetime, code: str, direction: str, out: Path, run_code: str) -> int:
    """Write the file."""
    try:
        lane = lines.lane(_run(run_code, day.date()), gates.gate_of(code), gates.direction_of(direction))
        if lane is None:
            click.echo("Nothing happened in that line.", err=True)
            return Exit.REFUSED
        text = lines.day_file(lane, day.date())
    except Refusal as refused:
        click.echo(str(refused), err=True)
        return Exit.REFUSED
    out.write_bytes(text.encode())
    click.echo(f"{out}: {text.count(chr(10)) - 5} places, run {lane.run.code}", err=True)
    return Exit.DONE


@click.command(name="verify-day", help="Recompute order and root of such a file; 1 and the first deviation.")
@click.argument("day", type=_DAY)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--run", "run_code", default="", help="A run by its name; else the latest of that day.")
def verify_day(day: datetime, file: Path, run_code: str) -> int:
    """Verify it, and compare with the root that was published, where one was."""
    text = file.read_bytes().decode("utf-8", "replace")
    try:
        head = parse(text)[0]
        lane = lines.lane(
            _run(run_code, day.date()), gates.gate_of(head["gate"]), gates.direction_of(head["direction"])
        )
        published = lines.root_of(lane, day.date()) if lane else ""
        root = verify(text, day.date().isoformat(), published)
    except (Deviation, Refusal, ValueError, IndexError) as deviation:
        click.echo(f"deviation: {deviation}")
        return Exit.FOUND
    said = "as published" if published else "not published here"
    click.echo(f"order and root are as they must be: {root} ({said})")
    return Exit.DONE


@click.command(help="Drive a made day through the product; the board shows it as a simulation.")
@click.option("--day", type=_DAY, required=True)
@click.option("--speed", default="60", show_default=True, help="Simulated seconds a second, or max.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--share", type=click.FloatRange(0.01, 6), default=1.0, show_default=True, help="Of the usual traffic."
)
def simulate(day: datetime, speed: str, seed: int, share: float) -> int:
    """Drive it, with progress on standard error, and say what came of it."""
    try:
        pace = None if speed == _MAX else float(speed)
    except ValueError:
        raise click.UsageError("--speed is a number, or max") from None
    drive = Drive(day.date(), seed, share=share, pace=pace)
    run = drive.run(_progress(len(drive.trucks)))
    click.echo(f"run {run.code}")
    for name, number in sorted(drive.counts.items()):
        click.echo(f"{name}\t{number}")
    return _verified(run, day.date())


def _progress(trucks: int) -> Callable[[datetime, Counter[str]], None]:
    shown = ""

    def tell(moment: datetime, counts: Counter[str]) -> None:
        nonlocal shown
        text = f"{moment:%H:%M}  {counts['accepted']}/{trucks} in line, {counts['admitted']} through"
        if f"{moment:%H:%M}"[:4] != shown:
            shown = f"{moment:%H:%M}"[:4]
            click.echo(f"\r{text}", err=True, nl=not sys.stderr.isatty())

    return tell


def _verified(run: Run, day: date) -> int:
    worst = Exit.DONE
    for root in lines.days_of(run, day):
        lane = root.lane
        try:
            verify(root.content, day.isoformat(), root.root)
            said = "verified"
        except Deviation as deviation:
            said, worst = f"deviation: {deviation}", Exit.FOUND
        click.echo(f"{lane.gate.code} {lane.direction}\t{root.content.count(chr(10)) - 5} places\t{said}")
    return worst
