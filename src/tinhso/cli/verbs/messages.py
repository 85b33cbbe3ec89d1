"""`tinhso messages compile` and `tinhso messages check`."""

from __future__ import annotations

import click

from tinhso.cli import messages as catalogues
from tinhso.cli.deployment import SOURCE, named
from tinhso.cli.exits import Exit

LOCALE = SOURCE / "locale"


@click.group(help="Compile or check translations.")
def messages() -> None:
    """The group of the two verbs below."""


@messages.command(name="compile", help="Compile the catalogues the product reads.")
def compile_() -> None:
    """Write every `.mo` anew, into the data folder: the checkout may be somebody else's."""
    for path in catalogues.compile_all(LOCALE, named(None).locale):
        click.echo(path)


@messages.command(help="Name what is not translated (exit 1).")
def check() -> int:
    """List file, line and text of every message without a confirmed translation."""
    found = 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        for message in catalogues.missing(path):
            found += 1
            click.echo(f"{path.relative_to(SOURCE.parent)}:{message.line}: not translated: {message.id}")
    return Exit.FOUND if found else Exit.DONE
