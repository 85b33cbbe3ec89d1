"""Every shape of rule, at its edges."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.evaluating import Value, evaluate
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.rules import Rule
from tinhso.indices.core.scoring import Entry, score

READ: TypeAdapter[Rule] = TypeAdapter(Rule)
RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
MEETINGS = {
    "kind": "steps",
    "input": "n",
    "steps": [{"at_least": n, "share": Decimal(n) / 4} for n in (4, 3, 2, 1)],
}
HEAD = {
    "kind": "options",
    "input": "head",
    "options": [
        {"answer": "bi-thu", "share": 1},
        {"answer": "pho", "share": "0.5"},
        {"answer": "khong", "share": 0},
    ],
}
HALVES = {
    "kind": "sum",
    "parts": [
        {"weight": "0.5", "rule": {"kind": "yes_no", "input": "attends"}},
        {"weight": "0.5", "rule": {"kind": "yes_no", "input": "chairs"}},
    ],
}


@pytest.mark.parametrize(
    ("rule", "inputs", "share"),
    [
        (RATIO, {"a": 3, "b": 4}, Fraction(3, 4)),
        (RATIO, {"a": 5, "b": 4}, 1),
        (RATIO, {"a": -1, "b": 4}, 0),
        (RATIO, {"a": 0, "b": 0}, 0),
        ({**RATIO, "zero": 1}, {"a": 0, "b": 0}, 1),
        (RATIO, {"a": 1761, "b": 1966}, Fraction(1761, 1966)),
        ({**RATIO, "kind": "threshold", "target": "0.5"}, {"a": 1, "b": 4}, Fraction(1, 2)),
        ({**RATIO, "kind": "threshold", "target": "0.5"}, {"a": 3, "b": 4}, 1),
        (MEETINGS, {"n": 0}, 0),
        (MEETINGS, {"n": 3}, Fraction(3, 4)),
        (MEETINGS, {"n": 9}, 1),
        (HEAD, {"head": "pho"}, Fraction(1, 2)),
        ({"kind": "yes_no", "input": "x"}, {"x": True}, 1),
        ({"kind": "yes_no", "input": "x"}, {"x": False}, 0),
        ({"kind": "capped_count", "input": "n", "most": 5}, {"n": 2}, Fraction(2, 5)),
        ({"kind": "capped_count", "input": "n", "most": 5}, {"n": 7}, 1),
        (HALVES, {"attends": True, "chairs": False}, Fraction(1, 2)),
        ({"kind": "best", "rules": [RATIO, MEETINGS]}, {"a": 1, "b": 4, "n": 2}, Fraction(1, 2)),
        (
            {"kind": "manual", "input": "s", "evidence": "e"},
            {"s": Decimal("0.4"), "e": "TB 12"},
            Fraction(2, 5),
        ),
    ],
)
def test_shares(rule: dict[str, Any], inputs: dict[str, Value], share: Fraction) -> None:
    assert evaluate(READ.validate_python(rule), inputs, {}) == share


@pytest.mark.parametrize(
    ("rule", "inputs", "code"),
    [
        (RATIO, {"a": 1}, "missing_input"),
        (RATIO, {"a": "1", "b": 2}, "wrong_input"),
        (RATIO, {"a": True, "b": 2}, "wrong_input"),
        (HEAD, {"head": "tho"}, "wrong_input"),
        ({"kind": "yes_no", "input": "x"}, {"x": 1}, "wrong_input"),
        ({"kind": "manual", "input": "s", "evidence": "e"}, {"s": Decimal("0.4")}, "no_evidence"),
        ({"kind": "manual", "input": "s", "evidence": "e"}, {"s": 2, "e": "TB"}, "outside"),
    ],
)
def test_refusals(rule: dict[str, Any], inputs: dict[str, Value], code: str) -> None:
    with pytest.raises(Unscorable) as refused:
        evaluate(READ.validate_python(rule), inputs, {})
    assert refused.value.faults[0].code == code


def test_peers_are_measured_by_the_highest_of_them() -> None:
    rule = READ.validate_python({**RATIO, "kind": "peers"})
    tree = Edition("x", "1", (Node("n", "N", points=Decimal(10), rule=rule),))
    rows = score(tree, [Entry(name, {}, {"a": a, "b": 4}) for name, a in (("p", 1), ("q", 2), ("r", 0))])
    assert [row.value for row in rows] == [Fraction(1, 2), 1, 0]


def _components() -> Edition:
    inner = (
        Node("a", "A", points=Decimal(30), rule=READ.validate_python(RATIO)),
        Node("b", "B", points=Decimal(70), rule=READ.validate_python(MEETINGS)),
    )
    main = (Node("m", "M", points=Decimal(100), children=inner), Node("k", "K", points=Decimal(50)))
    return Edition("x", "1", (Node("g", "G", points=Decimal(150), group=True, children=main),))


def test_components_make_their_main_index() -> None:
    row = score(_components(), [Entry("p", {"k": Decimal("0.5")}, {"a": 1, "b": 2, "n": 2})])[0]
    assert row.by_node["m"].points == 15 + 35
    assert row.value == Fraction(75, 150)


def test_a_share_of_a_component_and_of_what_is_around_it_is_refused() -> None:
    with pytest.raises(Unscorable) as refused:
        score(_components(), [Entry("p", {"m": Decimal(1), "a": Decimal(1), "k": Decimal(1)})])
    assert refused.value.faults[0].code == "given_twice"


def test_a_missing_component_is_named() -> None:
    with pytest.raises(Unscorable) as refused:
        score(_components(), [Entry("p", {"a": Decimal(1), "k": Decimal(1)})])
    assert [fault.node for fault in refused.value.faults] == ["b"]


_SHARES = st.decimals(0, 1, places=4)


@given(st.lists(st.tuples(_SHARES, _SHARES), min_size=1, max_size=12))
def test_values_lie_between_0_and_1_and_ranks_follow_them(rows: list[tuple[Decimal, Decimal]]) -> None:
    scored = score(_components(), [Entry(str(n), {"m": m, "k": k}) for n, (m, k) in enumerate(rows)])
    for row, (m, k) in zip(scored, rows, strict=True):
        assert row.value == Fraction(100 * m + 50 * k) / 150
        assert row.rank == 1 + sum(other.value > row.value for other in scored)
        assert sum(part.points for part in row.by_node.values() if part.node.code in "mk") == row.value * 150
