"""The product as an ordinary user who may do nothing special, with a home that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.system.product import ROOT, Product, environment, is_alive, start, until

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.geteuid() != 0, reason="the whole run is an ordinary user's already"),
]
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
PACKAGES = next(path for path in sys.path if path.endswith("site-packages"))


def as_nobody(*words: str) -> subprocess.CompletedProcess[str]:
    env = environment(HOME="/nonexistent", PYTHONPATH=f"{ROOT / 'src'}:{PACKAGES}")
    return subprocess.run([*NOBODY, *words], env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def python() -> str:
    """An interpreter that user may run, with this environment's packages."""
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not here")
    trial = (
        "import subprocess, sys, django; subprocess.run([sys.executable, '-c', 'import psycopg'], check=True)"
    )
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (str(ROOT / ".venv/bin/python"), f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if Path(candidate).exists() and as_nobody(candidate, "-c", trial).returncode == 0:
            return candidate
    pytest.skip("this checkout and its environment lie where an ordinary user cannot read them")


@pytest.fixture(scope="module")
def product(python: str) -> Iterator[Product]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "closed" / "data"
        data.parent.mkdir(mode=0o700)
        Path(folder).chmod(0o755)
        os.chown(data.parent, 65534, 65534)
        running = start(
            data, verb=(python, "-m", "tinhso.cli", "serve"), prefix=NOBODY,
            HOME="/nonexistent", PYTHONPATH=f"{ROOT / 'src'}:{PACKAGES}",
        )  # fmt: skip
        yield running
        everything = running.end()
        assert until(lambda: not any(is_alive(pid) for pid in everything), 2)


def test_everything_runs_as_that_user(product: Product) -> None:
    for pid in product.descendants():
        status = Path(f"/proc/{pid}/status").read_text()
        uid = next(line for line in status.splitlines() if line.startswith("Uid:"))
        assert uid.split()[1:] == ["65534"] * 4
        assert "CapEff:\t0000000000000000" in status


def test_files_belong_to_that_user_and_the_database_answers(product: Product) -> None:
    assert {path.stat().st_uid for path in product.data.rglob("*") if path.exists()} == {65534}
    password = (product.data / "database/password-tinhso").read_text().strip()
    port = product.database["port"]
    with psycopg.connect(f"postgresql://tinhso:{password}@127.0.0.1:{port}/tinhso") as connection:
        assert connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone() == (True,)


def test_another_users_data_is_told_not_taken(python: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    refused = as_nobody(python, "-m", "tinhso.cli", "--data", str(data), "audit", "verify")
    assert refused.returncode == 4
    assert "--data" in refused.stderr
    assert "Traceback" not in refused.stderr
