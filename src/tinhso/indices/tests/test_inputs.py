"""Inputs of one node, what a rule asks, and the points that answers earn."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from tinhso.indices.core.asking import asked_of, points_of
from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.evaluating import Value
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.rules import CappedCount, Peers, Ratio, Rule, YesNo, inputs_of
from tinhso.indices.core.scoring import Entry, score

READ: TypeAdapter[Rule] = TypeAdapter(Rule)
RULES_ASKED: list[Rule] = [
    READ.validate_python(told)
    for told in (
        {"kind": "ratio", "numerator": "a", "denominator": "b"},
        {"kind": "threshold", "numerator": "a", "denominator": "b", "target": "0.9"},
        {"kind": "steps", "input": "n", "steps": [{"at_least": 1, "share": 1}]},
        {"kind": "options", "input": "head", "options": [{"answer": "Bí thư", "share": 1}]},
        {"kind": "yes_no", "input": "done"},
        {"kind": "capped_count", "input": "n", "most": 5},
        {"kind": "peers", "numerator": "a", "denominator": "b"},
        {"kind": "manual", "input": "share", "evidence": "proof"},
        {"kind": "sum", "parts": [{"weight": "0.5", "rule": {"kind": "yes_no", "input": "x"}},
                                  {"weight": "0.5", "rule": {"kind": "yes_no", "input": "y"}}]},
        {"kind": "best", "rules": [{"kind": "yes_no", "input": "x"},
                                   {"kind": "capped_count", "input": "n", "most": 4}]},
    )
]  # fmt: skip


def _two_leaves(first: Rule, second: Rule) -> Edition:
    nodes = (Node("a", "A", points=Decimal(60), rule=first), Node("b", "B", points=Decimal(40), rule=second))
    return Edition("thu", "1", nodes)


def test_inputs_of_a_node_go_before_those_of_all_and_belong_to_that_node_alone() -> None:
    tree = _two_leaves(YesNo(input="x"), YesNo(input="x"))
    row = score(tree, [Entry("p", inputs={"x": True}, of_node={"b": {"x": False}})])[0]
    assert (row.by_node["a"].share, row.by_node["b"].share) == (Fraction(1), Fraction(0))
    assert row.value == Fraction(3, 5)


def test_peers_with_equal_names_are_compared_node_by_node() -> None:
    rule = Peers(numerator="n", denominator="d")
    tree = _two_leaves(rule, rule)
    entries = [
        Entry("p", of_node={"a": {"n": 1, "d": 2}, "b": {"n": 1, "d": 10}}),
        Entry("q", of_node={"a": {"n": 1, "d": 4}, "b": {"n": 1, "d": 5}}),
    ]
    found = [(row.by_node["a"].share, row.by_node["b"].share) for row in score(tree, entries)]
    assert found == [(1, Fraction(1, 2)), (Fraction(1, 2), 1)]


def test_inputs_that_no_rule_reads_are_named() -> None:
    tree = _two_leaves(YesNo(input="đã ban hành"), CappedCount(input="lớp", most=Decimal(5)))
    sent: dict[str, dict[str, Value]] = {"a": {"da ban hanh": True}, "b": {"lớp": 5}, "c": {"x": 1}}
    with pytest.raises(Unscorable) as told:
        score(tree, [Entry("p", {"a": Decimal(1)}, of_node=sent)])
    faults = {(fault.code, fault.node): fault.near for fault in told.value.faults}
    assert faults[("unknown_input", "a")] == ("đã ban hành",)
    assert ("unknown_node", "c") in faults


@pytest.mark.parametrize("rule", RULES_ASKED, ids=lambda rule: rule.kind)
def test_what_a_rule_asks_is_what_it_reads(rule: Rule) -> None:
    asked = asked_of(Node("a", "A", points=Decimal(8), rule=rule))
    assert {one.name for one in asked if one.kind != "peak"} == set(inputs_of(rule))
    answers: dict[str, Value] = {
        "number": Decimal(1), "share": Decimal("0.5"), "yes_no": True, "text": "QĐ 1", "peak": Decimal(1),
    }  # fmt: skip
    inputs: dict[str, Value] = {
        one.name: one.options[0] if one.kind == "choice" else answers[one.kind] for one in asked
    }
    points = points_of(Node("a", "A", points=Decimal(8), rule=rule), inputs)
    assert 0 <= points <= 8
    for name in inputs:
        with pytest.raises(Unscorable):
            points_of(
                Node("a", "A", points=Decimal(8), rule=rule), {k: v for k, v in inputs.items() if k != name}
            )


def test_points_of_a_third_are_kept_to_a_millionth_and_a_leaf_without_a_rule_tells_them() -> None:
    rule = Ratio(numerator="n", denominator="d")
    assert points_of(Node("a", "A", points=Decimal(10), rule=rule), {"n": 1, "d": 3}) == Decimal("3.333333")
    plain = Node("a", "A", points=Decimal(10))
    assert points_of(plain, {"points": Decimal("7.25")}) == Decimal("7.25")
    with pytest.raises(Unscorable):
        points_of(plain, {})
    peers = Node("a", "A", points=Decimal(10), rule=Peers(numerator="n", denominator="d"))
    assert points_of(peers, {"n": 1, "d": 4, "max(n/d)": Decimal("0.5")}) == 5
    assert points_of(peers, {"n": 3, "d": 4, "max(n/d)": Decimal("0.5")}) == 10
