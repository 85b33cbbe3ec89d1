"""The states of a draft and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a draft stands (trạng thái dự thảo)."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    FINALISED = "finalised"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What happens to a draft."""

    OPEN = "open"
    CLOSE = "close"
    ANSWER_LAST = "answer_last"
    MISS_ANSWER = "miss_answer"
    FINALISE = "finalise"
    WITHDRAW = "withdraw"


MOVES: Final[Mapping[tuple[State, Move], State]] = {
    (State.PREPARING, Move.OPEN): State.OPEN,
    (State.CLOSED, Move.OPEN): State.OPEN,
    (State.ANSWERED, Move.OPEN): State.OPEN,
    (State.OPEN, Move.CLOSE): State.CLOSED,
    (State.CLOSED, Move.ANSWER_LAST): State.ANSWERED,
    (State.ANSWERED, Move.MISS_ANSWER): State.CLOSED,
    (State.ANSWERED, Move.FINALISE): State.FINALISED,
    (State.PREPARING, Move.WITHDRAW): State.WITHDRAWN,
    (State.OPEN, Move.WITHDRAW): State.WITHDRAWN,
    (State.CLOSED, Move.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Move.WITHDRAW): State.WITHDRAWN,
}
"""There are no others."""

ENDED: Final = frozenset({State.FINALISED, State.WITHDRAWN})


def after(state: State, move: Move) -> State | None:
    """The state that `move` leads to; None where it does not exist."""
    return MOVES.get((state, move))
