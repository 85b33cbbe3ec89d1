"""Ways laid out as columns say of every day what `pieces.gather` says of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.indicators.boundaries.pieces import Edge, Flows, flow, gather
from tinhso.places.models import Level
from tinhso.warehouse.ways import ALWAYS, EVER, LEVELS, OWN, Unit, Ways, number_of, ways

TURNS = (date(2020, 2, 1), date(2023, 7, 1), date(2025, 7, 1))
DAY = timedelta(days=1)
DAYS = st.sampled_from([*TURNS, *(turn - DAY for turn in TURNS), date(2000, 1, 1), date(2026, 11, 21)])


@st.composite
def countries(draw: st.DrawFn) -> tuple[list[Unit], list[Edge]]:
    """Two provinces and their communes of four times, with mergers and splits by known and unknown shares."""
    units = [Unit(UUID(int=one), Level.PROVINCE, f"VN/{one}") for one in (1, 2)]
    edges: list[Edge] = []
    times = list(zip((EVER, *TURNS), (*(turn - DAY for turn in TURNS), ALWAYS), strict=True))
    before: list[Unit] = []
    for generation, (first, last) in enumerate(times):
        now = []
        for number in range(draw(st.integers(1, 4))):
            key = 100 * (generation + 1) + number
            path = f"VN/{draw(st.sampled_from([1, 2]))}/{key}"
            stays = ALWAYS if draw(st.integers(0, 9)) == 0 else last
            now.append(Unit(UUID(int=key), Level.COMMUNE, path, first, stays))
        for old in before:
            new = draw(st.lists(st.sampled_from(now), max_size=3, unique=True))
            shares = draw(
                st.lists(
                    st.sampled_from([None, "0.2", "0.3", "0.5", "1"]), min_size=len(new), max_size=len(new)
                )
            )
            if sum(Fraction(share) for share in shares if share) > 1:
                shares = [None for _share in shares]
            for one, share in zip(new, shares, strict=True):
                edges.append(Edge(old.id, one.id, Fraction(share) if share else None, "population", first))
        units += now
        before = now
    return units, edges


def laid(found: Ways, number: int, rank: int, day: date) -> tuple[dict[UUID, Fraction], int, bool]:
    """Members with their shares, how many ought to tell, whether somebody straddles the edge."""
    at = number_of(day)
    rows = (found.target == number) & (found.rank == rank) & (found.first <= at) & (found.last >= at)
    over = {int(one): int(two) for one, two in zip(found.made, found.over, strict=True)}
    members: dict[UUID, Fraction] = {}
    for row in np.flatnonzero(rows):
        share = Fraction(int(found.weight[row]), over[number])
        assert bool(found.whole[row]) == (share == 1)
        assert found.origins[found.origin[row]] not in members
        members[found.origins[found.origin[row]]] = share
    goals = (found.made == number) & (found.made_rank == rank)
    goals &= (found.made_first <= at) & (found.made_last >= at)
    assert goals.sum() <= 1
    expected = int(found.expected[goals].sum())
    return members, expected, bool(found.undivided[goals].any())


@settings(max_examples=300, deadline=None)
@given(country=countries(), boundaries=DAYS, day=DAYS, level=st.sampled_from([Level.PROVINCE, Level.COMMUNE]))
def test_every_day_is_as_it_is_gathered(
    country: tuple[list[Unit], list[Edge]], boundaries: date, day: date, level: Level
) -> None:
    units, edges = country
    asked = [unit for unit in units if unit.level == level and unit.is_valid_on(boundaries)]
    found = ways(units, edges, boundaries, [unit.id for unit in asked])
    flows = Flows.of(flow([unit.id for unit in units if unit.is_valid_on(day)], edges, day, boundaries))
    for number, target in enumerate(asked):
        ranks: dict[int, set[UUID]] = defaultdict(set)
        ranks[OWN] = {target.id}
        for unit in units:
            if unit.path.startswith(f"{target.path}/") and unit.is_valid_on(boundaries):
                ranks[LEVELS.index(Level(unit.level)) + 1].add(unit.id)
        for rank, inside in ranks.items():
            gathered = gather(frozenset(inside), flows)
            members, expected, undivided = laid(found, number, rank, day)
            assert members == {one.unit: one.inside for one in gathered.members}
            assert expected == len(gathered.members)
            if gathered.members:
                assert undivided != gathered.is_divisible


def test_what_is_told_at_a_level_is_made_of_its_units_alone() -> None:
    province = Unit(UUID(int=1), Level.PROVINCE, "VN/1")
    communes = [Unit(UUID(int=one), Level.COMMUNE, f"VN/1/{one}") for one in (2, 3)]
    found = ways([province, *communes], [], TURNS[0], [province.id], Level.COMMUNE)
    assert sorted(found.origins[one].int for one in found.origin) == [2, 3]
    assert found.expected.tolist() == [2]


def test_shares_that_64_bits_do_not_hold_stay_exact() -> None:
    old, *new = (Unit(UUID(int=one), Level.COMMUNE, f"VN/{one}") for one in range(1, 5))
    shares = [Fraction(1, 3**25), Fraction(1, 7**20), 1 - Fraction(1, 3**25) - Fraction(1, 7**20)]
    edges = [
        Edge(old.id, one.id, share, "population", TURNS[1]) for one, share in zip(new, shares, strict=True)
    ]
    around = Unit(UUID(int=9), Level.PROVINCE, "VN")
    found = ways([around, old, *new], edges, TURNS[2], [new[2].id])
    row = list(found.first <= number_of(TURNS[0])).index(True)
    assert Fraction(int(found.weight[row]), int(found.over[0])) == shares[2]
