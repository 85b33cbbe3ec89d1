"""What must be done before serving, and whether it has been done with the same content. Needs no Django.

The supervisor asks here first: when nothing is pending, a start costs no process of its own for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tinhso.cli import stamps
from tinhso.cli.deployment import ROOT, SOURCE, Deployment

DEMO_ACCOUNTS = ("user", "demo")
"""The verb that makes the demo's accounts and prints them, one a line."""


@dataclass(frozen=True)
class Step:
    """One thing to do and the hash of all it depends on, the steps before it included."""

    name: str
    says: str
    hash: str
    may_find: bool = False
    """Whether to go on when something is wrong (a record a person has changed is no reason not to serve)."""


def pending(deployment: Deployment, *, demo: bool) -> list[Step]:
    """The steps that have not been done with the present content, in order."""
    return [step for step in _steps(demo=demo) if not stamps.done(deployment.stamps, step.name, step.hash)]


def _steps(*, demo: bool) -> Iterator[Step]:
    database = urlsplit(os.environ["DATABASE_URL"])
    hash_ = f"{database.hostname} {database.path} {os.environ.get('TINHSO_PACK', '')}"
    for name, says, content, may_find in _listed(demo=demo):
        hash_ = stamps.content_hash(content, hash_)
        yield Step(name, says, hash_, may_find)


def _listed(*, demo: bool) -> Iterator[tuple[str, str, list[Path], bool]]:
    yield "translations", "translations", sorted(SOURCE.glob("locale/*/LC_MESSAGES/*.po")), False
    migrations = sorted(SOURCE.glob("**/migrations/*.py"))
    yield "tables", "tables", [*migrations, ROOT / "requirements" / "base.lock"], False
    if demo:
        packs = Path(os.environ.get("TINHSO_PACKS") or ROOT / "packs")
        readers = sorted((*SOURCE.glob("**/pack.py"), *SOURCE.glob("**/pack/*.py")))
        yield "packs", "packs", [packs, *readers], True
    if demo:
        yield "accounts", "demo accounts", sorted(SOURCE.glob("people/**/*.py")), False
