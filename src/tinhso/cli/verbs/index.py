"""`tinhso index compute`."""

from __future__ import annotations

from pathlib import Path

import click

from tinhso.base.errors import NotFound
from tinhso.base.packs.problems import PackError
from tinhso.cli.exits import Exit
from tinhso.indices import files
from tinhso.indices.computing import compute as compute_places


@click.command(help="Compute a composite index for places from a JSON or CSV file; needs no database.")
@click.argument("code")
@click.argument("edition")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def compute(code: str, edition: str, file: Path) -> int:
    """Print what POST /api/v1/indices/CODE/EDITION/compute would answer."""
    try:
        tree = files.edition(code, edition)
    except (NotFound, PackError) as refused:
        click.echo(str(refused), err=True)
        return Exit.REFUSED if isinstance(refused, NotFound) else Exit.FOUND
    answer = compute_places(tree, files.question(file))
    click.echo(answer.model_dump_json(indent=2))
    return Exit.DONE
