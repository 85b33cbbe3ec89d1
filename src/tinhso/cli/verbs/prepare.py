"""`tinhso prepare`: what must be done before serving, skipped where it was done with the same content."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.conf import settings

from tinhso.cli import main, messages, stamps
from tinhso.cli.deployment import ROOT, named
from tinhso.cli.exits import Exit
from tinhso.cli.verbs import find

SOURCE = ROOT / "src" / "tinhso"
DEMO_ACCOUNTS = ["user", "demo"]
"""The verb that makes the demo's accounts and prints them, one a line."""


@dataclass(frozen=True)
class Step:
    """One thing to do, and the content it depends on."""

    name: str
    says: str
    content: tuple[Path, ...]
    run: Callable[[], int]
    may_find: bool = False
    """Whether to go on when something is wrong (a record a person has changed is no reason not to serve)."""


@click.command(help="Translations, tables; with --demo packs and demo accounts.")
@click.option("--demo", is_flag=True, help="Load the packs and their demo part, too.")
def prepare(demo: bool) -> int:
    """Do the steps in order; stop at the first that fails, with its exit code."""
    deployment = named(None)
    database = urlsplit(os.environ["DATABASE_URL"])
    where = f"{database.hostname} {database.path} {settings.HOME_PACK}"
    code = ""
    for step in steps(demo):
        code = stamps.content_hash(step.content, where, code)
        if stamps.done(deployment.stamps, step.name, code):
            continue
        start = time.perf_counter()
        if sys.stderr.isatty():
            click.echo(f"  {step.says} …", err=True)
        answer = step.run()
        if answer == Exit.FOUND and step.may_find:
            continue
        if answer != Exit.DONE:
            return answer
        stamps.mark(deployment.stamps, step.name, code)
        click.echo(f"  {step.says}: {time.perf_counter() - start:.1f} s", err=True)
    return Exit.DONE


def steps(demo: bool) -> list[Step]:
    """The steps of this deployment, in order."""
    migrations = (*sorted(SOURCE.glob("**/migrations")), ROOT / "requirements" / "base.lock")
    catalogues = tuple(sorted(SOURCE.glob("locale/*/LC_MESSAGES/*.po")))
    listed = [
        Step("translations", "translations", catalogues, _compile),
        Step("tables", "tables", migrations, lambda: _verb("migrate")),
        Step("places", "national places", (SOURCE / "places" / "data",), lambda: _verb("places", "load")),
    ]
    if demo:
        readers = tuple(sorted((*SOURCE.glob("**/pack.py"), *SOURCE.glob("**/pack/*.py"))))
        loading = (Path(settings.PACKS), *readers)
        listed.append(Step("packs", "packs", loading, lambda: _verb("pack", "load"), may_find=True))
    if demo and find(DEMO_ACCOUNTS):
        listed.append(Step("accounts", "demo accounts", (Path(settings.PACKS), SOURCE / "people"), _accounts))
    return listed


def _accounts() -> int:
    """Keep what the verb says for the supervisor, which shows it when the product answers."""
    with (named(None).demo_accounts).open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        return _verb(*DEMO_ACCOUNTS)


def _verb(*words: str) -> int:
    found = find(list(words))
    return main.call(*found) if found else Exit.USAGE


def _compile() -> int:
    messages.compile_all(SOURCE / "locale", named(None).locale)
    return Exit.DONE
