"""The product as processes of their own, with their memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def served(data: Path, port: int) -> Iterator[int]:
    """`tinhso serve` over `data` in a process group of its own; yields its process id once it answers."""
    environment = {**os.environ, "TINHSO_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)
    with (data / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tinhso.cli", "serve", "--port", str(port)],
            stdout=log,
            stderr=log,
            env=environment,
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            _wait(port, process)
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=15)


def _wait(port: int, process: subprocess.Popen[bytes], seconds: int = 90) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise SystemExit("The server ended; see serve.log in the benchmark's data folder.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/plans/", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not answer in time.")


def _children(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _children(int(child))
    return found


def memory(pid: int) -> int:
    """Proportional set size of the whole process tree in MB: shared pages are counted once."""
    total = 0
    for child in _children(pid):
        try:
            rollup = Path(f"/proc/{child}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total // 1024
