"""Keeping a few processes alive together, and ending them together."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

from tinhso.base.embedded import spawn

GRACE = 0.8
"""Seconds that children get to finish what they do before they are killed; the database then has its own."""


class Stopped(Exception):
    """Somebody asked for the end (TERM, INT or HUP)."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


@dataclass
class Kept:
    """One process that is to run as long as the product does; started again when it ends by itself."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    restarts: int = 0
    again_at: float = 0.0


@dataclass
class Supervisor:
    """Starts children in our process group and waits for one of: a signal, a child's end."""

    kept: list[Kept] = field(default_factory=list)
    _woken: tuple[int, int] = field(default_factory=os.pipe)
    _signal: int = 0

    def __enter__(self) -> Supervisor:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays respected
                signal.signal(number, self._noted)
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _noted(self, number: int, _frame: FrameType | None) -> None:
        self._signal = number
        os.write(self._woken[1], b".")

    @property
    def stopping(self) -> bool:
        """Whether somebody asked for the end: whatever fails from then on ended with us."""
        return bool(self._signal)

    def pause(self, seconds: float) -> None:
        """Sleep, unless asked to stop. Raises Stopped."""
        if not self._signal:
            select.select([self._woken[0]], [], [], seconds)
        if self._signal:
            raise Stopped(self._signal)

    def run(self, command: Sequence[str], env: Mapping[str, str]) -> int:
        """Run `command` to its end, all it says on the error stream; its exit code. Raises Stopped."""
        process = spawn(command, env=env, output=sys.stderr.fileno())
        try:
            while process.poll() is None:
                self.pause(0.02)
        except Stopped:
            _end([process])
            raise
        return process.returncode

    def keep(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> Kept:
        """Start `command` and keep it running."""

        def start() -> subprocess.Popen[bytes]:
            return spawn(command, env=env)

        kept = Kept(name, start, start())
        self.kept.append(kept)
        return kept

    def watch(self, each_round: Callable[[], None]) -> NoReturn:
        """Keep everything running until asked to stop. Raises Stopped."""
        while True:
            self.pause(0.25)
            each_round()
            for kept in self.kept:
                _look_after(kept)

    def end(self) -> None:
        """End all children: politely, then not."""
        _end([kept.process for kept in self.kept])
        self.kept.clear()


def _look_after(kept: Kept) -> None:
    """Start an ended process again, later each time it ends soon."""
    if kept.process.poll() is None:
        return
    now = time.monotonic()
    if not kept.again_at:
        kept.again_at = now + min(30.0, 0.5 * 2**kept.restarts)
        sys.stderr.write(f"tinhso: {kept.name} ended with {kept.process.returncode}; it is started again\n")
    elif now >= kept.again_at:
        kept.restarts, kept.again_at = kept.restarts + 1, 0.0
        kept.process = kept.start()


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    end = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
