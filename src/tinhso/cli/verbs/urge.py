"""`tinhso urge run`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any
from uuid import UUID

import click

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.cli.exits import Exit
from tinhso.people.holders import names_of
from tinhso.urging.running.bundling import Bundled
from tinhso.urging.running.running import CLOCK, preview
from tinhso.urging.running.running import run as make_run

HEADS = ("person", "agency", "as", "late", "today", "soon")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"{text!r} is not a day like 2022-12-31", field="--on") from None


@click.command(help="Urge those who owe something: once a step, one notice a person.")
@click.option("--dry-run", is_flag=True, help="Only say what would be told to whom.")
@click.option("--on", "on", help="With --dry-run: as on this day, e.g. 2022-12-31.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def run(dry_run: bool, on: str | None, as_json: bool) -> int:
    """Make a run, or say what it would tell."""
    day = _day(on)
    if day is not None and not dry_run:
        raise Invalid("Another day is only looked at: add --dry-run.", field="--on")
    if not dry_run:
        try:
            made = make_run(CLOCK)
        except Refusal as refused:
            click.echo(str(refused), err=True)
            return Exit.REFUSED
        told = _told(made.day, made.looked_at, made.steps, made.lines, made.missing)
    else:
        with clock.standing_at(day) if day else nullcontext():
            found = preview(clock.today())
        told = _told(*_of(found))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_table(told)))
    return Exit.DONE


def _of(found: Bundled) -> tuple[date, int, int, list[Any], list[Any]]:
    missed = [one.told for one in found.missed]
    return found.day, found.looked_at, len(found.reached), list(found.lines), missed


def _told(day: date, looked_at: int, steps: int, lines: list[Any], missing: list[Any]) -> dict[str, Any]:
    names = {str(key): name for key, name in names_of({UUID(line["person"]) for line in lines}).items()}
    return {
        "day": day.isoformat(),
        "looked_at": looked_at,
        "steps": steps,
        "told": len({line["person"] for line in lines}),
        "lines": [{**line, "name": names.get(line["person"], "")} for line in lines],
        "missing": missing,
    }


def _table(told: dict[str, Any]) -> Iterator[str]:
    rows = [
        (line["name"], line["agency"], line["track"], *(str(line[key]) for key in HEADS[3:]))
        for line in told["lines"]
    ]
    widths = [max(len(row[place]) for row in (HEADS, *rows)) for place in range(len(HEADS))]
    for row in (HEADS, *rows):
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    told_whom = f"{told['steps']} steps for {told['told']} people"
    yield f"{told['day']}: {told_whom}; {told['looked_at']} things owed looked at"
    for one in told["missing"]:
        who = one.get("agency") or one.get("person", "")
        yield f"  nobody to tell: {who} ({one.get('track') or one.get('why', '')})"
