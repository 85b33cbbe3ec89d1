"""`tinhso prepare`: what must be done before serving, skipped where it was done with the same content."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable

import click

from tinhso.cli import main, messages, stamps
from tinhso.cli.deployment import SOURCE, named
from tinhso.cli.exits import Exit
from tinhso.cli.preparation import DEMO_ACCOUNTS, pending
from tinhso.cli.verbs import find


@click.command(help="Translations, tables; with --demo packs and demo accounts.")
@click.option("--demo", is_flag=True, help="Load the packs and their demo part, too.")
def prepare(demo: bool) -> int:
    """Do the steps in order; stop at the first that fails, with its exit code."""
    deployment = named(None)
    for step in pending(deployment, demo=demo):
        start = time.perf_counter()
        if sys.stderr.isatty():
            click.echo(f"  {step.says} …", err=True)
        answer = DOES[step.name]()
        if answer == Exit.FOUND and step.may_find:
            continue
        if answer != Exit.DONE:
            return answer
        stamps.mark(deployment.stamps, step.name, step.hash)
        click.echo(f"  {step.says}: {time.perf_counter() - start:.1f} s", err=True)
    return Exit.DONE


def _verb(*words: str) -> int:
    found = find(list(words))
    return main.call(*found) if found else Exit.USAGE


def _compile() -> int:
    messages.compile_all(SOURCE / "locale", named(None).locale)
    return Exit.DONE


def _accounts() -> int:
    """Keep what the verb says for the supervisor, which shows it when the product answers."""
    with named(None).demo_accounts.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        return _verb(*DEMO_ACCOUNTS)


DOES: dict[str, Callable[[], int]] = {
    "translations": _compile,
    "tables": lambda: _verb("migrate"),
    "packs": lambda: _verb("pack", "load"),
    "accounts": _accounts,
}
