"""Antivirus as a plug-in: `settings.FILE_SCANNER` names the one that looks before a file is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
"""The harmless string that every antivirus agrees to call a virus."""


class Scanner(Protocol):
    """What an antivirus plug-in does. Its contract is tested by `tests/contract.py`."""

    def scan(self, path: Path) -> str | None:
        """The name of what was found in the file at `path`; None when it is clean.

        Raises ScannerAway when it cannot say: the file is then refused, to be sent again later.
        """


class ScannerAway(Exception):
    """The scanner cannot be reached."""


class DemoScanner:
    """Works with no contract and no service: finds the EICAR test file and nothing else."""

    def scan(self, path: Path) -> str | None:
        """Look for the test string, across blocks."""
        tail = b""
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                if EICAR in tail + block:
                    return "EICAR-Test-File"
                tail = block[-len(EICAR) :]
        return None


def scanner() -> Scanner:
    """The scanner of this deployment."""
    made: Scanner = import_string(settings.FILE_SCANNER)()
    return made
