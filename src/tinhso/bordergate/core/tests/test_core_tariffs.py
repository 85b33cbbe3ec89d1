"""Fees to the đồng: scenarios 23 and 24, versions, mixed goods, exemptions, splits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.clock import TZ
from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.tariff_parsing import parse_tariffs
from tinhso.bordergate.core.tariff_terms import (
    MODES,
    Certainty,
    Factor,
    FeeFacts,
    FeeGoods,
    Journey,
    Match,
    Mixed,
    Rule,
    Tariff,
)
from tinhso.bordergate.core.tariffs import Assessment, as_data, assess, half_up, shares, tariff_on
from tinhso.bordergate.schemas import Mode

TARIFFS: Final = parse_tariffs(yaml.safe_load(Path(__file__).with_name("tariffs.yaml").read_text("utf-8")))
NOON: Final = datetime(2025, 7, 15, 12, tzinfo=TZ)
FRUIT, VEGETABLES, PHONES, ORE = FeeGoods("081060"), FeeGoods("0704"), FeeGoods("8517"), FeeGoods("2601")
EXPORT: Final = FeeFacts("export", "XK", 22_000, (FRUIT,))
IMPORT: Final = FeeFacts("import", "NK", 22_000, (PHONES,))


def fee(facts: FeeFacts, on: datetime = NOON) -> Assessment:
    return assess(TARIFFS, facts, on)


@pytest.mark.parametrize(
    ("facts", "total"),
    [
        (FeeFacts("import", "TNTX", 28_000, (FRUIT,), container_ft=40), 4_000_000),
        (replace(IMPORT, journey=Journey.INLAND), 1_300_000),
        (replace(IMPORT, journey=Journey.YARD_ONLY), 300_000),
        (FeeFacts("export", "XK", 1_999, (VEGETABLES,)), 100_000),
        (replace(EXPORT, goods=(FRUIT, PHONES)), 900_000),
        (replace(EXPORT, goods=(PHONES, FRUIT)), 900_000),
        (replace(EXPORT, goods=(ORE,)), 1_500_000),
    ],
)
def test_scenario_23_fees_to_the_dong(facts: FeeFacts, total: int) -> None:
    assert fee(facts).total == total


def test_scenario_23_ten_for_the_collector_ninety_for_the_budget() -> None:
    found = fee(FeeFacts("import", "TNTX", 28_000, (FRUIT,), container_ft=40))
    assert found.split == (("kept", 400_000), ("budget", 3_600_000))


def test_scenario_24_the_tariff_of_the_moment_of_crossing() -> None:
    last, first = datetime(2025, 5, 7, 23, 59, 59, tzinfo=TZ), datetime(2025, 5, 8, tzinfo=TZ)
    old, new = fee(EXPORT, last), fee(EXPORT, first)
    assert (old.tariff.code, old.total) == ("nq-01-2019", 700_000)
    assert (new.tariff.code, new.total) == ("nq-09-2025", 400_000)
    assert fee(EXPORT, last.astimezone(tz=None)).tariff.code == "nq-01-2019"
    assert fee(EXPORT, first - timedelta(microseconds=1)).tariff.code == "nq-01-2019"


def test_a_line_says_by_which_rule_and_why() -> None:
    found = fee(replace(EXPORT, gross_kg=1_500, goods=(VEGETABLES, ORE)))
    assert [(line.rule.code, line.amount, line.counted) for line in found.lines] == [
        ("veg-2t", 100_000, False),
        ("ore", 1_500_000, True),
    ]
    assert found.lines[0].why == (
        ("direction", "export"),
        ("mode", "XK"),
        ("gross_kg", "1500"),
        ("hs", "07"),
    )
    applied = found.lines[1].factors[0]
    assert (applied.factor.code, applied.factor.factor) == ("ore-5", Fraction(5))
    assert applied.why == (("direction", "export"), ("hs", "26"))
    assert found.certainty is Certainty.ILLUSTRATIVE
    assert fee(FeeFacts("import", "TNTX", 1, (FRUIT,), container_ft=40)).certainty is Certainty.PRESS


def test_an_assessment_is_kept_as_json() -> None:
    kept = json.loads(json.dumps(as_data(fee(replace(IMPORT, journey=Journey.INLAND)))))
    assert kept["tariff"] == "nq-09-2025"
    assert kept["on"] == "2025-07-15T12:00:00+07:00"
    assert kept["split"] == {"kept": 130_000, "budget": 1_170_000}
    assert kept["exemption"] is None
    assert kept["lines"][0]["factors"] == [
        {
            "code": "inland",
            "name": "Xe sử dụng hạ tầng vào nội địa",
            "factor": "1.3",
            "why": {"direction": "import", "journey": "inland"},
        }
    ]


@pytest.mark.parametrize(
    ("kg", "rule"), [(1_999, "veg-2t"), (Decimal("1999.5"), "veg-2t"), (2_000, None), (Decimal(2_000), None)]
)
def test_a_weight_band_ends_before_its_upper_bound(kg: Decimal | int, rule: str | None) -> None:
    facts = FeeFacts("export", "XK", kg, (VEGETABLES,))
    if rule:
        assert fee(facts).lines[0].rule.code == rule
        return
    with pytest.raises(GateFault) as fault:
        fee(facts)
    assert fault.value.code == "TARIFF_NO_RULE"
    assert fault.value.extra == {"tariff": "nq-09-2025", "hs": "0704", "declaration": ""}


def test_what_no_rule_covers_is_a_fault_even_beside_what_one_does() -> None:
    with pytest.raises(GateFault, match="TARIFF_NO_RULE"):
        fee(replace(EXPORT, goods=(FRUIT, FeeGoods("99"))))


def test_an_empty_vehicle_is_assessed_too() -> None:
    assert fee(FeeFacts("import", "NK", 0)).total == 1_000_000


@pytest.mark.parametrize(
    ("field", "value"), [("direction", "out"), ("mode", "TNXT"), ("gross_kg", -1), ("container_ft", 41)]
)
def test_a_word_that_no_tariff_knows_is_a_fault(field: str, value: Any) -> None:
    with pytest.raises(GateFault, match="FEE_FACTS") as fault:
        replace(EXPORT, **{field: value})
    assert fault.value.extra["field"] == field


def test_the_ways_in_which_goods_cross_are_those_of_declarations() -> None:
    assert set(MODES) == set(Mode)


def test_an_exemption_needs_its_ground_and_the_largest_counts() -> None:
    assert fee(replace(EXPORT, grounds=frozenset({"else"}))).exemption is None
    half = fee(replace(EXPORT, grounds=frozenset({"half"})))
    assert (half.gross, half.total, half.split) == (400_000, 200_000, (("kept", 20_000), ("budget", 180_000)))
    free = fee(replace(EXPORT, grounds=frozenset({"half", "relief"})))
    assert free.exemption is not None
    assert (free.exemption.code, free.gross, free.total) == ("relief", 400_000, 0)
    assert free.split == (("kept", 0), ("budget", 0))


def test_days_without_a_tariff_and_with_two_are_faults() -> None:
    with pytest.raises(GateFault, match="TARIFF_NONE"):
        fee(EXPORT, datetime(2019, 7, 31, 23, 59, 59, tzinfo=TZ))
    with pytest.raises(GateFault, match="TARIFF_TWICE") as fault:
        tariff_on((*TARIFFS, replace(TARIFFS[1], code="x")), NOON)
    assert fault.value.extra["tariffs"] == ["nq-09-2025", "x"]
    with pytest.raises(ValueError, match="time zone"):
        fee(EXPORT, NOON.replace(tzinfo=None))


def test_each_declaration_may_pay_its_own_highest() -> None:
    tariff = replace(TARIFFS[1], mixed=Mixed.BY_DECLARATION)
    lines = [("0810", "TK-1"), ("8517", "TK-1"), ("0810", "TK-2"), ("0810", "TK-2")]
    goods = tuple(FeeGoods(hs, number) for hs, number in lines)
    found = assess([tariff], replace(EXPORT, goods=goods), NOON)
    assert found.total == 900_000 + 400_000
    assert [line.counted for line in found.lines] == [False, True, True, False]


def test_no_trip_pays_more_than_the_ceiling() -> None:
    tariff = replace(TARIFFS[1], ceiling=5_000_000)
    found = assess([replace(tariff, rules=(Rule("a", "a", 4_000_000),))], replace(EXPORT, goods=(ORE,)), NOON)
    assert (found.lines[0].amount, found.total) == (20_000_000, 5_000_000)


def test_of_a_group_of_factors_the_first_that_fits_counts_and_groups_multiply() -> None:
    factors = (
        Factor("a", "a", Fraction(3), group="g"),
        Factor("b", "b", Fraction(7), group="g"),
        Factor("c", "c", Fraction("1.5")),
        Factor("d", "d", Fraction("1.1")),
    )
    tariff = replace(TARIFFS[1], rules=(Rule("r", "r", 101),), factors=factors)
    line = assess([tariff], EXPORT, NOON).lines[0]
    assert [one.factor.code for one in line.factors] == ["a", "c", "d"]
    assert line.amount == 500  # 499.95: rounded once, not 455 × 1.1


amounts = st.integers(0, 10**9)
factors = st.fractions(0, 10, max_denominator=1000)
splits = st.lists(st.integers(1, 100), min_size=1, max_size=5).map(
    lambda parts: tuple((str(place), Fraction(part, sum(parts))) for place, part in enumerate(parts))
)


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    """A tariff that covers every good, with factors for some."""
    rules = [
        Rule(f"r{place}", "r", draw(amounts), Match(hs=(f"{place:02}",)))
        for place in range(draw(st.integers(0, 4)))
    ]
    multiplied = [
        Factor(f"f{place}", "f", draw(factors), Match(hs=draw(st.sampled_from([(), ("00",), ("01",)]))))
        for place in range(draw(st.integers(0, 3)))
    ]
    return Tariff(
        "t",
        "t",
        date(2025, 1, 1),
        (*rules, Rule("rest", "rest", draw(amounts))),
        draw(splits),
        "x",
        factors=tuple(multiplied),
        ceiling=draw(st.none() | amounts),
    )


goods_of = st.lists(
    st.sampled_from(["0000", "0100", "0200", "0300", "99"]).map(FeeGoods), min_size=1, max_size=5
)


@given(tariffs(), goods_of)
def test_a_fee_is_never_below_0_and_its_split_is_all_of_it(tariff: Tariff, goods: list[FeeGoods]) -> None:
    found = assess([tariff], replace(EXPORT, goods=tuple(goods)), NOON)
    assert found.total >= 0
    assert sum(part for _name, part in found.split) == found.total
    assert all(part >= 0 for _name, part in found.split)
    assert tariff.ceiling is None or found.total <= tariff.ceiling


@given(tariffs(), goods_of, st.randoms())
def test_mixed_goods_cost_the_highest_of_them_in_any_order(
    tariff: Tariff, goods: list[FeeGoods], chance: Any
) -> None:
    alone = [assess([tariff], replace(EXPORT, goods=(one,)), NOON).total for one in goods]
    mixed = list(goods)
    chance.shuffle(mixed)
    found = assess([tariff], replace(EXPORT, goods=tuple(mixed)), NOON)
    assert found.total == max(alone)
    assert sum(line.counted for line in found.lines) == 1


@given(st.integers(0, 10**12), splits)
def test_shares_lose_nothing_and_are_within_a_dong(
    total: int, split: tuple[tuple[str, Fraction], ...]
) -> None:
    parts = shares(total, split)
    assert sum(part for _name, part in parts) == total
    for (name, part), (same, share) in zip(parts, split, strict=True):
        assert name == same
        assert abs(part - total * share) <= 1


@given(st.fractions(0, 10**6))
def test_a_half_is_rounded_up(value: Fraction) -> None:
    assert half_up(value) == int(value + Fraction(1, 2))


@given(st.integers(-(10**8), 10**8))
def test_one_tariff_is_in_force_at_every_moment(seconds: int) -> None:
    change = datetime(2025, 5, 8, tzinfo=TZ)
    found = tariff_on(TARIFFS, change + timedelta(seconds=seconds))
    assert (found.code == "nq-09-2025") is (seconds >= 0)


matches = st.builds(
    Match,
    direction=st.sampled_from(["", "export", "import"]),
    modes=st.frozensets(st.sampled_from(["XK", "NK"])),
    containers=st.frozensets(st.sampled_from([20, 40])),
    from_kg=st.sampled_from([None, 0, 1, 2]),
    below_kg=st.sampled_from([None, 3, 4]),
    hs=st.lists(st.sampled_from(["08", "0810", "07"]), max_size=2, unique=True).map(tuple),
    journeys=st.frozensets(st.sampled_from(Journey)),
)
crossings = st.builds(
    FeeFacts,
    direction=st.sampled_from(["export", "import"]),
    mode=st.sampled_from(["XK", "NK"]),
    gross_kg=st.integers(0, 5),
    container_ft=st.sampled_from([None, 20, 40]),
    journey=st.none() | st.sampled_from(Journey),
)


@given(matches, matches, crossings, st.sampled_from(["081060", "0801", "0704", "99", ""]))
def test_what_covers_another_fits_whatever_that_one_fits(
    wide: Match, narrow: Match, facts: FeeFacts, hs: str
) -> None:
    if wide.covers(narrow) and narrow.reasons(facts, FeeGoods(hs)) is not None:
        assert wide.reasons(facts, FeeGoods(hs)) is not None
    assert wide.covers(wide)
    assert Match().covers(wide)
