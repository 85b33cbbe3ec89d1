"""`tinhso warehouse query`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click
from pydantic import ValidationError

from tinhso.base.web import exports, wording
from tinhso.base.web.api_errors import invalid
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.people.principals import ANONYMOUS
from tinhso.places.models import Level
from tinhso.warehouse.answers import Answer, Cell
from tinhso.warehouse.asking import ask
from tinhso.warehouse.errors import CannotAnswer
from tinhso.warehouse.outputs import LINES, document, lines, number_unit, text
from tinhso.warehouse.schemas import QueryIn, of_parameters, require_small

_LEVELS: Final = click.Choice([level.value for level in Level])
_KINDS: Final = click.Choice(["day", "month", "quarter", "half", "year", "told"])
_DASH: Final = "-"


@click.command(help="Ask the warehouse: indicators CODE… × units × periods, as GET /api/v1/query does.")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
@click.option("--level", type=_LEVELS, default=None, help="Units of that level; else --within itself.")
@click.option("--within", default="", metavar="PLACE", help="Inside that unit; else anywhere.")
@click.option("--on", default="", metavar="DAY", help="By the boundaries of that day; else today's.")
@click.option("--told-at", type=_LEVELS, default=None, help="Only figures told of units of that level.")
@click.option("--by", type=_KINDS, default="year", help="Kind of period; `told`: as they were told.")
@click.option("--first", default="", metavar="DAY", help="Else five years back.")
@click.option("--last", default="", metavar="DAY", help="Else today.")
@click.option("--where", multiple=True, metavar="CODE~lt~100", help="Only where the number compares so.")
@click.option("--illustrative", is_flag=True, help="Count the demonstration's figures too.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="FILE")
def query(codes: tuple[str, ...], form: str, output: Path | None, **given: Any) -> None:
    """Print the answer; what was refused, and what can be asked instead, goes to the error stream."""
    question = _asked(codes, given).query()
    require_small(question)
    answer = ask(question, ANONYMOUS)
    if not answer.measures:
        raise CannotAnswer(answer)
    told = _FORMS[form](answer)
    if output:
        output.write_text(told, encoding="utf-8")
    else:
        click.echo(told, nl=False)
    for refused in answer.refused:
        offers = "; ".join(offer.words for offer in refused.offers)
        click.echo(refused.reason + (f" ({offers})" if offers else ""), err=True)
    for note in answer.notes:
        click.echo(f"{note.measure}: {note.words}", err=True)


def _asked(codes: Sequence[str], given: dict[str, Any]) -> QueryIn:
    parameters = {"m": list(codes), "where": list(given.pop("where"))}
    plain = {name: [str(value)] for name, value in given.items() if value}
    try:
        return of_parameters({**parameters, **plain})
    except ValidationError as error:
        raise invalid(error.errors()) from error


def _csv(answer: Answer) -> str:
    return "".join(exports.csv_lines(LINES, lines(answer)))


def _json(answer: Answer) -> str:
    return json.dumps(document(answer), ensure_ascii=False, indent=1) + "\n"


def _table(answer: Answer) -> str:
    """One block a measure: a line a unit, a column a period; what is incomplete says how much of it."""
    return "\n".join(block for row in answer.measures for block in _block(answer, row))


def _block(answer: Answer, row: Indicator) -> Iterator[str]:
    unit = number_unit(row)
    yield f"{indicator_name(row)} [{row.code}]" + (f", {unit}" if unit else "")
    head = ["", *(wording.period(period) for period in answer.periods)]
    body = [
        [place.full_name, *(_said(answer.cell(row.code, place.pk, one.code)) for one in answer.periods)]
        for place in answer.places
    ]
    widths = [max(len(line[at]) for line in (head, *body)) for at in range(len(head))]
    for first, *rest in (head, *body):
        numbers = (word.rjust(width) for word, width in zip(rest, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *numbers]).rstrip()
    yield ""


def _said(cell: Cell | None) -> str:
    number = text(cell.number) if cell else None
    if cell is None or number is None:
        return _DASH
    if cell.is_complete:
        return number
    told, expected = cell.told, cell.expected
    if told >= expected:
        told, expected = cell.periods_told, cell.periods_expected
    return f"{number} ({told}/{expected})"


_FORMS: Final = {"table": _table, "csv": _csv, "json": _json}
