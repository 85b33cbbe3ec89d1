"""Background work of this room: reminding of the terms of rounds."""

from __future__ import annotations

from tinhso.base.jobs.registry import job
from tinhso.indices.rounds import reminding


@job("indices.remind", periodic="0 1 * * *")
def remind() -> None:
    """Remind those who owe a step, at 08:00 in Vietnam. Run twice, it reminds once."""
    reminding.remind_all()
