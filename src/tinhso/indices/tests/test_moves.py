"""The state machine of a component: any order of steps keeps its laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.moves import FROM, SETTLED, Move, Standing, State, advance, allowed

MOST = Decimal(20)
POINTS = st.decimals(0, 20, places=3)
ANY_POINTS = st.one_of(st.none(), st.decimals(-5, 25, places=3))
REASONS = st.sampled_from(["", "   ", "Thiếu minh chứng"])


@given(st.sampled_from(State), st.sampled_from(Move), ANY_POINTS, REASONS)
def test_a_step_is_taken_from_its_states_only_and_stays_inside_the_most(
    state: State, move: Move, points: Decimal | None, reason: str
) -> None:
    before = Standing(state, None if state is State.WAITING else Decimal(5), Decimal(5), None)
    try:
        after = advance(before, move, most=MOST, points=points, reason=reason)
    except Unscorable as error:
        assert (error.faults[0].code == "wrong_step") == (state not in FROM[move])
        return
    assert move in allowed(state)
    assert after.state is not State.WAITING
    assert after.points is None or 0 <= after.points <= MOST
    assert move in {Move.SCORE, Move.ACCEPT} or reason.strip()


def test_nothing_is_a_dead_end_and_every_state_is_reached() -> None:
    assert all(allowed(state) for state in State)
    reached, waiting = {State.WAITING}, [Standing()]
    while waiting:
        before = waiting.pop()
        for move in allowed(before.state):
            points = Decimal(4) if before.points != 4 else Decimal(9)
            after = advance(before, move, most=MOST, points=points, reason="lý do")
            if after.state not in reached:
                reached.add(after.state)
                waiting.append(after)
    assert reached == set(State)


class Component(RuleBasedStateMachine):
    """A component beside the plainest account of what was said of it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = Standing()
        self.said: list[tuple[Move, Decimal | None]] = []

    def _take(self, move: Move, points: Decimal | None = None) -> None:
        self.now = advance(self.now, move, most=MOST, points=points, reason="lý do")
        self.said.append((move, points))

    @precondition(lambda self: self.now.state in FROM[Move.SCORE])
    @rule(points=POINTS)
    def score(self, points: Decimal) -> None:
        self._take(Move.SCORE, points)

    @precondition(lambda self: self.now.state in FROM[Move.ACCEPT])
    @rule()
    def accept(self) -> None:
        self._take(Move.ACCEPT)

    @precondition(lambda self: self.now.state in FROM[Move.ADJUST])
    @rule(points=POINTS)
    def adjust(self, points: Decimal) -> None:
        if points == self.now.points:
            with pytest.raises(Unscorable):
                advance(self.now, Move.ADJUST, most=MOST, points=points, reason="lý do")
            return
        self._take(Move.ADJUST, points)

    @precondition(lambda self: self.now.state in FROM[Move.APPEAL])
    @rule(points=POINTS)
    def appeal(self, points: Decimal) -> None:
        if points != self.now.points:
            self._take(Move.APPEAL, points)

    @precondition(lambda self: self.now.state in FROM[Move.DECIDE])
    @rule(points=POINTS)
    def decide(self, points: Decimal) -> None:
        self._take(Move.DECIDE, points)

    @invariant()
    def the_points_in_force_are_the_last_scored_awarded_or_decided(self) -> None:
        told = [points for move, points in self.said if move in {Move.SCORE, Move.ADJUST, Move.DECIDE}]
        assert self.now.points == (told[-1] if told else None)

    @invariant()
    def what_the_owner_said_stays_what_the_owner_said(self) -> None:
        own = [points for move, points in self.said if move is Move.SCORE]
        assert self.now.own == (own[-1] if own else None)

    @invariant()
    def an_appeal_asks_only_while_it_is_open(self) -> None:
        assert (self.now.asked is not None) == (self.now.state is State.APPEALED)

    @invariant()
    def settled_means_that_nobody_owes_a_word(self) -> None:
        assert (self.now.state in SETTLED) == bool(
            self.said and self.said[-1][0] in {Move.ACCEPT, Move.ADJUST, Move.DECIDE}
        )


TestComponent = Component.TestCase
