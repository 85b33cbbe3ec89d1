"""`tinhso plan show`."""

from __future__ import annotations

from datetime import date, datetime

import click

from tinhso.base import clock
from tinhso.base.errors import Ambiguous, Invalid, NotFound
from tinhso.cli.exits import Exit
from tinhso.steering.api_schemas.plans import PlanOut
from tinhso.steering.queries import find_plan, plan_summary
from tinhso.steering.queries.shapes import PlanSummary, ReportedRow, TargetTotals

PARTS = (
    ("exceeded", "exceeded"),
    ("met", "met"),
    ("not_met", "not met"),
    ("dropped", "not carried out"),
    ("unknown", "no information"),
)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"{text!r} is not a day like 2022-12-31", field="--as-of") from None


def _moment(text: str | None) -> datetime | None:
    """A moment; without a zone it is told in the country's, a day alone means its end."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"{text!r} is not a moment like 2022-12-31T17:00", field="--known-at") from None
    if found is not None and text and len(text) == len("2022-12-31"):
        found = found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return found.replace(tzinfo=clock.TZ) if found and found.tzinfo is None else found


@click.command(help="Say where a plan stands, now or on a past day.")
@click.argument("code")
@click.option("--as-of", "as_of", help="By facts dated not later than this day, e.g. 2022-12-31.")
@click.option("--known-at", "known_at", help="By facts recorded not later than this moment.")
@click.option("--json", "as_json", is_flag=True, help="As /api/v1/plans/CODE answers.")
@click.option("--illustrative", is_flag=True, help="With the demo's illustrative facts.")
def show(code: str, as_of: str | None, known_at: str | None, as_json: bool, illustrative: bool) -> int:
    """Print the plan's summary."""
    day, moment = _day(as_of), _moment(known_at)
    try:
        plan = find_plan(code)
    except (NotFound, Ambiguous) as refused:
        near = refused.near if isinstance(refused, NotFound) else refused.candidates
        click.echo(str(refused), err=True)
        for one in near:
            click.echo(f"  {one}", err=True)
        return Exit.REFUSED
    summary = plan_summary(plan, day, moment, with_illustrative=illustrative)
    if as_json:
        click.echo(PlanOut.of(summary).model_dump_json(indent=2))
    else:
        _say(summary)
    return Exit.DONE


def _say(summary: PlanSummary) -> None:
    plan, tasks = summary.plan, summary.tasks
    click.echo(f"{plan.full_slug}\n{plan.title}")
    click.echo(f"As of {summary.as_of.isoformat()}:")
    click.echo(f"  targets   {_parts(summary.targets)}")
    if summary.targets.itemised < summary.targets.total:
        click.echo(f"            {summary.targets.itemised} of {summary.targets.total} are known one by one")
    for row in summary.reported:
        click.echo(f"  reported  {row.as_of.isoformat()}: {_parts(row)} ({row.document})")
    for one in summary.comparison.differences if summary.comparison else ():
        click.echo(f"  differs   {one.part}: reported {one.reported}, items say {one.computed}")
    states = f"{tasks.done} done, {tasks.in_progress} in progress, {tasks.not_started} not started"
    click.echo(f"  tasks     {tasks.total}: {states}, {tasks.late} late")


def _parts(totals: TargetTotals | ReportedRow) -> str:
    """`18/30 done: 18 met`; parts that nobody published are left out."""
    told = [f"{value} {word}" for name, word in PARTS if (value := getattr(totals, name))]
    done = "?" if totals.done is None else totals.done
    return f"{done}/{totals.total} done" + (f": {', '.join(told)}" if told else "")
