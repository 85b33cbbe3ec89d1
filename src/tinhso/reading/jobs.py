"""Background work of this room."""

from __future__ import annotations

from uuid import UUID

from tinhso.base.jobs.registry import job
from tinhso.reading.actions.receiving import read_received


@job("reading.read")
def read_file(reading: UUID) -> None:
    """Read a file that waits. Idempotent: what was read waits no more."""
    read_received(reading)
