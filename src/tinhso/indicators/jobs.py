"""Background work of this room."""

from __future__ import annotations

from tinhso.base.jobs.registry import job
from tinhso.indicators.definitions import laying as definitions


@job("indicators.take_effect", periodic="1 17 * * *")
def take_effect() -> None:
    """Let definitions that begin today stand, every day at 00:01 in Vietnam."""
    definitions.take_effect()
