"""`tinhso doctor`: is everything the product stands on in order?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import LiteralString

import click
import django
import psycopg

from tinhso.base.embedded import EmbeddedError, running
from tinhso.base.embedded.binaries import installed
from tinhso.cli import deployment as deployments
from tinhso.cli.deployment import SOURCE, Deployment
from tinhso.cli.exits import Exit

ENOUGH_DISK = 2 << 30


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, what to do."""

    name: str
    well: bool
    seen: str
    advice: str = ""


@click.command(
    help="Examine environment, data and database. 0 all well, 1 something is wrong, 4 no database."
)
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@click.option("--full", is_flag=True, help="Compare all of the current state with the facts, not a part.")
def doctor(as_json: bool, full: bool) -> int:
    """Print one line a finding."""
    deployment = deployments.named(None)
    findings = [_python(), _programs(), _disk(deployment), _secret(deployment), _assets()]
    reached = True
    try:
        with deployments.database(deployment) as url:
            findings += _database(url, deployment)
            if findings[-1].name == "packs" and all(finding.well for finding in findings[-2:]):
                findings += [_state(full), _warehouse(full)]
    except (EmbeddedError, psycopg.Error) as error:
        reached = False
        findings.append(Finding("database", False, str(error).strip(), "see docs/settings.md, DATABASE_URL"))
    _show(findings, as_json)
    if not reached:
        return Exit.ENVIRONMENT
    return Exit.DONE if all(finding.well for finding in findings) else Exit.FOUND


def _show(findings: list[Finding], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
        return
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.name}: {finding.seen}")
        if finding.advice and not finding.well:
            click.echo(f"     {finding.advice}")


def _python() -> Finding:
    version = f"Python {sys.version.split()[0]}, Django {django.__version__}"
    return Finding("environment", sys.version_info >= (3, 11), version, "Python 3.11 or newer is needed")


def _programs() -> Finding:
    if os.environ.get("DATABASE_URL"):
        return Finding("programs", True, "the administrator's own PostgreSQL (DATABASE_URL)")
    try:
        return Finding("programs", True, str(installed()))
    except EmbeddedError as error:
        return Finding("programs", False, str(error))


def _disk(deployment: Deployment) -> Finding:
    place = next(folder for folder in (deployment.data, *deployment.data.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    return Finding(
        "disk", free >= ENOUGH_DISK, f"{free / (1 << 30):.1f} GB free at {place}", "make room: 2 GB"
    )


def _secret(deployment: Deployment) -> Finding:
    path = deployment.data / "secret-key"
    if not path.exists():
        return Finding("secret key", True, "made at the first start")
    closed = path.stat().st_mode & 0o077 == 0
    return Finding("secret key", closed, f"{path} mode {path.stat().st_mode & 0o777:o}", f"chmod 600 {path}")


def _assets() -> Finding:
    vendor = SOURCE / "base/web/static/vendor"
    count = sum(1 for path in vendor.rglob("*") if path.is_file())
    return Finding(
        "static files", count > 0, f"{count} files in {vendor}", "run: ./run demo, or tools/assets.py"
    )


def _state(full: bool) -> Finding:
    """Whether the current state is what the facts say; asked of the verb that knows, in its own process."""
    words = [sys.executable, "-m", "tinhso.cli", "rebuild", "--check", *(["--full"] if full else [])]
    asked = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    told = asked.stdout.strip() or asked.stderr.strip()[-300:] or f"it ended with {asked.returncode}"
    return Finding("current state", asked.returncode == Exit.DONE, told, "run: tinhso rebuild")


def _warehouse(full: bool) -> Finding:
    """Whether the files beside the database are whole; asked of their verb. Without any, facts answer."""
    words = [sys.executable, "-m", "tinhso.cli", "warehouse", "status", "--verify"]
    if full:
        words.append("--compare")
    asked = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    lines = asked.stdout.strip().splitlines()
    told = "; ".join(line for line in lines if not line[:7].replace("-", "").strip().isdigit())
    return Finding(
        "warehouse",
        asked.returncode == Exit.DONE,
        told or asked.stderr.strip()[-300:],
        "a worker makes it anew, or: tinhso warehouse rebuild",
    )


def _database(url: str, deployment: Deployment) -> list[Finding]:
    with psycopg.connect(url, connect_timeout=5) as connection:
        version = connection.info.parameter_status("server_version")
        new_enough = connection.info.server_version >= 150000
        durable = _ask(connection, "SHOW fsync") == "on" and _ask(connection, "SHOW full_page_writes") == "on"
        size = _ask(connection, "SELECT pg_size_pretty(pg_database_size(current_database()))")
        missing = _missing_migrations(connection)
        packs = _loaded_packs(connection)
    kept = running(deployment.data) or {}
    ours = kept.get("owner") == os.getpid()
    by = f", kept by process {kept['owner']} ({kept['purpose']})" if kept and not ours else ""
    seen = f"{len(missing)} migrations to apply: {', '.join(missing[:3])}" if missing else "up to date"
    return [
        Finding(
            "database", new_enough, f"PostgreSQL {version}, {size}{by}", "PostgreSQL 15 or newer is needed"
        ),
        Finding(
            "durability", durable, f"fsync {'on' if durable else 'off'}", "set fsync and full_page_writes on"
        ),
        Finding("tables", not missing, seen, "run: tinhso migrate"),
        Finding("packs", bool(packs), ", ".join(packs) or "none loaded", "run: tinhso pack load"),
    ]


def _loaded_packs(connection: psycopg.Connection) -> list[str]:
    """The packs this database holds, each with its number of items."""
    if _ask(connection, "SELECT to_regclass('base_packstate') IS NOT NULL") != "True":
        return []
    rows = connection.execute("SELECT pack, items FROM base_packstate ORDER BY pack").fetchall()
    return [f"{pack} ({items} items)" for pack, items in rows]


def _ask(connection: psycopg.Connection, query: LiteralString) -> str:
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""


def _missing_migrations(connection: psycopg.Connection) -> list[str]:
    """The product's migrations that this database has not seen, as `room.name`."""
    applied: set[str] = set()
    if _ask(connection, "SELECT to_regclass('django_migrations') IS NOT NULL") == "True":
        rows = connection.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
        applied = {str(row[0]) for row in rows}
    present = (path for path in SOURCE.glob("*/migrations/[0-9]*.py"))
    return sorted({f"{path.parts[-3]}.{path.stem}" for path in present} - applied)
