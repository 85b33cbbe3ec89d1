"""The web server process: `python -m tinhso.cli.web ADDRESS PORT WORKERS THREADS`, which `serve` starts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def main(argv: list[str]) -> None:
    """Serve until told to stop."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # stdout belongs to the verb that started us
    address, port, workers, threads = argv[1], int(argv[2]), int(argv[3]), int(argv[4])
    Granian(
        "tinhso.cli.served:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=threads * 16,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=1,
        working_dir=Path.cwd(),
    ).serve()


if __name__ == "__main__":
    main(sys.argv)
