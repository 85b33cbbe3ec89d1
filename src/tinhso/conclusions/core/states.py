"""The life of a conclusion and of a ballot: which step leads from which state where."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class State(StrEnum):
    """Where a conclusion stands (trạng thái kết luận)."""

    DRAFT = "draft"
    AGREED = "agreed"
    ISSUED = "issued"
    CARRIED = "carried"
    TASK = "task"
    DROPPED = "dropped"


class Step(StrEnum):
    """What can be done with a conclusion."""

    AGREE = "agree"
    RETURN = "return"
    ISSUE = "issue"
    GIVE = "give"
    CARRY = "carry"
    DROP = "drop"


STEPS: Final = MappingProxyType(
    {
        (State.DRAFT, Step.AGREE): State.AGREED,
        (State.DRAFT, Step.DROP): State.DROPPED,
        (State.DRAFT, Step.CARRY): State.DRAFT,
        (State.AGREED, Step.RETURN): State.DRAFT,
        (State.AGREED, Step.ISSUE): State.ISSUED,
        (State.AGREED, Step.DROP): State.DROPPED,
        (State.AGREED, Step.CARRY): State.AGREED,
        (State.ISSUED, Step.GIVE): State.TASK,
        (State.ISSUED, Step.DROP): State.DROPPED,
        (State.ISSUED, Step.CARRY): State.CARRIED,
        (State.CARRIED, Step.GIVE): State.TASK,
        (State.CARRIED, Step.DROP): State.DROPPED,
        (State.CARRIED, Step.CARRY): State.CARRIED,
        (State.TASK, Step.CARRY): State.TASK,
    }
)
"""What is not here is refused. A draft that is carried stays a draft: it still has to be agreed."""

UNISSUED: Final = frozenset({State.DRAFT, State.AGREED})
UNSETTLED: Final = frozenset({State.DRAFT, State.AGREED, State.ISSUED, State.CARRIED})
"""Neither given as a task nor dropped: these return to the next agenda."""


def after(state: State, step: Step) -> State | None:
    """The state after `step`; None where the step is not open."""
    return STEPS.get((state, step))


class BallotState(StrEnum):
    """Where a ballot stands."""

    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"
    MOVED = "moved"
    CANCELLED = "cancelled"
