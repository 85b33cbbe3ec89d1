"""What happened in rounds."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class RoundEvent(Event):
    """A round moved."""

    round: UUID


class RoundOpened(RoundEvent):
    """A round was opened."""

    name: ClassVar[str] = "indices.round_opened"


class RoundPublished(RoundEvent):
    """The result of a round stands, and is frozen."""

    name: ClassVar[str] = "indices.round_published"


class RoundReopened(RoundEvent):
    """A published round may be changed again."""

    name: ClassVar[str] = "indices.round_reopened"


class ComponentMoved(RoundEvent):
    """A component took a step: scored, accepted, adjusted, appealed, decided."""

    name: ClassVar[str] = "indices.component_moved"
    component: UUID
    step: UUID
    move: str
    owner: UUID | None
    verifier: UUID | None


class RoundReminded(RoundEvent):
    """Those who owe a step of these components were reminded."""

    name: ClassVar[str] = "indices.round_reminded"
    components: tuple[UUID, ...]
