"""The arithmetic of crossing: one alert each time the answer changes, none otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.exploration.watching.crossing import Stand, crossings, holds
from tinhso.warehouse.questions import Op

PLACE = uuid4()
numbers = st.decimals(min_value=-1000, max_value=1000, places=3)


def _stands(numbers: Sequence[Decimal], op: Op, threshold: Decimal) -> list[Stand]:
    return [Stand(f"2026-{at}", number, holds(op, number, threshold)) for at, number in enumerate(numbers)]


def _walk(stands: Sequence[Stand]) -> list[Stand]:
    """Every stand looked at after the one before; those that crossed."""
    before: dict[UUID, Stand] = {}
    found = []
    for stand in stands:
        now = {PLACE: stand}
        found += [one.now for one in crossings(before, now)]
        before |= now
        assert crossings(before, now) == [], "looking again tells nothing"
    return found


@given(st.lists(numbers, max_size=30), st.sampled_from(Op), numbers)
def test_each_change_of_the_answer_crosses_once(told: list[Decimal], op: Op, threshold: Decimal) -> None:
    stands = _stands(told, op, threshold)
    answers = [False, *(holds(op, one, threshold) for one in told)]
    expected = [
        stand for stand, was, now in zip(stands, answers, answers[1:], strict=False) if was is not now
    ]
    crossed = _walk(stands)
    assert crossed == expected
    assert [one.inside for one in crossed] == [at % 2 == 0 for at in range(len(crossed))], "in, out, in…"


@given(st.dictionaries(st.uuids(), numbers, max_size=8), st.dictionaries(st.uuids(), numbers, max_size=8))
def test_what_is_told_no_more_does_not_cross(old: dict[UUID, Decimal], new: dict[UUID, Decimal]) -> None:
    def stands(told: dict[UUID, Decimal]) -> dict[UUID, Stand]:
        return {key: Stand("2026", one, one < 0) for key, one in told.items()}

    found = crossings(stands(old), stands(new))
    assert {one.place for one in found} <= new.keys()
    assert {one.place for one in found} == {
        key for key, one in new.items() if (one < 0) is not (key in old and old[key] < 0)
    }


@pytest.mark.parametrize(
    ("op", "below", "equal", "above"),
    [
        (Op.BELOW, True, False, False),
        (Op.AT_MOST, True, True, False),
        (Op.EQUAL, False, True, False),
        (Op.NOT_EQUAL, True, False, True),
        (Op.AT_LEAST, False, True, True),
        (Op.ABOVE, False, False, True),
    ],
)
def test_every_comparison(op: Op, below: bool, equal: bool, above: bool) -> None:
    found = [holds(op, Decimal(number), Decimal("5.0")) for number in ("4.999999", "5", "5.000001")]
    assert found == [below, equal, above]
