"""A file held against the book: every row once, every đồng accounted for."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.ledger.comparing import compare
from tinhso.ledger.kinds import Verdict
from tinhso.ledger.schemas import Ours, Told
from tinhso.ledger.tests.scene import NOON

V = Verdict


def there(reference: str, amount: int, line: int = 0, kind: str = "payment") -> Told:
    return Told(reference, amount, NOON, kind, line)


def here(reference: str, amount: int, number: int = 0, kind: str = "payment") -> Ours:
    return Ours(reference, amount, NOON, kind, UUID(int=number))


@pytest.mark.parametrize(
    ("told", "ours", "verdicts", "difference"),
    [
        ([], [], [], 0),
        ([there("a", 5)], [here("a", 5)], [V.MATCHED], 0),
        ([there("a", 5)], [], [V.MISSING_HERE], 5),
        ([], [here("a", 5)], [V.MISSING_THERE], -5),
        ([there("a", 6)], [here("a", 5)], [V.AMOUNT_DIFFERS], 1),
        ([there("a", 5, 1), there("a", 5, 2)], [here("a", 5)], [V.MATCHED, V.TWICE], 5),
        ([there("a", 5, 1), there("a", 5, 2)], [], [V.MISSING_HERE, V.TWICE], 10),
        ([there("a", 5)], [here("a", 5, 1), here("a", 5, 2)], [V.MATCHED, V.TWICE], -5),
        ([], [here("a", 5, 1), here("a", 5, 2)], [V.MISSING_THERE, V.TWICE], -10),
        ([there("a", 6, 1), there("a", 5, 2)], [here("a", 5)], [V.MATCHED, V.TWICE], 6),
        ([there("a", 6, 1), there("a", 7, 2)], [here("a", 5)], [V.AMOUNT_DIFFERS, V.TWICE], 8),
        ([there("a", 5), there("a", -5, 1, "refund")], [here("a", 5)], [V.MATCHED, V.MISSING_HERE], -5),
        ([there("a", 5)], [here("A", 5)], [V.MISSING_THERE, V.MISSING_HERE], 0),
    ],
)
def test_verdicts(told: list[Told], ours: list[Ours], verdicts: list[Verdict], difference: int) -> None:
    found = compare(told, ours)
    assert [row.verdict for row in found.rows] == verdicts
    assert sum(row.difference for row in found.rows) == difference
    assert found.exact is (set(verdicts) <= {V.MATCHED})


references = st.sampled_from(["a", "b", "c"])
few = st.integers(1, 3)
many_told = st.lists(st.builds(there, references, few, st.integers(1, 99)), max_size=8)
many_ours = st.lists(st.builds(here, references, few, st.integers(1, 10**6)), max_size=8)


@given(many_told, many_ours)
def test_every_row_of_both_sides_stands_once_and_no_dong_is_lost(told: list[Told], ours: list[Ours]) -> None:
    found = compare(told, ours)
    of_theirs = [row.told for row in found.rows if row.told]
    of_ours = [row.ours for row in found.rows if row.ours]
    assert sorted(of_theirs, key=repr) == sorted(told, key=repr)
    assert sorted(of_ours, key=repr) == sorted(ours, key=repr)
    assert sum(row.difference for row in found.rows) == sum(r.amount for r in told) - sum(
        r.amount for r in ours
    )
    assert sum(tally.rows for tally in found.totals.values()) == len(found.rows)
    assert sum(tally.told - tally.ours for tally in found.totals.values()) == sum(
        row.difference for row in found.rows
    )
    for row in found.rows:
        both = row.told is not None and row.ours is not None
        assert both is (row.verdict in {V.MATCHED, V.AMOUNT_DIFFERS})
        assert not both or (row.difference == 0) is (row.verdict is V.MATCHED)


@given(many_told, many_ours, st.randoms())
def test_the_order_of_the_sides_plays_no_part(told: list[Told], ours: list[Ours], chance: object) -> None:
    mixed_told, mixed_ours = list(told), list(ours)
    chance.shuffle(mixed_told)  # type: ignore[attr-defined]  # hypothesis' own Random
    chance.shuffle(mixed_ours)  # type: ignore[attr-defined]  # as above
    first, second = compare(told, ours), compare(mixed_told, mixed_ours)
    assert first.totals == second.totals
    assert [row.verdict for row in first.rows] == [row.verdict for row in second.rows]
