"""`tinhso formula eval`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import BinaryIO, NoReturn

import click

from tinhso.base.errors import Invalid
from tinhso.cli.exits import Exit
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.formula.values import BadValue, answer

Values = Mapping[str, object] | None


@click.command(
    name="eval",
    help="Calculate a formula, or one on each line of a file; answers are JSON.",
    context_settings={"ignore_unknown_options": True},  # a formula may begin with a minus
)
@click.argument("expression", required=False)
@click.option("--values", "values_file", type=click.File("rb"), help="A JSON object of codes and values.")
@click.option("--lines", type=click.File("rb"), help="One expression a line, one answer a line; - is stdin.")
def evaluate(expression: str | None, values_file: BinaryIO | None, lines: BinaryIO | None) -> int:
    """Print `{"value": …}` or `{"error": …, "position": …}` for each, and nothing else."""
    if (expression is None) == (lines is None):
        raise click.UsageError("Give one expression, or --lines FILE.")
    values = _read(values_file) if values_file else None
    if expression is not None:
        text, right = _answered(expression, values)
        click.echo(text)
        return Exit.DONE if right else Exit.REFUSED
    for line in _split(lines):
        click.echo(_answered(line, values)[0])
    return Exit.DONE


def _split(lines: BinaryIO | None) -> Iterator[str]:
    for line in lines or ():
        yield line.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r")


def _answered(expression: str, values: Values) -> tuple[str, bool]:
    """The answer as a line of JSON, and whether it is a value."""
    try:
        return answer(expression, values).json(), True
    except FormulaError as error:
        told = {
            "error": str(error),
            "position": error.position,
            "code": error.code,
            "expected": error.expected.told() if error.expected else None,
            "near": list(error.near),
        }
        return json.dumps(told, ensure_ascii=False), False
    except BadValue as error:
        raise Invalid(f"The value of {error.key} is none of number, text, true, false, null.") from error


def _read(file: BinaryIO) -> Values:
    """The values of a JSON file, numbers exact. Raises Invalid."""
    try:
        found = json.loads(file.read(), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"{file.name} is not JSON: {error}", field="--values") from error
    if not isinstance(found, dict):
        raise Invalid(f"{file.name} holds no JSON object.", field="--values")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")
