"""Levels of approval as pure rules: any tree, any steps, any order of decisions."""

from __future__ import annotations

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tinhso.indicators.approval.levels import Chain, Deciding, Step, chain
from tinhso.indicators.models import State

_SPACE = UUID(int=0)
AGENCIES = [uuid5(_SPACE, name) for name in "abcde"]
OFFICE = Deciding(office=True)
STEPS = st.sampled_from([(), ("head",), ("parent",), ("head", "parent"), ("head", "parent", "parent")])
PEOPLE = [OFFICE, *(Deciding(agencies=frozenset({agency})) for agency in AGENCIES)]


def head(*agencies: UUID) -> Deciding:
    return Deciding(agencies=frozenset(agencies))


LADDERS = st.dictionaries(
    st.tuples(st.just(AGENCIES[0]), st.integers(0, 2)),
    st.frozensets(st.sampled_from(AGENCIES), min_size=1, max_size=2),
)


@given(STEPS, LADDERS, st.one_of(st.none(), st.integers(0, 5)))
def test_the_turn_is_never_a_step_that_has_fallen_and_never_one_that_is_passed(
    steps: tuple[str, ...], ladder: dict[tuple[UUID, int], frozenset[UUID]], level: int | None
) -> None:
    found = chain(steps, AGENCIES[0], ladder)
    turn = found.turn(level)
    assert not turn.fallen
    assert turn is found.office or turn.number >= (level or 0)
    between = found.rungs[min(level or 0, found.steps) : turn.number]
    assert all(rung.fallen for rung in between), "nothing but what has fallen is passed over"
    assert found.open(level)[0] == turn
    assert found.open(level)[-1] is found.office
    assert not any(rung.fallen for rung in found.open(level))


def test_without_an_agency_or_a_step_the_standing_office_decides() -> None:
    ladder = {(AGENCIES[0], 0): frozenset({AGENCIES[0]})}
    assert chain(("head", "parent"), None, ladder).turn(None).step is Step.OFFICE
    assert chain((), AGENCIES[0], ladder).turn(None).step is Step.OFFICE


def test_each_parent_climbs_by_one_and_what_has_nobody_falls_to_the_office() -> None:
    ladder = {(AGENCIES[0], climb): frozenset({AGENCIES[climb]}) for climb in range(2)}
    found = chain(("head", "parent", "parent"), AGENCIES[0], ladder)
    assert [rung.deciders for rung in found.rungs] == [{AGENCIES[0]}, {AGENCIES[1]}, set(), set()]
    assert [rung.fallen for rung in found.rungs] == [False, False, True, False]
    assert found.turn(2) is found.office
    assert [rung.number for rung in found.ahead(None)] == [0, 1]


def test_a_head_who_sends_passes_the_own_step_and_no_other() -> None:
    ladder = {(AGENCIES[0], climb): frozenset({AGENCIES[climb]}) for climb in range(2)}
    both = chain(("head", "parent"), AGENCIES[0], ladder)
    assert both.sent_by(head(AGENCIES[0])) == 1
    assert both.sent_by(head(AGENCIES[0], AGENCIES[1])) == 1
    assert both.sent_by(head(AGENCIES[1])) is None
    assert both.sent_by(OFFICE) is None
    assert chain(("parent",), AGENCIES[0], ladder).sent_by(head(AGENCIES[0], AGENCIES[1])) is None


class Way(RuleBasedStateMachine):
    """A figure on its way, decided on by anybody at any time; `passed` keeps the steps since it was sent."""

    found: Chain
    state: State
    level: int | None
    passed: list[int]

    @initialize(steps=STEPS, ladder=LADDERS)
    def send(self, steps: tuple[str, ...], ladder: dict[tuple[UUID, int], frozenset[UUID]]) -> None:
        self.found = chain(steps, AGENCIES[0], ladder)
        self.state, self.level, self.passed = State.SUBMITTED, None, []

    def _waits(self) -> bool:
        return self.state in {State.SUBMITTED, State.APPROVED}

    @precondition(_waits)
    @rule(who=st.sampled_from(PEOPLE))
    def approve(self, who: Deciding) -> None:
        turn = self.found.turn(self.level)
        if not turn.held_by(who):
            return
        if turn is self.found.office:
            self.state = State.CONFIRMED
            return
        assert turn.number not in self.passed, "no step twice"
        self.passed.append(turn.number)
        self.state, self.level = State.APPROVED, turn.number + 1

    @precondition(_waits)
    @rule(who=st.sampled_from(PEOPLE))
    def give_back(self, who: Deciding) -> None:
        if any(rung.held_by(who) for rung in self.found.open(self.level)):
            self.state, self.level = State.RETURNED, None

    @precondition(lambda self: self.state in {State.RETURNED, State.CONFIRMED})
    @rule(who=st.sampled_from(PEOPLE))
    def correct(self, who: Deciding) -> None:
        self.level = self.found.sent_by(who)
        self.state, self.passed = State.SUBMITTED, [0] if self.level else []

    @invariant()
    def no_step_is_skipped(self) -> None:
        if getattr(self, "passed", None) is None:
            return
        wanted = [rung.number for rung in self.found.rungs[:-1] if not rung.fallen]
        assert self.passed == wanted[: len(self.passed)], "in their order, none skipped"
        if self.state == State.CONFIRMED:
            assert self.passed == wanted, "every level has decided before the office"
        if self.state == State.RETURNED:
            assert self.level is None


TestWay = Way.TestCase
