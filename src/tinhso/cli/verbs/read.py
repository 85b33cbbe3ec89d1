"""`tinhso read`: figures, documents and contradictions out of files; no database is needed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from tinhso.base.errors import Refusal
from tinhso.base.text import nfc
from tinhso.cli.exits import Exit
from tinhso.reading.core import scoring
from tinhso.reading.core.model import Figure, Read
from tinhso.reading.core.reader import read as read_text
from tinhso.reading.shapes import WholeRead
from tinhso.reading.sources import extract

_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.command(help="Read figures, documents and contradictions out of files. 2 when one cannot be read.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="What POST /api/v1/readings answers; one line a file.")
@click.option("--checks", is_flag=True, help="Only what does not agree.")
@click.option("--dated", type=_DAY, help="The documents' day, where they do not say it.")
@click.option("--place", default="", help="The unit they are of, by name.")
@click.option(
    "--eval", "gold", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with a gold file; FILES are the texts, or folders of them (else those beside it).",
)  # fmt: skip
def read(
    files: tuple[Path, ...],
    as_json: bool,
    checks: bool,
    dated: datetime | None,
    place: str,
    gold: Path | None,
) -> int:
    """Print what was read of each file; contradictions change nothing of the answer 0."""
    if gold is not None:
        return _evaluate(gold, files)
    if not files:
        raise click.UsageError("Name a file, or --eval GOLD.")
    failed = False
    for path in files:
        found = _read(path, dated.date() if dated else None, place)
        if found is None:
            failed = True
        elif as_json:
            click.echo(WholeRead.told(found).model_dump_json())
        else:
            _print(path, found, several=len(files) > 1, checks=checks)
    return Exit.USAGE if failed else Exit.DONE


def _read(path: Path, dated: date | None, place: str) -> Read | None:
    """What stands in the file; None, and why on standard error, where it cannot be read."""
    try:
        found = extract(path.read_bytes(), path.name, progress=_progress(path))
        return read_text(found.text, dated=dated or found.dated, place=place or found.place)
    except Refusal as refusal:
        told = " ".join(str(part) for part in (refusal.message, refusal.hint) if part)
    except OSError as error:
        told = str(error.strerror or error)
    click.echo(f"{path}: {told}", err=True)
    return None


def _progress(path: Path) -> Callable[[int, int], None]:
    """Pages that are read, told to who waits at a terminal."""

    def tell(done: int, of: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{path.name}: {done}/{of}", err=True, nl=done >= of)

    return tell


def _print(path: Path, found: Read, *, several: bool, checks: bool) -> None:
    if several:
        click.echo(f"{path}:")
    if not checks:
        for figure in found.figures:
            click.echo(_line(figure))
        for one in found.documents:
            day = f"{one.dated:%d/%m/%Y}" if one.dated else ""
            click.echo("\t".join(("document", one.type, one.number, day, one.issuer)).rstrip())
    for check in found.checks:
        click.echo(f"{check.kind}\t{check}")


def _line(figure: Figure) -> str:
    """One figure: where, what, of what, where and when."""
    parts = (
        f"{figure.span.start}-{figure.span.end}",
        figure.kind,
        figure.text,
        " · ".join(filter(None, (figure.subject, figure.scope))),
        figure.place,
        figure.period or (figure.deadline.isoformat() if figure.deadline else ""),
        figure.standing,
    )
    return "\t".join(" ".join(part.split()) for part in parts)


def _evaluate(gold: Path, files: Sequence[Path]) -> int:
    """Print the table; 2 where the gold file cannot be read, or none of its texts is there."""
    texts = {scoring.digest(text): text for text in _texts(files or (gold.parent, gold.parent / "texts"))}
    try:
        result = scoring.score(scoring.load(gold), texts.get, read_text)
    except (ValueError, KeyError) as error:
        click.echo(f"{gold}: {error.args[0] if error.args else error}", err=True)
        return Exit.USAGE
    click.echo(scoring.printed(result))
    return Exit.DONE


def _texts(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        for one in sorted(path.glob("*.txt")) if path.is_dir() else (path,):
            try:
                yield nfc(one.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                click.echo(f"{one}: {error}", err=True)
