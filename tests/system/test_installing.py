"""`./run test` where no browser is: what it asks of the distribution, and what it says when that fails."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "dirname", "date", "mkdir", "cat", "tail", "grep", "env", "true")
Run = Callable[..., subprocess.CompletedProcess[str]]

PYTHON = """case "$*" in
*hashlib*) echo same ;;
*pytest*) echo "the tests run" ;;
esac"""
APT = 'echo "$@" >>"$LOG"'
APT_INSTALLS = APT + '; [ "$1" = update ] || ln -s "$(command -v cat)" "$BIN/chromium"'
APT_FAILS = APT + '; echo "E: Failed to fetch http://deb.debian.org/debian"; exit 100'


def _script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`./run WHAT` in a checkout whose environment is complete, on a machine with few programs."""
    house, tools = tmp_path / "house", tmp_path / "bin"
    _script(house / ".venv/bin/python", PYTHON)
    for name in ("test", "check"):
        (house / "requirements").mkdir(exist_ok=True)
        (house / f"requirements/{name}.lock").write_text("", encoding="utf-8")
        (house / f".venv/.holds-{name}").write_text("same\n", encoding="utf-8")
    shutil.copy(ROOT / "run", house / "run")
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or name)
    (tools / "ln").symlink_to(shutil.which("ln") or "ln")

    def start(
        what: str = "test", *, office: bool = True, **programs: str
    ) -> subprocess.CompletedProcess[str]:
        there = {"soffice": "true", "pdftotext": "true"} if office else {}
        for name, body in (there | programs).items():
            _script(tools / name.replace("_", "-"), body)
        environment = {"PATH": str(tools), "LOG": str(tmp_path / "apt-calls"), "BIN": str(tools)}
        return subprocess.run(
            [house / "run", what], env=environment, capture_output=True, text=True, check=False, timeout=30
        )

    return start


def test_root_gets_the_browser_from_the_distribution(run: Run, tmp_path: Path) -> None:
    done = run(id="echo 0", apt_get=APT_INSTALLS)
    assert (done.returncode, done.stdout) == (0, "the tests run\n"), done.stderr
    assert (tmp_path / "apt-calls").read_text().splitlines() == [
        "update -q",
        "install -y -q --no-install-recommends chromium",
    ]


def test_root_gets_an_office_suite_for_the_papers(run: Run, tmp_path: Path) -> None:
    done = run(id="echo 0", apt_get=APT, chromium="true", office=False)
    assert (done.returncode, done.stdout) == (0, "the tests run\n"), done.stderr
    wanted = "install -y -q --no-install-recommends libreoffice-writer-nogui fonts-liberation poppler-utils"
    assert (tmp_path / "apt-calls").read_text().splitlines() == ["update -q", wanted]


def test_without_an_office_suite_the_tests_run_all_the_same(run: Run) -> None:
    done = run(id="echo 0", apt_get=APT_FAILS, chromium="true", office=False)
    assert (done.returncode, done.stdout) == (0, "the tests run\n")
    assert "the tests that open papers in one are skipped" in done.stderr


def test_a_browser_that_is_there_is_taken(run: Run, tmp_path: Path) -> None:
    done = run(id="echo 0", apt_get=APT_INSTALLS, google_chrome="true")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "apt-calls").exists()


def test_an_ordinary_user_is_told_the_exact_command(run: Run, tmp_path: Path) -> None:
    done = run(id="echo 1000", apt_get=APT_INSTALLS)
    assert (done.returncode, done.stdout) == (4, "")
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium\n" in done.stderr
    assert "run the same command again" in done.stderr
    assert not (tmp_path / "apt-calls").exists()


def test_a_user_whom_sudo_lets_in_needs_no_password(run: Run, tmp_path: Path) -> None:
    done = run(id="echo 1000", sudo='[ "$1" = -n ] && shift; exec "$@"', apt_get=APT_INSTALLS)
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "apt-calls").read_text().splitlines()) == 2


def test_mirrors_out_of_reach_are_told_with_what_apt_said(run: Run) -> None:
    done = run(id="echo 0", apt_get=APT_FAILS)
    assert (done.returncode, done.stdout) == (4, "")
    assert "E: Failed to fetch http://deb.debian.org/debian" in done.stderr
    assert "/etc/apt/sources.list" in done.stderr
    assert "apt-get install -y --no-install-recommends chromium" in done.stderr


def test_another_distribution_is_told_what_to_install(run: Run) -> None:
    done = run(id="echo 0")
    assert done.returncode == 4
    assert "please install chromium with the packages of this system" in done.stderr


def test_the_checks_get_gettext(run: Run) -> None:
    done = run("check", id="echo 1000", apt_get=APT_INSTALLS)
    assert done.returncode == 4
    assert "sudo apt-get install -y --no-install-recommends gettext\n" in done.stderr
