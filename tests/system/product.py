"""Starting the whole product as a newcomer does, and looking at its processes."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALONE = {"DATABASE_URL", "TINHSO_DATA", "TINHSO_DEMO", "TINHSO_SECRET_KEY", "DJANGO_SETTINGS_MODULE"}


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what the test run itself uses."""
    kept = {name: value for name, value in os.environ.items() if name not in ALONE}
    return kept | {"PYTHONPATH": str(ROOT / "src")} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def group_members(group: int) -> list[int]:
    """Living processes of a process group (zombies are dead)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] not in "ZX":
                found.append(int(entry.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def until(condition: object, seconds: float) -> bool:
    """Wait until `condition()` holds."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())


@dataclass
class Product:
    """A running product in a process group of its own."""

    process: subprocess.Popen[str]
    data: Path
    port: int
    said: tuple[str, ...] = ()
    """What it printed once it answered."""

    @property
    def prepared(self) -> list[str]:
        """The steps this start had to do, as it told on the error stream."""
        told = (self.data.parent / f"{self.data.name}.err").read_text()
        return re.findall(r"^  ([a-z ]+): [0-9.]+ s$", told, flags=re.MULTILINE)

    @property
    def database(self) -> dict[str, object]:
        noted: dict[str, object] = json.loads((self.data / "database/server.json").read_text())
        return noted

    def descendants(self) -> list[int]:
        """Every process it started, whatever its group or session."""
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except OSError:
                    continue
        found, new = {self.process.pid}, {self.process.pid}
        while new:
            new = {pid for pid, parent in parents.items() if parent in new} - found
            found |= new
        return sorted(found)

    def end(self, number: int = signal.SIGTERM) -> list[int]:
        """Signal the whole group; the answer is everything that had been running."""
        everything = self.descendants()
        os.killpg(self.process.pid, number)
        return everything


def start(
    data: Path, *, verb: Sequence[str] = ("./run", "demo"), prefix: Sequence[str] = (), **more: str
) -> Product:
    """Start the demo (or `verb`) on `data` and wait for its address and all it says."""
    port = free_port()
    process = subprocess.Popen(
        [*prefix, *verb, "--data", str(data), "--port", str(port)],
        cwd=ROOT,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=(data.parent / f"{data.name}.err").open("w"),
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not re.search(rf"http://127\.0\.0\.1:{port}", line):
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        raise AssertionError((data.parent / f"{data.name}.err").read_text() or "it said nothing")
    said = [line.rstrip("\n")]
    while "stop" not in said[-1] and line:
        line = process.stdout.readline()
        said.append(line.rstrip("\n"))
    return Product(process, data, port, tuple(said))


def start_prepared(factory: pytest.TempPathFactory, name: str) -> Product:
    """Start a demo of one's own on a copy of data that one worker of this run prepared; the packs load once.

    For tests of what the product does. Those of how it begins use `start`.
    """
    base = factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "prepared"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            first = start(shared / "data")
            first.end(signal.SIGTERM)
            first.process.wait(60)
            (shared / "done").touch()
    data = factory.mktemp(name) / "data"
    # cp keeps owners, which the database's folder needs
    subprocess.run(["cp", "-a", str(shared / "data"), str(data)], check=True)
    return start(data)


def tinhso(data: Path, *words: str, prefix: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run one verb through ./run."""
    return subprocess.run(
        [*prefix, "./run", "tinhso", "--data", str(data), *words],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
