"""The web server process: `python -m tinhso.cli.web ADDRESS PORT WORKERS THREADS`, which `serve` starts."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def _load() -> None:
    """Load the product before the workers are forked: what nobody changes stands in memory once.

    No connection is opened and no thread started here. What is loaded stays for good, so the collector need
    not walk it again and thereby copy it.
    """
    django.setup()
    import_module(settings.ROOT_URLCONF)  # and with it the modules of every page
    gc.collect()
    gc.freeze()


def main(argv: list[str]) -> None:
    """Serve until told to stop."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # stdout belongs to the verb that started us
    _load()
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
