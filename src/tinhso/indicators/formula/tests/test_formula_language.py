"""What formulas mean: results, nulls, types, printing, dependencies, and where mistakes are found."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.indicators.formula import FormulaError, Value, compile_formula, evaluate, parse, printed
from tinhso.indicators.formula.checking import check, require_known
from tinhso.indicators.formula.dependencies import Cycle, codes, references, require_acyclic
from tinhso.indicators.formula.functions import FUNCTIONS, Type
from tinhso.indicators.formula.nodes import LEVELS, Binary, Node, Number
from tinhso.indicators.formula.tests import trees
from tinhso.indicators.formula.values import BadValue, answer

VALUES = {
    "a": 6, "b": 4, "none": None, "t": "x", "yes": True, "dti-rank": 3, "a.4g": 2, "a.4g.nu": 1,
    "a.periodOffset(-1)": 5, "#{a}.yearToDate()": 40, "a.periods(-3,-1)": [1, None, 4],
    "C{pi}": Decimal("3.14"),
    "OUG{xa}": 65, "list": [2, 8, 5],
}  # fmt: skip

GOLDEN = {
    "1": 1, "1.5": Decimal("1.5"), ".5": Decimal("0.5"), "1e3": 1000, "2.5E-1": Decimal("0.25"),
    "'x'": "x", '"it\'s"': "it's", r"'a\'b\\c\n'": "a'b\\c\n", "true": True, "false": False, "null": None,
    "2^3^2": 64, "-2^2": -4, "2^-1": Decimal("0.5"), "(-2)^2": 4, "2 ^ -1 ^ 2": Decimal("0.5"),
    "1 + 2 * 3": 7, "(1 + 2) * 3": 9, "8 / 4 / 2": 1, "8 - 4 - 2": 2, "2 * 3 % 4": 2, "-7 % 3": -1,
    "7 % -3": 1,
    "7.5 % 2": Decimal("1.5"), "--3": 3, "+3": 3, "1 - -1": 2, "!true": False, "not false": True,
    "1 + 1 == 2": True, "1 < 2 == true": True, "1 <> 2": True, "1 != 1": False, "2 >= 2": True,
    "2 <= 1": False,
    "true || false && false": True, "true or false and false": True, "'a' < 'b'": True, "'x' == 'X'": False,
    "1 / 0": None, "1 % 0": None, "0 ^ -1": None, "(-8) ^ .5": None, "0 ^ 0": 1, "log(0)": None,
    "log(-1)": None,
    "10 ^ 999 * 10": None, "1e999 * 1e999 - 1": None, "null + 1": None, "null < 1": None,
    "null == null": None,
    "false && null": False, "null && false": False, "true && null": None, "true || null": True,
    "null || true": True, "false || null": None, "!null": None, "-null": None,
    "if(true, 1, 2)": 1, "if(false, 1, 2)": 2, "if(null, 1, 2)": None, "if(1 > 2, 'a', 'b')": "b",
    "if(true, 1, 1 / 0)": 1, "isNull(null)": True, "isNull(1 / 0)": True, "isNotNull(0)": True,
    "firstNonNull(null, 1 / 0, 3, 4)": 3, "firstNonNull(null)": None, "greatest(1, null, 3)": 3,
    "least(null, 2, 1)": 1, "greatest(null, null)": None, "removeZeros(0)": None, "removeZeros(2)": 2,
    "log10(1000)": 3, "log(8, 2)": 3, "log(1)": 0, "log(8, 1)": None, "log(null, 2)": None,
    "avg(1, 2, 6)": 3, "sum(1, null, 2)": 3, "sum(null)": None, "count(null, 1, 2)": 2, "count(null)": 0,
    "min(3, 1, 2)": 1, "max(3, 1, 2)": 3, "median(4, 1, 3, 2)": Decimal("2.5"), "median(5, 1, 3)": 3,
    "stddev(2, 4)": Decimal(2).sqrt(), "stddev(1)": None, "percentileCont(0.25, 1, 2, 3, 5)": Decimal("1.75"),
    "percentileCont(0, 3, 1)": 1, "percentileCont(1, 3, 1)": 3, "percentileCont(1.1, 1)": None,
    "0.1 + 0.2": Decimal("0.3"), "0.1 + 0.2 == 0.3": True, "3 * (1 / 3) == 1": False,
    "a + b": 10, "#{a} + #{ b }": 10, "#{dti-rank} * 2": 6, "#{a.4g}": 2, "#{a.4g.nu}": 1, "none + 1": None,
    "a.periodOffset(-1)": 5, "a - #{a}.periodOffset(-1)": 1, "a.periodOffset(-2)": None, "a.yearToDate()": 40,
    "sum(a.periods(-3, -1))": 5, "avg(#{a}.periods(-3, -1))": Decimal("2.5"), "count(a.periods(-3, -1))": 2,
    "percentileCont(0.5, a.periods(-3, -1), 9)": 4, "max(list)": 8, "median(list, 6)": Decimal("5.5"),
    "C{pi} * 2": Decimal("6.28"), "OUG{xa} - 1": 64, "t == 'x'": True, "yes && a > b": True,
    "a.periodOffset(-2).periodOffset(1)": 5, "if(isNull(none), a, none)": 6,
}  # fmt: skip


@pytest.mark.parametrize("text", GOLDEN)
def test_a_formula_gives(text: str) -> None:
    found, expected = answer(text, VALUES).value, GOLDEN[text]
    if text.startswith("stddev(2"):
        assert isinstance(found, Decimal)
        assert isinstance(expected, Decimal)
        assert abs(found - expected) < Decimal("1e-26")
        return
    assert found == expected
    assert isinstance(found, bool) == isinstance(expected, bool)


WRONG = {
    "": ("empty", 0), "  ": ("empty", 2), "(1 + 2": ("missing_bracket", 6), "1 +": ("unfinished", 3),
    "2 * * 3": ("unexpected", 4), "1 2": ("trailing", 2), "1)": ("trailing", 1), "1.2.3": ("bad_number", 0),
    "1 + 1e": ("bad_number", 4), "12abc": ("bad_number", 0), "1.": ("bad_number", 0), "1,5": ("trailing", 1),
    "1 + 'abc": ("unterminated", 4), "#{a": ("missing_bracket", 3), "1 + #{": ("missing_bracket", 6),
    "#{}": ("bad_reference", 0), "#{a b}": ("bad_reference", 0), "1 @ 2": ("unexpected", 2),
    "= 1": ("unexpected", 0),
    "foo(1)": ("unknown_function", 0), "1 + avrage(1)": ("unknown_function", 4), "log + 1": ("unexpected", 4),
    "if(true, 1)": ("arguments", 0), "1 + log(1, 2, 3)": ("arguments", 4), "avg()": ("arguments", 0),
    "sum(1,)": ("unexpected", 6), "sum(1 2)": ("unexpected", 6), "1 + 'a'": ("type", 4),
    "'a' * 2": ("type", 0),
    "!1": ("type", 1), "-true": ("type", 1), "if(1, 2, 3)": ("type", 3), "if(true, 1, 'a')": ("unlike", 12),
    "1 == 'a'": ("unlike", 5), "true < false": ("type", 0), "1 < 2 < 3": ("type", 0),
    "1 && true": ("type", 0),
    "greatest(1, 'a')": ("type", 12), "sum(true)": ("type", 4), "firstNonNull(1, 'a')": ("unlike", 16),
    "a.periods(-3, -1)": ("vector", 0), "1 + a.periods(-3, -1)": ("vector", 4), "a == list": ("vector", 5),
    "#{a}.foo(1)": ("bad_period", 4), "C{pi}.periodOffset(1)": ("bad_period", 5), "a.4g": ("bad_number", 1),
    "a.periods(1, -1)": ("bad_period", 1), "a.periodOffset(x)": ("unexpected", 15),
    "a.periodOffset": ("unfinished", 14),
    "a.yearToDate().yearToDate()": ("bad_period", 14), "1e1000": ("number_too_large", 0),
    "(" * 201 + "1": ("too_deep", 200), "-" * 300 + "1": ("too_deep", 200),
    "1" * 10_001: ("too_long", 10_000),
    "a + khong": ("unknown_code", 4), "#{khong.4g}": ("unknown_code", 0), "C{e}": ("unknown_code", 0),
    "t + 1": ("type", 0), "and 1": ("unexpected", 0),
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:20])
def test_a_mistake_is_found_where_it_stands(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        answer(text, VALUES)
    assert (caught.value.code, caught.value.position) == WRONG[text]
    assert caught.value.expected is not None
    assert str(caught.value)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("avrage(1)", "avg"),
        ("isnull(a)", "isNull"),
        ("#{dti-rang}", "dti-rank"),
        ("a.periodofset(1)", "periodOffset"),
    ],
)
def test_what_may_have_been_meant_is_named(text: str, near: str) -> None:
    with pytest.raises(FormulaError) as caught:
        answer(text, VALUES)
    assert near in caught.value.near


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("1e1000"), {"x": 1}, ["a"], [True]])
def test_values_that_are_none(value: object) -> None:
    with pytest.raises(BadValue):
        answer("a", {"a": value})


@settings(max_examples=500, deadline=None)
@given(trees.anything(4))
def test_printed_and_parsed_again_it_is_the_same(tree: Node) -> None:
    text = printed(tree)
    assert parse(text) == tree
    assert printed(parse(text)) == text


@settings(max_examples=300, deadline=None)
@given(trees.anything(3))
def test_no_bracket_is_there_without_need(tree: Node) -> None:
    """Taking any pair of brackets away changes the formula, or breaks it."""
    text = printed(tree)
    for start, end in _groups(text):
        without = f"{text[:start]} {text[start + 1 : end]} {text[end + 1 :]}"
        assert not _reads(without, tree), (text, without)


def _reads(text: str, tree: Node) -> bool:
    try:
        return parse(text) == tree
    except FormulaError:
        return False


def _groups(text: str) -> list[tuple[int, int]]:
    """Brackets that group: those of a call follow its name, those in a text do not count."""
    found, opened, quoted, index = [], [], False, 0
    while index < len(text):
        sign = text[index]
        if quoted:
            index += sign == "\\"
            quoted = text[index] != "'" or sign == "\\"
        elif sign == "'":
            quoted = True
        elif sign == "(":
            opened.append(index)
        elif sign == ")":
            start = opened.pop()
            if not text[:start][-1:].isalnum():
                found.append((start, index))
        index += 1
    return found


@settings(max_examples=300, deadline=None)
@given(st.one_of(trees.numbers(3), trees.booleans(3)), trees.rows)
def test_compiled_once_it_runs_the_same_every_time(tree: Node, row: dict[str, Value]) -> None:
    run = compile_formula(tree)
    first = run(row)
    assert run(row) == first == evaluate(parse(printed(tree)), row)
    assert first is None or isinstance(first, bool if check(tree) is Type.BOOLEAN else Decimal | bool)
    assert not isinstance(first, Decimal) or first.is_finite()


STRICT = [operator for operator in LEVELS if operator not in {"&&", "||"}]


@pytest.mark.parametrize("operator", STRICT)
@given(trees.numbers(2), trees.rows)
def test_no_value_on_a_side_gives_no_value(operator: str, tree: Node, row: dict[str, Value]) -> None:
    none = parse("null")
    assert evaluate(Binary(operator, tree, none), row) is None
    assert evaluate(Binary(operator, none, tree), row) is None


LAWS: dict[str, Callable[[bool | None, bool | None], bool | None]] = {
    "p && q": lambda p, q: False if False in {p, q} else None if None in {p, q} else True,
    "p || q": lambda p, q: True if True in {p, q} else None if None in {p, q} else False,
}


@pytest.mark.parametrize("text", LAWS)
def test_logic_has_three_values(text: str) -> None:
    run = compile_formula(parse(text))
    for p in (True, False, None):
        for q in (True, False, None):
            assert run({"p": p, "q": q}) is LAWS[text](p, q)
            longer = compile_formula(parse(f"{text} {text[2:4]} p {text[2:4]} q"))
            assert longer({"p": p, "q": q}) is LAWS[text](p, q)


def test_long_sums_are_not_deep() -> None:
    tree = parse(" + ".join(["1"] * 2500))
    assert evaluate(tree, {}) == 2500
    assert check(tree) is Type.NUMBER
    assert evaluate(parse(" && ".join(["true"] * 1200)), {}) is True


@pytest.mark.parametrize(
    "text", ["(" * 199 + "1" + ")" * 199, "-" * 199 + "1", "if(true, " * 99 + "1" + ", 2)" * 99]
)
def test_what_is_just_deep_enough_is_calculated(text: str) -> None:
    assert evaluate(parse(text), {}) in {1, -1}


def test_a_tree_that_leans_to_the_left_has_a_depth_too() -> None:
    text = "1"
    for _ in range(60):
        text = f"({text} ^ 1 * 1 + 1 < 1 == true && true || true)"
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.code == "too_deep"


def test_positions_are_no_part_of_a_tree() -> None:
    assert parse("1+a") == parse("  1  +  #{a}")
    assert Number(Decimal(1), position=3) == Number(Decimal("1.0"), position=4)


def test_dependencies_are_listed_once_in_order() -> None:
    tree = parse("b + #{a.x} * C{pi} - a.periodOffset(-1) + sum(b.periods(-3, -1)) + OUG{xa} + b")
    assert codes(tree) == ("b", "a")
    assert [one.key for one in references(tree)] == [
        "b", "a.x", "C{pi}", "a.periodOffset(-1)", "b.periods(-3, -1)", "OUG{xa}",
    ]  # fmt: skip


def test_a_cycle_is_refused_with_its_path() -> None:
    definitions = {
        code: parse(text) for code, text in {"x": "a + y", "y": "z * 2", "z": "x.periodOffset(-1)"}.items()
    }
    with pytest.raises(Cycle) as caught:
        require_acyclic(definitions)
    assert caught.value.path == ("x", "y", "z", "x")
    with pytest.raises(Cycle) as alone:
        require_acyclic({"x": parse("x + 1")})
    assert alone.value.path == ("x", "x")


def test_without_a_cycle_there_is_an_order() -> None:
    order = require_acyclic(
        {code: parse(text) for code, text in {"p": "q + r", "q": "r", "r": "a", "s": "p"}.items()}
    )
    assert order == ("r", "q", "p", "s")
    chain = {f"k{index}": parse(f"k{index + 1}") for index in range(5000)}
    assert require_acyclic(chain)[0] == "k4999"


def test_known_codes_may_carry_options_and_prefixes() -> None:
    tree = parse("#{a.4g} + C{pi} + a.periodOffset(-1)")
    require_known(tree, ["a", "C{pi}"])
    require_known(tree, ["#{a.5g}", "pi"])
    with pytest.raises(FormulaError):
        require_known(tree, ["a"])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_can_be_called(name: str) -> None:
    function = FUNCTIONS[name]
    arguments = ["true" if name == "if" else "1", *["1"] * (function.least - 1)]
    tree = parse(f"{name}({', '.join(arguments)})")
    check(tree)
    evaluate(tree, {})
