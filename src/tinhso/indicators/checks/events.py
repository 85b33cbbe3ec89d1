"""What happened to rules and to what they found."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class CheckChanged(Event):
    """A rule was written, changed or ended."""

    name: ClassVar[str] = "indicators.check_changed"
    check_of: UUID
    code: str


class FindingDecided(Event):
    """Findings were accepted, or sent back to be mended."""

    name: ClassVar[str] = "indicators.findings_decided"
    findings: tuple[UUID, ...]
    outcome: str
