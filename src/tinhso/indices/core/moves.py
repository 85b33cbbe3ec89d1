"""The steps of one component in a round (các bước chấm một chỉ số thành phần): a pure state machine.

waiting ── score ─→ scored ── accept ─→ accepted
   │                  │ adjust             │ adjust
   └──── adjust ──────┴──→ adjusted ←──────┘
                            │ appeal            ↑ adjust
                            └──→ appealed ── decide ─→ decided
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tinhso.indices.core import errors
from tinhso.indices.core.errors import Fault, Unscorable


class State(StrEnum):
    """Where a component stands."""

    WAITING = "waiting"
    SCORED = "scored"
    ACCEPTED = "accepted"
    ADJUSTED = "adjusted"
    APPEALED = "appealed"
    DECIDED = "decided"


class Move(StrEnum):
    """What is done with it: the owner scores and appeals, the verifier accepts, adjusts and decides."""

    SCORE = "score"
    ACCEPT = "accept"
    ADJUST = "adjust"
    APPEAL = "appeal"
    DECIDE = "decide"


OWNERS: Final = frozenset({Move.SCORE, Move.APPEAL})
"""The moves of the owner agency; the others are the verifier's."""

FROM: Final[Mapping[Move, frozenset[State]]] = MappingProxyType(
    {
        Move.SCORE: frozenset({State.WAITING, State.SCORED}),
        Move.ACCEPT: frozenset({State.SCORED}),
        Move.ADJUST: frozenset(State) - {State.APPEALED},
        Move.APPEAL: frozenset({State.ADJUSTED}),
        Move.DECIDE: frozenset({State.APPEALED}),
    }
)
"""From which states a move may be made."""

SETTLED: Final = frozenset({State.ACCEPTED, State.ADJUSTED, State.DECIDED})
"""A round may be published when every component is in one of these."""


@dataclass(frozen=True)
class Standing:
    """A component as its steps left it. `points` are those in force, `own` what the owner said,
    `asked` what an open appeal asks for.
    """

    state: State = State.WAITING
    points: Decimal | None = None
    own: Decimal | None = None
    asked: Decimal | None = None


def allowed(state: State) -> frozenset[Move]:
    """The moves that may follow `state`."""
    return frozenset(move for move, states in FROM.items() if state in states)


def advance(
    before: Standing, move: Move, *, most: Decimal, points: Decimal | None = None, reason: str = ""
) -> Standing:
    """The component after `move`. `points` are those scored, awarded or asked for; none when accepting.

    Raises Unscorable: `wrong_step`, `outside_points`, `missing_points`, `same_points`, `missing_reason`.
    """
    if before.state not in FROM[move]:
        raise _fault("wrong_step", errors.WRONG_STEP)
    if move is Move.ACCEPT:
        return replace(before, state=State.ACCEPTED)
    told = _points(points, most)
    if move is Move.SCORE:
        return Standing(State.SCORED, told, told)
    if not reason.strip():
        raise _fault("missing_reason", errors.MISSING_REASON)
    if move is Move.DECIDE:
        return Standing(State.DECIDED, told, before.own)
    if told == before.points:
        raise _fault("same_points", errors.SAME_POINTS)
    if move is Move.APPEAL:
        return replace(before, state=State.APPEALED, asked=told)
    return Standing(State.ADJUSTED, told, before.own)


def _points(points: Decimal | None, most: Decimal) -> Decimal:
    if points is None:
        raise _fault("missing_points", errors.MISSING_POINTS)
    if not points.is_finite() or not 0 <= points <= most:
        raise _fault("outside_points", errors.OUTSIDE_POINTS, points=str(points)[:40], most=f"{most:f}")
    return points


def _fault(code: str, message: str, **params: str) -> Unscorable:
    return Unscorable([Fault(code, message, params=params)])
