"""Backup and restore between two deployments; an audit trail that was altered is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.product import environment, tinhso

pytestmark = pytest.mark.system
ACT = """
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
for number in range(3):
    with acting(SystemActor("test"), "plan.note", reason="Ghi chú") as act:
        act.record("plan:49-nq-tu", data={"number": number})
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment with three audit entries and one file."""
    folder = tmp_path_factory.mktemp("backup") / "data"
    assert tinhso(folder, "migrate").returncode == 0
    in_deployment(folder, ACT)
    assert tinhso(folder, "audit", "seal").returncode == 0
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abcd").write_bytes(b"\x00\x01 to\xc3\xa0n v\xe1\xba\xb9n")
    return folder


def in_deployment(data: Path, code: str) -> None:
    """Run code inside a deployment, as its own verbs do."""
    wrapped = (
        "from pathlib import Path\nimport django\n"
        "from tinhso.cli.deployment import Deployment, database, settle\n"
        f"deployment = Deployment(Path({str(data)!r}))\nsettle(deployment)\n"
        f"with database(deployment):\n    django.setup()\n    exec({code!r})\n"
    )
    subprocess.run(
        [sys.executable, "-c", wrapped],
        env=environment(),
        check=True,
        capture_output=True,
        timeout=60,
    )


def test_there_and_back(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    made = tinhso(data, "backup", str(file))
    assert made.returncode == 0, made.stderr
    assert made.stdout == f"{file} {file.stat().st_size} bytes\n"
    assert tinhso(data, "backup", str(file)).returncode == 3, "an existing archive is not overwritten"

    other = tmp_path / "other"
    restored = tinhso(other, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert "3 entries in 1 streams" in restored.stdout
    assert (other / "files/ab/abcd").read_bytes() == (data / "files/ab/abcd").read_bytes()
    verified = tinhso(other, "audit", "verify")
    assert verified.stdout.splitlines() == [
        "3 entries in 1 streams, 0 facts, 1 daily seals",
        "The chain holds.",
    ]

    assert tinhso(other, "restore", str(file)).returncode == 3, "what is there is not replaced unasked"
    again = tinhso(other, "restore", str(file), "--yes")
    assert again.returncode == 0, again.stderr
    assert len(list(other.glob("before-restore-*.tar"))) == 1
    in_deployment(other, ACT)  # sequences, triggers and rights came back, too
    assert tinhso(other, "audit", "verify").stdout.startswith("6 entries")
    assert tinhso(other, "migrate").returncode == 0


def test_damaged_archive_touches_nothing(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    assert tinhso(data, "backup", str(file)).returncode == 0
    content = bytearray(file.read_bytes())
    content[2000] ^= 1
    file.write_bytes(content)
    refused = tinhso(data, "restore", str(file), "--yes")
    assert refused.returncode == 3
    assert "damaged" in refused.stderr
    assert tinhso(data, "audit", "verify").returncode == 0


def test_altered_entry_is_named(data: Path) -> None:
    in_deployment(data, ALTER)
    found = tinhso(data, "audit", "verify")
    assert found.returncode == 1
    assert "BROKEN at plan:49-nq-tu #2" in found.stdout


ALTER = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE base_auditentry DISABLE TRIGGER USER")
    cursor.execute("UPDATE base_auditentry SET data = '{}' WHERE sequence = 2")
"""
