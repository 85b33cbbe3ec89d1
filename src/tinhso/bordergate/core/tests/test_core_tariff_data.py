"""Tariffs as data: every fault names its field, and nothing is guessed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.clock import TZ
from tinhso.bordergate.core.tariff_parsing import TariffProblem, parse_tariff, parse_tariffs

DATA: Final[list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("tariffs.yaml").read_text("utf-8")
)


def changed(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    data = copy.deepcopy(DATA[0])
    change(data)
    return data


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (put("rules", 0, "amount", value=-1), "TARIFF_AMOUNT", "rules[0].amount"),
        (put("rules", 0, "amount", value=1.5), "TARIFF_AMOUNT", "rules[0].amount"),
        (put("rules", 0, "amount", value="100000"), "TARIFF_AMOUNT", "rules[0].amount"),
        (put("rules", 0, "amount", value=True), "TARIFF_AMOUNT", "rules[0].amount"),
        (put("rules", 0, "amount", value=10**13), "TARIFF_AMOUNT", "rules[0].amount"),
        (put("rules", 1, "code", value="veg-2t"), "TARIFF_CODE", "rules[1].code"),
        (put("rules", value=[]), "TARIFF_TYPE", "rules"),
        (put("rules", value=None), "TARIFF_MISSING", "rules"),
        (put("rules", 0, value="x"), "TARIFF_TYPE", "rules[0]"),
        (put("rules", 0, "amout", value=1), "TARIFF_UNKNOWN", "rules[0].amout"),
        (put("rules", 0, "when", "modes", 0, value="TNXT"), "TARIFF_WORD", "rules[0].when.modes[0]"),
        (put("rules", 0, "when", "direction", value="out"), "TARIFF_WORD", "rules[0].when.direction"),
        (put("rules", 0, "when", "from_kg", value=2000), "TARIFF_BAND", "rules[0].when.below_kg"),
        (put("rules", 0, "when", "commodities", value="x"), "TARIFF_TYPE", "rules[0].when.commodities"),
        (put("rules", 0, "when", "commodities", 0, value="x"), "TARIFF_WORD", "rules[0].when.commodities[0]"),
        (put("rules", 1, "when", "containers", 0, value=41), "TARIFF_WORD", "rules[1].when.containers[0]"),
        (put("rules", 2, "when", "hs", 0, value=8), "TARIFF_HS", "rules[2].when.hs[0]"),
        (put("rules", 2, "when", value={}), "TARIFF_UNREACHABLE", "rules[3]"),
        (put("commodities", "ore", value=["2x"]), "TARIFF_HS", "commodities.ore[0]"),
        (put("factors", 0, "factor", value=1.3), "TARIFF_NUMBER", "factors[0].factor"),
        (put("factors", 0, "factor", value="-1"), "TARIFF_NUMBER", "factors[0].factor"),
        (put("factors", 0, "factor", value="1,3"), "TARIFF_NUMBER", "factors[0].factor"),
        (put("factors", 1, "when", "journeys", 0, value="x"), "TARIFF_WORD", "factors[1].when.journeys[0]"),
        (put("exemptions", 0, "share", value="101%"), "TARIFF_NUMBER", "exemptions[0].share"),
        (put("exemptions", 0, "share", value=0), "TARIFF_NUMBER", "exemptions[0].share"),
        (
            put("exemptions", 0, "legal_reference", value=""),
            "TARIFF_TYPE",
            "exemptions[0].legal_reference",
        ),
        (put("split", "kept", value="11%"), "TARIFF_SPLIT", "split"),
        (put("split", "kept", value=0.1), "TARIFF_NUMBER", "split.kept"),
        (put("mixed", value="sum"), "TARIFF_WORD", "mixed"),
        (put("mixed", value=None), "TARIFF_MISSING", "mixed"),
        (put("certainty", value="sure"), "TARIFF_WORD", "certainty"),
        (put("valid_from", value="8/5/2025"), "TARIFF_DAY", "valid_from"),
        (put("valid_from", value=datetime(2025, 5, 8, tzinfo=TZ)), "TARIFF_DAY", "valid_from"),
        (put("valid_to", value=date(2025, 5, 7)), "TARIFF_DAY", "valid_to"),
        (put("colour", value="x"), "TARIFF_UNKNOWN", "colour"),
    ],
)
def test_data_that_cannot_stand_names_its_field(
    change: Callable[[dict[str, Any]], None], code: str, field: str
) -> None:
    with pytest.raises(TariffProblem) as problem:
        parse_tariff(changed(change))
    assert (problem.value.code, problem.value.field) == (code, field)
    with pytest.raises(TariffProblem) as problem:
        parse_tariffs([DATA[1], changed(change)])
    assert problem.value.field.startswith("[1].")


def test_versions_do_not_overlap_nor_share_a_code() -> None:
    with pytest.raises(TariffProblem) as problem:
        parse_tariffs([DATA[0], {**DATA[1], "valid_to": "2025-05-08"}])
    assert (problem.value.code, problem.value.field) == ("TARIFF_OVERLAP", "[0].valid_from")
    with pytest.raises(TariffProblem):
        parse_tariffs([DATA[0], {key: value for key, value in DATA[1].items() if key != "valid_to"}])
    with pytest.raises(TariffProblem) as problem:
        parse_tariffs([DATA[0], {**DATA[1], "code": "nq-09-2025"}])
    assert problem.value.code == "TARIFF_CODE"
    for wrong in ("x", 5, {"a": 1}, ["x"]):
        with pytest.raises(TariffProblem):
            parse_tariffs(wrong)


def test_the_order_of_the_file_plays_no_part() -> None:
    found = parse_tariffs(DATA)
    assert parse_tariffs(DATA[::-1]) == found
    assert [tariff.valid_from for tariff in found] == [date(2019, 8, 1), date(2025, 5, 8)]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["08", "TNTX", "50%"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in the data where something else could stand."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from places(inner, (*path, step))


@given(st.sampled_from(list(places(DATA[0]))), values)
def test_whatever_stands_in_a_field_is_read_or_refused_by_name(
    path: tuple[str | int, ...], value: Any
) -> None:
    data = changed(put(*path, value=value))
    try:
        tariff = parse_tariff(data)
    except TariffProblem as problem:
        assert problem.field
        return
    assert sum(share for _name, share in tariff.split) == 1
    assert all(rule.amount >= 0 for rule in tariff.rules)
    assert not tariff.unreachable()
