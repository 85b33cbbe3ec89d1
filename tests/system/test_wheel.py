"""The package as a wheel: everything the rooms read at run time is in it, and it runs from there."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/tinhso"
LEFT_OUT = {"tests", "__pycache__"}
OLDEST = 77
"""The setuptools that understands how pyproject.toml tells the licence."""

FINDS = """
import django
django.setup()
from django.contrib.staticfiles.finders import find
from django.template.loader import get_template
from tinhso.places import national
from tinhso.cli.deployment import SOURCE
print(get_template("web/desk.html").origin.name)
print(get_template("steering/plan.html").origin.name)
print(find("web/tinhso.css"))
print(SOURCE / "locale/en/LC_MESSAGES/django.po")
print(national.DATA / "communes_from_2025.csv")
"""


def _wanted() -> set[str]:
    """Every file of the package that is not for its developers alone."""
    return {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file()
        and not LEFT_OUT & set(path.parts)
        and path.suffix not in {".md", ".pyc"}
        and not path.name.startswith(".")
    }


def test_the_declared_data_are_all_there_is() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["tool"]["setuptools"]["package-data"]
    assert set(declared) == {"*"}
    packages = [path.parent for path in SOURCE.rglob("__init__.py") if not LEFT_OUT & set(path.parts)]
    carried = {
        path.relative_to(SOURCE.parent).as_posix()
        for package in packages
        for pattern in declared["*"]
        for path in package.glob(pattern)
    }
    modules = {
        path.relative_to(SOURCE.parent).as_posix() for package in packages for path in package.glob("*.py")
    }
    assert not _wanted() - carried - modules


def _setuptools() -> int:
    try:
        return int(importlib.metadata.version("setuptools").partition(".")[0])
    except importlib.metadata.PackageNotFoundError:
        return 0


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network and without isolation, and laid out as an installer does."""
    if _setuptools() < OLDEST:
        pytest.skip(f"no build backend: setuptools {OLDEST} or newer is not in this environment")
    work = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, work / name)
    shutil.copytree(ROOT / "requirements", work / "requirements")
    shutil.copytree(ROOT / "src", work / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    command = [sys.executable, "-m", "pip", "wheel", ".", "--quiet", "--no-deps", "--no-build-isolation"]
    built = subprocess.run(
        [*command, "--no-index", "--wheel-dir", "out"], cwd=work, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = (work / "out").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(work / "site")
    return work / "site"


def _run(unpacked: Path, *words: str) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TINHSO_", "DATABASE"))}
    settings = {"PYTHONPATH": str(unpacked), "TINHSO_PACKS": str(ROOT / "packs")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=unpacked.parent / "out",
        env=kept | settings | {"DJANGO_SETTINGS_MODULE": "tinhso.site.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_wheel_holds_what_the_rooms_read(unpacked: Path) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert sorted(_wanted() - held) == []
    assert not [name for name in held if "/tests/" in name]


def test_it_finds_its_templates_and_tables(unpacked: Path) -> None:
    found = _run(unpacked, "-c", FINDS)
    assert len(found) == 5
    for name in found:
        assert Path(name).is_relative_to(unpacked), name
        assert Path(name).is_file(), name


def test_its_command_line_runs(unpacked: Path) -> None:
    assert _run(unpacked, "-m", "tinhso", "version")[0].startswith("tinhso ")
    assert _run(unpacked, "-m", "tinhso", "pack", "check", "national") == ["national: 0 errors, 0 warnings"]
    script = next(unpacked.glob("*.dist-info")) / "entry_points.txt"
    assert "tinhso = tinhso.cli.main:main" in script.read_text(encoding="utf-8")
