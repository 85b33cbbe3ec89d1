"""What has to hold before the tests: format, lint, types, contracts, migrations, tables and so on.

`python tools/check.py [NAME…]` runs all checks, or those named; `--update-messages` brings the catalogues up
to date with the source (what is new still has to be translated by hand); `--update-tables` keeps the tables
that the migrations make.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import tables as kept

from tinhso.base.embedded import open_server
from tinhso.cli import messages

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "tinhso"
PYTHON = sys.executable
SETTINGS = "--settings=tinhso.site.settings"


def command(*words: str) -> Callable[[], bool]:
    """A check that is a program of the environment."""
    return lambda: subprocess.run([PYTHON, "-m", *words], cwd=ROOT, check=False).returncode == 0


def import_contracts() -> bool:
    """Storeys and independence, as `.importlinter` says."""
    program = Path(PYTHON).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=ROOT, check=False).returncode == 0


def catalogues_of(work: Path) -> list[Path]:
    """Extract the messages of a copy of the source into the copy's catalogues."""
    shutil.copytree(
        SOURCE, work / "tinhso", ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo", "tests")
    )
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    (work / "tinhso" / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [PYTHON, "-m", "django", "makemessages", "-l", "en", "--no-location", "-v", "0"],
        cwd=work / "tinhso", env=env, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return sorted((work / "tinhso" / "locale").glob("*/LC_MESSAGES/*.po"))


def translations() -> bool:
    """Every text of the source has its English."""
    with tempfile.TemporaryDirectory() as folder:
        lacking = [
            message for catalogue in catalogues_of(Path(folder)) for message in messages.missing(catalogue)
        ]
    for message in lacking:
        print(f"not translated into English: {message.id!r}")
    if lacking:
        print("`./run check --update-messages` puts them into the catalogue; then translate them there.")
    return not lacking


def update_messages() -> bool:
    """Copy freshly extracted catalogues over the source's."""
    with tempfile.TemporaryDirectory() as folder:
        for catalogue in catalogues_of(Path(folder)):
            target = SOURCE / catalogue.relative_to(Path(folder) / "tinhso")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(catalogue, target)
            print(f"{target.relative_to(ROOT)}: {len(messages.missing(target))} to translate")
    return True


def kept_tables() -> bool:
    """The tables a first start loads are those of all migrations (that they are equal, a test shows)."""
    told = kept.wrong()
    for sentence in told:
        print(sentence)
    return not told


CHECKS: dict[str, Callable[[], bool]] = {
    "format": command("ruff", "format", "--check", "-q", "."),
    "lint": command("ruff", "check", "-q", "."),
    "types": command("mypy", "--no-error-summary"),
    "contracts": import_contracts,
    "migrations": command("django", "makemigrations", "--check", "--dry-run", SETTINGS),
    "tables": kept_tables,
    "translations": translations,
    "documents": command("pytest", "-q", "-p", "no:cacheprovider", "tests/docs"),
}

UPDATES: dict[str, Callable[[], bool]] = {
    "--update-messages": update_messages,
    "--update-tables": kept.update,
}


def main(names: list[str]) -> int:
    """Run the checks; 1 when one of them fails, all of them run."""
    if len(names) == 1 and names[0] in UPDATES:
        return 0 if UPDATES[names[0]]() else 1
    if unknown := set(names) - set(CHECKS):
        print(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
        return 2
    failed = []
    for name in names or CHECKS:
        start = time.perf_counter()
        passed = CHECKS[name]()
        print(f"{'ok    ' if passed else 'FAILED'} {name} ({time.perf_counter() - start:.1f} s)", flush=True)
        if not passed:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="tinhso-check-") as data:
        if not os.environ.get("DATABASE_URL"):
            Path(data).chmod(0o755)
            with open_server(Path(data), safe=False) as server:
                os.environ["DATABASE_URL"] = server.admin_url
                code = main(sys.argv[1:])
        else:
            code = main(sys.argv[1:])
    sys.exit(code)
