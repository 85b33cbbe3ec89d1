"""Starting children that die with us, and knowing who is alive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tinhso.base.embedded import child

Pause = Callable[[float], None]
"""Sleeps that many seconds; may raise, when whoever waits is to stop waiting."""


@dataclass(frozen=True)
class RunAs:
    """The user a child becomes, and the one capability it keeps (None: no capability)."""

    uid: int
    gid: int
    capability: int | None = None


def spawn(
    command: Sequence[str | Path],
    *,
    run_as: RunAs | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` (absolute path first) in our process group; the kernel ends it with our main thread.

    `output` takes both of its streams; None leaves them ours.
    """
    user = (-1, -1) if run_as is None else (run_as.uid, run_as.gid)
    capability = -1 if run_as is None or run_as.capability is None else run_as.capability
    words = [os.getpid(), int(death_signal), *user, capability]
    prefix = [sys.executable, "-ISE", child.__file__, *(str(word) for word in words), "--"]
    return subprocess.Popen(  # noqa: S603  # our own programs, never a shell
        [*prefix, *(str(word) for word in command)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(env) if env is not None else None,
        cwd=cwd,
    )


def finish(process: subprocess.Popen[bytes], pause: Pause) -> int:
    """Wait for a child's end; its exit code. A child nobody waits for any longer is killed."""
    try:
        while process.poll() is None:
            pause(0.02)
    except BaseException:
        process.kill()
        process.wait()
        raise
    return process.returncode


def die_with_parent(parent: int, death_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to end this process with its parent (a server's worker calls this for itself)."""
    child.die_with(parent, int(death_signal))


def alive(pid: int) -> bool:
    """Whether the process runs. A zombie, which only waits for its parent to look, does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in {"Z", "X"}


def working_in(directory: Path) -> list[int]:
    """The living processes whose working directory is `directory`: postmaster and backends of a cluster."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            at = (entry / "cwd").readlink()
        except OSError:
            continue
        if at == directory and alive(int(entry.name)):
            found.append(int(entry.name))
    return found
