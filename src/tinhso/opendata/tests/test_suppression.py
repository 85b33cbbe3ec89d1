"""Nobody who knows all published numbers and all sums can compute a cell that was kept back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.opendata.suppression import Earlier, Number, Sum, suppress

Key = tuple[str, str]
Table = dict[Key, Number]


Row = dict[object, Fraction]


def _less(row: Row, times: Fraction, other: Row) -> Row:
    """`row` without so many times `other`."""
    both = {key: row.get(key, Fraction(0)) - times * other.get(key, Fraction(0)) for key in row | other}
    return {key: value for key, value in both.items() if value}


def _attack(equations: Iterable[Mapping[Key, int]]) -> set[object]:
    """The unknowns with one possible value, by elimination in exact fractions over the whole system."""
    solved: dict[object, Row] = {}
    for one in equations:
        row: Row = {key: Fraction(value) for key, value in one.items()}
        for pivot, other in solved.items():
            row = _less(row, row.get(pivot, Fraction(0)), other)
        if not row:
            continue
        pivot = min(row, key=repr)
        row = {key: value / row[pivot] for key, value in row.items()}
        solved = {key: _less(other, other.get(pivot, Fraction(0)), row) for key, other in solved.items()}
        solved[pivot] = row
    return {pivot for pivot, row in solved.items() if len(row) == 1}


def _province(counts: Mapping[tuple[str, str, str], int]) -> tuple[Table, list[Sum[Key]]]:
    """Counts of communes by district and quarter, with all totals: districts, province, year."""
    table: Table = {}
    sums: list[Sum[Key]] = []
    districts = sorted({district for district, _commune, _quarter in counts})
    quarters = sorted({quarter for _district, _commune, quarter in counts})
    for quarter in quarters:
        for district, commune, told in counts:
            if told == quarter:
                table[f"{district}/{commune}", quarter] = Number((Fraction(counts[district, commune, told]),))
        for district in districts:
            inside = [key for key in table if key[0].startswith(f"{district}/") and key[1] == quarter]
            if inside:
                table[district, quarter] = _total(table, inside)
                sums.append(Sum((district, quarter), tuple(inside)))
        below = [key for key in table if key[0] in districts and key[1] == quarter]
        table["all", quarter] = _total(table, below)
        sums.append(Sum(("all", quarter), tuple(below)))
        sums.append(Sum(("all", quarter), tuple(k for k in table if "/" in k[0] and k[1] == quarter)))
    for place in sorted({place for place, _quarter in table}):
        quarterly = [(place, quarter) for quarter in quarters if (place, quarter) in table]
        table[place, "year"] = _total(table, quarterly)
        sums.append(Sum((place, "year"), tuple(quarterly)))
    return table, sums


def _total(table: Table, keys: Iterable[Key]) -> Number:
    return Number((sum((table[key].amounts[0] for key in keys), Fraction(0)),))


CELLS = [*product("ABC", ("1", "2", "3"), ("q1", "q2"))]
COUNTS = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 30), min_size=1, max_size=len(CELLS))


@settings(max_examples=300, deadline=None)
@given(COUNTS, st.integers(0, 8))
def test_no_cell_kept_back_can_be_computed(counts: dict[tuple[str, str, str], int], threshold: int) -> None:
    table, sums = _province(counts)
    kept = suppress(table, sums, threshold)
    equations = [{key: times for key, times in one.terms if key in kept.hidden} for one in sums]
    assert _attack(equations) & kept.hidden == kept.exposed == set()


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.integers(1, 8))
def test_no_small_number_is_shown_and_no_sum_of_kept_back_cells_is_small(
    counts: dict[tuple[str, str, str], int], threshold: int
) -> None:
    table, sums = _province(counts)
    kept = suppress(table, sums, threshold)
    shown = [table[key].amounts[0] for key in table if key not in kept.hidden]
    assert not [amount for amount in shown if 0 < amount < threshold]
    for one in sums:
        back = [table[key].amounts[0] for key in one.parts if key in kept.hidden]
        assert one.whole in kept.hidden or not 0 < sum(back) < threshold


@settings(max_examples=200, deadline=None)
@given(COUNTS, COUNTS, st.integers(1, 8))
def test_two_versions_together_give_nothing_away(
    first: dict[tuple[str, str, str], int], changes: dict[tuple[str, str, str], int], threshold: int
) -> None:
    """Later reports come in and figures are corrected; who kept both versions computes no cell."""
    table, sums = _province(first)
    kept = suppress(table, sums, threshold)
    shown = {key: number.amounts for key, number in table.items() if key not in kept.hidden}
    later, later_sums = _province(first | changes)
    again = suppress(later, later_sums, threshold, Earlier(shown, kept.hidden, sums))
    told = {key for key in later if shown.get(key) == later[key].amounts}
    equations = [{key: t for key, t in one.terms if key in kept.hidden} for one in sums]
    equations += [{key: t for key, t in one.terms if key in again.hidden - told} for one in later_sums]
    assert kept.hidden <= again.hidden
    assert _attack(equations) & (again.hidden - told) == again.exposed


@settings(max_examples=100, deadline=None)
@given(COUNTS, st.integers(1, 8))
def test_the_same_content_hides_the_same_cells_again(
    counts: dict[tuple[str, str, str], int], threshold: int
) -> None:
    table, sums = _province(counts)
    kept = suppress(table, sums, threshold)
    shown = {key: number.amounts for key, number in table.items() if key not in kept.hidden}
    assert suppress(table, sums, threshold, Earlier(shown, kept.hidden, sums)).hidden == kept.hidden
    assert suppress(table, sums, threshold) == kept


def test_one_small_commune_takes_the_smallest_other_with_it() -> None:
    table, sums = _province({("A", "1", "q1"): 3, ("A", "2", "q1"): 20, ("A", "3", "q1"): 9})
    kept = suppress(table, sums, 5)
    assert kept.primary == {("A/1", "q1"), ("A/1", "year")}
    assert kept.secondary == {("A/3", "q1"), ("A/3", "year")}


def test_zero_is_no_small_number_and_nothing_is_kept_back_without_a_threshold() -> None:
    table, sums = _province({("A", "1", "q1"): 0, ("A", "2", "q1"): 1})
    assert suppress(table, sums, 1).hidden == set()
    assert suppress(table, sums, 0).hidden == set()


def test_of_a_ratio_the_numerator_and_what_is_left_count() -> None:
    whole = Number((Fraction(97), Fraction(100), Fraction(3)))
    none = Number((Fraction(0), Fraction(100), Fraction(100)))
    assert suppress({"a": whole, "b": none}, [], 5).hidden == {"a"}


def test_a_rate_without_its_counts_is_not_small() -> None:
    assert suppress({"a": Number((Fraction(2),), counts=False)}, [], 5).hidden == set()


def test_what_an_earlier_version_showed_cannot_protect_anything() -> None:
    """The smallest neighbour is known from the version before, so another one is kept back."""
    table, sums = _province({("A", "1", "q1"): 3, ("A", "2", "q1"): 20, ("A", "3", "q1"): 9})
    del table["A/1", "q1"], table["A/1", "year"]
    shown = {("A/3", "q1"): (Fraction(9),), ("A/3", "year"): (Fraction(9),)}
    table["A/1", "q1"] = table["A/1", "year"] = Number((Fraction(3),))
    kept = suppress(table, sums, 5, Earlier(shown, frozenset()))
    assert ("A/2", "q1") in kept.secondary and ("A/3", "q1") not in kept.secondary


def test_a_small_number_that_was_shown_is_said_to_be_out() -> None:
    table: Table = {("A", "q1"): Number((Fraction(2),))}
    kept = suppress(table, [], 5, Earlier({("A", "q1"): (Fraction(2),)}, frozenset()))
    assert kept.disclosed == {("A", "q1")}


def test_a_newcomer_cannot_be_read_off_the_totals_of_two_versions() -> None:
    table, sums = _province({("A", "1", "q1"): 3, ("A", "2", "q1"): 20, ("A", "3", "q1"): 9})
    kept = suppress(table, sums, 5)
    shown = {key: number.amounts for key, number in table.items() if key not in kept.hidden}
    later, later_sums = _province(
        {("A", "1", "q1"): 3, ("A", "2", "q1"): 20, ("A", "3", "q1"): 9, ("B", "1", "q1"): 2}
    )
    again = suppress(later, later_sums, 5, Earlier(shown, kept.hidden, sums))
    assert ("all", "q1") in again.hidden


def test_shares_that_make_up_their_denominator_protect_each_other() -> None:
    """34 goals: 28 reached, 2 + 2 + 2 otherwise; three hidden ones make 6; one alone would follow."""

    def share(top: int) -> Number:
        return Number((Fraction(top), Fraction(34), Fraction(34 - top)))

    three = {"reached": share(28), "late": share(2), "dropped": share(2), "unknown": share(2)}
    together = [Sum("reached", ("late", "dropped", "unknown"), times=-1)]
    assert suppress(three, together, 5).secondary == set()
    one = {"reached": share(20), "late": share(12), "dropped": share(2)}
    closed = [Sum("reached", ("late", "dropped"), times=-1)]
    assert suppress(one, closed, 5).secondary == {"late"}
